"""Writes what happened to stories: merges by the machine, unless people work on one; then it only suggests."""

from datetime import datetime

from django.db.models import F

from kohkol.listening.models import Story, StoryEvent


def record_merge(young_code: str, old_code: str, *, at: datetime) -> None:
    """Let the older story stand for the younger one too. Placements stay: `head` says where a story went."""
    young, old = _both(young_code, old_code)
    if young is None or old is None or young.pk == old.pk:
        return
    if young.is_pinned or old.is_pinned:
        _note(StoryEvent.Kind.MERGE_SUGGESTED, young, old, at)
        return
    Story.objects.filter(head=young).update(head=old)
    Story.objects.filter(pk=young.pk).update(head=old)
    Story.objects.filter(pk=old.pk).update(
        size=F("size") + young.size,
        copies=F("copies") + young.copies,
        first_at=min(old.first_at, young.first_at),
        last_at=max(old.last_at, young.last_at),
        campaign=old.campaign or young.campaign,
    )
    _note(StoryEvent.Kind.MERGED_INTO, young, old, at)


def suggest_merge(young_code: str, old_code: str, *, at: datetime) -> None:
    """Two stories look like one, and people work on at least one of them: they decide. Said once."""
    young, old = _both(young_code, old_code)
    if young is not None and old is not None and young.pk != old.pk:
        _note(StoryEvent.Kind.MERGE_SUGGESTED, young, old, at)


def record_split(new_code: str, from_code: str, *, at: datetime) -> None:
    """A story opened out of another."""
    new, origin = _both(new_code, from_code)
    if new is not None and origin is not None:
        _note(StoryEvent.Kind.SPLIT_FROM, new, origin, at)


def _both(first: str, second: str) -> tuple[Story | None, Story | None]:
    """The stories that now stand for two codes."""
    found = {
        story.code: story.head or story
        for story in Story.objects.filter(code__in=[first, second]).select_related("head")
    }
    return found.get(first), found.get(second)


def _note(kind: StoryEvent.Kind, story: Story, other: Story, at: datetime) -> None:
    if kind == StoryEvent.Kind.MERGE_SUGGESTED:
        StoryEvent.objects.get_or_create(kind=kind, story=story, other=other, settled_at=None, defaults={"at": at})
    else:
        StoryEvent.objects.create(kind=kind, story=story, other=other, at=at)
