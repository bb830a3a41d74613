"""A linear classifier that learns one decision at a time: softmax regression with AdaGrad over hashed features.

Source of the step sizes: Duchi, Hazan, Singer (2011), diagonal AdaGrad. Old decisions are shown again now and then, so
that the order in which they came does not matter much.
"""

import zlib

import numpy as np
from numba import njit
from numpy.typing import NDArray

BUCKETS = 1 << 16  # for the thousands of decisions an office makes; 2^18 gained nothing at 5,000
RATE = 0.5
SHRINK = 1e-6


@njit(cache=True)
def _scores(lines, index, value):  # type: ignore[no-untyped-def]
    sums = np.zeros(lines.shape[1], np.float32)
    for i in range(len(index)):
        line = lines[index[i]]
        for column in range(len(sums)):
            sums[column] += value[i] * line[column]
    return sums


@njit(cache=True)
def _step(lines, squares, index, value, column):  # type: ignore[no-untyped-def]
    sums = _scores(lines, index, value)
    sums = np.exp(sums - sums.max())
    sums /= sums.sum()
    sums[column] -= 1.0
    for i in range(len(index)):
        line = lines[index[i]]
        square = squares[index[i]]
        for other in range(len(sums)):
            slope = sums[other] * value[i] + SHRINK * line[other]
            square[other] += slope * slope
            line[other] -= RATE * slope / (np.sqrt(square[other]) + 1e-3)


class OnlineLinear:
    """Columns are numbered by the caller; they may grow at any time."""

    def __init__(self) -> None:
        self._lines = np.zeros((BUCKETS, 8), np.float32)
        self._squares = np.zeros((BUCKETS, 8), np.float32)

    def learn(self, index: NDArray[np.int64], value: NDArray[np.float32], column: int) -> None:
        """One step towards `column` for a post with these features."""
        if column >= self._lines.shape[1]:
            room = ((0, 0), (0, self._lines.shape[1]))
            self._lines, self._squares = np.pad(self._lines, room), np.pad(self._squares, room)
        _step(self._lines, self._squares, index, value, column)

    def scores(self, index: NDArray[np.int64], value: NDArray[np.float32], columns: int) -> NDArray[np.float32]:
        """[columns] logits of a post."""
        return np.asarray(_scores(self._lines, index, value)[:columns], np.float32)


def hashed(features: list[str]) -> NDArray[np.int64]:
    """Buckets of named features."""
    return np.array([zlib.crc32(feature.encode()) % BUCKETS for feature in features], np.int64)
