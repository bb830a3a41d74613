"""A linear classifier over the office's decisions, fitted anew when they have grown: softmax regression with AdaGrad.

Agencies with few decisions weigh as much as those with many, because what comes in next week differs from last month.
Source of the step sizes: Duchi, Hazan, Singer (2011), diagonal AdaGrad.
"""

import zlib

import numpy as np
from numba import njit
from numpy.typing import NDArray

BUCKETS = 1 << 16  # for the thousands of decisions an office makes; 2^18 gained nothing at 5,000
RATE = 0.5
SHRINK = 1e-6
PASSES = 8


@njit(cache=True)
def _scores(lines, index, value):  # type: ignore[no-untyped-def]
    sums = np.zeros(lines.shape[1], np.float32)
    for i in range(len(index)):
        line = lines[index[i]]
        for column in range(len(sums)):
            sums[column] += value[i] * line[column]
    return sums


@njit(cache=True)
def _fit(lines, squares, index, value, ends, labels, weights, order):  # type: ignore[no-untyped-def]
    """One pass over the posts in the given order."""
    for post in order:
        start, end = ends[post], ends[post + 1]
        chances = _scores(lines, index[start:end], value[start:end])
        chances = np.exp(chances - chances.max())
        chances /= chances.sum()
        chances[labels[post]] -= 1.0
        for i in range(start, end):
            line = lines[index[i]]
            square = squares[index[i]]
            for column in range(len(chances)):
                slope = weights[post] * chances[column] * value[i] + SHRINK * line[column]
                square[column] += slope * slope
                line[column] -= RATE * slope / (np.sqrt(square[column]) + 1e-3)


def fitted(posts: list[tuple[NDArray[np.int64], NDArray[np.float32]]], labels: list[int]) -> NDArray[np.float32]:
    """[buckets, columns] weights; `posts` are buckets with their values, `labels` numbers of columns."""
    columns = max(labels) + 1
    lines = np.zeros((BUCKETS, columns), np.float32)
    squares = np.zeros((BUCKETS, columns), np.float32)
    index = np.concatenate([own for own, _ in posts])
    value = np.concatenate([own for _, own in posts])
    ends = np.cumsum([0, *(len(own) for own, _ in posts)])
    truth = np.array(labels)
    counts = np.bincount(truth, minlength=columns)
    weights = (len(truth) / (counts > 0).sum() / np.maximum(counts, 1))[truth].astype(np.float32)
    chance = np.random.default_rng(1)
    for _ in range(PASSES):
        _fit(lines, squares, index, value, ends, truth, weights, chance.permutation(len(truth)))
    return lines


def scores(lines: NDArray[np.float32], index: NDArray[np.int64], value: NDArray[np.float32]) -> NDArray[np.float32]:
    """[columns] logits of a post."""
    return np.asarray(_scores(lines, index, value), np.float32)


def hashed(features: list[str]) -> NDArray[np.int64]:
    """Buckets of named features."""
    return np.array([zlib.crc32(feature.encode()) % BUCKETS for feature in features], np.int64)
