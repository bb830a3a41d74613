"""Runs the peers of the radar on the same posts, as a user would call them; what is not installed is said so."""

import importlib
import importlib.util
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.goals import NOT_MEASURED
from bench.radar_scores import cluster_scores, link_scores
from bench.radar_streams import Stream


def measure_peers(stream: Stream) -> None:
    """Prints a line per peer: what it finds and how many posts a second."""
    peers = {"datasketch": near_copies_datasketch, "sparse_dot_topn": stories_sparse_dot_topn}
    for name, run in peers.items():
        if importlib.util.find_spec(name) is None:
            print(f"peer {name}: {NOT_MEASURED} (not installed)")
            continue
        started = time.perf_counter()
        figure = run(stream)
        print(f"peer {name}: {figure}, {len(stream.times) / (time.perf_counter() - started):,.0f} posts/s")


def near_copies_datasketch(stream: Stream) -> str:
    """MinHash LSH over words, 64 permutations, threshold .5."""
    datasketch = importlib.import_module("datasketch")
    index, links = datasketch.MinHashLSH(threshold=0.5, num_perm=64), np.full(len(stream.times), -1)
    for row, text in enumerate(stream.texts.to_pylist()):
        sketch = datasketch.MinHash(64)
        sketch.update_batch([word.encode() for word in set(text.lower().split())])
        found = index.query(sketch)
        if found:
            links[row] = found[0]
        else:
            index.insert(row, sketch, check_duplication=False)
    assert stream.origin is not None
    return f"near-copy link F1 {link_scores(stream.origin, links)[2]:.3f}"


def stories_sparse_dot_topn(stream: Stream) -> str:
    """First-story detection over tf-idf: each post joins the story of its nearest neighbour from .3 on."""
    sp_matmul_topn = importlib.import_module("sparse_dot_topn").sp_matmul_topn
    vectors = TfidfVectorizer(min_df=2, max_df=0.1, binary=True, dtype=np.float32).fit_transform(
        stream.texts.to_pylist()
    )
    story = np.arange(vectors.shape[0])
    for first in range(0, len(story), 500):
        nearest = sp_matmul_topn(
            vectors[first : first + 500], vectors[: first + 500].T.tocsr(), top_n=20, threshold=0.3
        )
        for row in range(nearest.shape[0]):
            others = nearest.indices[nearest.indptr[row] : nearest.indptr[row + 1]]
            likes = nearest.data[nearest.indptr[row] : nearest.indptr[row + 1]][others < first + row]
            earlier = others[others < first + row]
            if len(earlier):
                story[first + row] = story[earlier[likes.argmax()]]
    return f"B-cubed F1 {cluster_scores(stream.story, story, ami=False)['bcubed']:.3f}"
