"""Words that mean the same are one where claims are matched, and the table that says so holds together."""

import pytest

from kohkol.engine.matching import synonyms
from kohkol.engine.matching.facts import compare, read_facts
from kohkol.engine.matching.features import read_post, terms
from kohkol.engine.text import normalise


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("jkw", "Joko Widodo"),
        ("Badan Pengawas Obat dan Makanan", "bpom"),
        ("warga tiongkok", "warga China"),
        ("lowongan kerja cpns", "loker calon pegawai negeri sipil"),
    ],
)
def test_what_means_the_same_is_one_word(said: str, known: str) -> None:
    assert terms(said)[0] == terms(known)[0]


def test_a_form_stands_for_one_word_only_and_is_written_as_words_are_folded() -> None:
    forms = [form for word, written in synonyms._lines() for form in (word, *written)]
    assert sorted(set(forms)) == sorted(forms)
    assert [form for form in forms if normalise.words(form) != form.split()] == []


def test_another_word_for_a_name_is_no_other_name() -> None:
    assert compare(read_facts("Pekerja Tiongkok datang"), read_facts("pekerja China datang"))[1] == []
    assert compare(read_facts("Kata Joko Widodo itu benar"), read_facts("kata Jokowi itu benar"))[1] == []


def test_the_opening_is_the_first_sentence_that_says_something() -> None:
    post = read_post("Waspada!!!\nBendungan Jatigede retak malam ini. Sebarkan ke semua warga desa")
    assert set(post.opening) == set(read_post("waspada bendungan jatigede retak malam").terms)
