"""A post that a person wants erased is gone from everywhere, and the receipt says when."""

from datetime import timedelta

import pytest

from kohkol.listening.erasing import erase_post
from kohkol.listening.finding import search_posts
from kohkol.listening.hearing import HeardPost, hear_posts
from kohkol.listening.models import ErasureReceipt, Forgetting, Placement, Post, Story, StoryVolume
from kohkol.people.models import AuditEvent
from kohkol.refusals import Invalid, NotNow, NotPermitted
from tests import scene
from tests.listening.scene import place_all
from tests.scene import NOW, later

RARE = "zulkarnaenwati"
TEXT = f"air PDAM di rumah {RARE} mati sejak subuh"
OTHERS = ["air PDAM mati sejak subuh di gang Melati", "sejak subuh air PDAM mati di gang Kenanga"]


def heard(*texts):
    source = scene.source()
    found = hear_posts(source, [HeardPost(f"e{n}", NOW, text) for n, text in enumerate(texts)], heard_at=NOW)
    return source, [Post.objects.get(pk=number) for number in found.added]


def erase(post, **changes):
    words = {"by": scene.officer("triage"), "at": later(hours=1), "requested_at": NOW, "reason": "diminta pemiliknya"}
    return erase_post(post, **(words | changes))


@pytest.mark.django_db
def test_text_place_search_and_figures_are_gone_and_the_trail_does_not_repeat_them(tmp_path):
    _, (post, *_rest) = heard(TEXT, *OTHERS)
    place_all(tmp_path)
    receipt = erase(post)
    post.refresh_from_db()
    assert (post.text, post.url, post.erased_at) == ("", "", later(hours=1))
    assert not search_posts(RARE).exists()
    story = Placement.objects.get(post=post).story
    assert story.size == 2
    assert RARE not in str(Story.objects.values().get(pk=story.pk))
    assert sum(StoryVolume.objects.values_list("posts", flat=True)) == 2
    event = AuditEvent.objects.get(kind="listening.post.erased")
    assert (event.data, receipt.number) == ({"receipt": receipt.number}, f"H-{NOW:%Y%m%d}-{post.pk:05}")


@pytest.mark.django_db
def test_an_erased_post_never_comes_back():
    source, (post,) = heard(TEXT)
    erase(post)
    again = hear_posts(source, [HeardPost("e0", NOW, TEXT)], heard_at=NOW)
    assert (again.added, again.known) == ([], 1)


@pytest.mark.django_db
def test_who_may_not_erase_a_second_time_a_reason_left_out_and_a_day_to_come_are_refused():
    _, (post,) = heard(TEXT)
    with pytest.raises(NotPermitted):
        erase(post, by=scene.officer("analyst"))
    with pytest.raises(Invalid):
        erase(post, reason=" ")
    with pytest.raises(Invalid):
        erase(post, requested_at=later(hours=1) + timedelta(days=1))
    erase(post)
    with pytest.raises(NotNow):
        erase(post)


@pytest.mark.django_db(transaction=True)
def test_a_radar_that_dies_before_it_forgot_does_so_when_it_wakes(tmp_path):
    _, (post, *_rest) = heard(TEXT, *OTHERS)
    place_all(tmp_path)
    (tmp_path / "epoch-1.state").unlink()
    erase(post)
    place_all(tmp_path)
    assert ErasureReceipt.objects.get().traces_cleared_at == NOW
    assert not Forgetting.objects.exists()
    assert RARE.encode() not in (tmp_path / "epoch-1.state").read_bytes()
