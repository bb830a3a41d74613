"""The components."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from kohkol.look.charts import bars, clusters, spark
from kohkol.look.templatetags.look import count, duration, spoken
from kohkol.look.tones import MESSAGES, NETWORKS, TONES
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


def icons_in_sprite():
    return set(re.findall(r'id="([a-z0-9-]+)"', Path("src/kohkol/look/static/look/icons.svg").read_text("utf-8")))


def test_every_icon_that_a_state_names_is_in_the_sprite():
    named = {tone.icon for tone in [*TONES.values(), *MESSAGES.values()]} | {icon for _, icon in NETWORKS.values()}
    assert named - icons_in_sprite() == set()


def test_every_icon_that_a_template_names_is_in_the_sprite():
    written = "".join(path.read_text("utf-8") for path in Path("src/kohkol").rglob("templates/**/*.html"))
    named = re.findall(r'\{% icon "([a-z0-9-]+)"|drawing="([a-z0-9-]+)"', written)
    assert {one or other for one, other in named} - icons_in_sprite() == set()


def test_no_template_styles_or_scripts_inline():
    for path in Path("src/kohkol").rglob("templates/**/*.html"):
        found = re.search(
            r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/)|\sstyle=|\son[a-z]+=\"", path.read_text("utf-8")
        )
        assert not found, f"{path}: {found.group()}"


class Row:
    """A row with a state, as the models are."""

    def __init__(self, kind, state, word):
        self._meta, self.state, self.word = SimpleNamespace(model_name=kind), state, word

    def get_state_display(self):
        return self.word


def test_one_word_may_mean_two_things_for_two_kinds_of_row():
    assert "chip-good" in shown("{% state row %}", row=Row("delivery", "sent", "Tayang"))
    assert "chip-info" in shown("{% state row %}", row=Row("factrequest", "sent", "Terkirim"))


def test_a_deadline_that_was_kept_or_missed_blames_nobody():
    assert "Selesai pada waktunya" in shown("{% deadline due done_at=now %}", due=later(hours=1))
    assert "Selesai, 1 jam lewat tenggat" in shown("{% deadline due done_at=now %}", due=later(hours=-1))


def test_a_level_says_its_word_beside_its_bars():
    html = shown('{% level_chip 3 "Isu prioritas" %}')
    assert html.count('class="on"') == 3
    assert "Isu prioritas" in html


class Letter(forms.Form):
    """A required text, with words of help, and a choice."""

    text = forms.CharField(help_text="Tulis singkat.")
    clock = forms.ChoiceField(choices=[("wall", "Terus"), ("business", "Kerja")], widget=forms.RadioSelect)


def test_an_error_stands_at_its_field_and_is_read_with_it():
    html = shown("{% fields form %}", form=Letter({}))
    assert 'aria-describedby="id_text-hint id_text-error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index('id="id_text-error"') < html.index('name="text"')


def test_the_summary_of_errors_leads_to_each_field():
    html = shown("{% fields form %}", form=Letter({}))
    for name in ["id_text", "id_clock"]:
        assert f'href="#{name}"' in html
        assert f'id="{name}"' in html


def test_choices_under_one_question_are_a_group_with_a_legend():
    html = shown("{% field form.clock %}", form=Letter())
    assert html.index("<fieldset") < html.index("<legend") < html.index('type="radio"')


def test_progress_stops_asking_when_the_work_is_done():
    assert 'hx-get="/k/"' in shown('{% progress 3 9 "Impor" "/k/" %}')
    assert "hx-get" not in shown('{% progress 9 9 "Impor" "/k/" %}')


@pytest.mark.parametrize("page", ["400", "403", "404", "500", "503"])
def test_an_error_page_needs_nothing_and_says_the_next_step(page):
    html = render_to_string(f"{page}.html")
    assert "<h1" in html
    assert "<strong>" in html


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


def test_marks_that_stand_close_share_one_label():
    assert clusters([10.0, 10.5, 12.0, 40.0]) == [(0, 2), (3, 3)]


def test_only_hours_since_the_answer_have_the_colour_of_an_answered_question():
    hours = [(later(hours=n), 5) for n in range(10)]
    marks = [(later(hours=1), "Fakta diminta"), (later(hours=6), "Jawaban tayang")]
    assert "volume-after" not in bars(hours, marks)
    assert bars(hours, marks, later(hours=6)).count("volume-after") == 4
