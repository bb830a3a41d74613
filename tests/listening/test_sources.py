"""Sources on the network: nothing lost, nothing doubled, every failure with its sentence, silence never calm."""

from datetime import timedelta

import pytest

from kohkol.channels.contract import FoundPost, Page
from kohkol.channels.errors import Reconnect, Retry, WaitUntil
from kohkol.listening.health import Health, health_of
from kohkol.listening.models import Post
from kohkol.listening.reading_sources import CursorMoved, claim_source, read_source, store_page
from kohkol.listening.waiting import waiting_for
from tests import scene
from tests.scene import NOW, later

pytestmark = pytest.mark.django_db


def feed(**fields):
    return scene.source(**({"name": "Koran", "kind": "feed", "address": "https://koran.contoh/rss"} | fields))


def found(number, **fields):
    words = {"external_id": f"f{number}", "at": NOW, "text": f"berita {number}", "url": "", "network": "feed"}
    return FoundPost(**(words | fields))


class Scripted:
    """A reader that gives these pages or errors, one after the other."""

    def __init__(self, *answers):
        self.answers, self.cursors = list(answers), []

    def read(self, cursor, *, limit):
        self.cursors.append(cursor)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_posts_and_cursor_are_stored_together_page_by_page():
    source = feed()
    reader = Scripted(Page((found(1),), "c1", more=True), Page((found(2),), "c2", notes=("1 entri dilewati",)))
    assert read_source(source, NOW, reader) == 2
    assert (source.cursor, source.note, reader.cursors) == ("c2", "1 entri dilewati", [None, "c1"])


def test_a_page_read_twice_adds_nothing():
    source = feed()
    for _ in range(2):
        read_source(source, NOW, Scripted(Page((found(1),), "c1")))
    assert Post.objects.count() == 1


def test_a_listener_that_was_overtaken_stores_nothing():
    source = feed()
    other = type(source).objects.get(pk=source.pk)
    store_page(other, Page((found(1),), "c1"), NOW)
    with pytest.raises(CursorMoved):
        store_page(source, Page((found(2),), "c2"), NOW)
    assert Post.objects.count() == 1


def test_a_due_source_is_claimed_once():
    feed()
    assert claim_source(NOW) is not None
    assert claim_source(NOW) is None


def test_a_paused_source_is_not_read():
    feed(state="paused")
    assert claim_source(NOW) is None


def test_failures_wait_longer_each_time_and_keep_what_was_read():
    source = feed(interval_seconds=300)
    waits = []
    for _ in range(6):
        read_source(source, NOW, Scripted(Retry("Server tidak menjawab.")))
        waits.append(source.next_read_at - NOW)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(hours=1))
    assert (source.problem, source.problem_kind, source.failures) == ("Server tidak menjawab.", "retry", 6)


def test_a_network_that_asks_to_wait_is_left_alone_until_then():
    source = feed()
    read_source(source, NOW, Scripted(WaitUntil("Tunggu.", until=later(hours=3))))
    assert source.next_read_at == later(hours=3)


def test_a_bug_in_a_reader_silences_one_source_only_and_says_so():
    source = feed()
    read_source(source, NOW, Scripted(KeyError("x")))
    assert "kesalahan di aplikasi" in source.problem


def test_a_good_reading_ends_the_failure():
    source = feed()
    read_source(source, NOW, Scripted(Reconnect("Sambungkan ulang.")))
    assert health_of(source, NOW).health == Health.FAILING
    read_source(source, later(minutes=5), Scripted(Page((found(1),), "c1")))
    assert health_of(source, later(minutes=5)).health == Health.FINE


def test_our_own_posts_are_not_heard_and_what_is_said_to_us_is_a_report():
    source = feed(kind="mastodon_mentions")
    read_source(source, NOW, Scripted(Page((found(1, is_ours=True), found(2, to_us=True)), "c")))
    assert list(Post.objects.values_list("external_id", "sort")) == [("f2", "report")]


@pytest.mark.parametrize(
    ("fields", "health"),
    [
        ({"last_read_at": later(hours=30), "last_post_at": NOW}, Health.QUIET),
        ({"last_read_at": NOW, "last_post_at": NOW}, Health.UNREAD),
        ({"last_read_at": later(hours=30), "last_post_at": later(hours=29)}, Health.FINE),
        ({"state": "paused"}, Health.PAUSED),
        ({"kind": "file"}, Health.ON_REQUEST),
    ],
)
def test_each_condition_of_a_source_has_its_word(fields, health):
    assert health_of(feed(**fields), later(hours=30)).health == health


def test_a_source_that_fails_or_went_quiet_waits_for_who_keeps_the_sources():
    scene.source(kind="feed", name="Radio", failing_since_at=NOW, problem="Tidak menjawab.", last_read_at=NOW)
    scene.source(kind="feed", name="Warta", last_read_at=NOW, last_post_at=later(days=-3))
    found = {task.title: task.why for task in waiting_for(scene.officer("analyst"), later(minutes=1))}
    assert found["Sumber Radio: Gagal dibaca"] == "Tidak menjawab."
    assert "Diam belum tentu tenang" in found["Sumber Warta: Diam"]
    assert waiting_for(scene.officer("writer"), later(minutes=1)) == []
