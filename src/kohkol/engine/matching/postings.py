"""One channel of the index: which claims hold which hash; grows by appending, found at once, merged now and then."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching.features import Hashes

BUCKETS = 1 << 21  # of hashes; the re-ranker compares whole hashes
TAIL = 2048  # claims that are scanned one by one before they are merged
K1, B = 1.2, 0.4  # of BM25; usual for short texts, not tuned
SMALLEST_STORE = 4000  # a store of fewer claims counts as this many, for its words are not common, only few
BUDGET = 150_000  # entries looked at for a post and channel, rarest first; stores of some thousands never reach it


@dataclass
class Growing:
    """An array that grows at its end; `values` is what is filled."""

    buffer: NDArray[Any]
    size: int = 0

    def extend(self, more: NDArray[Any]) -> None:
        """Append; the buffer doubles when it is full."""
        needed = self.size + len(more)
        if needed > len(self.buffer):
            grown = np.empty(max(needed, len(self.buffer) * 3 // 2), self.buffer.dtype)
            grown[: self.size] = self.buffer[: self.size]
            self.buffer = grown
        self.buffer[self.size : needed] = more
        self.size = needed

    @property
    def values(self) -> NDArray[Any]:
        return self.buffer[: self.size]


@dataclass
class Postings:
    """Hashes of each claim in order (`hashes[ends[i-1]:ends[i]]`), and the inverted lists of the merged ones."""

    hashes: Growing = field(default_factory=lambda: Growing(np.empty(1024, np.uint32)))
    ends: Growing = field(default_factory=lambda: Growing(np.empty(256, np.int64)))
    frequency: NDArray[np.int32] = field(default_factory=lambda: np.zeros(BUCKETS, np.int32))
    alive: int = 0
    tokens: int = 0
    merged: int = 0
    starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BUCKETS + 1, np.int64))
    holders: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def add(self, hashes: Hashes) -> None:
        """Append one claim; its number is the count of claims before it."""
        self.hashes.extend(hashes)
        self.ends.extend(np.array([self.hashes.size]))
        self._count(hashes, 1)

    def forget(self, number: int) -> None:
        """Take one claim out of the statistics; who holds it is told by the index."""
        begin = int(self.ends.buffer[number - 1]) if number else 0
        self._count(self.hashes.buffer[begin : self.ends.buffer[number]], -1)

    def _count(self, hashes: NDArray[Any], sign: int) -> None:
        self.frequency[np.unique(hashes & np.uint32(BUCKETS - 1))] += sign
        self.alive += sign
        self.tokens += sign * len(hashes)

    def idf(self, hashes: Hashes) -> NDArray[np.float32]:
        """How rare each hash is among the claims that count, after Robertson and Zaragoza (2009)."""
        found = np.maximum(self.frequency[hashes & np.uint32(BUCKETS - 1)], 0)
        rare = np.log1p((self.size() - found + 0.5) / (found + 0.5))
        return np.asarray(rare, np.float32)

    def size(self) -> int:
        """How many claims the rarity of a word is measured against."""
        return max(self.alive, SMALLEST_STORE)

    def score(self, hashes: Hashes, weight: float, scores: NDArray[np.float32]) -> None:
        """Add the BM25 of distinct `hashes` to the scores of all claims; a claim holds a hash or it does not."""
        self._merge_when_due()
        distinct = np.unique(hashes)
        buckets = (distinct & np.uint32(BUCKETS - 1)).astype(np.int64)
        gains = self.idf(distinct) * np.float32(weight)
        order = np.argsort(self.frequency[buckets], kind="stable")
        average = self.tokens / max(self.alive, 1)
        add_scores(
            buckets[order], gains[order], self.starts, self.holders, self.ends.buffer, np.float32(average), scores
        )
        if self.merged < self.ends.size:
            add_tail(
                distinct, gains, self.hashes.buffer, self.ends.buffer, self.merged, self.ends.size,
                np.float32(average), scores,
            )  # fmt: skip

    def _merge_when_due(self) -> None:
        if self.ends.size - self.merged <= TAIL:
            return
        self.starts, self.holders = invert(self.hashes.values, self.ends.values)
        self.merged = self.ends.size


@njit(cache=True)
def invert(hashes, ends):  # type: ignore[no-untyped-def]
    """Counting sort of claims by bucket: where each list begins, and the claims of all lists."""
    starts = np.zeros(BUCKETS + 1, np.int64)
    last = np.full(BUCKETS, -1, np.int32)
    begin = 0
    for claim in range(len(ends)):
        for at in range(begin, ends[claim]):
            bucket = hashes[at] & np.uint32(BUCKETS - 1)
            if last[bucket] != claim:
                last[bucket] = claim
                starts[bucket + 1] += 1
        begin = ends[claim]
    for bucket in range(BUCKETS):
        starts[bucket + 1] += starts[bucket]
    fill = starts[:-1].copy()
    holders = np.empty(starts[-1], np.int32)
    last[:] = -1
    begin = 0
    for claim in range(len(ends)):
        for at in range(begin, ends[claim]):
            bucket = hashes[at] & np.uint32(BUCKETS - 1)
            if last[bucket] != claim:
                last[bucket] = claim
                holders[fill[bucket]] = claim
                fill[bucket] += 1
        begin = ends[claim]
    return starts, holders


@njit(cache=True)
def add_scores(buckets, gains, starts, holders, ends, average, scores):  # type: ignore[no-untyped-def]
    """Walk the lists, rarest first, until the budget is spent."""
    spent = 0
    for place in range(len(buckets)):
        first, last = starts[buckets[place]], starts[buckets[place] + 1]
        if spent + last - first > BUDGET:
            break
        spent += last - first
        for at in range(first, last):
            claim = holders[at]
            length = ends[claim] - (ends[claim - 1] if claim > 0 else 0)
            scores[claim] += gains[place] * (K1 + 1) / (1 + K1 * (1 - B + B * length / average))


@njit(cache=True)
def add_tail(distinct, gains, hashes, ends, first, size, average, scores):  # type: ignore[no-untyped-def]
    """Score the claims that no list holds yet, by looking each of their hashes up in the post's."""
    for claim in range(first, size):
        begin = ends[claim - 1] if claim > 0 else 0
        length = ends[claim] - begin
        total = np.float32(0)
        seen = np.zeros(len(distinct), np.bool_)
        for at in range(begin, ends[claim]):
            place = np.searchsorted(distinct, hashes[at])
            if place < len(distinct) and distinct[place] == hashes[at] and not seen[place]:
                seen[place] = True
                total += gains[place]
        scores[claim] += total * (K1 + 1) / (1 + K1 * (1 - B + B * length / average))
