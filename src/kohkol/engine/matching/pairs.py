"""Looks closely at a post beside each of its candidates: what is shared, and how much of it in a row."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching.features import CHANNELS, TERMS, WORDS, Reading
from kohkol.engine.matching.postings import BUCKETS, Postings

Table = NDArray[np.float32]

# Columns of one channel.
SHARED, OF_CLAIM, OF_POST, CLAIM_MASS, RUN, RUN_OF_CLAIM, WINDOW, RAREST_SHARED, RAREST_MISSED, COUNT, PLACE = range(11)
PER_CHANNEL = 11
RELATIVE = (SHARED, OF_CLAIM, OF_POST, RUN)  # also told beside the best of all candidates
WINDOW_FACTOR, WINDOW_MORE = 2, 4  # words of a window: twice the claim's and four


def look(post: Reading, channels: list[Postings], candidates: NDArray[np.int64], retrieved: Table) -> Table:
    """[candidates, features] for the ranking model; `retrieved` is what the search over all claims gave each."""
    blocks = []
    for number in range(CHANNELS):
        own, postings = post.channel(number), channels[number]
        idf = postings.idf(own)
        ordered = number in (TERMS, WORDS)
        distinct, first = np.unique(own, return_index=True)
        block = look_at_channel(
            own, idf, distinct, idf[first], candidates, postings.hashes.buffer, postings.ends.buffer,
            postings.frequency, postings.size(), ordered,
        )  # fmt: skip
        blocks.append(block)
        for column in RELATIVE:
            blocks.append((block[:, column] - block[:, column].max(initial=0))[:, None])
    length = np.full((len(candidates), 1), np.log1p(len(post.words)), np.float32)
    order = np.arange(len(candidates), dtype=np.float32)[:, None]
    best = retrieved.max(initial=0)
    rest = np.column_stack([retrieved, retrieved - best, retrieved / max(best, 1e-6)])
    return np.hstack([*blocks, length, order, rest]).astype(np.float32)


@njit(cache=True)
def look_at_channel(own, idf, distinct, distinct_idf, candidates, hashes, ends, frequency, alive, ordered):  # type: ignore[no-untyped-def]
    """One row of PER_CHANNEL figures for each candidate."""
    out = np.zeros((len(candidates), PER_CHANNEL), np.float32)
    post_mass = distinct_idf.sum() + 1e-6
    for row in range(len(candidates)):
        claim = candidates[row]
        begin = ends[claim - 1] if claim > 0 else 0
        held = hashes[begin : ends[claim]]
        shared = np.float32(0)
        mass = np.float32(1e-6)
        count = 0
        for at in range(len(held)):
            if ordered and repeats(held, at):
                continue
            found = frequency[held[at] & np.uint32(BUCKETS - 1)]
            rare = np.log1p((alive - found + 0.5) / (found + 0.5))
            mass += rare
            place = np.searchsorted(distinct, held[at])
            if place < len(distinct) and distinct[place] == held[at]:
                shared += rare
                count += 1
                out[row, RAREST_SHARED] = max(out[row, RAREST_SHARED], rare)
            else:
                out[row, RAREST_MISSED] = max(out[row, RAREST_MISSED], rare)
        out[row, SHARED] = shared
        out[row, OF_CLAIM] = shared / mass
        out[row, OF_POST] = shared / post_mass
        out[row, CLAIM_MASS] = mass
        out[row, COUNT] = count
        if ordered and count:
            out[row, RUN], out[row, WINDOW], out[row, PLACE] = in_a_row(own, idf, held)
            out[row, RUN_OF_CLAIM] = out[row, RUN] / mass
            out[row, WINDOW] /= mass
    return out


@njit(cache=True)
def repeats(held, at):  # type: ignore[no-untyped-def]
    """Whether the hash stood earlier in the claim."""
    for before in range(at):  # noqa: SIM110 - compiled
        if held[before] == held[at]:
            return True
    return False


@njit(cache=True)
def in_a_row(own, idf, held):  # type: ignore[no-untyped-def]
    """Rarity of the longest common run; of what the best window of the post shares; where that window stands (0..1)."""
    size = WINDOW_FACTOR * len(held) + WINDOW_MORE
    lengths = np.zeros(len(held) + 1, np.float32)
    at_claim = np.full(len(own), -1, np.int32)
    longest = np.float32(0)
    for at in range(len(own)):
        for place in range(len(held) - 1, -1, -1):
            if own[at] == held[place]:
                lengths[place + 1] = lengths[place] + idf[at]
                longest = max(longest, lengths[place + 1])
                at_claim[at] = place
            else:
                lengths[place + 1] = 0
    inside = np.zeros(len(held), np.int32)
    now = best = np.float32(0)
    where = 0
    for at in range(len(own)):
        if at_claim[at] >= 0:
            if inside[at_claim[at]] == 0:
                now += idf[at]
            inside[at_claim[at]] += 1
        if at >= size and at_claim[at - size] >= 0:
            inside[at_claim[at - size]] -= 1
            if inside[at_claim[at - size]] == 0:
                now -= idf[at - size]
        if now > best:
            best, where = now, at
    return longest, best, where / max(len(own), 1)
