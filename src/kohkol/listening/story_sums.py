"""Adds up what a batch of placed posts means for each story: size, copies, times, volume by hour, evidence."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from kohkol.engine.radar.batch import Event, EventKind
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.story_view import BURST_ALARM, StoryView

NO_KEYWORDS = "[]"
PostRow = tuple[int, datetime, str, bool]  # id, at, text, official


class StorySums:
    """What a batch adds to each story. Official posts are placed, but they are not public voice: they add no size."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.size: Counter[int] = Counter()
        self.copies: Counter[int] = Counter()
        self.volume: Counter[tuple[int, datetime]] = Counter()
        self.first_at: dict[int, datetime] = {}
        self.last_at: dict[int, datetime] = {}
        self.example: dict[int, int] = {}
        self.posts: Counter[int] = Counter()

    def add(self, number: int, post: PostRow, *, is_copy: bool) -> None:
        post_id, at, _, is_official = post
        self.posts[number] += 1
        self.first_at[number] = min(self.first_at.get(number, at), at)
        self.last_at[number] = max(self.last_at.get(number, at), at)
        self.example.setdefault(number, post_id)
        if is_official:
            return
        self.size[number] += 1
        self.copies[number] += is_copy
        self.volume[number, at.replace(minute=0, second=0, microsecond=0)] += 1

    def rows(self, views: dict[int, StoryView]) -> Iterator[list[object]]:
        """Rows for `upsert_stories`."""
        for number, first_at in self.first_at.items():
            view = views.get(number)
            yield [
                f"{self.epoch}:{number}",
                False,
                False,
                self.size[number],
                self.copies[number],
                first_at,
                self.last_at[number],
                view.burst.score if view else 0.0,
                surge_of(view),
                json.dumps(view.keywords) if view and view.keywords else NO_KEYWORDS,
                (view.example_row if view else self.example[number]) or None,
                evidence_of(view),
            ]


def views(radar: Radar, sums: StorySums, events: Sequence[Event]) -> dict[int, StoryView]:
    """Views of the stories that have more than one post; what one post says needs no keywords."""
    opened = {event.story for event in events if event.kind is EventKind.OPENED}
    return {
        view.number: view
        for view in radar.stories(number for number, posts in sums.posts.items() if posts > 1 or number not in opened)
    }


def surge_of(view: StoryView | None) -> str | None:
    if view is None or view.burst.score < BURST_ALARM:
        return None
    return json.dumps({"posts": view.burst.posts, "minutes": view.burst.minutes, "usual": view.burst.usual})


def evidence_of(view: StoryView | None) -> str | None:
    if view is None or view.evidence is None:
        return None
    seen = view.evidence
    return json.dumps(
        {
            "kind": seen.kind,
            "post": seen.row,
            "copies": seen.copies,
            "accounts": seen.accounts,
            "minutes": seen.spread_minutes,
            "rating": view.campaign,
        }
    )
