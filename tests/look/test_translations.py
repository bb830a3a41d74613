"""The screens in English: complete, with the same placeholders, and really shown once chosen."""

import gettext
import io
import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import translation
from tools.build_translations import (
    CATALOGUE,
    Text,
    compiled,
    read_catalogue,
    texts_of_python,
    texts_of_template,
    texts_on_screens,
    written_catalogue,
)

from kohkol.issues.ranking import Signals, rank
from kohkol.refusals import NotNow
from tests.scene import issue, office, officer
from tests.screens import signed_in

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|</?\w+>")


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue(CATALOGUE.read_text(encoding="utf-8"))


def test_every_text_on_the_screens_has_its_english(catalogue):
    """When this fails: python tools/build_translations.py, then write the English that is missing."""
    missing = [text.words for text in texts_on_screens() if text not in catalogue or not all(catalogue[text].english)]
    assert missing == []


def test_the_catalogue_holds_nothing_that_no_screen_shows(catalogue):
    assert sorted(catalogue.keys() - texts_on_screens().keys()) == []


def test_the_english_has_the_placeholders_and_the_edges_of_the_indonesian(catalogue):
    for text, entry in catalogue.items():
        for words in entry.english:
            assert Counter(PLACEHOLDER.findall(words)) == Counter(PLACEHOLDER.findall(text.words)), text.words
            assert [words[0].isspace(), words[-1].isspace()] == [text.words[0].isspace(), text.words[-1].isspace()]


def test_the_compiled_file_is_the_written_one(catalogue):
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(catalogue)


def test_the_compiled_file_is_read_as_gettext_reads_it(catalogue):
    read = gettext.GNUTranslations(io.BytesIO(compiled(catalogue)))
    for text, entry in catalogue.items():
        if text.plural:
            assert [read.ngettext(text.words, text.plural, n) for n in (1, 2)] == entry.english
        elif text.context:
            assert read.pgettext(text.context, text.words) == entry.english[0]
        else:
            assert read.gettext(text.words) == entry.english[0]


def test_a_written_catalogue_reads_back_as_it_was(catalogue):
    assert read_catalogue(written_catalogue(catalogue)) == catalogue


def test_all_ways_of_saying_a_text_are_found():
    template = """{% load i18n %}{% translate "Satu" %}{% translate 'Isu' context "satu" %}{{ x|default:_("Dua") }}
    {% chip _("Tiga") "seen" %}{% blocktranslate with n=x %}Empat {{ n }}{% endblocktranslate %}
    {% blocktranslate count n=x %}{{ n }} lima{% plural %}{{ n }} lima-lima{% endblocktranslate %}"""
    assert list(texts_of_template(template)) == [
        Text("Satu"),
        Text("Isu", "satu"),
        Text("Dua"),
        Text("Tiga"),
        Text("Empat %(n)s"),
        Text("%(n)s lima", plural="%(n)s lima-lima"),
    ]
    assert list(texts_of_python('_("Enam " "tujuh"); pgettext("satu", "Isu")')) == [
        Text("Enam tujuh"),
        Text("Isu", "satu"),
    ]


def test_words_that_cannot_be_found_are_refused():
    with pytest.raises(ValueError, match="line 1"):
        list(texts_of_python("_(words)"))


@pytest.fixture
def desk(db):
    office()
    return signed_in(officer("analyst"))


def choose(client, language, then="/meja/isu/"):
    return client.post(reverse("set_language"), {"language": language, "next": then})


def test_the_switch_changes_the_pages_and_back(desk):
    issue("Air mati di utara")
    assert '<html lang="id">' in desk.get("/meja/isu/").content.decode()
    assert choose(desk, "en").url == "/meja/isu/"
    english = desk.get("/meja/isu/").content.decode()
    assert '<html lang="en">' in english
    assert "Filter issues" in english
    assert "Saring isu" not in english
    assert "Air mati di utara" in english  # what people wrote stays as they wrote it
    choose(desk, "id")
    assert "Saring isu" in desk.get("/meja/isu/").content.decode()


def test_an_english_browser_alone_changes_nothing(desk):
    answer = desk.get("/meja/isu/", headers={"accept-language": "en-US,en"})
    assert answer["Content-Language"] == "id"
    assert "Saring isu" in answer.content.decode()


def test_a_language_that_is_not_spoken_here_falls_back_to_indonesian(desk):
    desk.cookies["django_language"] = "xx"
    assert '<html lang="id">' in desk.get("/meja/isu/").content.decode()


def test_the_public_site_has_one_language_at_one_address(desk):
    before = desk.get("/")
    choose(desk, "en")
    after = desk.get("/")
    assert after["Content-Language"] == "id"
    assert after["ETag"] == before["ETag"]
    assert "Cek dulu di sini" in after.content.decode()


def test_refusals_and_reasons_speak_the_language_of_the_reader():
    assert NotNow("Muat ulang halaman.").sentence == "Muat ulang halaman."
    with translation.override("en"):
        assert NotNow("Muat ulang halaman.", next_step="Coba lagi.").next_step == "Try again."
        assert rank(Signals(voices=7), {"reach": 1}).reasons == ["7 public voices, copies not counted."]
