"""A story as people see it: keywords in real words, size, time, volume by hour, copies, and signs of a campaign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from kohkol.engine.radar.bursts import LEAST_POSTS, NO_BURST, WINDOWS, Burst, Stream, burst_of, posts_by_age
from kohkol.engine.radar.kernels.slots import post_slot, story_slot, token_slot
from kohkol.engine.radar.tables import VOLUME_HOURS, Tables

HOUR_MS = 3_600_000
KEYWORDS = 8
LEAST_KEYWORD_SHARE = 0.15
RATING_DIGITS = 3
CAMPAIGN_RATING = 0.5
# From this score on a story surges. On 8 streams each, of other seeds than the bench's, with 300 and 5,000 posts a day:
# from .5 on 1.0 and 1.6 false alarms a week, from .75 on .7 and .9, from 1.0 on .7 and .7; but from 1.0 on slow stories
# take 706 minutes with 300 posts a day (asked: 720) and 24.5 posts with 5,000 (asked: 25).
BURST_ALARM = 0.75


@dataclass(frozen=True, slots=True)
class CopyEvidence:
    """What was seen of the most copied text of a story. Accounts are None where the posts named none."""

    kind: str  # "campaign" or "many copies"
    reason: str
    row: int  # the text that was copied
    copies: int
    accounts: int | None
    spread_minutes: int


@dataclass(frozen=True, slots=True)
class StoryView:
    """Times are milliseconds UTC; `volume` has a pair (start of the hour, posts) for each of the last hours."""

    number: int
    size: int
    first_ms: int
    last_ms: int
    burst: Burst
    keywords: list[str]
    example_row: int | None
    volume: list[tuple[int, int]]
    copies: int
    campaign: float
    evidence: CopyEvidence | None
    pinned: bool


def view_story(tables: Tables, number: int, now_ms: int | None) -> StoryView | None:
    """The story of this number, or None when it was never there, was merged, or is forgotten."""
    story = _remembered(tables, number)
    if story is None:
        return None
    now = int(story["last_ms"]) if now_ms is None else max(now_ms, int(story["last_ms"]))
    return StoryView(
        number=number,
        size=int(story["size"]),
        first_ms=int(story["first_ms"]),
        last_ms=int(story["last_ms"]),
        burst=_burst([story], [tables], now),
        keywords=_keywords(tables, story),
        example_row=int(story["example_row"]) if story["example_row"] >= 0 else None,
        volume=_volume(story),
        copies=int(story["copies"]),
        campaign=round(float(story["campaign"]), RATING_DIGITS),
        evidence=_evidence(tables, story),
        pinned=bool(story["pinned"]),
    )


def _remembered(tables: Tables, number: int) -> np.void | None:
    story: np.void = tables.stories[story_slot(tables, number)]
    return None if number <= 0 or story["number"] != number or story["merged_into"] else story


def joined_view(
    number: int, parts: list[tuple[Tables, int]], shards: list[Tables], now_ms: int | None
) -> StoryView | None:
    """One view of a story whose parts lie in several of the shards; None when all are forgotten."""
    found = [view_story(tables, part, now_ms) for tables, part in parts]
    views = sorted((view for view in found if view is not None), key=lambda view: -view.size)
    if not views:
        return None
    stories = [story for tables, part in parts if (story := _remembered(tables, part)) is not None]
    last_ms = max(view.last_ms for view in views)
    volume: dict[int, int] = {}
    for hour, posts in (entry for view in views for entry in view.volume):
        volume[hour] = volume.get(hour, 0) + posts
    ranked = [word for words in zip_longest(*(view.keywords for view in views)) for word in words if word]
    rated = max(views, key=lambda view: view.campaign)
    return replace(
        views[0],
        number=number,
        size=sum(view.size for view in views),
        first_ms=min(view.first_ms for view in views),
        last_ms=last_ms,
        burst=_burst(stories, shards, last_ms if now_ms is None else max(now_ms, last_ms)),
        keywords=list(dict.fromkeys(ranked))[:KEYWORDS],
        volume=sorted(volume.items())[-VOLUME_HOURS:],
        copies=sum(view.copies for view in views),
        campaign=rated.campaign,
        evidence=rated.evidence,
        pinned=any(view.pinned for view in views),
    )


def _burst(stories: Sequence[np.void], everything: Iterable[Tables], now: int) -> Burst:
    """How unusual the last hours of a story, or of all its parts, are at `now`, as far as the radar has seen."""
    hour = now // HOUR_MS
    ages = (posts_by_age(int(story["last_hour"]), story["volume"].tolist(), hour) for story in stories)
    posts = [sum(age) for age in zip(*ages, strict=True)]
    if sum(posts[: WINDOWS[-1]]) < LEAST_POSTS:
        return NO_BURST
    age_hours = hour - min(int(story["first_ms"]) for story in stories) // HOUR_MS + 1
    return burst_of(posts, age_hours, Stream.at(everything, now))


def _keywords(tables: Tables, story: np.void) -> list[str]:
    """Words that many of its posts have and few others, as they were written."""
    length = int(story["length"])
    tokens = story["tokens"][:length]
    share = story["counts"][:length] / max(float(story["mass"]), 1e-6)
    telling = np.minimum(share, 1) * story["rarity"][:length]
    order = np.lexsort((tokens, -telling))
    if story["size"] - story["copies"] > 1:
        order = order[share[order] >= LEAST_KEYWORD_SHARE]
    words: list[str] = []
    for token in tokens[order].tolist():
        word = _surface(tables, token)
        if word and word not in words:
            words.append(word)
        if len(words) == KEYWORDS:
            break
    return words


def _surface(tables: Tables, token: int) -> str | None:
    surface = tables.surfaces[token & (len(tables.surfaces) - 1)]
    if surface["token"] != token or tables.tokens[token_slot(tables, token)]["seen"] <= 0:
        return None
    return bytes(surface["bytes"][: surface["length"]]).decode("utf-8", "ignore").lower()


def _volume(story: np.void) -> list[tuple[int, int]]:
    last = int(story["last_hour"])
    first = max(last - VOLUME_HOURS + 1, int(story["first_ms"]) // HOUR_MS)
    posts = story["volume"].tolist()
    return [(hour * HOUR_MS, posts[hour % VOLUME_HOURS]) for hour in range(first, last + 1)]


def _evidence(tables: Tables, story: np.void) -> CopyEvidence | None:
    post = tables.posts[post_slot(tables, int(story["campaign_post"]))]
    if not story["campaign_post"] or post["ordinal"] != story["campaign_post"]:
        return None
    copies, accounts = int(post["copies"]), _account_estimate(int(post["accounts"]))
    minutes = max(0, int(post["last_ms"]) - int(post["first_ms"])) // 60_000
    is_campaign = float(story["campaign"]) >= CAMPAIGN_RATING
    by = f" by about {accounts} accounts" if accounts else ""
    seen = f"{copies} copies of one text{by} in {minutes} minutes"
    reason = f"{seen}, {int(post['early_copies'])} of them word for word in its first hour"
    return CopyEvidence(
        kind="campaign" if is_campaign else "many copies",
        reason=reason,
        row=int(post["row"]),
        copies=copies,
        accounts=accounts,
        spread_minutes=minutes,
    )


def _account_estimate(marks: int) -> int | None:
    """How many accounts set these 64 marks, by linear counting; None where no account was known."""
    if not marks:
        return None
    free = 64 - marks.bit_count()
    return round(-64 * float(np.log(max(free, 0.5) / 64)))
