"""`kohkol bench radar`: the radar's goals on real headlines, real short text and two synthetic streams."""

import argparse
from pathlib import Path

import numpy as np

from bench.goals import Goals
from bench.radar_bursts import measure_bursts
from bench.radar_campaigns import measure_campaigns
from bench.radar_halves import is_reporting_half
from bench.radar_peers import measure_peers
from bench.radar_practice import practice
from bench.radar_scores import BACKGROUND, cluster_scores, event_scores, link_scores
from bench.radar_speed import speed
from bench.radar_streams import Grouping, Stream, group, read_corpus
from bench.radar_synthetic import sentence_stream, word_bag_stream
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.story_view import CAMPAIGN_RATING

FRESH_SEED = 31_415_926
# Before the names of the rows: what the desk runs, and the settings for floods.
SETTINGS = {"": RadarSettings(), "flood: ": RadarSettings.for_floods()}


def main(arguments: list[str]) -> int:
    """Prints a row per goal; 0 only when all pass."""
    parser = argparse.ArgumentParser(prog="kohkol bench radar", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="synthetic streams of 100,000 posts in place of a million")
    parser.add_argument("--corpora", type=Path, help="folder with the corpora, as docs/radar-figures.md lists them")
    parser.add_argument("--speed", action="store_true", help="only the speed, on a million word bags")
    parser.add_argument("--peers", action="store_true", help="also run the peers that are installed")
    options = parser.parse_args(arguments)
    goals = Goals()
    if options.speed:
        speed(goals, word_bag_stream(1_000_000, FRESH_SEED))
        return goals.status()
    posts = 100_000 if options.quick else 1_000_000
    bags, sentences = word_bag_stream(posts, FRESH_SEED), sentence_stream(posts, FRESH_SEED + 1)
    for prefix, settings in SETTINGS.items():
        headlines(goals, options.corpora, prefix, settings)
        english(goals, options.corpora, prefix, settings)
        synthetic(goals, f"{prefix}word bags", bags, settings)
        synthetic(goals, f"{prefix}sentences", sentences, settings)
    practice(goals, options.corpora)
    measure_bursts(goals)
    measure_campaigns(goals)
    in_shards(goals, options.corpora, {"word bags": bags, "sentences": sentences})
    speed(goals, bags)
    if options.peers:
        peers(options.corpora, bags)
    return goals.status()


def peers(corpora: Path | None, bags: Stream) -> None:
    """The peers on the first 100,000 word bags and on the corpora that are there."""
    names = {"UCI": "stories/uci_news_day1.ndjson", "Indonesian headlines": "stories/clickid_id_dev.ndjson"}
    streams = {name: read_corpus(corpora, path) for name, path in names.items()}
    measure_peers({name: stream for name, stream in streams.items() if stream} | {"word bags": bags.first(100_000)})


def in_shards(goals: Goals, corpora: Path | None, streams: dict[str, Stream]) -> None:
    """What `--shards 2` finds of the same streams, against the same goals."""
    wanted = {
        "Indonesian headlines": ("stories/clickid_id_dev.ndjson", {"bcubed": 0.70, "ari": 0.42}),
        "UCI headlines, day one": ("stories/uci_news_day1.ndjson", {"ari": 0.80, "bcubed": 0.82}),
        "Tweets-T": ("stories/mstream_Tweets-T.ndjson.gz", {"nmi": 0.91, "ari": 0.75, "bcubed": 0.78}),
    }
    for name, (path, asked) in wanted.items():
        stream = read_corpus(corpora, path)
        scores = scores_of(stream, group(stream, shards=2).story) if stream else {}
        for score, goal in asked.items():
            goals.at_least(f"two shards: {name}: {score}", goal, scores.get(score))
    for name, stream in streams.items():
        found = group(stream, shards=2)
        assert stream.origin is not None
        goals.at_least(f"two shards: {name}: B-cubed F1", 0.90, scores_of(stream, found.story)["bcubed"])
        goals.at_least(f"two shards: {name}: near-copy link F1", 0.985, link_scores(stream.origin, found.copy_of)[2])


def headlines(goals: Goals, corpora: Path | None, prefix: str, settings: RadarSettings) -> None:
    """Indonesian headlines of a small day: the half of the stories on which nothing was chosen, and all of them."""
    stream = read_corpus(corpora, "stories/clickid_id_dev.ndjson")
    scores: list[dict[str, float]] = [{}, {}, {}]
    if stream is not None:
        scores = [headline_scores(stream, settings, reporting=reporting) for reporting in (True, False)]
        orders = [headline_scores(shuffled(stream, seed), settings, reporting=True) for seed in range(5)]
        scores.append({name: float(np.mean([order[name] for order in orders])) for name in orders[0]})
    names = ("reporting half", "all stories", "reporting half, mean of five orders")
    for name, score in zip(names, scores, strict=True):
        goals.at_least(f"{prefix}Indonesian headlines, {name}: strict B-cubed F1", 0.70, score.get("bcubed"))
        goals.at_least(f"{prefix}Indonesian headlines, {name}: ARI", 0.42, score.get("ari"))


def headline_scores(stream: Stream, settings: RadarSettings, *, reporting: bool) -> dict[str, float]:
    """Scores over the reporting half, or over all stories; the headlines of other stories count as background."""
    assert stream.names is not None
    chosen = [name is not None and (not reporting or is_reporting_half(name)) for name in stream.names]
    return cluster_scores(np.where(chosen, stream.story, BACKGROUND), group(stream, settings).story, ami=False)


def shuffled(stream: Stream, seed: int) -> Stream:
    """The same headlines in another order: they were read from a set without times, so their order says nothing."""
    order = np.random.default_rng(seed).permutation(len(stream.times))
    assert stream.names is not None
    return Stream(stream.texts.take(order), stream.times, stream.story[order], [stream.names[place] for place in order])


def english(goals: Goals, corpora: Path | None, prefix: str, settings: RadarSettings) -> None:
    """English headlines and stemmed tweets."""
    wanted = {
        "UCI headlines, day one": ("stories/uci_news_day1.ndjson", {"ami": 0.88, "ari": 0.80, "bcubed": 0.82}),
        "Tweets-T": ("stories/mstream_Tweets-T.ndjson.gz", {"nmi": 0.91, "ami": 0.87, "ari": 0.75, "bcubed": 0.78}),
    }
    for name, (path, asked) in wanted.items():
        stream = read_corpus(corpora, path)
        scores = cluster_scores(stream.story, group(stream, settings).story) if stream else {}
        for score, goal in asked.items():
            goals.at_least(f"{prefix}{name}: {score}", goal, scores.get(score))


def synthetic(goals: Goals, name: str, stream: Stream, settings: RadarSettings) -> None:
    """Stories, copies, large events, cold start and campaigns of one generator."""
    found = group(stream, settings)
    assert stream.origin is not None
    goals.at_least(f"{name}, {len(stream.times):,} posts: B-cubed F1", 0.90, scores_of(stream, found.story)["bcubed"])
    goals.at_least(f"{name}: near-copy link F1", 0.985, link_scores(stream.origin, found.copy_of)[2])
    events, background = event_scores(stream.story, found.story)
    goals.at_least(f"{name}: events of 10 posts and more found", 0.96, events)
    goals.at_most(f"{name}: clusters of 10 and more that are mostly background", 0.04, background)
    cold = stream.first(10_000)
    goals.at_least(
        f"{name}: B-cubed F1 of the first 10,000", 0.84, scores_of(cold, group(cold, settings).story)["bcubed"]
    )
    if stream.campaign is not None and stream.campaign.any():
        precision, recall = campaign_scores(stream, found)
        goals.at_least(f"{name}: campaigns, precision", 0.90, precision)
        goals.at_least(f"{name}: campaigns, recall", 0.80, recall)


def campaign_scores(stream: Stream, found: Grouping) -> tuple[float, float]:
    """Share of the texts called campaigns whose copies were pushed, and of stories with pushed copies that have one."""
    assert stream.campaign is not None
    linked = found.copy_of >= 0
    ratings = np.zeros(len(linked))
    ratings[found.copy_of[linked]] = found.campaign[linked]  # what stands there is what the last copy had
    right, stories = [], set()
    for original in np.flatnonzero(ratings >= CAMPAIGN_RATING).tolist():
        copies = found.copy_of == original
        right.append(stream.campaign[copies].mean() > 0.5)
        stories |= set(stream.story[copies & stream.campaign].tolist())
    pushed = set(stream.story[stream.campaign].tolist())
    return float(np.mean(right)) if right else 0.0, len(stories & pushed) / len(pushed)


def scores_of(stream: Stream, found: np.ndarray) -> dict[str, float]:
    """Cluster scores without AMI, which takes minutes on a million posts."""
    return cluster_scores(stream.story, found, ami=False)
