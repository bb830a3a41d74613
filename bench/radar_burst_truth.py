"""Streams whose stories are known to grow or not: suddenly, slowly, by day and night, with hours that are missing.

A *sudden* story is told `before` times an hour and from its onset on, for eight hours, `jump` times as often. A *slow*
one doubles every three hours from its onset on, sixtyfold at most, for a day. Onsets lie anywhere between the third day
and the last but one, at night too. All else is *ordinary*: chatter that is in no story, and steady stories. All follow
one rhythm of day and night, and one hour of each day is missing.

Where `uneven` is set, the rate of each story also swings from hour to hour, new stories come up, are talked of for some
hours and fade, and six hours in a row and four others are missing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.radar_synthetic import Words

Numbers = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]
HOUR_MS = 3_600_000
DAYS = 6
STEPS = 12  # of an hour: rates hold for five minutes
# Posts at each hour over the mean: Indonesian public talk sleeps from midnight to five and peaks in the evening.
RHYTHM = np.array([3, 2, 1, 1, 2, 5, 9, 11, 11, 12, 12, 13, 14, 12, 12, 12, 12, 13, 16, 19, 20, 17, 11, 6]) / 9.83
SILENT_HOUR = 15
SUDDEN_HOURS, SLOW_HOURS = 8, 24
# How closely an uneven story's rate follows that of the hour before.
SWING_KEPT = 0.7
NEWCOMERS_A_DAY = 12


@dataclass(frozen=True)
class Office:
    """A stream: posts a day of chatter, steady stories with their posts an hour, and stories that grow."""

    name: str
    chatter: int
    steady: list[float]
    before: float  # posts an hour of a growing story before it grows
    jump: float  # times that, at once
    uneven: float = 0.0  # standard deviation of the logarithm of a story's rate


@dataclass(frozen=True)
class Growth:
    """A story that grows from `onset` on: suddenly, or doubling every three hours."""

    sudden: bool
    onset: float  # hours

    @property
    def end(self) -> float:
        """Hour in which it is back at its old rate."""
        return self.onset + (SUDDEN_HOURS if self.sudden else SLOW_HOURS)


def growths(rng: np.random.Generator) -> list[Growth]:
    """Six stories of each kind."""
    return [Growth(sudden, float(onset)) for sudden in (True, False) for onset in rng.uniform(60, 24 * DAYS - 30, 6)]


def posts_of(office: Office, grows: list[Growth], rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Times of all posts in order, and for each the number of its story, -1 for chatter.

    Steady stories come first, then those that grow, then those that come up and fade.
    """
    hours = np.arange(0, 24 * DAYS, 1 / STEPS)
    level = RHYTHM[(hours % 24).astype(int)] * heard(office, rng)
    rates = [np.full(len(hours), rate) for rate in office.steady] + [grown(office, growth, hours) for growth in grows]
    if office.uneven:
        rates = [rate * swings(office.uneven, rng) for rate in rates]
        rates += newcomers(hours, rng)
    rates.insert(0, np.full(len(hours), office.chatter / 24))
    times, truth = [], []
    for number, rate in enumerate(rates, start=-1):
        counts = rng.poisson(rate * level / STEPS)
        at = (np.repeat(hours, counts) + rng.random(counts.sum()) / STEPS) * HOUR_MS
        times.append(at.astype(np.int64))
        truth.append(np.full(len(at), number))
    order = np.argsort(np.concatenate(times), kind="stable")
    return np.concatenate(times)[order], np.concatenate(truth)[order]


def heard(office: Office, rng: np.random.Generator) -> Rates:
    """1 where the stream is heard, 0 where its source is silent."""
    hours = np.arange(24 * DAYS)
    missing = hours % 24 == SILENT_HOUR
    if office.uneven:
        first = rng.integers(24 * DAYS - 8)
        missing |= np.isin(hours, rng.integers(0, 24 * DAYS, 4)) | ((hours >= first) & (hours < first + 6))
    return np.repeat(~missing, STEPS).astype(np.float64)


def grown(office: Office, growth: Growth, hours: Rates) -> Rates:
    """Posts an hour of a story that grows, before the rhythm."""
    since = hours - growth.onset
    grows = (since >= 0) & (hours < growth.end)
    times = office.jump if growth.sudden else np.minimum(2 ** (np.maximum(since, 0) / 3), 60)
    return office.before * np.where(grows, times, 1.0)


def swings(uneven: float, rng: np.random.Generator) -> Rates:
    """By how much a story is told more or less than usual: a rate with mean 1 that wanders from hour to hour."""
    swing = [rng.normal()]
    for step in rng.normal(size=24 * DAYS - 1):
        swing.append(SWING_KEPT * swing[-1] + np.sqrt(1 - SWING_KEPT**2) * step)
    return np.repeat(np.exp(uneven * np.array(swing) - uneven**2 / 2), STEPS)


def newcomers(hours: Rates, rng: np.random.Generator) -> list[Rates]:
    """Stories that come up, bring some posts (few as a rule, at most 60) and fade."""
    rates = []
    for onset in rng.uniform(0, 24 * DAYS, rng.poisson(NEWCOMERS_A_DAY * DAYS)):
        posts, life = min(1.5 * (rng.pareto(1.5) + 1), 60.0), rng.uniform(2, 12)
        since = hours - onset
        rates.append(np.where(since >= 0, posts / life * np.exp(-np.maximum(since, 0) / life), 0.0))
    return rates


def texts_of(truth: Numbers, rng: np.random.Generator) -> list[str]:
    """Posts whose story is easy to tell: what is judged here is the rate, not the grouping."""
    words = Words(rng, 20_000)
    cores = [words.rare(6) for _ in range(int(truth.max()) + 1)]
    texts = []
    for number in truth.tolist():
        own = [str(word) for word in rng.choice(cores[number], 5, replace=False)] if number >= 0 else words.rare(3)
        texts.append(" ".join([*own, *words.common(5)]))
    return texts
