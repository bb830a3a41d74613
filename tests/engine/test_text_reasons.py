"""The words that decided, the range of tones with the model's error, and names in drafts."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.engine.text.deciding import class_words, question_words
from kohkol.engine.text.draft_names import find_handles, find_names, maybe_names
from kohkol.engine.text.questions import is_question
from kohkol.engine.text.tone_range import FEWEST, FILE, TONES, measured, ranges

NEVER_WRONG = [np.eye(3) * 10_000]


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("min air mati dari subuh, kapan normal lagi, bayi saya belum mandi", "kapan"),
        ("air nyala besok?", "?"),
        ("pasien ditolak di loket, gimana ini", "gimana"),
        ("kok bisa gitu ya", "kok"),
    ],
)
def test_the_words_that_make_a_post_a_question_are_named(post, words):
    assert is_question(post)
    assert words in question_words(post)


def test_the_words_of_a_language_are_those_without_which_it_is_less_sure():
    assert set(class_words("ieu cai iraha hurung deui, ti isuk teu ngocor", "language", "su")) & {"teu", "ieu", "deui"}


def test_a_single_word_is_its_own_reason_and_an_unknown_class_has_none():
    assert class_words("kumaha", "language", "su") == ("kumaha",)
    assert class_words("air mati lagi", "language", "lain") == ()


def counted(negative, neutral, positive):
    return dict(zip(TONES, (negative, neutral, positive), strict=True))


def test_a_model_that_never_errs_leaves_only_the_chance_of_the_counts():
    found = ranges(counted(500, 300, 200), errors=NEVER_WRONG)
    for one, share in zip(found, (0.5, 0.3, 0.2), strict=True):
        assert one.low < share < one.high
        assert one.high - one.low < 0.08


def test_the_measured_error_widens_the_range():
    sure, real = ranges(counted(500, 300, 200), errors=NEVER_WRONG), ranges(counted(500, 300, 200))
    assert all(wide.high - wide.low > narrow.high - narrow.low for wide, narrow in zip(real, sure, strict=True))


def test_what_people_said_is_taken_as_it_is():
    found = ranges(counted(0, 0, 0), counted(30, 0, 10))
    assert [(one.low, one.high) for one in found] == [(0.75, 0.75), (0, 0), (0.25, 0.25)]


def test_a_few_texts_say_nothing():
    assert ranges(counted(FEWEST - 1, 0, 0)) == []
    assert ranges(counted(FEWEST, 0, 0))


@settings(max_examples=30, deadline=None)
@given(st.tuples(*[st.integers(0, 2000)] * 3), st.tuples(*[st.integers(0, 50)] * 3))
def test_ranges_are_shares_that_leave_room_for_a_whole(machine, people):
    found = ranges(counted(*machine), counted(*people))
    assert all(0 <= one.low <= one.high <= 1 for one in found)
    if found:
        assert sum(one.low for one in found) <= 1.000001
        assert sum(one.high for one in found) >= 0.999999


def test_the_shipped_errors_are_counts_of_every_tone():
    assert json.loads(FILE.read_text())["order"] == list(TONES)
    assert all(one.shape == (3, 3) and one.sum(axis=1).min() > 30 for one in measured())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tanya Pak Dedi di loket 2.", ["Dedi"]),
        ("Warga bernama Siti Aminah selamat.", ["Siti Aminah"]),
        ("Kepala Dinas Sumber Daya Air, Budi Santoso, meninjau lokasi.", ["Budi Santoso"]),
        ("Loket pindah ke Jalan Ahmad Yani.", []),
        ("Vaksin di RSUD Dr. Hasan Sadikin mulai Senin.", []),
        ("Ibu hamil dan Bapak Ibu lansia didahulukan.", []),
        ("Bapak/Ibu, Dinas Kesehatan Provinsi Jawa Barat buka Senin.", []),
        ("", []),
    ],
)
def test_names_of_people_are_found_and_streets_and_offices_are_not(text, names):
    assert [text[one.start : one.end] for one in find_names(text)] == names


def test_handles_are_found_and_addresses_of_mail_are_not():
    text = "Terima kasih @rina_99 dan @kabar@jabar.social, tulis ke info@contoh.go.id"
    assert [text[one.start : one.end] for one in find_handles(text)] == ["@rina_99", "@kabar@jabar.social"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_written_the_stretches_lie_in_the_text_and_apart(text):
    for found in (find_names(text), find_handles(text)):
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    sure = find_names(text)
    assert all(one.end <= other.start or other.end <= one.start for one in maybe_names(text) for other in sure)
