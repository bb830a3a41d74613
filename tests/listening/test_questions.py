"""What other apps ask of posts and stories is answered with merges followed and official voices apart."""

import pytest

from kohkol.listening.api import (
    counts_of,
    posts_of,
    questions_asked,
    search_posts,
    stories_to_triage,
    volume_by_hour,
    volumes_by_hour,
)
from kohkol.listening.bulk import add_volume
from kohkol.listening.hearing import HeardPost, hear_posts
from kohkol.listening.models import Post, StoryEvent
from kohkol.listening.story_events import Happening, record_happenings
from tests import scene
from tests.scene import NOW, later

pytestmark = pytest.mark.django_db


def merge(young, old):
    record_happenings([Happening(StoryEvent.Kind.MERGED_INTO, young.code, old.code)], at=NOW)


def test_posts_of_a_merged_story_are_found_from_either_end():
    old, young = scene.story("a", "b"), scene.story("c")
    merge(young, old)
    assert {post.text for post in posts_of([young])} == {post.text for post in posts_of([old])} == {"a", "b", "c"}


def test_volume_has_every_hour_and_sums_over_merged_stories():
    old, young = scene.story("a"), scene.story("b")
    merge(young, old)
    add_volume({(old.pk, NOW): 2, (young.pk, NOW): 1, (old.pk, later(hours=2)): 4})
    add_volume({(old.pk, NOW): 3})
    expected = [8, 0, 4]  # both stories of the scene were made with one post in the first hour
    assert [posts for _, posts in volume_by_hour([young], since=NOW, until=later(hours=3))] == expected
    many = volumes_by_hour({7: [old.pk], 8: []}, since=NOW, until=later(hours=3))
    assert [posts for _, posts in many[7]] == expected
    assert [posts for _, posts in many[8]] == [0, 0, 0]


def test_volumes_of_many_groups_take_two_queries(django_assert_num_queries):
    groups = {number: [scene.story("a").pk] for number in range(20)}
    with django_assert_num_queries(2):
        volumes_by_hour(groups, since=NOW, until=later(hours=24))


def test_official_posts_are_counted_apart_and_unknown_questions_are_not_zero():
    story = scene.story("a", "b")
    Post.objects.filter(text="b").update(is_official=True)
    counts = counts_of([story])
    assert (counts.posts, counts.official, counts.questions) == (1, 1, None)
    Post.objects.filter(text="a").update(is_question=True)
    assert counts_of([story]).questions == 1
    assert [post.text for post in questions_asked([story])] == ["a"]


def test_what_grows_against_its_own_past_comes_first_and_says_why():
    steady, sudden, taken = scene.story("a"), scene.story("b"), scene.story("c")
    at = later(hours=60)
    add_volume({(steady.pk, later(hours=hour)): 5 for hour in range(5, 60)})
    add_volume({(sudden.pk, later(hours=59)): 20, (taken.pk, later(hours=59)): 90})
    found = stories_to_triage(at, taken=[taken.pk])
    assert [one.story for one in found] == [sudden, steady]
    assert found[0].reasons[0] == "20 kiriman dalam 6 jam terakhir"


def test_search_finds_every_form_of_a_word_and_all_words_must_be_there():
    texts = ["airnya dimatikan sejak pagi", "harga beras naik", "pemadaman air di utara", "mati lampu 12.30"]
    hear_posts(scene.source(), [HeardPost(str(n), NOW, text) for n, text in enumerate(texts)], heard_at=NOW)
    assert [post.text for post in search_posts("mati air")] == ["airnya dimatikan sejak pagi"]
    assert [post.text for post in search_posts("12.30")] == ["mati lampu 12.30"]
    assert not search_posts("yang di").exists()


@pytest.mark.parametrize(
    "query", ["'", '"', "\\", "a'b\"c", "* AND NEAR(", "%s", "😀", "🇮🇩 бедствие 洪水", "x" * 5000, "\x00"]
)
def test_no_query_breaks_the_search(query):
    hear_posts(scene.source(), [HeardPost("1", NOW, "洪水 banjir бедствие")], heard_at=NOW)
    assert search_posts(query).count() <= 1
