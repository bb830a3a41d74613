"""What an office sees of the radar: the practice week with and without its region's name, and how apt examples are."""

from datetime import UTC, date
from pathlib import Path

import numpy as np
import pyarrow as pa
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.goals import Goals
from bench.radar_scores import as_labels, strict_bcubed
from bench.radar_streams import Grouping, Stream, group, read_corpus
from kohkol.engine.radar.settings import RadarSettings
from kohkol.practice.week import practice_posts

A_DAY = date(2026, 11, 27)  # any: times of the week are relative to it
HOME = "Provinsi Tatar Lembayung"
LEAST_POSTS = 5  # of a story whose example is judged


def practice(goals: Goals, corpora: Path | None) -> None:
    """B-cubed F1 of the practice week, and the nearness of examples to the middle of their stories."""
    week = practice_week()
    at_home = RadarSettings(home=HOME)
    for name, settings in {"its region named": at_home, "no region named": RadarSettings()}.items():
        precision, recall, f1 = strict_bcubed(week.story, group(week, settings).story)
        goals.shown(f"practice week, {name}: B-cubed precision", precision)
        goals.shown(f"practice week, {name}: B-cubed recall", recall)
        goals.shown(f"practice week, {name}: B-cubed F1", f1)
    goals.shown("practice week: nearness of examples", nearness(week, group(week, at_home)))
    corpus_of = {"Indonesian headlines": "clickid_id_dev", "UCI headlines, day one": "uci_news_day1"}
    for name, file in corpus_of.items():
        stream = read_corpus(corpora, f"stories/{file}.ndjson")
        goals.shown(f"{name}: nearness of examples", nearness(stream, group(stream)) if stream else None)


def practice_week() -> Stream:
    """The posts that ship with the product, with the stories that they were written for."""
    posts = practice_posts(today=A_DAY, zone=UTC)
    times = np.array([int(post.at.timestamp() * 1000) for post in posts])
    names = [post.story or None for post in posts]
    return Stream(pa.array([post.text for post in posts], pa.large_string()), times, as_labels(names), names)


def nearness(stream: Stream, found: Grouping) -> float:
    """Mean over stories of the cosine (tf-idf) of the example and the middle of its story, as a part of the best."""
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(stream.texts.to_pylist())
    parts = []
    for view in found.radar.stories(found.radar.living(least_size=LEAST_POSTS)):
        if view.example_row is not None:
            members = vectors[np.flatnonzero(found.story == view.number)]
            middle = np.asarray(members.mean(axis=0)).ravel()
            parts.append(float((vectors[view.example_row] @ middle)[0] / (members @ middle).max()))
    return float(np.mean(parts))
