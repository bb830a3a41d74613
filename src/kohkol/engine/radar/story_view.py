"""A story as people see it: keywords in real words, size, time, volume by hour, copies, and signs of a campaign."""

from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from kohkol.engine.radar.kernels.bursts import burst_score, decayed, rhythm
from kohkol.engine.radar.kernels.slots import post_slot, story_slot, token_slot
from kohkol.engine.radar.tables import VOLUME_HOURS, Tables

HOUR_MS = 3_600_000
KEYWORDS = 8
LEAST_KEYWORD_SHARE = 0.15
RATING_DIGITS = 3
CAMPAIGN_RATING = 0.5
# From this score on a story counts as growing unusually fast; `kohkol bench radar` measures delay and false alarms.
BURST_ALARM = 3.5


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
    burst: float
    keywords: list[str]
    example_row: int | None
    volume: list[tuple[int, int]]
    copies: int
    campaign: float
    evidence: CopyEvidence | None
    pinned: bool


def view_story(tables: Tables, number: int, now_ms: int | None) -> StoryView | None:
    """The story of this number, or None when it was never there, was merged, or is forgotten."""
    story = tables.stories[story_slot(tables, number)]
    if number <= 0 or story["number"] != number or story["merged_into"]:
        return None
    now = int(story["last_ms"]) if now_ms is None else max(now_ms, int(story["last_ms"]))
    return StoryView(
        number=number,
        size=int(story["size"]),
        first_ms=int(story["first_ms"]),
        last_ms=int(story["last_ms"]),
        burst=round(_burst(tables, story, now), 3),
        keywords=_keywords(tables, story),
        example_row=int(story["example_row"]) if story["example_row"] >= 0 else None,
        volume=_volume(story),
        copies=int(story["copies"]),
        campaign=round(float(story["campaign"]), RATING_DIGITS),
        evidence=_evidence(tables, story),
        pinned=bool(story["pinned"]),
    )


def joined_view(number: int, parts: list[tuple[Tables, int]], now_ms: int | None) -> StoryView | None:
    """One view of a story whose parts lie in several shards; None when all are forgotten."""
    found = [view_story(tables, part, now_ms) for tables, part in parts]
    views = sorted((view for view in found if view is not None), key=lambda view: -view.size)
    if not views:
        return None
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
        last_ms=max(view.last_ms for view in views),
        burst=max(view.burst for view in views),
        keywords=list(dict.fromkeys(ranked))[:KEYWORDS],
        volume=sorted(volume.items())[-VOLUME_HOURS:],
        copies=sum(view.copies for view in views),
        campaign=rated.campaign,
        evidence=rated.evidence,
        pinned=any(view.pinned for view in views),
    )


def _burst(tables: Tables, story: np.void, now: int) -> float:
    """The story's score at `now`, with the rhythm of all other posts at that time as far as the radar has seen."""
    fast, slow = decayed(float(story["fast"]), float(story["slow"]), now - int(story["last_ms"]))
    everything = tables.counters[0]
    age = max(0, now - int(everything["last_ms"]))
    all_fast, all_slow = decayed(float(everything["fast"]), float(everything["slow"]), age)
    return burst_score(fast, slow, rhythm(max(all_fast - fast, 0.0), max(all_slow - slow, 0.0)))


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
