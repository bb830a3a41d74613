"""Hears what is said to us (mentions) and about a hashtag, without gaps on servers that page in different ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from kohkol.channels.contract import Connection, FoundPost, Page, Reader
from kohkol.channels.errors import Refused
from kohkol.channels.mastodon.api import Api
from kohkol.channels.mastodon.statuses import found_post

PAGE = 40  # the most that Mastodon gives at once
MOST_PAGES = 50
LATE = timedelta(minutes=15)  # a status from another server is filed under the time it was written, not received


def reader(connection: Connection) -> Reader:
    """The reader of the hashtag in the settings; of mentions when there is none."""
    hashtag = connection.settings.get("hashtag", "").strip().lstrip("#")
    return HashtagReader(connection, hashtag) if hashtag else MentionReader(connection)


class MentionReader:
    """What is said to the connected account. Notifications are numbered as they arrive: the cursor is the last one."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.api = Api(connection)

    def read(self, cursor: str | None, *, limit: int) -> Page:
        """Mentions after the notification `cursor`, oldest first."""
        window = newer(self.api, "/api/v1/notifications", cursor, {"types[]": "mention"})
        taken = window.rows[-limit:] if cursor is None else window.rows[:limit]
        more = cursor is not None and (window.more or len(window.rows) > len(taken))
        statuses = [row.get("status") for row in taken if row.get("type") == "mention"]
        posts, notes = found(statuses, self.api, self.connection, to_us=True)
        following = str(taken[-1]["id"]) if taken else cursor
        return Page(posts, following, more=more, notes=(*window.notes, *notes))


class HashtagReader:
    """What is said under one hashtag, as far as the server has heard of it."""

    def __init__(self, connection: Connection, hashtag: str) -> None:
        if not re.fullmatch(r"\w+", hashtag) or hashtag.isdigit():
            raise Refused("Tagar hanya boleh huruf, angka dan garis bawah, tanpa spasi. Contoh: banjir")
        self.connection = connection
        self.api = Api(connection)
        self.path = f"/api/v1/timelines/tag/{quote(hashtag)}"

    def read(self, cursor: str | None, *, limit: int) -> Page:
        """Posts after the status `cursor`, oldest first; the last quarter of an hour comes again, for late arrivals."""
        window = newer(self.api, self.path, cursor, {})
        taken = window.rows[-limit:] if cursor is None else window.rows[:limit]
        posts, notes = found(list(taken), self.api, self.connection, to_us=False)
        more = cursor is not None and (window.more or len(window.rows) > len(taken))
        settled = taken if more else [row for row in taken if self._is_settled(row)]
        start = str(taken[0]["id"]) if taken and cursor is None else cursor
        following = str(settled[-1]["id"]) if settled else start
        return Page(posts, following, more=more, notes=(*window.notes, *notes))

    def _is_settled(self, row: dict[str, Any]) -> bool:
        return str(row.get("created_at", "")) < (self.connection.now() - LATE).strftime("%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True, slots=True)
class Window:
    """What came after a cursor, oldest first; whether more may follow; a note when there was too much."""

    rows: list[dict[str, Any]]
    more: bool = False
    notes: tuple[str, ...] = ()


def newer(api: Api, path: str, cursor: str | None, params: dict[str, str]) -> Window:
    """What came after `cursor`, without a gap.

    Mastodon answers `min_id` with what follows it directly, other servers with the newest: so a full page is followed
    back with `max_id` until nothing new comes. Where nothing does, it was the former, and more may follow.
    """
    window = {} if cursor is None else {"min_id": cursor}
    rows = api.rows(path, limit=PAGE, **params, **window)
    if cursor is None or len(rows) < PAGE:
        return Window(rows[::-1])
    seen = {str(row.get("id")) for row in rows}
    for _ in range(MOST_PAGES):
        page = api.rows(path, limit=PAGE, **params, **window, max_id=str(rows[-1].get("id")))
        fresh = [row for row in page if str(row.get("id")) not in seen]
        if not fresh:
            return Window(rows[::-1], more=len(rows) == len(seen) == PAGE)
        seen |= {str(row.get("id")) for row in fresh}
        rows += fresh
    note = f"Lebih dari {MOST_PAGES * PAGE} kiriman sejak terakhir dibaca; yang tertua mungkin terlewat."
    return Window(rows[::-1], notes=(note,))


def found(
    statuses: list[Any], api: Api, connection: Connection, *, to_us: bool
) -> tuple[tuple[FoundPost, ...], list[str]]:
    """The posts among them, and a note on what was no post."""
    me = str(api.me().get("id", "")) if statuses and connection.secrets.get("token") else ""
    posts = []
    for status in statuses:
        try:
            posts.append(found_post(status, host=api.host, now=connection.now(), me=me, to_us=to_us))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    bad = len(statuses) - len(posts)
    return tuple(posts), [f"{bad} kiriman tidak terbaca dan dilewati."] if bad else []
