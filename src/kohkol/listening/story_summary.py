"""What a person needs in order to judge a story: how loud it was by hour, what is asked, what is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from kohkol.listening.models import Placement, Post, Story
from kohkol.listening.questions import posts_of, questions_asked, volume_by_hour

DAYS_SHOWN = 3
ASKED_READ = 200  # the latest questions of a story, among which those asked most are shown
ASKED_SHOWN = 5

Copied = list[tuple[Post, int]]
"""Posts, each with the number of its copies."""


@dataclass(frozen=True)
class StorySummary:
    """A story, its public posts in each of the last hours that it was told in, and the questions asked most in it."""

    story: Story
    hours: list[tuple[datetime, int]]
    asked: Copied


def summary_of(story: Story) -> StorySummary:
    """The summary of a story with all that was merged into it."""
    end = max(story.last_at, story.first_at + timedelta(hours=1))
    hours = volume_by_hour([story], since=max(story.first_at, end - timedelta(days=DAYS_SHOWN)), until=end)
    asked = with_copies(questions_asked([story])[:ASKED_READ])
    return StorySummary(story, hours, sorted(asked, key=lambda row: -row[1])[:ASKED_SHOWN])


def texts_of(story: Story) -> QuerySet[Post]:
    """The posts of a story, newest first, each text once."""
    return posts_of([story]).filter(placement__copy_of=None)


def with_copies(posts: Iterable[Post]) -> Copied:
    """These posts in their order, each with the number of its copies."""
    rows = list(posts)
    copies = Placement.objects.filter(copy_of__in=[post.pk for post in rows], post__erased_at=None)
    numbers = dict(copies.values_list("copy_of").annotate(number=Count("pk")))
    return [(post, numbers.get(post.pk, 0)) for post in rows]
