"""Bursts against the truth: how soon a story that grows is noticed, and how often one that does not raises an alarm.

Steady stories keep their rate through day and night; some stories jump to many times their rate within minutes, others
double every three hours. The whole stream follows a rhythm of day and night and misses one hour of each day.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bench.goals import Goals
from bench.radar_synthetic import Words
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.story_view import BURST_ALARM

Numbers = npt.NDArray[np.int64]
HOUR_MS = 3_600_000
DAYS = 6
LOOK_EVERY_MS = 300_000  # the desk looks this often
# Posts at each hour over the mean: Indonesian public talk sleeps from midnight to five and peaks in the evening.
RHYTHM = np.array([3, 2, 1, 1, 2, 5, 9, 11, 11, 12, 12, 13, 14, 12, 12, 12, 12, 13, 16, 19, 20, 17, 11, 6]) / 9.83
SILENT_HOUR = 15


@dataclass
class Office:
    """A stream: posts a day of chatter, steady stories with their posts an hour, and stories that grow."""

    name: str
    chatter: int
    steady: list[float]
    before: float  # posts an hour of a growing story before it grows
    jump: float  # times that, at once


@dataclass
class Judgement:
    """Posts and minutes from the onset to the first alarm (None: never noticed), and alarms about what did not grow."""

    delays: dict[str, list[tuple[int, float] | None]]
    false_alarms: int = 0


@dataclass
class Growth:
    """A story that grows from `onset` on: suddenly, or doubling every three hours."""

    sudden: bool
    onset: float  # hours


OFFICES = [
    Office("an office with 300 posts a day", 180, [0.2, 0.4, 0.8, 1.5], 0.25, 30),
    Office("5,000 posts a day", 2500, [1.0, 2.0, 4.0, 8.0] * 6, 1.0, 20),
]


def measure_bursts(goals: Goals, *, seeds: range = range(2)) -> None:
    """A row for each kind of growth and office: median delay, and false alarms a week at the same threshold."""
    for office in OFFICES:
        runs = [run(office, seed) for seed in seeds]
        for kind, most_posts, most_minutes in (("sudden", 10, 60), ("slow", 25, 720)):
            found = [delay for result in runs for delay in result.delays[kind]]
            noticed = [delay for delay in found if delay is not None]
            goals.at_least(f"bursts, {office.name}: {kind} ones noticed", 0.95, len(noticed) / len(found))
            posts, minutes = np.median(np.array(noticed or [(np.inf, np.inf)]), axis=0)
            goals.at_most(f"  posts until noticed, median ({kind})", most_posts, float(posts), form=".0f")
            goals.at_most(f"  minutes until noticed, median ({kind})", most_minutes, float(minutes), form=".0f")
        alarms = sum(result.false_alarms for result in runs) / (DAYS / 7 * len(runs))
        goals.at_most(f"  false alarms a week, from a score of {BURST_ALARM:g} on", 2, alarms, form=".1f")


def run(office: Office, seed: int) -> Judgement:
    """One week of an office; the radar groups the posts, its alarms are compared with the truth."""
    rng = np.random.default_rng(seed)
    grows = [Growth(sudden, float(onset)) for sudden in (True, False) for onset in rng.uniform(60, 24 * DAYS - 30, 6)]
    times, truth = posts_of(office, grows, rng)
    radar, texts = Radar(), texts_of(truth, len(office.steady) + len(grows), rng)
    alarm_at: dict[int, list[int]] = {}
    stories: dict[int, list[int]] = {}
    edges = np.searchsorted(times, np.arange(times[0], times[-1] + LOOK_EVERY_MS, LOOK_EVERY_MS))
    for first, last in pairwise([*edges.tolist(), len(times)]):
        if last == first:
            continue
        placed = radar.push(Batch(np.arange(first + 1, last + 1), times[first:last], texts[first:last]))
        for story, true in zip(placed.story.tolist(), truth[first:last].tolist(), strict=True):
            stories.setdefault(story, []).append(true)
        for view in radar.stories(set(placed.story.tolist()), now_ms=int(times[last - 1])):
            if view.burst >= BURST_ALARM:
                members = stories.get(view.number, [])
                about = max(set(members), key=members.count) if members else -1
                alarm_at.setdefault(about, []).append(int(times[last - 1]))
    return judged(office, grows, times, truth, alarm_at)


def judged(
    office: Office, grows: list[Growth], times: Numbers, truth: Numbers, alarm_at: dict[int, list[int]]
) -> Judgement:
    """Compares alarms with the truth; alarms on one story within half a day are one."""
    judgement = Judgement({"sudden": [], "slow": []})
    for about, alarms in alarm_at.items():
        onset = grows[about - len(office.steady)].onset * HOUR_MS if about >= len(office.steady) else np.inf
        early = [at for at in alarms if at < onset]
        again = [at for before, at in pairwise(early) if at - before > 12 * HOUR_MS]
        judgement.false_alarms += bool(early) + len(again)
    for number, growth in enumerate(grows, start=len(office.steady)):
        onset = growth.onset * HOUR_MS
        own = times[(truth == number) & (times >= onset)]
        after = [at for at in alarm_at.get(number, []) if at >= onset]
        noticed = (int((own <= after[0]).sum()), (after[0] - onset) / 60_000) if after else None
        judgement.delays["sudden" if growth.sudden else "slow"].append(noticed)
    return judgement


def posts_of(office: Office, grows: list[Growth], rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Times of all posts in order, and for each the number of its story, -1 for chatter."""
    hours = np.arange(0, 24 * DAYS, 1 / 12)
    level = RHYTHM[(hours % 24).astype(int)] * (hours.astype(int) % 24 != SILENT_HOUR)
    rates = [np.full(len(hours), office.chatter / 24)] + [np.full(len(hours), rate) for rate in office.steady]
    for growth in grows:
        since = hours - growth.onset
        sudden = np.where((since >= 0) & (since < 8), office.before * office.jump, office.before)
        slow = np.where(
            (since >= 0) & (since < 24), office.before * np.minimum(2 ** (np.maximum(since, 0) / 3), 60), office.before
        )
        rates.append(sudden if growth.sudden else slow)
    times, truth = [], []
    for number, rate in enumerate(rates, start=-1):
        counts = rng.poisson(rate * level / 12)
        at = (np.repeat(hours, counts) + rng.random(counts.sum()) / 12) * HOUR_MS
        times.append(at.astype(np.int64))
        truth.append(np.full(len(at), number))
    order = np.argsort(np.concatenate(times), kind="stable")
    return np.concatenate(times)[order], np.concatenate(truth)[order]


def texts_of(truth: Numbers, stories: int, rng: np.random.Generator) -> list[str]:
    """Posts whose story is easy to tell: what is judged here is the rate, not the grouping."""
    words = Words(rng, 20_000)
    cores = [words.rare(6) for _ in range(stories)]
    texts = []
    for number in truth.tolist():
        own = [str(word) for word in rng.choice(cores[number], 5, replace=False)] if number >= 0 else words.rare(3)
        texts.append(" ".join([*own, *words.common(5)]))
    return texts
