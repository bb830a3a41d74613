"""Writes what happened to stories: merges by the machine, unless people work on one; then it only suggests.

A flood brings thousands of merges at once, so the events of a step are worked out in memory and written together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kohkol.listening.bulk import move_heads, write_sums
from kohkol.listening.copy_evidence import stronger
from kohkol.listening.models import Story, StoryEvent

Kind = StoryEvent.Kind


# What a merge adds up; a flood reads hundreds of stories in a step.
SUMMED = ("code", "head", "is_pinned", "size", "copies", "first_at", "last_at", "campaign")
READ = (*SUMMED, *(f"head__{name}" for name in SUMMED))


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the radar: the kind, and the codes of the story and of the other one."""

    kind: Kind
    story: str
    other: str


@dataclass
class _Step:
    """The stories that the events of one step speak of, by their ids, as they stand after each event."""

    stories: dict[int, Story]
    number_of: dict[str, int]
    moved: list[tuple[int, int]] = field(default_factory=list)
    grown: set[int] = field(default_factory=set)
    noted: list[StoryEvent] = field(default_factory=list)

    def now(self, code: str) -> Story | None:
        """The story that now stands for a code."""
        story = self.stories.get(self.number_of.get(code, 0))
        while story is not None and story.head_id is not None:
            story = self.stories[story.head_id]
        return story


def record_happenings(happenings: Sequence[Happening], *, at: datetime) -> None:
    """Record merges, splits and suggestions in their order. Inside the transaction that places the posts.

    A merge lets the older story stand for the younger one too. Placements stay: `head` says where a story went.
    """
    if not happenings:
        return
    step = _load({code for one in happenings for code in (one.story, one.other)})
    for one in happenings:
        story, other = step.now(one.story), step.now(one.other)
        if story is None or other is None or (story.pk == other.pk and one.kind != Kind.SPLIT_FROM):
            continue
        if one.kind == Kind.MERGED_INTO and not (story.is_pinned or other.is_pinned):
            _merge(step, story, other)
            step.noted.append(StoryEvent(kind=one.kind, story=story, other=other, at=at))
        elif one.kind == Kind.SPLIT_FROM:
            step.noted.append(StoryEvent(kind=one.kind, story=story, other=other, at=at))
        else:
            _suggest(step, story, other, at)
    move_heads(step.moved)
    write_sums([step.stories[number] for number in sorted(step.grown)])
    StoryEvent.objects.bulk_create(step.noted)


def _load(codes: set[str]) -> _Step:
    stories: dict[int, Story] = {}
    number_of: dict[str, int] = {}
    for story in Story.objects.filter(code__in=codes).select_related("head").only(*READ):
        stories[story.pk] = story
        number_of[story.code] = story.pk
        if story.head is not None:
            stories.setdefault(story.head.pk, story.head)
    return _Step(stories, number_of)


def _merge(step: _Step, young: Story, old: Story) -> None:
    step.moved.append((young.pk, old.pk))
    step.grown.add(old.pk)
    young.head_id = old.pk
    old.size += young.size
    old.copies += young.copies
    old.first_at = min(old.first_at, young.first_at)
    old.last_at = max(old.last_at, young.last_at)
    old.campaign = stronger(old.campaign, young.campaign)


def _suggest(step: _Step, story: Story, other: Story, at: datetime) -> None:
    """Two stories look like one, and people work on at least one of them: they decide. Said once."""
    pair = {"kind": Kind.MERGE_SUGGESTED, "story": story, "other": other}
    said = any(
        event.kind == Kind.MERGE_SUGGESTED and (event.story, event.other) == (story, other) for event in step.noted
    )
    if not said and not StoryEvent.objects.filter(**pair, settled_at=None).exists():
        step.noted.append(StoryEvent(**pair, at=at))
