"""Looks closely at a post beside each of its candidates: what is shared, what is missed, how much of it in a row."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching import weights
from kohkol.engine.matching.features import LETTERS, TERMS, WORDS, Hashes, Reading
from kohkol.engine.matching.postings import Postings

Table = NDArray[np.float32]
Weigh = Callable[[Hashes], NDArray[np.float32]]

# Columns of one view. RAREST and SECOND are of words shared, MISSED and SECOND_MISSED of those the post does not say.
SHARED, OF_CLAIM, OF_POST, CLAIM_MASS, RAREST, SECOND, MISSED, SECOND_MISSED, COUNT, COUNT_OF_CLAIM = range(10)
RUN, WINDOW, PLACE, IN_ORDER = range(10, 14)  # only where words are in their order
PER_VIEW, PER_UNORDERED = 14, 10
RELATIVE = (SHARED, OF_CLAIM, OF_POST)  # also told beside the best of all candidates
RELATIVE_ORDERED = (*RELATIVE, RUN, WINDOW)
PLAIN = PER_VIEW + len(RELATIVE_ORDERED)  # where the second view begins: terms by plain rarity
WINDOW_FACTOR, WINDOW_MORE = 2, 4  # words of a window: twice the claim's and four
NEXT = 3  # words later that still count as one after the other
NEAR = 0.8  # of the best first score: a candidate that is nearly as good


def look(
    post: Reading,
    channels: list[Postings],
    candidates: NDArray[np.int64],
    retrieved: Table,
    words: weights.WordWeights | None = None,
) -> Table:
    """[candidates, features] for the ranking model; `retrieved` is what the search over all claims gave each."""
    terms = channels[TERMS]
    expected = partial(weights.expected, terms, weights=words or weights.load())
    blocks = []
    for number, weigh in ((TERMS, expected), (TERMS, terms.idf), (WORDS, channels[WORDS].idf)):
        block = view(post.channel(number), channels[number], candidates, weigh, ordered=True)
        blocks += [block, beside_best(block, RELATIVE_ORDERED)]
    block = view(post.letters, channels[LETTERS], candidates, channels[LETTERS].idf, ordered=False)[:, :PER_UNORDERED]
    blocks += [block, beside_best(block, RELATIVE)]
    block = view(post.opening, terms, candidates, expected, ordered=False)[:, :PER_UNORDERED]
    blocks += [block, beside_best(block, RELATIVE)]
    return np.hstack([*blocks, whole_list(post, terms, candidates, retrieved)]).astype(np.float32)


def beside_best(block: Table, columns: tuple[int, ...]) -> Table:
    """How far each candidate is behind the best of all."""
    chosen = block[:, list(columns)]
    return np.asarray(chosen - chosen.max(axis=0, initial=0), np.float32)


def whole_list(post: Reading, terms: Postings, candidates: NDArray[np.int64], retrieved: Table) -> Table:
    """What the first search says of each candidate and of the whole list."""
    count = len(candidates)
    best = max(float(retrieved.max(initial=0)), 1e-6)
    second = np.partition(retrieved, -2)[-2] if count > 1 else 0.0
    near = float((retrieved > NEAR * best).sum())
    columns = [
        retrieved,
        retrieved - best,
        retrieved / best,
        np.log1p(np.arange(count)),
        np.full(count, np.log1p(len(post.words))),
        np.log1p(terms.lengths.buffer[candidates]),
        np.full(count, best - second),
        np.full(count, near),
    ]
    return np.column_stack(columns).astype(np.float32)


def view(own: Hashes, postings: Postings, candidates: NDArray[np.int64], weigh: Weigh, *, ordered: bool) -> Table:
    """[candidates, PER_VIEW]: the post beside each candidate in one channel, each hash counted by what it weighs."""
    distinct, inverse = np.unique(own, return_inverse=True)
    held, ends = postings.held_by(candidates)
    return np.asarray(compare(inverse, distinct, weigh(distinct), held, ends, weigh(held), ordered), np.float32)


@njit(cache=True)
def compare(inverse, distinct, weight, held, ends, held_weight, ordered):  # type: ignore[no-untyped-def]
    """One row of PER_VIEW figures for each candidate, whose hashes are `held[ends[row-1]:ends[row]]`."""
    out = np.zeros((len(ends), PER_VIEW), np.float32)
    post_mass = weight.sum() + np.float32(1e-6)
    shared_by = np.full(len(distinct), -1, np.int32)  # the last row that shared this hash of the post
    where = np.zeros(len(distinct), np.int32)  # and its first place in that claim
    begin = 0
    for row in range(len(ends)):
        size = ends[row] - begin
        mass = np.float32(1e-6)
        different = 0
        for at in range(size):
            value = held[begin + at]
            rare = held_weight[begin + at]
            place = np.searchsorted(distinct, value)
            if place < len(distinct) and distinct[place] == value:
                if shared_by[place] == row:
                    continue
                shared_by[place] = row
                where[place] = at
                out[row, SHARED] += rare
                out[row, COUNT] += 1
                keep_two(out[row], RAREST, rare)
            else:
                if ordered and repeats(held[begin : ends[row]], at):
                    continue
                keep_two(out[row], MISSED, rare)
            mass += rare
            different += 1
        out[row, OF_CLAIM] = out[row, SHARED] / mass
        out[row, OF_POST] = out[row, SHARED] / post_mass
        out[row, CLAIM_MASS] = mass
        out[row, COUNT_OF_CLAIM] = out[row, COUNT] / max(different, 1)
        if ordered and out[row, COUNT] > 0:
            claim = held[begin : ends[row]]
            out[row, RUN] = longest_run(inverse, distinct, weight, claim, shared_by, row) / mass
            window, place_of_window = best_window(inverse, weight, size, shared_by, row)
            out[row, WINDOW] = window / mass
            out[row, PLACE] = place_of_window / max(len(inverse), 1)
            out[row, IN_ORDER] = in_order(inverse, weight, shared_by, where, row) / mass
        begin = ends[row]
    return out


@njit(cache=True)
def keep_two(figures, column, value):  # type: ignore[no-untyped-def]
    """The highest in `column`, the next in the column after it."""
    if value > figures[column]:
        figures[column + 1] = figures[column]
        figures[column] = value
    elif value > figures[column + 1]:
        figures[column + 1] = value


@njit(cache=True)
def repeats(held, at):  # type: ignore[no-untyped-def]
    """Whether the hash stood earlier in the claim."""
    for before in range(at):  # noqa: SIM110 - compiled
        if held[before] == held[at]:
            return True
    return False


@njit(cache=True)
def longest_run(inverse, distinct, weight, claim, shared_by, row):  # type: ignore[no-untyped-def]
    """Weight of the longest row of words that post and claim share."""
    lengths = np.zeros(len(claim) + 1, np.float32)
    longest = np.float32(0)
    running = False
    for at in range(len(inverse)):
        word = inverse[at]
        if shared_by[word] != row:
            if running:
                lengths[:] = 0
                running = False
            continue
        running = True
        for place in range(len(claim) - 1, -1, -1):
            lengths[place + 1] = lengths[place] + weight[word] if claim[place] == distinct[word] else np.float32(0)
            longest = max(longest, lengths[place + 1])
    return longest


@njit(cache=True)
def best_window(inverse, weight, claim_words, shared_by, row):  # type: ignore[no-untyped-def]
    """Weight of what the best window of the post shares, and the word where that window ends."""
    size = WINDOW_FACTOR * claim_words + WINDOW_MORE
    inside = np.zeros(len(weight), np.int32)
    now = best = np.float32(0)
    end = 0
    for at in range(len(inverse)):
        word = inverse[at]
        if shared_by[word] == row:
            if inside[word] == 0:
                now += weight[word]
            inside[word] += 1
        if at >= size and shared_by[inverse[at - size]] == row:
            gone = inverse[at - size]
            inside[gone] -= 1
            if inside[gone] == 0:
                now -= weight[gone]
        if now > best:
            best, end = now, at
    return best, end


@njit(cache=True)
def in_order(inverse, weight, shared_by, where, row):  # type: ignore[no-untyped-def]
    """Weight of neighbours in the post (up to NEXT words apart) that stand in the same order in the claim."""
    total = np.float32(0)
    for at in range(len(inverse)):
        word = inverse[at]
        if shared_by[word] != row:
            continue
        for later in range(at + 1, min(at + 1 + NEXT, len(inverse))):
            other = inverse[later]
            if shared_by[other] == row and where[other] > where[word]:
                total += min(weight[word], weight[other])
                break
    return total
