"""What every network offers and what every caller may rely on: the one page between Kohkol and the world.

A network is declared once (`Network`), connected with an account's settings (`Connection`), and then read
(`Reader`), written to (`Writer`) and measured (`Meter`). It knows its network and nothing else: no database, no
Django, no clock of its own. Failures are the five kinds of `channels.errors`; anything else that escapes is a bug.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kohkol.channels.guarded import GuardedClient


class Reliability(StrEnum):
    """What can be known after an answer was lost."""

    KEYED = "keyed"  # takes our key: the same key again, within its lifetime, is the same post
    SEARCHABLE = "searchable"  # our post can be found again by the short link in its text
    BLIND = "blind"  # unknown stays unknown until a person says


class MediaKind(StrEnum):
    """What a file is for its viewer."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class FigureKind(StrEnum):
    """What a figure counts, in one word for all networks."""

    LIKES = "likes"
    SHARES = "shares"
    REPLIES = "replies"
    VIEWS = "views"


# Reading ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundMedia:
    """A picture, film or sound of a post that was found; not downloaded. `alt` is empty when the author gave none."""

    url: str
    kind: MediaKind
    alt: str = ""


@dataclass(frozen=True, slots=True)
class FoundPost:
    """Something said in public, as plain text (no HTML).

    `external_id` is unique within the source and stable when the same post is read again. `author` is there so that
    the caller can recognise an official account and then drop it; a caller that only listens must not keep it, nor a
    `url` that names a person. `is_ours`: written by the connected account itself. `to_us`: addressed to it.
    `is_public` is False for a message that only we can see: answer it, never keep it as a public post.
    `reply_to` is the id of the post it answers, comparable with our own `Receipt.external_id`.
    `at` is aware; where the source gives no time, or one in the future, it is the time of reading and `at_is_known`
    is False.
    """

    external_id: str
    at: datetime
    text: str
    url: str
    network: str
    author: str | None = None
    is_ours: bool = False
    to_us: bool = False
    is_public: bool = True
    media: tuple[FoundMedia, ...] = ()
    reply_to: str | None = None
    language: str | None = None
    at_is_known: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One reading: posts oldest first, the cursor to store **after** they are stored, and whether more waits now.

    `notes` are sentences for the clerk about what could not be read ("3 entri tanpa isi dilewati"): never silence.
    """

    posts: tuple[FoundPost, ...]
    cursor: str | None
    more: bool = False
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """Posts since a cursor. Nothing is consumed: the same cursor gives the same posts again.

    A post may also come again with a later cursor, because networks deliver late and out of order; it then has the
    same `external_id`, by which the caller recognises it. None is ever skipped in silence.
    """

    def read(self, cursor: str | None, *, limit: int) -> Page:
        """At most `limit` posts after `cursor` (None: from what the network shows now).

        Raises any ChannelError except UnknownOutcome.
        """
        ...


# Writing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with a variant; `media_type` as in `image/jpeg`; `alt` describes it to who cannot see it."""

    path: Path
    media_type: str
    alt: str = ""

    @property
    def kind(self) -> MediaKind:
        """Image, video, audio, or document for everything else."""
        family = self.media_type.partition("/")[0]
        return MediaKind(family) if family in {"image", "video", "audio"} else MediaKind.DOCUMENT


@dataclass(frozen=True, slots=True)
class OutgoingVariant:
    """Exactly what was approved for one account.

    `link` is the sheet's own short link and stands in `text` too. `reply_to` is the `external_id` of a FoundPost or
    Receipt of the same network.
    """

    text: str
    link: str = ""
    language: str = "id"
    media: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """What the network takes of one kind of file."""

    kind: MediaKind
    media_types: tuple[str, ...]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What the network takes. None means: no limit that we know.

    `max_characters_with_media` holds in place of `max_characters` where a text under a picture may be shorter.
    `counting` says to the clerk, in Indonesian, how the network counts (links, emoji, names).
    """

    max_characters: int | None
    counting: str
    max_media: int = 0
    media: tuple[MediaLimit, ...] = ()
    alt_text_max: int | None = None
    alt_text_required: bool = True
    media_required: bool = False
    links_work: bool = True
    max_characters_with_media: int | None = None

    def characters(self, variant: OutgoingVariant) -> int | None:
        """How many characters this variant may have."""
        if variant.media and self.max_characters_with_media is not None:
            return self.max_characters_with_media
        return self.max_characters


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a post is live: its id and address on the network and when the network says it went out (aware)."""

    external_id: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """Ready for a person to post: **not live**. The ledger waits for a link or a screenshot.

    `share_url` opens the network with the text filled in, where the network has such an address.
    """

    text: str
    steps: tuple[str, ...]
    files: tuple[Attachment, ...] = ()
    share_url: str = ""


class Writer(Protocol):
    """Puts one variant on one account."""

    @property
    def limits(self) -> Limits:
        """What this account's server takes; may ask the server once, and falls back to the network's usual limits."""
        ...

    def measure(self, text: str) -> int:
        """Length of `text` as this network counts it, to compare with `limits.max_characters`."""
        ...

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt | Handover:
        """Make the irreversible call once. `key` is the delivery's own, the same at each attempt of one delivery.

        Raises Retry, WaitUntil, Reconnect or Refused only when it is certain that nothing was accepted, and
        UnknownOutcome whenever it could have been.
        """
        ...

    def find(self, key: str, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:
        """The live post of this delivery, looked for among what the account posted at or after `since`.

        None: everything since then was looked at and it is not there. That means "never accepted" only once the
        network's `settle_seconds` have passed since the attempt. A blind network raises Refused: only a person
        can say. A look-up that could not see everything raises Retry.
        """
        ...

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Replace the live post's text, keeping its address; keep the receipt, the id may be a new one.

        Refused where the network cannot: publish a correction.
        """
        ...

    def retract(self, external_id: str) -> None:
        """Take the live post down; returns only when the network shows it is gone (also when it already was).

        Refused, with the steps for a person, where the network offers no way.
        """
        ...


# Measuring ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as the network gives it."""

    kind: FigureKind
    value: int


class Meter(Protocol):
    """Reads how a live post fares."""

    def read(self, external_id: str) -> tuple[Figure, ...]:
        """The figures the network gives now. What it does not give is absent, never zero."""
        ...


# Declaring ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """One field that whoever connects an account or adds a source fills in. A secret is stored encrypted."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True


class LocalSite(Protocol):
    """What the public site offers to its own channel; the app that owns the pages implements it by local writes."""

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """Make the page live; the same `key` again changes nothing and gives the same receipt."""
        ...

    def find(self, key: str) -> Receipt | None:
        """The receipt of an earlier `publish` with this key."""
        ...

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Replace the text, keeping address and history."""
        ...

    def retract(self, external_id: str) -> None:
        """Replace the page by a dated notice of withdrawal."""
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """What a network gets to work with: the settings and secrets of an account or source, the client, a clock."""

    http: GuardedClient
    now: Callable[[], datetime]
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    sleep: Callable[[float], None] = time.sleep
    site: LocalSite | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The declaration of a network; each folder lists its own in `NETWORKS`.

    `name` is stored in the database and never changes. `settle_seconds`: how long after an attempt an accepted post
    may still be invisible to `find`. `key_lifetime_seconds`: how long the network remembers a key (None: for ever);
    nothing is sent again after that. `experimental`: no real server to test against; off unless switched on.
    """

    name: str
    title: str
    reliability: Reliability
    by_hand: bool = False
    experimental: bool = False
    settle_seconds: int = 0
    key_lifetime_seconds: int | None = None
    settings: tuple[Setting, ...] = ()
    reader: Callable[[Connection], Reader] | None = None
    writer: Callable[[Connection], Writer] | None = None
    meter: Callable[[Connection], Meter] | None = None
