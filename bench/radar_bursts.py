"""Bursts against the truth: how soon a story that grows is noticed, and how often one that does not raises an alarm.

An alarm about anything but a growing story in its growth is false, and so is one about a cluster of chatter; alarms
about one story within half a day are one.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bench.goals import Goals
from bench.radar_burst_truth import DAYS, HOUR_MS, Growth, Numbers, Office, growths, posts_of, texts_of
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.story_view import BURST_ALARM

LOOK_EVERY_MS = 300_000  # the desk looks this often
# So long after a growth its last hours still hold what it brought.
ECHO_HOURS = 12
KINDS = ("sudden", "slow")
RESAMPLES = 1000

OFFICES = [
    Office("an office with 300 posts a day", 180, [0.2, 0.4, 0.8, 1.5], 0.25, 30),
    Office("5,000 posts a day", 2500, [1.0, 2.0, 4.0, 8.0] * 6, 1.0, 20),
    Office("5,000 posts a day, uneven", 2500, [1.0, 2.0, 4.0, 8.0] * 6, 1.0, 20, uneven=0.5),
]


@dataclass
class Judgement:
    """Posts and minutes from the onset to the first alarm (None: never noticed), and alarms about what did not grow."""

    delays: dict[str, list[tuple[int, float] | None]]
    false_alarms: int = 0


def measure_bursts(goals: Goals, *, seeds: range = range(10)) -> None:
    """A row for each kind of growth and office: median delay, and false alarms a week at the same threshold."""
    for office in OFFICES:
        runs = [run(office, seed) for seed in seeds]
        figures, spread = summary(runs), resampled(runs)
        for kind, most_posts, most_minutes in (("sudden", 10, 60), ("slow", 25, 720)):
            noticed, posts, minutes = (figures[f"{kind} {what}"] for what in ("noticed", "posts", "minutes"))
            goals.at_least(f"bursts, {office.name}: {kind} ones noticed", 0.95, noticed)
            goals.at_most(f"  posts until noticed, median ({kind})", most_posts, posts, form=".0f")
            goals.at_most(f"  minutes until noticed, median ({kind})", most_minutes, minutes, form=".0f")
        alarms = figures["false alarms"]
        goals.at_most(f"  false alarms a week, from a score of {BURST_ALARM:g} on", 2, alarms, form=".1f")
        print(f"  {len(runs)} runs, 95 in 100 times between: " + "; ".join(spread), flush=True)


def summary(runs: list[Judgement]) -> dict[str, float]:
    """Share noticed, median posts and minutes of each kind, and false alarms a week."""
    figures = {"false alarms": sum(result.false_alarms for result in runs) / (DAYS / 7 * len(runs))}
    for kind in KINDS:
        found = [delay for result in runs for delay in result.delays[kind]]
        noticed = [delay for delay in found if delay is not None]
        posts, minutes = np.median(np.array(noticed or [(np.inf, np.inf)]), axis=0)
        figures |= {f"{kind} noticed": len(noticed) / len(found)}
        figures |= {f"{kind} posts": float(posts), f"{kind} minutes": float(minutes)}
    return figures


def resampled(runs: list[Judgement]) -> list[str]:
    """Between which bounds each figure lies when the same number of runs is drawn from these."""
    rng = np.random.default_rng(0)
    drawn = [summary([runs[at] for at in rng.integers(len(runs), size=len(runs))]) for _ in range(RESAMPLES)]
    bounds = {name: np.percentile([figures[name] for figures in drawn], [2.5, 97.5]) for name in drawn[0]}
    return [f"{name} {low:.3g} - {high:.3g}" for name, (low, high) in bounds.items()]


def run(office: Office, seed: int) -> Judgement:
    """Six days of an office; the radar groups the posts, its alarms are compared with the truth."""
    rng = np.random.default_rng(seed)
    grows = growths(rng)
    times, truth = posts_of(office, grows, rng)
    alarm_at = alarms_of(times, truth, texts_of(truth, rng))
    return judged(office, grows, times, truth, alarm_at)


def alarms_of(times: Numbers, truth: Numbers, texts: list[str]) -> dict[int, list[int]]:
    """When the desk would have said that a story surges, by the story that most of its posts tell.

    Each cluster of chatter is a story of its own, below 0.
    """
    radar = Radar()
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
            if view.burst.score >= BURST_ALARM:
                members = stories.get(view.number, [])
                about = max(set(members), key=members.count) if members else -1
                alarm_at.setdefault(about if about >= 0 else -view.number, []).append(int(times[last - 1]))
    return alarm_at


def judged(
    office: Office, grows: list[Growth], times: Numbers, truth: Numbers, alarm_at: dict[int, list[int]]
) -> Judgement:
    """Compares alarms with the truth."""
    judgement = Judgement({kind: [] for kind in KINDS})
    growing = dict(enumerate(grows, start=len(office.steady)))
    for about, alarms in alarm_at.items():
        growth = growing.get(about)
        false = [at for at in alarms if growth is None or not is_in_growth(at, growth)]
        judgement.false_alarms += len(false[:1]) + sum(at - before > 12 * HOUR_MS for before, at in pairwise(false))
    for number, growth in growing.items():
        onset = growth.onset * HOUR_MS
        own = times[(truth == number) & (times >= onset)]
        after = [at for at in alarm_at.get(number, []) if is_in_growth(at, growth)]
        noticed = (int((own <= after[0]).sum()), (after[0] - onset) / 60_000) if after else None
        judgement.delays["sudden" if growth.sudden else "slow"].append(noticed)
    return judgement


def is_in_growth(at: int, growth: Growth) -> bool:
    """Whether the story grows then, or did so within the hours that are looked at."""
    return growth.onset <= at / HOUR_MS < growth.end + ECHO_HOURS
