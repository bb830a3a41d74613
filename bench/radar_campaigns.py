"""Seeded campaigns among ordinary sharing: is what was pushed called a campaign, and what people liked *many copies*?

A campaign: 20 to 90 copies within 30 to 90 minutes by 8 to 60 accounts, up to four in ten of them with a word changed,
a tag added or a comment in front. Ordinary sharing: residents, each an account of their own, copy a critic's text or a
warning over hours or a day; some texts go round fast, half of the copies within two hours.
"""

import numpy as np

from bench.goals import Goals
from bench.radar_scores import BACKGROUND
from bench.radar_streams import Grouping, Stream, group
from bench.radar_synthetic import DAY_MS, HOUR_MS, Posts, Words, decorated, edited

CAMPAIGNS, SHARED, TALK = 12, 40, 6000


def measure_campaigns(goals: Goals, *, seeds: range = range(5)) -> None:
    """Precision and recall over all seeds together."""
    called, right, found, pushed = 0, 0, 0, 0
    for seed in seeds:
        stream = campaign_stream(seed)
        precise, named = verdicts(stream, group(stream))
        called, right = called + len(precise), right + sum(precise)
        pushed += CAMPAIGNS
        found += named
    goals.at_least(f"campaigns of {len(seeds)} seeds, edited copies: precision", 0.90, right / max(called, 1))
    goals.at_least(f"campaigns of {len(seeds)} seeds, edited copies: recall", 0.80, found / pushed)


def verdicts(stream: Stream, found: Grouping) -> tuple[list[bool], int]:
    """For each text called a campaign whether it was pushed, and how many pushed texts were called one."""
    assert stream.campaign is not None
    assert stream.origin is not None
    precise: list[bool] = []
    named: set[int] = set()
    for view in found.radar.stories(found.radar.living(least_size=5)):
        if view.evidence and view.evidence.kind == "campaign":
            copies = found.copy_of == view.evidence.row
            precise.append(bool(stream.campaign[copies].mean() > 0.5))
            named |= set(stream.origin[copies & stream.campaign].tolist())
    return precise, len(named)


def campaign_stream(seed: int) -> Stream:
    """Two days of talk with campaigns and ordinary sharing in it."""
    rng = np.random.default_rng(seed)
    words, out = Words(rng, 20_000), Posts()
    for _ in range(TALK):
        text = decorated(words.common(int(rng.integers(5, 16))), rng)
        out.add(text, rng.random() * 2 * DAY_MS, BACKGROUND, None, account(rng))
    for story in range(CAMPAIGNS):
        add_campaign(out, words, story)
    for story in range(CAMPAIGNS, CAMPAIGNS + SHARED):
        add_shared(out, words, story)
    return out.stream()


def account(rng: np.random.Generator) -> int:
    """Somebody who is not seen twice."""
    return int(rng.integers(1, 2**40))


def own_text(words: Words) -> str:
    """A text that tells something."""
    rng = words.rng
    return decorated([*words.common(4), *words.rare(int(rng.integers(5, 12))), *words.common(4)], rng)


def add_campaign(out: Posts, words: Words, story: int) -> None:
    """One text pushed by a group of accounts."""
    rng, start = words.rng, words.rng.random() * 1.8 * DAY_MS
    accounts, share_edited = rng.integers(1, 2**40, rng.integers(8, 61)), rng.random() * 0.4
    first = out.add(own_text(words), start, story, None, int(rng.choice(accounts)), campaign=True)
    minutes = rng.uniform(30, 90)
    for later in np.sort(rng.random(int(rng.integers(20, 91)))) * minutes * 60_000:
        text = edited(out.texts[first], words) if rng.random() < share_edited else out.texts[first]
        out.add(text, start + later, story, first, int(rng.choice(accounts)), campaign=True)


def add_shared(out: Posts, words: Words, story: int) -> None:
    """One text that many people pass on, each once; every fifth goes round within two hours."""
    rng, start = words.rng, words.rng.random() * 1.5 * DAY_MS
    half_life = 2.0 if rng.random() < 0.2 else rng.uniform(5, 12)
    first = out.add(own_text(words), start, story, None, account(rng))
    for later in rng.exponential(half_life / np.log(2), int(rng.integers(10, 81))) * HOUR_MS:
        out.add(edited(out.texts[first], words), start + later, story, first, account(rng))
