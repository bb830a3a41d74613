"""Keeps count of how a story's public posts were read, in the transaction that changes what a post was read as."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from kohkol.listening.bulk import add_tally
from kohkol.listening.models import Correction, Placement, Post, StoryTally

Kind = StoryTally.Kind
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of one placed post; `places` are codes, none of them inside another."""

    story: int
    language: str
    tone: str
    places: Collection[str]
    is_copy: bool
    is_told: bool = False

    def keys(self) -> Iterable[Key]:
        """Every count that this post belongs to."""
        if self.language:
            yield self.story, Kind.LANGUAGE, self.language
        for code in self.places:
            yield self.story, Kind.PLACE, code
        if self.tone and not self.is_copy:
            yield self.story, Kind.TONE_TOLD if self.is_told else Kind.TONE, self.tone


def counted(post: Post) -> Counted | None:
    """What counts of a post as it stands now; None where nothing does: not placed, official, erased or not read yet."""
    placement = Placement.objects.filter(post=post).first()
    if placement is None or post.is_official or post.erased_at or post.is_question is None:
        return None
    told = Correction.objects.filter(post=post, about=Correction.About.TONE).exists()
    copy = placement.copy_of_id is not None
    return Counted(placement.story_id, post.language, post.tone, places_of(post), copy, told)


def places_of(post: Post) -> list[str]:
    """The place that a source or a person gave; else those that the post names."""
    return [post.place_code] if post.place_code else list(post.places.values_list("code", flat=True))


def most_exact(codes: Iterable[str], most: int = 5) -> list[str]:
    """The codes without those that another one lies inside, at most five: a list of all villages is no place."""
    found = list(dict.fromkeys(codes))
    return [code for code in found if not any(other.startswith(f"{code}.") for other in found)][:most]


def recount(before: Counted | None, after: Counted | None) -> None:
    """Let the counts follow a post that was read, corrected or erased. Runs inside the caller's transaction."""
    change: Counter[Key] = Counter()
    if before is not None:
        change.subtract(before.keys())
    if after is not None:
        change.update(after.keys())
    add_tally(change)


@dataclass
class Tallies:
    """The counts of a set of stories, by value."""

    languages: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    tones: Counter[str] = field(default_factory=Counter)
    tones_told: Counter[str] = field(default_factory=Counter)


def tallies_of(story_ids: Collection[int]) -> Tallies:
    """The counts of exactly these stories, added up in one query."""
    rows = StoryTally.objects.filter(story__in=story_ids, posts__gt=0)
    found = Tallies()
    counters = {
        Kind.LANGUAGE: found.languages,
        Kind.PLACE: found.places,
        Kind.TONE: found.tones,
        Kind.TONE_TOLD: found.tones_told,
    }
    for kind, value, posts in rows.values_list("kind", "value").annotate(total=Sum("posts")):
        counters[Kind(kind)][value] = posts
    return found
