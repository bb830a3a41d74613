"""One channel of the index: which claims hold which hash; grows by appending, found at once, merged now and then."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching.features import Hashes

BUCKETS = 1 << 21  # of hashes; the re-ranker compares whole hashes
CHUNK = 1 << 16  # claims of one set of lists: their numbers take two bytes, and their scores stay in the cache
TAIL = 2048  # claims that are scanned one by one before they are merged
SMALLEST_STORE = 4000  # a store of fewer claims counts as this many, for its words are not common, only few
BUDGET = 150_000  # entries looked at for a post and channel, rarest first; stores of some thousands never reach it
LONGEST = 4095  # hashes of a claim that its length can tell


@dataclass
class Growing:
    """An array that grows at its end; `values` is what is filled."""

    buffer: NDArray[Any]
    size: int = 0

    def extend(self, more: NDArray[Any]) -> None:
        """Append; the buffer grows by half when it is full."""
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


@dataclass(frozen=True, slots=True)
class Lists:
    """Inverted lists of one chunk: the claims with `buckets[i]` are its first plus `holders[starts[i]:starts[i+1]]`."""

    buckets: NDArray[np.uint32]
    starts: NDArray[np.int32]
    holders: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a post looks for in a channel: all its hashes with their gains, and the buckets that the budget allows."""

    hashes: Hashes
    gains: NDArray[np.float32]
    buckets: NDArray[np.uint32]
    bucket_gains: NDArray[np.float32]
    norms: NDArray[np.float32]


@dataclass
class Postings:
    """Hashes of each claim in order (`hashes[ends[i-1]:ends[i]]`), and the inverted lists of the merged ones.

    `k1` and `b` are those of BM25: how soon a repeated word stops to count, and how much a long claim loses.
    """

    k1: float = 1.2
    b: float = 0.4
    hashes: Growing = field(default_factory=lambda: Growing(np.empty(1024, np.uint32)))
    ends: Growing = field(default_factory=lambda: Growing(np.empty(256, np.int64)))
    lengths: Growing = field(default_factory=lambda: Growing(np.empty(256, np.uint16)))
    frequency: NDArray[np.int32] = field(default_factory=lambda: np.zeros(BUCKETS, np.int32))
    alive: int = 0
    tokens: int = 0
    merged: int = 0
    chunks: list[Lists] = field(default_factory=list)

    def add(self, hashes: Hashes) -> None:
        """Append one claim; its number is the count of claims before it."""
        self.hashes.extend(hashes)
        self.ends.extend(np.array([self.hashes.size]))
        self.lengths.extend(np.array([min(len(hashes), LONGEST)], np.uint16))
        self._count(hashes, 1)

    def forget(self, number: int) -> None:
        """Take one claim out of the statistics; who holds it is told by the index."""
        begin = int(self.ends.buffer[number - 1]) if number else 0
        self._count(self.hashes.buffer[begin : self.ends.buffer[number]], -1)

    def _count(self, hashes: NDArray[Any], sign: int) -> None:
        self.frequency[np.unique(hashes & np.uint32(BUCKETS - 1))] += sign
        self.alive += sign
        self.tokens += sign * len(hashes)

    def found_in(self, hashes: Hashes) -> NDArray[np.int32]:
        """In how many claims that count each hash is."""
        return np.asarray(np.maximum(self.frequency[hashes & np.uint32(BUCKETS - 1)], 0), np.int32)

    def idf(self, hashes: Hashes) -> NDArray[np.float32]:
        """How rare each hash is among the claims that count, after Robertson and Zaragoza (2009)."""
        found = self.found_in(hashes)
        return np.asarray(np.log1p((self.size() - found + 0.5) / (found + 0.5)), np.float32)

    def size(self) -> int:
        """How many claims the rarity of a word is measured against."""
        return max(self.alive, SMALLEST_STORE)

    def held_by(self, claims: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
        """The hashes of these claims one after the other, and where each claim's end."""
        ends = self.ends.buffer[claims]
        begins = np.where(claims > 0, self.ends.buffer[claims - 1], 0)
        sizes = ends - begins
        total = np.cumsum(sizes)
        places = np.arange(total[-1]) - np.repeat(total - sizes, sizes) + np.repeat(begins, sizes)
        return self.hashes.buffer[places], total

    def want(self, distinct: Hashes, gains: NDArray[np.float32], budget: int = BUDGET) -> Wanted:
        """What to look for, given the distinct hashes of a post in rising order and what each is worth."""
        buckets = distinct & np.uint32(BUCKETS - 1)
        order = np.argsort(self.frequency[buckets], kind="stable")
        order = order[np.cumsum(self.frequency[buckets[order]]) <= budget]
        lengths = np.arange(LONGEST + 1, dtype=np.float32) / np.float32(self.tokens / max(self.alive, 1) or 1)
        norms = (self.k1 + 1) / (1 + self.k1 * (1 - self.b + self.b * lengths))
        return Wanted(distinct, gains, buckets[order], gains[order], norms.astype(np.float32))

    def add_scores(self, wanted: Wanted, first: int, scores: NDArray[np.float32]) -> None:
        """Add the BM25 of what is wanted to the scores of the claims from `first`, which begins a chunk."""
        chunk = first // CHUNK
        lengths = self.lengths.buffer[first:]
        if chunk < len(self.chunks):
            lists = self.chunks[chunk]
            add_listed(
                wanted.buckets, wanted.bucket_gains, lists.buckets, lists.starts, lists.holders, lengths,
                wanted.norms, scores,
            )  # fmt: skip
        begin = max(self.merged, first)
        if begin < first + len(scores):
            add_tail(
                wanted.hashes, wanted.gains, self.hashes.buffer, self.ends.buffer, begin, first, lengths,
                wanted.norms, scores,
            )  # fmt: skip

    def merge_when_due(self) -> None:
        """Make lists of the newest claims when there are many."""
        if self.ends.size - self.merged > TAIL:
            self.merge()

    def merge(self) -> None:
        """Make lists of all claims that have none; of the full chunks there are, none is made anew."""
        del self.chunks[self.merged // CHUNK :]
        for first in range(len(self.chunks) * CHUNK, self.ends.size, CHUNK):
            self.chunks.append(Lists(*invert(self.hashes.values, self.ends.values, first)))
        self.merged = self.ends.size


@njit(cache=True)
def invert(hashes, ends, first):  # type: ignore[no-untyped-def]
    """Counting sort of the claims of one chunk by bucket: buckets, where each list begins, and the claims of all."""
    last_claim = min(first + CHUNK, len(ends))
    counts = np.zeros(BUCKETS, np.int32)
    last = np.full(BUCKETS, -1, np.int32)
    for claim in range(first, last_claim):
        for at in range(ends[claim - 1] if claim > 0 else 0, ends[claim]):
            bucket = hashes[at] & np.uint32(BUCKETS - 1)
            if last[bucket] != claim:
                last[bucket] = claim
                counts[bucket] += 1
    buckets = np.nonzero(counts)[0].astype(np.uint32)
    starts = np.zeros(len(buckets) + 1, np.int32)
    for place in range(len(buckets)):
        starts[place + 1] = starts[place] + counts[buckets[place]]
        counts[buckets[place]] = starts[place]
    holders = np.empty(starts[-1], np.uint16)
    last[:] = -1
    for claim in range(first, last_claim):
        for at in range(ends[claim - 1] if claim > 0 else 0, ends[claim]):
            bucket = hashes[at] & np.uint32(BUCKETS - 1)
            if last[bucket] != claim:
                last[bucket] = claim
                holders[counts[bucket]] = claim - first
                counts[bucket] += 1
    return buckets, starts, holders


@njit(cache=True)
def add_listed(wanted, gains, buckets, starts, holders, lengths, norms, scores):  # type: ignore[no-untyped-def]
    """Walk the list of each wanted bucket; a claim holds a hash or it does not."""
    for place in range(len(wanted)):
        row = np.searchsorted(buckets, wanted[place])
        if row == len(buckets) or buckets[row] != wanted[place]:
            continue
        for at in range(starts[row], starts[row + 1]):
            claim = holders[at]
            scores[claim] += gains[place] * norms[lengths[claim]]


@njit(cache=True)
def add_tail(distinct, gains, hashes, ends, begin, first, lengths, norms, scores):  # type: ignore[no-untyped-def]
    """Score the claims from `begin` that no list holds yet, by looking each of their hashes up in the post's."""
    counted = np.full(len(distinct), -1, np.int64)
    for claim in range(begin, first + len(scores)):
        total = np.float32(0)
        for at in range(ends[claim - 1] if claim > 0 else 0, ends[claim]):
            place = np.searchsorted(distinct, hashes[at])
            if place < len(distinct) and distinct[place] == hashes[at] and counted[place] != claim:
                counted[place] = claim
                total += gains[place]
        scores[claim - first] += total * norms[lengths[claim - first]]
