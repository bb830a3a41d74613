"""Feeds as the world serves them: unchanged, huge, doubled, undated, broken, hostile, or no feed at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohkol.channels.contract import MediaKind, Page
from kohkol.channels.errors import ChannelError, Refused, Retry, WaitUntil
from kohkol.channels.feed.parsing import parsed
from kohkol.channels.feed.reading import FeedReader
from kohkol.channels.guarded import Reply
from tests.channels.hostile import Hostile, Request, answering
from tests.channels.scene import NOON, connection

RSS = "application/rss+xml; charset=utf-8"


def rss(*items: str) -> bytes:
    """An RSS feed of these items."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>B</title>{"".join(items)}</channel></rss>'.encode()


def item(number: int, *, date: str = "Mon, 03 Nov 2025 04:00:00 GMT", more: str = "") -> str:
    """One item of a feed."""
    guid = f'<guid isPermaLink="false">id-{number}</guid>'
    return f"<item>{guid}<title>Berita {number}</title><pubDate>{date}</pubDate>{more}</item>"


def read(body: bytes, *, content_type: str = RSS) -> Page:
    """What a first reading makes of these bytes."""
    reply = Reply(200, {"content-type": content_type}, body, "https://berita.contoh.id/rss")
    posts, notes = parsed(reply, now=NOON)
    return Page(tuple(posts), None, notes=tuple(notes))


@contextmanager
def served(body: bytes, **headers: str) -> Iterator[tuple[FeedReader, Hostile]]:
    """A reader of a feed on a server that knows its version."""

    def answer(request: Request) -> None:
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            request.give(304)
        else:
            request.give(200, body, Content_Type=RSS, **headers)

    with answering(answer) as server:
        yield FeedReader(connection(allowed=[server.host], settings={"url": f"{server.url}/rss"})), server


def test_entries_come_oldest_first_with_words_address_and_time() -> None:
    page = read(
        rss(
            item(
                2,
                more="<link>https://b.id/2</link><description>&lt;p>Air &lt;b>surut&lt;/b>&lt;/p></description>",
            ),
            item(1, date="Mon, 03 Nov 2025 03:00:00 GMT"),
        )
    )

    assert [post.text for post in page.posts] == ["Berita 1", "Berita 2\n\nAir surut"]
    assert page.posts[1].url == "https://b.id/2"
    assert page.posts[1].at == NOON - timedelta(hours=1)
    assert page.notes == ()


def test_atom_is_read_too() -> None:
    page = read(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x,1</id><title>Jembatan dibuka</title>'
        b'<updated>2025-11-03T10:00:00+07:00</updated><link href="/b/1"/><author><name>Humas</name></author></entry>'
        b"</feed>",
        content_type="application/atom+xml",
    )

    assert page.posts[0].at == NOON - timedelta(hours=2)
    assert page.posts[0].url == "https://berita.contoh.id/b/1"
    assert page.posts[0].author == "Humas"


def test_an_unchanged_feed_costs_one_empty_answer() -> None:
    with served(rss(item(1)), ETag='"v1"') as (reader, server):
        first = reader.read(None, limit=10)
        second = reader.read(first.cursor, limit=10)

    assert len(first.posts) == 1
    assert second.posts == ()
    assert second.cursor == first.cursor
    assert len(server.asked) == 2


def test_a_changed_feed_gives_only_what_is_new() -> None:
    with served(rss(item(1))) as (reader, server):
        first = reader.read(None, limit=10)
        server.answer = lambda request: request.give(200, rss(item(2), item(1)), Content_Type=RSS)
        second = reader.read(first.cursor, limit=10)

    assert [post.external_id for post in second.posts] == ["id-2"]


def test_a_long_feed_is_read_in_parts_without_loss() -> None:
    with served(rss(*(item(number) for number in range(25))), ETag='"v1"') as (reader, _):
        seen, cursor, more = [], None, True
        while more:
            page = reader.read(cursor, limit=10)
            seen += [post.external_id for post in page.posts]
            cursor, more = page.cursor, page.more

    assert sorted(seen) == sorted(f"id-{number}" for number in range(25))


def test_a_doubled_guid_is_one_post() -> None:
    assert len(read(rss(item(1), item(1))).posts) == 1


@pytest.mark.parametrize("date", ["", "besok pagi", "Mon, 99 Foo 2025", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_missing_or_impossible_date_is_the_time_of_reading_and_said_to_be(date: str) -> None:
    post = read(rss(item(1, date=date))).posts[0]

    assert post.at == NOON
    assert not post.at_is_known


def test_an_entry_without_an_id_is_known_by_its_link_and_one_without_words_is_reported() -> None:
    page = read(rss("<item><title>A</title><link>https://b.id/a</link></item>", "<item><guid>kosong</guid></item>"))

    assert [post.external_id for post in page.posts] == ["https://b.id/a"]
    assert page.notes == ("1 entri tanpa isi dilewati.",)


def test_no_markup_script_or_odd_address_gets_through() -> None:
    hostile = (
        "<description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;Air\u202e surut"
        "&lt;style&gt;p{}&lt;/style&gt;</description><link>javascript:alert(3)</link>"
    )
    post = read(rss(item(1, more=hostile))).posts[0]

    assert post.text == "Berita 1\n\nAir surut"
    assert post.url == ""


def test_pictures_are_named_not_fetched() -> None:
    post = read(rss(item(1, more='<enclosure url="https://b.id/1.jpg" type="image/jpeg" length="1"/>'))).posts[0]

    assert [(one.url, one.kind) for one in post.media] == [("https://b.id/1.jpg", MediaKind.IMAGE)]


def test_a_web_page_is_answered_with_the_feed_it_names() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head><body>Halo</body></html>'

    with pytest.raises(Refused, match=r"Coba alamat ini: https://berita.contoh.id/feed/"):
        read(page, content_type="text/html")
    with pytest.raises(Refused, match="bukan umpan RSS atau Atom"):
        read(b"<html><body>Masuk dulu</body></html>", content_type="text/html")


@pytest.mark.parametrize("body", [b"", b"{}", b"\x89PNG\r\n\x1a\n", b"/etc/passwd", b"https://berita.contoh.id/rss"])
def test_what_is_no_feed_is_refused_and_never_taken_for_a_file_or_an_address(body: bytes) -> None:
    with pytest.raises((Refused, Retry), match=r"\."):
        read(body)


def test_half_a_feed_gives_what_could_be_read_and_says_so() -> None:
    whole = rss(item(1), item(2), item(3))
    page = read(whole[: whole.index(b"Berita 3")])

    assert {"id-1", "id-2"} <= {post.external_id for post in page.posts}
    assert page.notes[0].startswith("Umpan rusak")


def test_an_entity_bomb_is_harmless() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "banjir">{entities}'
        '<!ENTITY berkas SYSTEM "file:///etc/hostname">]>'
        "<rss version='2.0'><channel><item><guid>1</guid><title>X &e11; &berkas;</title></item></channel></rss>"
    ).encode()

    started = time.process_time()
    try:
        page = read(bomb)
    except ChannelError:
        page = Page((), None)

    assert time.process_time() - started < 2
    assert all(len(post.text) < 1000 for post in page.posts)


def test_a_huge_feed_is_read_to_a_limit_and_says_so() -> None:
    started = time.process_time()
    page = read(rss(*(item(number, more=f"<description>{'air ' * 200}</description>") for number in range(3000))))

    assert len(page.posts) == 1000
    assert page.notes == ("Umpan berisi 3000 entri; 1000 yang pertama dibaca.",)
    assert time.process_time() - started < 15


def test_a_server_that_asks_to_wait_is_left_alone_until_then() -> None:
    with answering(lambda request: request.give(503, Retry_After="600")) as server:
        with pytest.raises(WaitUntil) as caught:
            FeedReader(connection(allowed=[server.host], settings={"url": server.url})).read(None, limit=5)

    assert caught.value.until == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(("status", "error"), [(404, Refused), (403, Refused), (500, Retry), (418, Retry)])
def test_a_bad_status_has_a_sentence(status: int, error: type[ChannelError]) -> None:
    with answering(lambda request: request.give(status)) as server:
        with pytest.raises(error, match=r"127\.0\.0\.1"):
            FeedReader(connection(allowed=[server.host], settings={"url": server.url})).read(None, limit=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=400), st.integers(min_value=0, max_value=300))
def test_no_bytes_break_the_reader(noise: bytes, at: int) -> None:
    whole = rss(item(1), item(2))
    for body in (noise, whole[:at] + noise + whole[at:]):
        try:
            page = read(body)
        except ChannelError:
            continue
        assert all(post.text and post.at <= NOON for post in page.posts)


@pytest.mark.parametrize("cursor", ["", "x", "[]", "{}", '{"etag":1}', '{"etag":"a","modified":"b","given":3}'])
def test_a_damaged_cursor_starts_again_from_what_the_feed_shows(cursor: str) -> None:
    with served(rss(item(1))) as (reader, _):
        assert len(reader.read(cursor, limit=10).posts) == 1
