"""Finds earlier decisions that a post is nearly a copy of: people send the same complaint again, and forward it."""

from collections.abc import Collection, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

Values = NDArray[np.float32]


@njit(cache=True)
def _nearest(own, index, value, ends, labels, best):  # type: ignore[no-untyped-def]
    """Raises `best` of each label to the largest product of `own` with one of its posts."""
    for post in range(len(labels)):
        near = 0.0
        for i in range(ends[post], ends[post + 1]):
            near += own[index[i]] * value[i]
        best[labels[post]] = max(best[labels[post]], near)


class NearCopies:
    """Posts by their words, each with a value, of length one, and the number of their agency."""

    def __init__(self, posts: Collection[tuple[int, NDArray[np.int32]]] = (), values: Sequence[Values] = ()) -> None:
        self._index = np.concatenate([np.zeros(0, np.int32), *(words for _, words in posts)])
        self._value = np.concatenate([np.zeros(0, np.float32), *values])
        self._ends = np.cumsum([0, *(len(words) for _, words in posts)])
        self._labels = np.array([agency for agency, _ in posts], np.int64)
        self._new: list[tuple[int, NDArray[np.int32], Values]] = []

    def add(self, agency: int, words: NDArray[np.int32], value: Values) -> None:
        """Remember one more post."""
        self._new.append((agency, words, value))

    def joined(self) -> tuple[NDArray[np.int32], Values, NDArray[np.int64], NDArray[np.int64]]:
        """Words and values of all posts one behind the other, where each ends (the first number is 0), agencies."""
        if self._new:
            lengths = np.cumsum([len(words) for _, words, _ in self._new])
            self._index = np.concatenate([self._index, *(words for _, words, _ in self._new)])
            self._value = np.concatenate([self._value, *(value for _, _, value in self._new)])
            self._ends = np.concatenate([self._ends, self._ends[-1] + lengths])
            self._labels = np.concatenate([self._labels, [agency for agency, _, _ in self._new]])
            self._new = []
        return self._index, self._value, self._ends, self._labels

    def nearest(self, words: NDArray[np.int32], value: Values, known: int, agencies: int) -> Values:
        """For each of so many agencies the nearness of its nearest post, 0 to 1; `known` is above every word."""
        own, best = np.zeros(known, np.float32), np.zeros(agencies, np.float32)
        own[words] = value
        _nearest(own, *self.joined(), best)
        return best
