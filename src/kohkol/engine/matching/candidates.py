"""The first pass over every claim: BM25 of words, spellings and letters added up, and the best few kept."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching.features import TERMS, Reading
from kohkol.engine.matching.pairs import Table
from kohkol.engine.matching.postings import BUDGET, CHUNK, Postings
from kohkol.engine.matching.weights import WordWeights, gains, load

WEIGHTS = (0.85, 0.6, 0.18)  # of terms, words, letters; set by hand after the channels' order on train, not searched
KEPT = 60  # candidates that are looked at closely; .889 of the true claims of train are among them


def find_candidates(
    post: Reading,
    channels: list[Postings],
    alive: NDArray[np.bool_],
    words: WordWeights | None = None,
    budget: int = BUDGET,
) -> tuple[NDArray[np.int64], Table]:
    """Numbers and first scores of the best living claims, best first; equal scores in the order of their arrival."""
    wanted = []
    for number, postings in enumerate(channels):
        postings.merge_when_due()
        distinct = np.unique(post.channel(number))
        worth = gains(postings, distinct, words or load()) if number == TERMS else postings.idf(distinct)
        wanted.append(postings.want(distinct, worth * np.float32(WEIGHTS[number]), budget))
    scores = np.empty(min(CHUNK, len(alive)), np.float32)
    best, who, size = np.empty(KEPT, np.float32), np.empty(KEPT, np.int64), 0
    for first in range(0, len(alive), CHUNK):
        part = scores[: len(alive) - first]
        part[:] = 0
        for postings, looked_for in zip(channels, wanted, strict=True):
            postings.add_scores(looked_for, first, part)
        size = keep_best(part, alive[first:], first, best, who, size)
    order = np.lexsort((who[:size], -best[:size]))
    return who[order], best[order]


@njit(cache=True)
def keep_best(scores, alive, first, heap, who, size):  # type: ignore[no-untyped-def]
    """Put the positive scores of living claims into a heap of the highest, whose root is the lowest; its new size."""
    floor = heap[0] if size == len(heap) else np.float32(0)
    for place in range(len(scores)):
        score = scores[place]
        if score <= floor or not alive[place]:
            continue
        if size < len(heap):
            at = size
            size += 1
            while at > 0 and heap[(at - 1) // 2] > score:
                heap[at], who[at] = heap[(at - 1) // 2], who[(at - 1) // 2]
                at = (at - 1) // 2
        else:
            at = 0
            while True:
                child = 2 * at + 1
                if child >= size:
                    break
                if child + 1 < size and heap[child + 1] < heap[child]:
                    child += 1
                if heap[child] >= score:
                    break
                heap[at], who[at] = heap[child], who[child]
                at = child
        heap[at], who[at] = score, first + place
        if size == len(heap):
            floor = heap[0]
    return size
