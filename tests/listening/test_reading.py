"""Reading posts for what they ask."""

import pytest

from kohkol.listening.api import questions_asked
from kohkol.listening.masking import masked
from kohkol.listening.models import Post
from kohkol.listening.reading import ReadingWork
from tests.scene import NOW, later, post, story

pytestmark = pytest.mark.django_db


def read_all():
    work = ReadingWork()
    while work(NOW):
        pass


def test_questions_are_counted_once_the_posts_were_read():
    told = story("kapan air nyala lagi min?", "air mati di rumah saya sejak pagi")
    assert not questions_asked([told])
    read_all()
    assert [asked.text for asked in questions_asked([told])] == ["kapan air nyala lagi min?"]


def test_each_post_is_read_once_and_gets_language_and_tone():
    story("pelayanannya buruk sekali, kecewa berat")
    read_all()
    read = Post.objects.get()
    assert (read.language, read.tone, read.is_question) == ("id", "negative", False)
    assert ReadingWork()(NOW) is False


def test_what_a_person_said_about_a_post_is_not_read_over():
    corrected = story("gimana caranya daftar?").placements.get().post
    Post.objects.update(is_question=False)
    read_all()
    corrected.refresh_from_db()
    assert corrected.is_question is False


def test_a_language_that_the_source_gave_stays():
    story("kumaha carana daptar?")
    Post.objects.update(language="su")
    read_all()
    assert Post.objects.get().language == "su"


def test_a_post_is_read_only_once_the_radar_has_placed_it():
    post("kapan air nyala?")
    read_all()
    assert Post.objects.get().is_question is None


def test_an_erased_post_is_not_read():
    post("", erased_at=later(hours=1))
    read_all()
    assert Post.objects.get().is_question is None


def test_numbers_of_people_are_covered_and_the_rest_stays_readable():
    shown = masked("hubungi 0812-3456-7890 untuk info posko")
    assert "3456" not in shown
    assert shown.endswith("untuk info posko")
