"""Bursts: what is unusual depends on a story's past, the stream and how many stories are told, not on the batches."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import nbinom

from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.bursts import NO_BURST, Stream, burst_of, log10_of_tail
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.story_view import BURST_ALARM, StoryView

HOUR_MS = 3_600_000
# Two days of an even stream, seen half an hour after the full hour; ten stories are told in each hour.
EVEN = Stream(
    hour=1000,
    minute=30,
    exposure=[0.0, *(k + 0.5 for k in range(48))],
    story_hours_a_week=1680.0,
    usual=0.25,
    spread=0.05,
)
ONCE_AN_HOUR = [1] * 48


def told(*latest: int) -> list[int]:
    """A story told once an hour, but in the last hours so often."""
    return [*latest, *ONCE_AN_HOUR[len(latest) :]]


def test_a_jump_is_told_in_posts_and_minutes() -> None:
    burst = burst_of(told(6, 6), 60, EVEN)
    assert burst.score > BURST_ALARM
    assert (burst.posts, burst.minutes, burst.usual) == (12, 90, 1.4)


def test_a_story_as_usual_is_no_burst() -> None:
    assert burst_of(ONCE_AN_HOUR, 60, EVEN) == NO_BURST
    assert burst_of(told(3, 0, 2), 60, EVEN) == NO_BURST


def test_slow_growth_shows_in_a_longer_window() -> None:
    burst = burst_of(told(2, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2), 60, EVEN)
    assert burst.score > 0
    assert burst.minutes == 11 * 60 + 30


def test_the_same_jump_is_less_where_more_stories_are_told() -> None:
    few, many = EVEN, replace(EVEN, story_hours_a_week=100 * EVEN.story_hours_a_week)
    assert burst_of(told(9, 6), 60, few).score == pytest.approx(2 + burst_of(told(9, 6), 60, many).score, abs=0.01)


def test_in_a_busy_hour_more_is_expected() -> None:
    busy = replace(EVEN, exposure=[0.0, *(k + 3.5 for k in range(48))])
    assert burst_of(told(6), 60, busy).score < burst_of(told(6), 60, EVEN).score


def test_where_stories_are_uneven_the_same_jump_is_less() -> None:
    assert burst_of(told(9), 60, replace(EVEN, spread=0.5)).score < burst_of(told(9), 60, EVEN).score


def test_the_first_post_of_a_new_story_says_nothing_of_its_rate() -> None:
    assert burst_of([4] + [0] * 47, 1, EVEN).score < burst_of([4] + [0] * 47, 60, EVEN).score
    assert burst_of([12] + [0] * 47, 1, EVEN).score > BURST_ALARM


@pytest.mark.parametrize(("posts", "expected", "spread"), [(5, 0.3, 0.1), (40, 12.0, 0.05), (9, 2.0, 1.5)])
def test_the_chance_is_that_of_a_negative_binomial_and_never_less(posts: int, expected: float, spread: float) -> None:
    exact = np.log10(nbinom.sf(posts - 1, 1 / spread, 1 / (1 + spread * expected)))
    assert exact <= log10_of_tail(posts, expected, spread) < exact + 0.2


def test_what_is_expected_or_less_is_certain() -> None:
    assert log10_of_tail(3, 3.0, 0.1) == 0.0


def two_days(*, batch: int) -> list[StoryView]:
    """A story told every 20 minutes that jumps at the end, among chatter, pushed in batches of this size."""
    minutes = sorted([*range(0, 2880, 20), *range(2820, 2880, 4), *range(1, 2880, 7)])
    texts = [
        f"banjir bandang rendam ratusan rumah warga bayongbong garut {minute}x"
        if minute % 20 == 0 or (minute >= 2820 and minute % 4 == 0)
        else f"obrolan{minute}y santai{minute}z sore{minute}w"
        for minute in minutes
    ]
    radar = Radar()
    for first in range(0, len(minutes), batch):
        part = slice(first, first + batch)
        rows = np.arange(first, min(first + batch, len(minutes)))
        radar.push(Batch(rows, np.array(minutes[part]) * 60_000, texts[part]))
    return radar.stories(radar.living())


def test_a_burst_does_not_depend_on_the_batches() -> None:
    views = two_days(batch=7)
    assert views == two_days(batch=1000)
    assert views[0].burst.score > BURST_ALARM


def test_one_post_from_the_future_spoils_one_hour_of_the_rhythm_at_most() -> None:
    radar = Radar()
    late = np.array([10_000 * HOUR_MS, *(minute * 60_000 for minute in range(0, 2880, 30))])
    radar.push(Batch(np.arange(len(late)), late, [f"kabar{row}y pagi{row}z" for row in range(len(late))]))
    assert (radar._tables.hours["posts"] == 2).sum() >= 46
