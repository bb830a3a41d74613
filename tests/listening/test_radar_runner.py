"""Every post goes through the radar once, and people's decisions stand above the machine's."""

import pytest

from kohkol.listening.actions import pin_story
from kohkol.listening.models import Placement, Post, RadarState, Story, StoryEvent, StoryVolume
from kohkol.listening.radar_runner import CursorMoved, RadarRunner
from kohkol.listening.story_events import Happening, record_happenings
from tests import scene
from tests.listening.scene import place_all
from tests.scene import NOW, later

pytestmark = pytest.mark.django_db

WATER = [
    "air PDAM mati total di Cikalang sejak subuh",
    "di Cikalang air PDAM mati dari subuh, kapan nyala?",
    "warga Cikalang antre air bersih karena PDAM mati sejak subuh",
]
OTHER = "jadwal vaksin anak di puskesmas Sukamaju diundur minggu depan"


def merge(young, old):
    record_happenings([Happening(StoryEvent.Kind.MERGED_INTO, young.code, old.code)], at=NOW)


def placements():
    return list(Placement.objects.order_by("pk").values_list("post_id", "story__code", "copy_of_id"))


def test_the_radar_of_the_desk_knows_the_name_of_its_region(tmp_path):
    office = scene.office()
    scene.post(WATER[0])
    runner = RadarRunner(tmp_path)
    runner.step(NOW)
    assert runner._radar.settings.home == office.region_name != ""


def test_posts_about_one_thing_become_one_story_with_its_figures(tmp_path):
    for number, text in enumerate([*WATER, OTHER]):
        scene.post(text, at=later(minutes=number))
    place_all(tmp_path)
    codes = [code for _, code, _ in placements()]
    assert codes[0] == codes[1] == codes[2] != codes[3]
    story = Story.objects.get(code=codes[0])
    assert (story.size, story.first_at, story.last_at) == (3, NOW, later(minutes=2))
    assert {"pdam", "cikalang"} & set(story.keywords)
    assert story.example_id is not None
    assert sum(StoryVolume.objects.filter(story=story).values_list("posts", flat=True)) == 3


def test_a_story_that_surges_keeps_the_figures_that_say_so(tmp_path):
    for minute in [*range(0, 600, 60), *range(600, 630, 2)]:
        scene.post(f"{WATER[0]} {minute}x", at=later(minutes=minute))
    for minute in range(0, 630, 10):
        scene.post(f"obrolan{minute}y santai{minute}z", at=later(minutes=minute))
    place_all(tmp_path)
    surge = Story.objects.get(size=25).surge
    assert set(surge) == {"posts", "minutes", "usual"}
    assert (surge["posts"], surge["usual"] < 2) == (15, True)
    assert not Story.objects.exclude(size=25).exclude(surge=None).exists()


def test_a_copy_is_linked_to_what_it_copies(tmp_path):
    first = scene.post(WATER[0])
    copy = scene.post("COPAS: " + WATER[0])
    place_all(tmp_path)
    assert Placement.objects.get(post=copy).copy_of == first
    assert Story.objects.get().copies == 1


def test_official_posts_are_placed_but_are_not_public_voice(tmp_path):
    scene.post(WATER[0])
    scene.post(WATER[1], is_official=True)
    place_all(tmp_path)
    story = Story.objects.get()
    assert (story.size, story.placements.count()) == (1, 2)
    assert sum(StoryVolume.objects.values_list("posts", flat=True)) == 1


def test_a_radar_that_died_goes_on_where_it_was_with_the_same_numbers(tmp_path):
    for text in [*WATER, OTHER]:
        scene.post(text)
    place_all(tmp_path)
    before = placements()
    scene.post("PDAM: air di Cikalang masih mati, warga antre sejak subuh")
    place_all(tmp_path)
    assert placements()[:4] == before
    assert placements()[4][1] == before[0][1]
    assert RadarState.objects.get().epoch == 1


@pytest.mark.parametrize("damage", ["lost", "broken"])
def test_a_lost_or_broken_snapshot_is_made_again_from_the_posts(tmp_path, damage):
    for text in WATER:
        scene.post(text)
    place_all(tmp_path)
    snapshot = tmp_path / "epoch-1.state"
    snapshot.unlink() if damage == "lost" else snapshot.write_bytes(b"kohkol-radar\nbroken")
    scene.post("air PDAM Cikalang mati, antre air bersih sejak subuh")
    place_all(tmp_path)
    assert len({code for _, code, _ in placements()}) == 1
    assert RadarState.objects.get().epoch == 1


def test_when_the_numbers_no_longer_agree_a_new_epoch_begins_and_nothing_is_moved(tmp_path):
    scene.post(WATER[0])
    place_all(tmp_path)
    Story.objects.update(code="1:77")
    (tmp_path / "epoch-1.state").unlink()
    scene.post(OTHER)
    place_all(tmp_path)
    assert [code for _, code, _ in placements()] == ["1:77", "2:1"]


def test_a_second_radar_on_the_same_database_writes_nothing(tmp_path):
    scene.post(WATER[0])
    place_all(tmp_path)
    slow = RadarRunner(tmp_path / "other")
    slow.step(NOW)
    scene.post(WATER[1])
    RadarState.objects.update(last_post_id=Post.objects.latest("pk").pk)
    with pytest.raises(CursorMoved):
        slow.step(NOW)
    assert Placement.objects.count() == 1


def test_a_merge_lets_the_older_story_stand_for_both_without_moving_placements():
    old, young = scene.story("a", "b"), scene.story("c")
    merge(young, old)
    old.refresh_from_db()
    young.refresh_from_db()
    assert (young.head, old.size) == (old, 3)
    assert young.placements.count() == 1


def test_a_merge_after_a_merge_leads_to_the_last_head():
    one, two, three = scene.story("a"), scene.story("b"), scene.story("c")
    merge(three, two)
    merge(two, one)
    three.refresh_from_db()
    one.refresh_from_db()
    assert (three.head, one.size) == (one, 3)


@pytest.mark.parametrize("pinned", ["young", "old"])
def test_a_story_that_people_work_on_is_never_merged_only_suggested(pinned):
    stories = {"old": scene.story("a"), "young": scene.story("b")}
    pin_story(stories[pinned])
    for _ in range(2):
        merge(stories["young"], stories["old"])
    stories["young"].refresh_from_db()
    assert stories["young"].head is None
    assert [event.kind for event in StoryEvent.objects.all()] == ["merge_suggested"]


def test_the_radar_is_told_of_a_pin_before_the_next_posts(tmp_path):
    scene.post(WATER[0])
    runner = place_all(tmp_path)
    story = pin_story(Story.objects.get())
    runner.step(NOW)
    assert runner._radar.stories([story.number])[0].pinned
    story.refresh_from_db()
    assert story.radar_is_pinned


def test_a_pin_survives_the_death_of_the_radar(tmp_path):
    scene.post(WATER[0])
    runner = place_all(tmp_path)
    pin_story(Story.objects.get())
    runner.step(NOW)
    again = RadarRunner(tmp_path)
    again.step(NOW)
    assert again._radar.stories([1])[0].pinned
