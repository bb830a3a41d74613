"""The index of claims: found at once, withdrawn for good, the same after a restart, refused when damaged."""

from pathlib import Path

import numpy as np
import pytest

from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.corrections import ENOUGH, Corrections
from kohkol.engine.matching.features import hash_word, terms
from kohkol.engine.matching.index import ClaimIndex
from kohkol.engine.matching.postings import TAIL
from kohkol.engine.matching.stored import IndexRefused
from kohkol.engine.matching.weights import load

DAM = Claim("dam", "Bendungan Jatigede retak dan akan jebol malam ini")
CASH = Claim("cash", "Bantuan tunai sebesar Rp600.000 dibagikan kepada setiap keluarga")
KIDNAP = Claim("kidnap", "Penculikan anak sekolah terjadi di Kabupaten Garut kemarin sore")
CHAIN = "Info dari grup sebelah ya bu, penculikan anak sekolah terjadi di kab garut kemarin sore, hati-hati jaga anak"


def index_of(*claims: Claim) -> ClaimIndex:
    index = ClaimIndex()
    for claim in claims:
        index.add(claim)
    return index


def test_a_chain_message_finds_its_claim_and_says_why() -> None:
    first = index_of(DAM, CASH, KIDNAP).search(CHAIN)[0]
    assert (first.claim, first.decision, first.differs) == ("kidnap", "same", [])
    assert "penculikan" in first.agrees


def test_another_place_is_another_claim_and_the_reason_is_shown() -> None:
    first = index_of(KIDNAP).search(CHAIN.replace("kab garut", "kab ciamis"))[0]
    assert first.decision != "same"
    assert any("Ciamis" in reason for reason in first.differs)


def test_a_short_question_is_suggested_only() -> None:
    first = index_of(DAM, CASH, KIDNAP).search("jatigede retak?")[0]
    assert (first.claim, first.decision) == ("dam", "suggest")


def test_a_withdrawn_claim_is_never_offered_again_and_a_new_version_takes_its_place() -> None:
    index = index_of(DAM, CASH, KIDNAP)
    index.withdraw("kidnap")
    assert "kidnap" not in [match.claim for match in index.search(CHAIN)]
    index.supersede(Claim("dam", "Bendungan Jatigede aman setelah diperiksa petugas"))
    assert index.search("bendungan jatigede aman setelah diperiksa")[0].claim == "dam"
    assert len(index) == 2


def test_a_claim_cannot_be_added_twice() -> None:
    with pytest.raises(ValueError, match="supersede"):
        index_of(DAM, DAM)


def test_nothing_is_found_in_nothing() -> None:
    assert ClaimIndex().search("apa saja") == []
    assert index_of(DAM).search("") == []


def test_merged_and_fresh_claims_are_found_alike() -> None:
    fresh, merged = index_of(KIDNAP), index_of(KIDNAP)
    for number in range(TAIL + 1):
        merged.add(Claim(f"other {number}", f"xyz{number}"))
    for number in range(10):
        fresh.add(Claim(f"other {number}", f"xyz{number}"))
    assert merged.search(CHAIN, 1)[0].claim == fresh.search(CHAIN, 1)[0].claim == "kidnap"


def test_a_saved_index_answers_the_same(tmp_path: Path) -> None:
    index = index_of(DAM, CASH, KIDNAP)
    index.withdraw("cash")
    index.corrections.judge(CHAIN, "dam", same=False)
    index.save(tmp_path / "claims.index")
    again = ClaimIndex.load(tmp_path / "claims.index")
    assert again.search(CHAIN) == index.search(CHAIN)
    again.save(tmp_path / "again.index")
    assert (tmp_path / "again.index").read_bytes() == (tmp_path / "claims.index").read_bytes()


@pytest.mark.parametrize("place", [3, 16, 60, -1])
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path: Path, place: int) -> None:
    file = tmp_path / "claims.index"
    index_of(DAM, CASH).save(file)
    content = bytearray(file.read_bytes())
    content[place] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(IndexRefused, match="Build the index again"):
        ClaimIndex.load(file)
    with pytest.raises(IndexRefused, match="cannot be read"):
        ClaimIndex.load(tmp_path / "nowhere")


def test_a_correction_decides_for_its_pair_at_once() -> None:
    index = index_of(DAM, CASH, KIDNAP)
    index.corrections.judge(CHAIN, "kidnap", same=False)
    index.corrections.judge(CHAIN, "cash", same=True)
    first, *others = index.search(CHAIN.upper())
    assert (first.claim, first.decision) == ("cash", "same")
    assert [match.decision for match in others if match.claim == "kidnap"] == ["none"]
    assert index.search("jatigede retak?")[0].decision == "suggest"


def test_many_corrections_move_the_limit() -> None:
    corrections = Corrections()
    for number in range(ENOUGH):
        corrections.judge(f"berita palsu{number}", "dam", same=number >= 20, score=0.5 + number / 100)
    assert corrections.limit(0.6) == pytest.approx(0.7)
    assert Corrections().limit(0.6) == 0.6


def test_a_claim_scores_the_same_whether_it_is_in_a_list_yet_or_not() -> None:
    scanned, listed = index_of(DAM, CASH, KIDNAP), index_of(DAM, CASH, KIDNAP)
    for postings in listed._channels:
        postings.merge()
    for text in (CHAIN, "jatigede retak?", "bantuan Rp600.000 untuk keluarga"):
        assert scanned.search(text) == listed.search(text)


def test_a_word_that_titles_have_and_posts_seldom_take_over_counts_less() -> None:
    words = load()
    _, (common, telling), _ = words.of(np.array([hash_word("klarifikasi"), hash_word("ktp")], np.uint32))
    assert common < 0.4 < 0.6 < telling


def test_a_word_that_posts_have_and_their_claims_seldom_counts_less() -> None:
    words = load()
    _, _, (chatter, telling) = words.of(np.array([hash_word("teman"), hash_word("ktp")], np.uint32))
    assert chatter < 0.1 < 0.4 < telling


def test_a_public_figure_is_found_by_a_handle_and_an_english_word_by_its_root() -> None:
    assert terms("kata @BudiSantoso_ID bandung") == terms("kata Budi Santoso ID bandung")
    assert terms("the dam cracked") == terms("the dams cracking")
