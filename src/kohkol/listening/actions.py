"""Every change to rows of listening: an action checks the permission, writes and records, in one transaction."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.db import transaction

from kohkol.engine.posts_file import SUFFIXES
from kohkol.listening.hearing import HeardPost, hear_posts
from kohkol.listening.imports import note_heard
from kohkol.listening.minimise import LINK, guess_network
from kohkol.listening.models import Import, Post, PostMedia, Source, SourceKind, Story
from kohkol.listening.pictures import redrawn
from kohkol.listening.states import SourceState
from kohkol.people.api import Officer, record, require
from kohkol.refusals import Invalid, NotNow

SOURCE_FIELDS = ("name", "kind", "address", "query", "account", "interval_seconds", "quiet_after_seconds")


def add_source(fields: Mapping[str, Any], *, by: Officer, at: datetime) -> Source:
    """Listen at a new place from now on."""
    require(by, "listening.manage_sources")
    with transaction.atomic():
        source = Source.objects.create(**{name: fields[name] for name in SOURCE_FIELDS if name in fields}, made_at=at)
        record("listening.source.added", by=by, about=source, at=at, data={"name": source.name, "kind": source.kind})
    return source


def pause_source(source: Source, *, by: Officer, at: datetime) -> None:
    """Stop reading a source; what it says meanwhile may be lost, which its screen says."""
    _set_state(source, SourceState.PAUSED, "listening.source.paused", by=by, at=at)


def resume_source(source: Source, *, by: Officer, at: datetime) -> None:
    """Read a source again, at once."""
    _set_state(source, SourceState.ACTIVE, "listening.source.resumed", by=by, at=at)


def read_source_now(source: Source, *, by: Officer, at: datetime) -> None:
    """Have the listener read a source at its next look instead of waiting."""
    require(by, "listening.manage_sources")
    Source.objects.filter(pk=source.pk).update(next_read_at=at)


def _set_state(source: Source, state: SourceState, kind: str, *, by: Officer, at: datetime) -> None:
    require(by, "listening.manage_sources")
    with transaction.atomic():
        changed = Source.objects.filter(pk=source.pk).exclude(state=state).update(state=state, next_read_at=at)
        if changed:
            record(kind, by=by, about=source, at=at)


def start_import(upload: "File[bytes]", *, name: str, source: Source, by: Officer, at: datetime) -> Import:
    """Keep an uploaded posts file for the listener to read; it is deleted as soon as it is read."""
    require(by, "listening.hear")
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    stored_as = f"{secrets.token_hex(16)}{suffix if suffix in SUFFIXES else '.posts'}"
    made = Import(
        source=source, name=name[:200], format=SUFFIXES.get(suffix, ""), by=by, made_at=at, bytes_total=upload.size
    )
    made.file.save(stored_as, upload, save=False)
    try:
        with transaction.atomic():
            made.save()
            record("listening.import.started", by=by, about=made, at=at, data={"bytes": made.bytes_total})
    except BaseException:
        made.file.delete(save=False)
        raise
    return made


def file_source(at: datetime) -> Source:
    """The source that uploads belong to when no other was chosen."""
    return Source.objects.get_or_create(
        kind=SourceKind.FILE, name="Unggahan berkas", defaults={"made_at": at, "next_read_at": at}
    )[0]


@dataclass(frozen=True, slots=True)
class Note:
    """What an officer writes down of something she saw: text with or without a link, and perhaps a screenshot."""

    text: str
    place: str = ""
    picture: BinaryIO | None = None
    picture_size: int = 0
    is_report: bool = False


def hear_by_hand(note: Note, *, by: Officer, at: datetime) -> Post:
    """Write down a post that an officer saw. The same text or link again gives the post that is already there."""
    require(by, "listening.hear")
    link = LINK.search(note.text)
    url = link[0] if link else ""
    text = note.text.replace(url, " ").strip() if url else note.text.strip()
    if not text:
        raise Invalid(
            "Ketik atau tempel juga apa katanya.",
            next_step="Dari tautan atau gambar saja, isinya tidak dapat dicari dan dikelompokkan.",
            field="text",
        )
    drawn = redrawn(note.picture, note.picture_size) if note.picture else None
    external_id = hashlib.sha256((url or text).encode()).hexdigest()
    sort = Post.Sort.REPORT if note.is_report else Post.Sort.MONITORED
    with transaction.atomic():
        source = _by_hand_source(at)
        heard = HeardPost(external_id, at, text, url, guess_network(url), note.place, sort=sort)
        result = hear_posts(source, [heard], heard_at=at)
        if not result.added:
            return _known_post(source, external_id)
        post = Post.objects.get(pk=result.added[0])
        note_heard(source, at=at, latest=at)
        record("listening.post.noted", by=by, about=post, at=at, data={"picture": drawn is not None})
        if drawn:
            content, digest = drawn
            PostMedia(post=post, sha256=digest).file.save(f"{digest}.webp", ContentFile(content))
    return post


def _known_post(source: Source, external_id: str) -> Post:
    known = Post.objects.filter(source=source, external_id=external_id).first()
    if known is None:
        raise NotNow("Kiriman ini pernah dihapus atas permintaan seseorang, jadi tidak dicatat lagi.")
    return known


def _by_hand_source(at: datetime) -> Source:
    return Source.objects.get_or_create(
        kind=SourceKind.BY_HAND, name="Dicatat petugas", defaults={"made_at": at, "next_read_at": at}
    )[0]


def pin_story(story: Story) -> Story:
    """People work on this story from now on: the machine neither merges nor splits it. Returns the story pinned.

    The radar is told before it places the next posts. Called by the action that puts a story into an issue, inside its
    transaction, which records the change.
    """
    return _pin(story, is_pinned=True)


def unpin_story(story: Story) -> Story:
    """Give a story back to the machine."""
    return _pin(story, is_pinned=False)


def _pin(story: Story, *, is_pinned: bool) -> Story:
    root = story.head or story
    Story.objects.filter(pk=root.pk).exclude(is_pinned=is_pinned).update(is_pinned=is_pinned)
    root.is_pinned = is_pinned
    return root


def default_interval(kind: str) -> timedelta:
    """How often a new source is read: what is said to us sooner than a feed."""
    return timedelta(minutes=2 if kind == SourceKind.MASTODON_MENTIONS else 5)
