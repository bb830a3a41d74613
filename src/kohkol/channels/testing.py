"""A network in memory that keeps the contract and misbehaves on demand, for the tests of everything that uses one."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from kohkol.channels.contract import (
    Connection,
    Figure,
    FoundPost,
    Limits,
    MediaKind,
    MediaLimit,
    Network,
    OutgoingVariant,
    Page,
    Receipt,
    Reliability,
    Setting,
)
from kohkol.channels.errors import Reconnect, Refused, Retry, UnknownOutcome, WaitUntil


class Behaviour(StrEnum):
    """What the fake does with the next call of `publish`."""

    ACCEPT = "accept"
    NO_CONNECTION = "no_connection"  # Retry: certain that nothing was accepted
    TIME_OUT_BEFORE = "time_out_before"  # UnknownOutcome: nothing was accepted
    TIME_OUT_AFTER = "time_out_after"  # UnknownOutcome: it is live
    ACCEPT_LATE = "accept_late"  # UnknownOutcome: it is live, but `find` sees it only after `settle_seconds`
    RATE_LIMIT = "rate_limit"  # WaitUntil, `wait` from now
    EXPIRE_TOKEN = "expire_token"  # noqa: S105 - Reconnect
    REFUSE = "refuse"  # Refused
    CRASH = "crash"  # RuntimeError: an adapter's bug, after the post went live


@dataclass(frozen=True, slots=True)
class LivePost:
    """A post as the fake's public sees it."""

    external_id: str
    key: str
    text: str
    at: datetime
    visible_at: datetime

    @property
    def receipt(self) -> Receipt:
        """Proof of it."""
        return Receipt(self.external_id, f"https://palsu.example/{self.external_id}", self.at)


@dataclass
class FakeNetwork:
    """The server. Connect to it with `network.writer(connection)`; tell it what comes with `next_calls`.

    With `file`, live posts are kept in it, one JSON line each, so that several processes (and a killed worker's
    successor) see the same network.
    """

    reliability: Reliability = Reliability.SEARCHABLE
    wait: timedelta = timedelta(minutes=2)
    settle_seconds: int = 5
    key_lifetime_seconds: int | None = 3600
    file: Path | None = None
    name: str = "fake"
    next_calls: deque[Behaviour] = field(default_factory=deque)
    said: list[FoundPost] = field(default_factory=list)
    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    attempts: list[str] = field(default_factory=list)  # the key of each call of `publish`, in order
    _live: list[LivePost] = field(default_factory=list)

    @property
    def network(self) -> Network:
        """Its declaration, as a folder's `NETWORKS` would hold it."""
        return Network(
            name=self.name,
            title="Jaringan palsu",
            reliability=self.reliability,
            settle_seconds=self.settle_seconds,
            key_lifetime_seconds=self.key_lifetime_seconds if self.reliability is Reliability.KEYED else None,
            settings=(Setting("token", "Token", secret=True, required=False),),
            reader=lambda connection: FakeReader(self, connection),
            writer=lambda connection: FakeWriter(self, connection),
            meter=lambda connection: FakeMeter(self, connection),
        )

    @property
    def live(self) -> list[LivePost]:
        """What the public can see, oldest first."""
        if self.file is None:
            return list(self._live)
        if not self.file.exists():
            return []
        return [from_json(line) for line in self.file.read_text("utf-8").splitlines()]

    def keep(self, posts: list[LivePost]) -> None:
        """Replace what is live."""
        if self.file is None:
            self._live = posts
        else:
            self.file.write_text("".join(as_json(post) for post in posts), "utf-8")

    def add(self, post: LivePost) -> None:
        """Make one more post live."""
        if self.file is None:
            self._live.append(post)
        else:
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(as_json(post))


def as_json(post: LivePost) -> str:
    """One line of the fake's file."""
    times = {"at": post.at.isoformat(), "visible_at": post.visible_at.isoformat()}
    return json.dumps({"external_id": post.external_id, "key": post.key, "text": post.text, **times}) + "\n"


def from_json(line: str) -> LivePost:
    """The post of one line."""
    row = json.loads(line)
    times = (datetime.fromisoformat(row[name]) for name in ("at", "visible_at"))
    return LivePost(row["external_id"], row["key"], row["text"], *times)


@dataclass(frozen=True)
class FakeWriter:
    """Writes to the fake, as it was told to behave."""

    server: FakeNetwork
    connection: Connection

    limits = Limits(
        max_characters=500,
        counting="Setiap huruf dihitung satu.",
        max_media=4,
        media=(MediaLimit(MediaKind.IMAGE, ("image/jpeg", "image/png"), 8_000_000),),
        alt_text_max=1500,
    )

    def measure(self, text: str) -> int:
        """Code points."""
        return len(text)

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """Do what `next_calls` says, or accept."""
        self.server.attempts.append(key)
        calls = self.server.next_calls
        match calls.popleft() if calls else Behaviour.ACCEPT:
            case Behaviour.ACCEPT:
                return self._accept(variant, key)
            case Behaviour.NO_CONNECTION:
                raise Retry("Jaringan palsu tidak menjawab. Akan dicoba lagi.")
            case Behaviour.TIME_OUT_BEFORE:
                raise UnknownOutcome(UNKNOWN, reply="timed out, nothing accepted")
            case Behaviour.TIME_OUT_AFTER:
                self._accept(variant, key)
                raise UnknownOutcome(UNKNOWN, reply="timed out, accepted")
            case Behaviour.ACCEPT_LATE:
                self._accept(variant, key, visible_in=self.server.settle_seconds)
                raise UnknownOutcome(UNKNOWN, reply="timed out, accepted, not visible yet")
            case Behaviour.RATE_LIMIT:
                raise WaitUntil("Jaringan palsu meminta menunggu.", until=self.connection.now() + self.server.wait)
            case Behaviour.EXPIRE_TOKEN:
                raise Reconnect("Izin akun sudah tidak berlaku. Sambungkan lagi akunnya.")
            case Behaviour.REFUSE:
                raise Refused("Jaringan palsu menolak teks ini. Ubah lalu ajukan lagi.")
            case Behaviour.CRASH:
                self._accept(variant, key)
                raise RuntimeError("the fake crashed after accepting")

    def _accept(self, variant: OutgoingVariant, key: str, visible_in: int = 0) -> Receipt:
        live = self.server.live
        now = self.connection.now()
        if self.server.reliability is Reliability.KEYED:
            lifetime = self.server.key_lifetime_seconds
            remembered = [
                post
                for post in live
                if post.key == key and (lifetime is None or now - post.at < timedelta(seconds=lifetime))
            ]
            if remembered:
                return remembered[0].receipt
        post = LivePost(str(len(live) + 1), key, variant.text, now, now + timedelta(seconds=visible_in))
        self.server.add(post)
        return post.receipt

    def find(self, key: str, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:
        """By key when keyed, by the short link when searchable; a blind network cannot say."""
        if self.server.reliability is Reliability.BLIND:
            raise Refused("Jaringan ini tidak bisa dicari. Lihat akunnya, lalu catat apakah sudah tayang.")
        now = self.connection.now()
        for post in self.server.live:
            known = post.key == key if self.server.reliability is Reliability.KEYED else bool(variant.link)
            same = known and variant.text == post.text
            if same and post.at >= since and post.visible_at <= now:
                return post.receipt
        return None

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Change the text of a live post."""
        posts = self.server.live
        changed = [replace(one, text=variant.text) if one.external_id == external_id else one for one in posts]
        if changed == posts and not any(one.external_id == external_id for one in posts):
            raise Refused("Kiriman itu sudah tidak ada.")
        self.server.keep(changed)
        return next(one.receipt for one in changed if one.external_id == external_id)

    def retract(self, external_id: str) -> None:
        """Take a post down."""
        self.server.keep([one for one in self.server.live if one.external_id != external_id])


UNKNOWN = "Sambungan ke jaringan palsu putus sebelum ada jawaban. Mungkin sudah tayang; sedang dicari dulu."


@dataclass(frozen=True)
class FakeReader:
    """Reads what was said on the fake; the cursor is the number of posts read."""

    server: FakeNetwork
    connection: Connection

    def read(self, cursor: str | None, *, limit: int) -> Page:
        """The next posts, in the order in which they were said."""
        start = int(cursor or 0)
        posts = tuple(self.server.said[start : start + limit])
        return Page(posts, str(start + len(posts)), more=start + len(posts) < len(self.server.said))


@dataclass(frozen=True)
class FakeMeter:
    """Reads the figures that the test has set."""

    server: FakeNetwork
    connection: Connection

    def read(self, external_id: str) -> tuple[Figure, ...]:
        """What was set; nothing when nothing was."""
        return self.server.figures.get(external_id, ())
