"""Makes posts of a feed's bytes, however broken, and says what could not be read."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import feedparser

from kohkol.channels.contract import FoundMedia, FoundPost, MediaKind
from kohkol.channels.errors import Refused, Retry
from kohkol.channels.guarded import Reply, host_of
from kohkol.channels.plain_text import plain_text

MOST_ENTRIES: Final = 1000
MOST_CHARACTERS: Final = 20_000  # a long news article has 10,000
FEED_LINKS: Final = re.compile(rb"<link\b[^>]*application/(?:rss|atom)\+xml[^>]*>", re.IGNORECASE)
ADDRESS: Final = re.compile(rb"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
# What feedparser reports although nothing is lost by it.
HARMLESS: Final = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def parsed(reply: Reply, *, now: datetime) -> tuple[list[FoundPost], list[str]]:
    """The entries, oldest first, each once, and notes for the clerk. Raises Refused or Retry when it is no feed."""
    headers = {"content-type": reply.headers.get("content-type", ""), "content-location": reply.url}
    # Bytes would be taken for the name of a local file first: a stream never is.
    feed = feedparser.parse(io.BytesIO(reply.body), response_headers=headers)
    broken = bool(feed.bozo) and not isinstance(feed.get("bozo_exception"), HARMLESS)
    if not feed.get("version") and not feed.entries:
        raise no_feed(reply)
    if broken and not feed.entries:
        raise Retry(
            "Umpan {host} rusak atau terpotong. Akan dibaca lagi.",
            facts={"host": host_of(reply.url)},
            reply=repr(feed.get("bozo_exception")),
        )
    posts: dict[str, FoundPost] = {}
    for entry in feed.entries[:MOST_ENTRIES]:
        post = found_post(entry, now=now)
        if post is not None:
            posts.setdefault(post.external_id, post)
    ordered = list(posts.values())[::-1]  # feeds begin with the newest, also where dates are missing or equal
    ordered.sort(key=lambda post: post.at)
    return ordered, notes_on(len(feed.entries), entries_without_words(feed.entries), broken)


def entries_without_words(entries: list[Any]) -> int:
    """How many of the entries that were looked at say nothing."""
    return sum(1 for entry in entries[:MOST_ENTRIES] if not words(entry))


def notes_on(entries: int, empty: int, broken: bool) -> list[str]:
    """What the clerk should know about a feed that was read."""
    notes = []
    if broken:
        notes.append("Umpan rusak di tengah; yang masih terbaca sudah diambil.")
    if entries > MOST_ENTRIES:
        notes.append(f"Umpan berisi {entries} entri; {MOST_ENTRIES} yang pertama dibaca.")
    if empty:
        notes.append(f"{empty} entri tanpa isi dilewati.")
    return notes


def no_feed(reply: Reply) -> Refused:
    """What to tell whoever gave an address that is no feed; with the page's own feed where it names one."""
    link = FEED_LINKS.search(reply.body[:200_000])
    address = ADDRESS.search(link[0]) if link else None
    if address:
        hint = urljoin(reply.url, address[1].decode("utf-8", "replace"))
        return Refused("Ini halaman web, bukan umpan RSS. Coba alamat ini: {hint}", facts={"hint": hint})
    return Refused(
        "Ini bukan umpan RSS atau Atom. Cari tautan RSS di situsnya, atau tanyakan kepada pengelolanya.",
        reply=reply.excerpt,
    )


def found_post(entry: Any, *, now: datetime) -> FoundPost | None:
    """An entry as a post; None when it says nothing."""
    text = words(entry)
    if not text:
        return None
    link = web_address(entry.get("link"))
    at = moment(entry)
    known = at is not None and at <= now
    return FoundPost(
        external_id=str(entry.get("id") or link or hashlib.sha256(text.encode()).hexdigest())[:500],
        at=at if at is not None and known else now,
        at_is_known=known,
        text=text,
        url=link,
        network="feed",
        author=plain_text(str(entry.get("author") or ""))[:200] or None,
        media=tuple(media(entry)),
    )


def words(entry: Any) -> str:
    """Title and text, plain; the fuller of summary and content."""
    bodies = [str(entry.get("summary") or ""), *(str(one.get("value") or "") for one in entry.get("content") or ())]
    title = plain_text(str(entry.get("title") or ""))
    body = max((plain_text(one[: MOST_CHARACTERS * 10]) for one in bodies), key=len)
    return "\n\n".join(part for part in (title, body) if part and (part is title or part != title))[:MOST_CHARACTERS]


def moment(entry: Any) -> datetime | None:
    """When it was published, else updated, aware; None when the feed does not say or says nonsense."""
    for name in ("published_parsed", "updated_parsed"):
        try:
            value = dict.get(entry, name)  # feedparser's own `get` warns of a mapping between the two
            if value:
                return datetime.fromtimestamp(calendar.timegm(value), UTC)
        except (OverflowError, ValueError, OSError, TypeError):
            continue
    return None


def media(entry: Any) -> list[FoundMedia]:
    """Pictures, films and sounds that the entry names."""
    found = {}
    for one in [*(entry.get("enclosures") or ()), *(entry.get("media_content") or ())]:
        url = web_address(one.get("href") or one.get("url"))
        family = str(one.get("type") or one.get("medium") or "").partition("/")[0]
        if url and family in {"image", "video", "audio"}:
            found[url] = FoundMedia(url, MediaKind(family))
    return list(found.values())[:10]


def web_address(value: Any) -> str:
    """The address when it is one of the web; empty for `javascript:` and the like."""
    try:
        return str(value) if value and urlsplit(str(value)).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
