"""Fetches a feed when it has changed and gives the entries that were not given before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from kohkol.channels.contract import Connection, FoundPost, Page
from kohkol.channels.errors import ChannelError, Refused, Retry, WaitUntil
from kohkol.channels.feed.parsing import parsed
from kohkol.channels.guarded import Reply, host_of, retry_after

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Cursor:
    """What the feed looked like: its version, to ask only for changes, and short marks of the entries given."""

    etag: str = ""
    modified: str = ""
    given: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str | None) -> Cursor:
        """The stored cursor; the beginning when there is none or it cannot be read."""
        try:
            stored = json.loads(text or "{}")
            return cls(str(stored["etag"]), str(stored["modified"]), tuple(str(one) for one in stored["given"]))
        except (KeyError, TypeError, ValueError):
            return cls()

    def to_text(self) -> str:
        """As stored."""
        return json.dumps({"etag": self.etag, "modified": self.modified, "given": self.given}, separators=(",", ":"))


class FeedReader:
    """One feed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.url = connection.settings.get("url", "").strip()

    def read(self, cursor: str | None, *, limit: int) -> Page:
        """Entries that `cursor` has not seen, oldest first. Nothing, when the server says that nothing has changed."""
        before = Cursor.from_text(cursor)
        reply = self.connection.http.get(self.url, headers=asked_for(before))
        if reply.status == 304:
            return Page((), cursor)
        if reply.status != 200:
            raise meaning(reply, self.connection)
        entries, notes = parsed(reply, now=self.connection.now())
        given = set(before.given)
        waiting = [post for post in entries if mark(post) not in given]
        taken = waiting[:limit]
        more = len(waiting) > len(taken)
        after = {mark(post) for post in taken}
        kept = tuple(one for one in map(mark, entries) if one in given or one in after)
        version = ("", "") if more else (reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
        return Page(tuple(taken), Cursor(*version, kept).to_text(), more=more, notes=tuple(notes))


def asked_for(before: Cursor) -> dict[str, str]:
    """Headers that ask for the feed only if it is another one than before."""
    headers = {"accept": ACCEPT}
    if before.etag:
        headers["if-none-match"] = before.etag
    if before.modified:
        headers["if-modified-since"] = before.modified
    return headers


def mark(post: FoundPost) -> str:
    """A short name of an entry for the cursor: 64 bits, so that two of a feed's entries share one never in practice."""
    return hashlib.blake2b(post.external_id.encode(), digest_size=8).hexdigest()


def meaning(reply: Reply, connection: Connection) -> ChannelError:
    """The error that a bad status stands for."""
    facts = {"host": host_of(reply.url), "status": reply.status}
    until = retry_after(reply.headers, connection.now())
    if reply.status in {429, 503} and until:
        return WaitUntil(
            "{host} meminta menunggu. Akan dibaca lagi nanti.", until=until, facts=facts, reply=reply.excerpt
        )
    if reply.status in {404, 410}:
        return Refused(
            "Umpan {host} sudah tidak ada. Cari alamat barunya, atau hentikan sumber ini.",
            facts=facts,
            reply=reply.excerpt,
        )
    if reply.status in {401, 403}:
        return Refused(
            "Umpan {host} tidak boleh dibaca tanpa izin. Minta izin kepada pemilik situsnya.",
            facts=facts,
            reply=reply.excerpt,
        )
    return Retry("{host} sedang terganggu (kode {status}). Akan dibaca lagi.", facts=facts, reply=reply.excerpt)
