"""Runs the peers of the radar on the same posts, as their users would call them, one process and one pass each.

Text is prepared alike for all: lower case, links, mentions and RT taken out. Parameters are those that served each peer
best on another stream (threshold .5 and 64 permutations for copies, .3 for stories). A peer that needs longer than
MOST_SECONDS is measured on the posts it has read by then. What is not installed (requirements/peers.txt) is said so.
"""

import importlib
import importlib.util
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from bench.goals import NOT_MEASURED
from bench.radar_scores import Labels, cluster_scores, link_scores
from bench.radar_streams import Stream, group

MOST_SECONDS = 60.0
NO_WORDS = re.compile(r"https?://\S+|@\w+|\brt\b:?")
POSTS_AT_ONCE = 500
# Posts that a nearest neighbour is looked for among, as published with twembeddings; more only slows it.
WINDOW = 100_000


def measure_peers(streams: dict[str, Stream]) -> None:
    """Prints a line per stream and peer: what it finds and how many posts a second."""
    group(next(iter(streams.values())).first(100))  # compiled before it is timed
    for name, stream in streams.items():
        if stream.origin is not None:
            for peer, link in COPY_PEERS.items():
                _measure(f"{name}, copies, {peer}", peer, stream, link, _copy_figure)
        for peer, cluster in STORY_PEERS.items():
            _measure(f"{name}, stories, {peer}", peer, stream, cluster, _story_figure)


def _measure(
    title: str,
    peer: str,
    stream: Stream,
    run: Callable[[Stream], Labels],
    figure: Callable[[Stream, Labels], str],
) -> None:
    package = peer.split(" ")[0]
    if package != "radar" and importlib.util.find_spec(package) is None:
        print(f"peer {title}: {NOT_MEASURED} (not installed)", flush=True)
        return
    started = time.process_time()
    found = run(stream)
    rate = len(found) / (time.process_time() - started)
    part = "" if len(found) == len(stream.times) else f" (the first {len(found):,})"
    print(f"peer {title}{part}: {figure(stream.first(len(found)), found)}, {rate:,.0f} posts/s a core", flush=True)


def _copy_figure(stream: Stream, found: Labels) -> str:
    assert stream.origin is not None
    precision, recall, f1 = link_scores(stream.origin, found)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def _story_figure(stream: Stream, found: Labels) -> str:
    scores = cluster_scores(stream.story, found, ami=len(found) <= 100_000)
    return ", ".join(f"{name} {scores[name]:.3f}" for name in ("bcubed", "ari", "ami") if name in scores)


def prepared(stream: Stream) -> list[str]:
    """Texts as all peers get them."""
    return [NO_WORDS.sub(" ", text.lower()) for text in stream.texts.to_pylist()]


def in_time(count: int, step: int = 1) -> Iterator[int]:
    """Numbers from 0 to `count` by steps, until the time is over."""
    started = time.perf_counter()
    for first in range(0, count, step):
        if time.perf_counter() - started > MOST_SECONDS:
            return
        yield first


# Copies: query, then insert what is new -------------------------------------------------------------------------------


def most_alike(sketch: Any, candidates: list[int], sketches: dict[int, Any]) -> int:
    """The candidate whose sketch is most like this one, from .5 on, or -1: an index also gives others by chance."""
    likes = [(sketch.jaccard(sketches[row]), -row) for row in candidates]
    like, row = max(likes, default=(0.0, 1))
    return -row if like >= 0.5 else -1


def copies_datasketch(stream: Stream) -> Labels:
    """MinHash LSH over words."""
    datasketch = importlib.import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=64)
    texts, links, sketches = prepared(stream), list[int](), dict[int, Any]()
    for row in in_time(len(texts)):
        sketch = datasketch.MinHash(64)
        sketch.update_batch([word.encode() for word in set(texts[row].split())])
        links.append(most_alike(sketch, index.query(sketch), sketches))
        if links[-1] < 0:
            index.insert(row, sketch, check_duplication=False)
            sketches[row] = sketch
    return np.array(links)


def copies_gaoya(stream: Stream) -> Labels:
    """MinHash LSH in Rust, 16 bands of 4."""
    gaoya = importlib.import_module("gaoya.minhash")
    index = gaoya.MinHashStringIndex(
        hash_size=32, jaccard_threshold=0.5, num_bands=16, band_size=4, analyzer="word", lowercase=True,
        ngram_range=(1, 1),
    )  # fmt: skip
    texts, links = prepared(stream), []
    for row in in_time(len(texts)):
        earlier = index.query(texts[row])
        links.append(earlier[0] if earlier else -1)
        if not earlier:
            index.insert_document(row, texts[row])
    return np.array(links)


def copies_rensa(stream: Stream) -> Labels:
    """MinHash LSH in Rust."""
    rensa = importlib.import_module("rensa")
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=64, num_bands=16)
    texts, links, sketches = prepared(stream), list[int](), dict[int, Any]()
    for row in in_time(len(texts)):
        sketch = rensa.RMinHash(num_perm=64, seed=42)
        sketch.update(list(set(texts[row].split())))
        links.append(most_alike(sketch, index.query(sketch), sketches))
        if links[-1] < 0:
            index.insert(row, sketch)
            sketches[row] = sketch
    return np.array(links)


def copies_radar(stream: Stream) -> Labels:
    """The radar itself, stories and all."""
    return group(stream).copy_of


# Stories: each post joins that of its nearest earlier post, or opens one ----------------------------------------------


def tfidf(stream: Stream) -> csr_matrix:
    """Vectors of all posts; the weights know the whole stream, which favours the peers."""
    vectors = TfidfVectorizer(token_pattern=r"\w+", min_df=2, max_df=0.1, binary=True, dtype=np.float32)
    return vectors.fit_transform(prepared(stream))


def stories_sparse_dot_topn(stream: Stream) -> Labels:
    """First-story detection by a sparse product of 500 posts with those before."""
    sp_matmul_topn = importlib.import_module("sparse_dot_topn").sp_matmul_topn
    vectors = tfidf(stream)
    story: list[int] = []
    for first in in_time(vectors.shape[0], POSTS_AT_ONCE):
        oldest, last = max(0, first + POSTS_AT_ONCE - WINDOW), min(first + POSTS_AT_ONCE, vectors.shape[0])
        nearest = sp_matmul_topn(vectors[first:last], vectors[oldest:last].T.tocsr(), top_n=20, threshold=0.3)
        for row in range(last - first):
            span = slice(nearest.indptr[row], nearest.indptr[row + 1])
            others, likes = nearest.indices[span] + oldest, nearest.data[span]
            is_earlier = others < first + row
            best = others[is_earlier][likes[is_earlier].argmax()] if is_earlier.any() else None
            story.append(story[best] if best is not None else first + row)
    return np.array(story)


def stories_sklearn(stream: Stream) -> Labels:
    """First-story detection as published with twembeddings: batches of 8, brute-force cosine."""
    vectors = tfidf(stream)
    story: list[int] = []
    for first in in_time(vectors.shape[0], 8):
        last = min(first + 8, vectors.shape[0])
        if first == 0:
            story.extend(range(last))
            continue
        oldest = max(0, first - WINDOW)
        index = NearestNeighbors(n_neighbors=1, algorithm="brute", metric="cosine").fit(vectors[oldest:first])
        distances, nearest = index.kneighbors(vectors[first:last])
        for row in range(last - first):
            is_like = distances[row, 0] < 0.7
            story.append(story[oldest + nearest[row, 0]] if is_like else first + row)
    return np.array(story)


def stories_river(stream: Stream) -> Labels:
    """TextClust, the micro-clusters of an online two-phase clustering."""
    cluster = importlib.import_module("river.cluster")
    model = cluster.TextClust(radius=0.5, fading_factor=0.0001, tgap=200, auto_r=False, real_time_fading=False)
    texts, story = prepared(stream), []
    for row in in_time(len(texts)):
        words = dict.fromkeys(texts[row].split(), 1)
        model.learn_one(words)
        story.append(int(model.predict_one(words, type="micro")) if row else 0)
    return np.array(story)


def stories_radar(stream: Stream) -> Labels:
    """The radar itself, copies and all."""
    return group(stream).story


COPY_PEERS = {
    "datasketch": copies_datasketch, "gaoya": copies_gaoya, "rensa": copies_rensa, "radar": copies_radar,
}  # fmt: skip
STORY_PEERS = {
    "sparse_dot_topn": stories_sparse_dot_topn, "sklearn nearest neighbours": stories_sklearn,
    "river TextClust": stories_river, "radar": stories_radar,
}  # fmt: skip
