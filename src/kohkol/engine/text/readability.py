"""Scores how easily a draft can be read, and names each hard spot with a plainer wording.

The score runs from 0 to 100 (100 = anyone understands it at once). It falls with long sentences, long words, passive
`di-`, noun chains (`pe-an`, `ke-an`) and officialese, and rises with address to the reader. The weights are set by
hand; they were not fitted to the pairs of `bench/sets/readability.tsv`. PerKI 1/2021 article 24 asks for language that
is easy to understand.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kohkol.engine.text import normalise

GOOD_SENTENCE_WORDS = 12  # up to here a sentence costs nothing
LONG_SENTENCE_WORDS = 20  # from here it is shown as a hard spot
LONG_WORD_LETTERS = 11

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*[.!?;]*")
_SENTENCE_END = re.compile(r"[.!?;\n]+(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_WORD = {
    ord(sign): " " for sign in "0123456789.,;:!?()[]{}/\\\"'`“”‘’…–—_+=*&^%$#@<>|~\u200b"
}  # what _WORD passes over
_NOUN_CHAIN = re.compile(r"^(?:pe|ke|per)\w{4,}(?:an|annya)$")
_PASSIVE = re.compile(r"^di\w{4,}$")
_READER = frozenset(
    ["anda", "kamu", "kita", "kami", "silakan", "mohon", "jangan", "yuk", "ayo", "bisa", "boleh", "gratis"]
)


@dataclass(frozen=True, slots=True)
class HardSpot:
    """`text[start:end]` is hard; `plainer` is what to write instead, or advice in brackets where words do not fit."""

    start: int
    end: int
    plainer: str
    reason: str


def score(text: str) -> float:
    """0 (nobody reads this to the end) to 100 (anyone understands it at once); 100 for an empty text."""
    words = text.lower().translate(_NO_WORD).split()
    if not words:
        return 100.0
    count = len(words)
    sentences = max(1, len(_SENTENCE_END.findall(text.rstrip(" .!?;\n"))) + 1)
    officialese = sum(len(phrase) for _, _, phrase in _officialese(words)) / max(1, len(text))
    cost = (
        1.3 * max(0.0, count / sentences - GOOD_SENTENCE_WORDS)
        + 7.0 * max(0.0, sum(map(len, words)) / count - 5.0)
        + sum(map(_word_cost, words)) / count
        + 55.0 * officialese
    )
    return round(max(0.0, min(100.0, 100.0 - cost)), 1)


@lru_cache(maxsize=100_000)
def _word_cost(word: str) -> float:
    """What one word adds to the cost of a text, before it is divided by the number of words."""
    cost = (
        60.0 * (len(word) >= LONG_WORD_LETTERS)
        + 60.0 * bool(_NOUN_CHAIN.match(word))
        + 30.0 * bool(_PASSIVE.match(word))
    )
    return cost - 25.0 * (word in _READER)


def hard_spots(text: str) -> list[HardSpot]:
    """Officialese with its plain wording, and sentences that are too long, in their order."""
    found = list(_WORD.finditer(text))
    plain = plain_words()
    spots = [
        HardSpot(found[first].start(), found[last].end(), plain[phrase], "istilah kantor")
        for first, last, phrase in _officialese([word[0].lower() for word in found])
    ]
    for sentence in _SENTENCE.finditer(text):
        words = len(_WORD.findall(sentence[0]))
        if words > LONG_SENTENCE_WORDS:
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            spots.append(HardSpot(start, sentence.end(), "[bagi menjadi dua kalimat]", f"kalimat {words} kata"))
    return sorted(spots, key=lambda spot: (spot.start, spot.end))


def _officialese(words: list[str]) -> list[tuple[int, int, str]]:
    """Number of the first and last word of each phrase that stands in the words, and the phrase; longest first."""
    by_first = _phrases()
    found: list[tuple[int, int, str]] = []
    end = -1
    for place, word in enumerate(words):
        if word in by_first and place > end:
            for own, phrase in by_first[word]:
                if words[place : place + len(own)] == own:
                    end = place + len(own) - 1
                    found.append((place, end, phrase))
                    break
    return found


@cache
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """First word -> the phrases that begin with it, as words and as written, longest first."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase in sorted(plain_words(), key=len, reverse=True):
        own = _WORD.findall(phrase)
        found.setdefault(own[0], []).append((own, phrase))
    return found


@cache
def plain_words() -> dict[str, str]:
    """Phrase of officialese -> what to write instead; `(buang)` means leave it out."""
    return dict(line.split("=", 1) for line in normalise.table("plain_words.tsv").splitlines())
