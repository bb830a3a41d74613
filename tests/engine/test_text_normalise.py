"""The one way to write a word: what radar, search and matching may rely on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohkol.engine.text import normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("RT @dinkes: Anak2nya sakiiiit", ": anak anaknya sakit"),
        ("#BanjirBandung #CekFakta2019", "banjir bandung cek fakta 2019"),
        ("lihat https://contoh.go.id/a?b=1 ya", "lihat ya"),
        ("RW III", "rw iii"),
        ("Jum'at énggal", "jumat enggal"),
        ("Rp1.500.000", "rp 1500000"),
        ("ba\u200bnjir", "banjir"),
        ("covid-19 dan pm2.5 dan g20", "covid-19 dan pm2.5 dan g20"),
    ],
)
def test_folding_removes_what_does_not_change_the_meaning(written: str, folded: str) -> None:
    assert normalise.fold(written) == folded


@pytest.mark.parametrize(
    ("family", "root"),
    [
        ("dibersihkan pembersihan membersihkan bersih kebersihan", "bersih"),
        ("bayar dibayarin pembayaran membayarkan byr mbayar ngabayar", "bayar"),
        ("mencari nyari dicari pencarian pencariannya", "cari"),
        ("memutuskan keputusan diputus", "putus"),
        ("mengambil pengambilan diambil ngambil", "ambil"),
        ("diberikan memberi pemberian berikan", "beri"),
        ("kenaikan menaikkan dinaikkan", "naik"),
        ("diselesaikan penyelesaian selesai", "selesai"),
        ("antri mengantri antrian ngantri", "antri"),
        ("gk tdk nggak teu ora", "tidak"),
        ("rumahna rumahnya rmh imah", "rumah"),
    ],
)
def test_all_forms_of_a_word_meet_at_its_root(family: str, root: str) -> None:
    assert {word: normalise.canonical(word) for word in family.split()} == dict.fromkeys(family.split(), root)


@pytest.mark.parametrize(
    "word",
    ["asap", "pro", "red", "pk", "smp", "sma", "ikan", "bukan", "beruang", "mereka", "seluruh", "pemerintah", "2019"],
)
def test_words_that_only_look_like_slang_or_affixes_stay(word: str) -> None:
    assert normalise.canonical(word) == word


def test_terms_leave_out_function_words_in_every_spelling_and_immediate_repeats() -> None:
    assert normalise.terms("Kapan bansosnya cair min? udh 3 bln gk ada kabar, anak-anak nungguin") == [
        "bansos", "cair", "3", "bulan", "kabar", "anak", "tunggu",
    ]  # fmt: skip


def test_the_table_of_known_forms_agrees_with_the_function() -> None:
    table = normalise.canonical_table()
    assert len(table) > 25_000
    assert all(normalise.canonical(word) == root for word, root in list(table.items())[::50])


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_error_and_folding_twice_changes_nothing(text: str) -> None:
    for word in normalise.words(text):
        assert normalise.canonical(word)
    assert set(normalise.terms(text)).isdisjoint(normalise.stop_words())
