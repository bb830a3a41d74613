"""The tokeniser reads any bytes: what is a word, what only joins; no text breaks it or reaches its neighbour."""

import numpy as np
import numpy.typing as npt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kohkol.engine.radar.kernels.tokens import Tokens, empty_tokens, fold_table, hash_word, lexicon, tokenise
from kohkol.engine.radar.tables import POST_TOKENS

NONE = np.zeros(0, np.uint32)
NO_LEXICON = lexicon(NONE, NONE, np.zeros(0, np.float32))


def read(*texts: bytes) -> Tokens:
    """The words of some texts that stand one after the other in one buffer."""
    ends = np.cumsum([0, *map(len, texts)])
    joined = b"".join(texts)
    data: npt.NDArray[np.uint8] = np.frombuffer(joined or b"\0", np.uint8)
    tokens = empty_tokens(len(texts))
    tokenise(data, ends.astype(np.int64), 0, len(texts), fold_table(), NO_LEXICON, tokens)
    return tokens


def words_of(text: str) -> list[int]:
    tokens = read(text.encode("utf-8", "replace"))
    return tokens.hashes[0, : tokens.counts[0]].tolist()


def test_case_accents_stretched_letters_and_hidden_characters_do_not_matter() -> None:
    plain = words_of("banjir di garut")
    for same in ("BANJIR di Garut", "bánjir dì garut", "banjiiiiir di garut", "ban\u200bjir di\u202e garut\u2066"):
        assert words_of(same) == plain


def test_links_mentions_and_a_leading_rt_are_no_words() -> None:
    assert words_of("RT @warga_1: banjir https://t.co/abc di @humas garut") == words_of("banjir di garut")


def test_a_short_run_without_spaces_is_one_word_and_a_longer_one_overlapping_pairs() -> None:
    assert len(words_of("王小明")) == 1
    assert len(words_of("北京大雨")) == 2
    assert set(words_of("北京大雨成災")) & set(words_of("昨夜北京大雨"))


def test_a_known_word_has_the_hash_that_the_trainer_gives_it() -> None:
    assert words_of("banjir") == [hash_word("banjir")]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6))
@example([b"", b"\xf0\x9f", b"\x98\x82", b"\xe7\x8e", b"\xff" * 30])
@example([b"http://", b"https:/", b"@", b"RT", b"\xd8\x00"])
def test_any_bytes_are_read_and_a_text_never_depends_on_its_neighbours(texts: list[bytes]) -> None:
    together = read(*texts)
    for number, text in enumerate(texts):
        alone = read(text)
        count = int(alone.counts[0])
        assert count <= POST_TOKENS
        assert together.counts[number] == count
        assert together.words[number] == alone.words[0] >= count
        assert together.fingerprints[number] == alone.fingerprints[0]
        assert together.hashes[number, :count].tolist() == alone.hashes[0, :count].tolist()
        assert len(set(alone.hashes[0, :count].tolist())) == count
        before = sum(map(len, texts[:number]))
        ends = together.starts[number, :count] - before + together.lengths[number, :count]
        assert (ends <= len(text)).all()
        assert (together.starts[number, :count] >= before).all()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_the_order_of_words_does_not_change_the_fingerprint(text: str) -> None:
    parts = ["satu", "dua", "tiga", *(part for part in text.split() if part.isalpha() and part.isascii())]
    parts = [part for part in parts if part.lower() not in ("rt", "http", "https")]
    turned = parts[::-1]
    assert read(" ".join(parts).encode()).fingerprints[0] == read(" ".join(turned).encode()).fingerprints[0]
