"""How unusual a story's last hours are: how likely so many posts, given its past, the stream and all stories watched.

What a story is expected to bring in a window is what it brought before, for as much of the stream. It is told as a
negative binomial, which knows three doubts: chance, a short past, and that ordinary stories are uneven.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kohkol.engine.radar.kernels.bursts import RHYTHM_PRIOR, SPREAD_BEFORE, SPREAD_HOURS_BEFORE
from kohkol.engine.radar.tables import VOLUME_HOURS, Tables

HOUR_MS = 3_600_000
HOURS_OF_WEEK = 168
# Hours of the clock that are looked at together, the present one with them. On 8 streams of 5,000 posts a day, of other
# seeds than the bench's, grouped by the truth, slow stories take 489 minutes to notice with 1, 2 and 4, 495 with 1, 4
# and 12, 567 with 1 and 12, 485 with seven windows. The bench's stories grow too fast to need 12; others take days.
WINDOWS = (1, 2, 4, 12)
# Fewer posts in a window are no burst, however unlikely. With 6 a small office waits 39 minutes in place of 34 for a
# sudden story; 3 changed nothing.
LEAST_POSTS = 4
# A stream is never taken for more even than this.
LEAST_SPREAD = 0.02
# Before anything is seen a story brings a quarter of a post an hour after its first; worth so many hours seen (5 and 80
# changed nothing). It has to be learned: with a quarter throughout 16 false alarms a week in place of .9, from 1 on.
USUAL_BEFORE, USUAL_HOURS_BEFORE = 0.25, 20.0


@dataclass(frozen=True, slots=True)
class Burst:
    """`score` is 0 where nothing is unusual; else `posts` came in the last `minutes`, where `usual` were expected.

    The score is the common logarithm of weeks: by chance alone, one of all stories told here jumps as far as this once
    in 10 ** score weeks.
    """

    score: float = 0.0
    posts: int = 0
    minutes: int = 0
    usual: float = 0.0


NO_BURST = Burst()


@dataclass(frozen=True, slots=True)
class Stream:
    """The whole stream as of one moment. `exposure[k]`: how many usual hours the last k hours of the clock hold."""

    hour: int
    minute: int
    exposure: Sequence[float]
    story_hours_a_week: float
    usual: float
    spread: float

    @classmethod
    def at(cls, parts: Iterable[Tables], now_ms: int) -> "Stream":
        """The stream that these tables (of one radar, or of all its shards) have seen until `now_ms`."""
        parts = list(parts)
        hour, within = divmod(now_ms, HOUR_MS)
        begun = min(int(tables.counters[0]["first_ms"]) // HOUR_MS for tables in parts if tables.counters[0]["posts"])
        hours = min(max(hour - begun + 1, 1), VOLUME_HOURS)
        posts = [0] * hours
        told = more = 0
        for tables in parts:
            for at, kept_posts, kept_told, kept_more in tables.hours.tolist():
                if 0 <= hour - at < hours:
                    posts[hour - at] += kept_posts
                    told, more = told + kept_told, more + kept_more
        gone = within / HOUR_MS
        length = max(hours - 1 + gone, 1.0)
        level = sum(posts) / length + RHYTHM_PRIOR
        exposure = [0.0, (posts[0] + RHYTHM_PRIOR * gone) / level]
        for earlier in posts[1:]:
            exposure.append(exposure[-1] + (earlier + RHYTHM_PRIOR) / level)
        off = sum(float(tables.counters[0]["spread"]) for tables in parts)
        learned = sum(float(tables.counters[0]["spread_hours"]) for tables in parts)
        return cls(
            hour=hour,
            minute=within // 60_000,
            exposure=exposure,
            story_hours_a_week=HOURS_OF_WEEK * max(told / length, 1.0),
            usual=(more + USUAL_BEFORE * USUAL_HOURS_BEFORE) / (told + USUAL_HOURS_BEFORE),
            spread=max(
                (off + SPREAD_BEFORE * SPREAD_HOURS_BEFORE) / (learned + SPREAD_HOURS_BEFORE),
                LEAST_SPREAD,
            ),
        )


def posts_by_age(last_hour: int, volume: Sequence[int], hour: int) -> list[int]:
    """Posts of a story in `hour`, the one before it and so on, from its volume (by hour modulo its length)."""
    size = len(volume)
    return [volume[at % size] if last_hour - size < at <= last_hour else 0 for at in range(hour, hour - size, -1)]


def burst_of(posts: Sequence[int], age_hours: int, stream: Stream) -> Burst:
    """The most unusual window of a story told for so many hours of the clock, `posts` of them latest first."""
    best, least = NO_BURST, 0.0
    hours = len(stream.exposure) - 1
    age = min(age_hours, hours)
    total = sum(posts[:age])
    for window in WINDOWS:
        window = min(window, hours)
        found = sum(posts[:window])
        if found < LEAST_POSTS:
            continue
        # That there is a story at all is known from its first post, which therefore says nothing of its rate.
        is_new = age_hours <= window
        counted = found - is_new
        shape = 1 + max(total - found - (not is_new and age_hours == age), 0)
        expected = shape / (1 / stream.usual + max(stream.exposure[age] - stream.exposure[min(window, age)], 0.0))
        expected *= stream.exposure[window]
        logarithm = log10_of_tail(counted, expected, 1 / shape + stream.spread)
        if logarithm < least:
            minutes = max(60 * (window - 1) + stream.minute, 1)
            least, best = logarithm, Burst(0.0, found, minutes, round(expected, 1))
    score = -least - math.log10(stream.story_hours_a_week)
    return Burst(round(score, 3), best.posts, best.minutes, best.usual) if score > 0 else NO_BURST


def log10_of_tail(posts: int, expected: float, spread: float) -> float:
    """The chance of so many posts or more, at most; their variance is `expected + spread * expected ** 2`."""
    if posts <= expected:
        return 0.0
    shape = 1 / spread
    share = expected / (expected + shape)
    here = math.lgamma(posts + shape) - math.lgamma(shape) - math.lgamma(posts + 1)
    here += posts * math.log(share) + shape * math.log1p(-share)
    # Each number of posts is less likely than the one before by this factor or a smaller one.
    falling = max(share, share * (posts + shape) / (posts + 1))
    return min((here - math.log1p(-falling)) / math.log(10), 0.0)
