"""The components."""

from datetime import timedelta

import pytest
from django.template import Context, Template

from kohkol.look.charts import bars, spark
from kohkol.look.templatetags.look import count, duration, spoken
from kohkol.look.tones import TONES
from tests.scene import NOW, later


def shown(source, **values):
    return Template("{% load look %}" + source).render(Context({"now": NOW} | values))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "kurang dari 1 menit"), (300, "5 menit"), (3900, "1 jam 5 menit"), (100_000, "27 jam"), (259_200, "3 hari")],
)
def test_durations_are_said_in_words(seconds, words):
    assert duration(seconds) == words


def test_times_near_now_are_relative_and_others_have_a_date():
    assert spoken(NOW - timedelta(minutes=12), NOW) == "12 menit lalu"
    assert spoken(NOW + timedelta(hours=3), NOW) == "3 jam lagi"
    assert spoken(NOW - timedelta(days=3), NOW) == "1 Mar 09.00"


def test_an_unknown_time_is_a_dash_and_never_now():
    assert shown("{% moment nothing %}", nothing=None) == "–"


def test_a_deadline_says_how_late_it_is():
    assert "Lewat tenggat 2 jam" in shown("{% deadline due %}", due=later(hours=-2))


def test_a_state_has_a_word_and_an_icon():
    html = shown('{% chip "Terverifikasi" "signed" %}')
    assert "Terverifikasi" in html
    assert "#shield-check" in html


def test_every_icon_that_a_state_names_is_in_the_sprite():
    from pathlib import Path

    sprite = Path("src/kohkol/look/static/look/icons.svg").read_text()
    assert [tone.icon for tone in TONES.values() if f'id="{tone.icon}"' not in sprite] == []


def test_numbers_are_written_as_people_here_write_them():
    assert count(1234567) == "1.234.567"
    assert count(None) == "–"


def test_a_curve_says_in_words_what_it_shows():
    assert 'aria-label="Jumlah per jam, terakhir 2, tertinggi 9"' in spark([1, 9, 2])


def test_a_mark_stands_in_the_chart_and_below_it():
    html = bars([(later(hours=n), n) for n in range(5)], [(later(hours=2), "Jawaban tayang")])
    assert html.count("Jawaban tayang") == 2


def test_words_of_people_cannot_become_markup():
    assert "<script>" not in shown("{% copy_button text %}", text='"><script>alert(1)</script>')
