"""Lines between the agencies over a post's words, and over its pairs of words and runs of letters beside them.

Both halves count alike. A run is weighed as a word is, by what it said of who decides when the lines were last fitted.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import agency_linear, telling
from kohkol.engine.text.letter_runs import PLACES, Runs
from kohkol.engine.text.telling import Values

Words = NDArray[np.int32]
AT_ONCE = 8_192  # runs weighed in one step: the table of all for hundreds of agencies would take much memory
HALF = np.float32(np.sqrt(0.5))


class Post(NamedTuple):
    """A post by the numbers of its agency, words and runs; the values of its words are of length one."""

    agency: int
    words: Words
    values: Values
    runs: Runs


class AgencyLines:
    """Lines that say no to everything until they are fitted; with room for so many words and agencies."""

    def __init__(self, words: int, agencies: int) -> None:
        self._words = words
        self._weights = np.ones(PLACES, np.float32)
        self._lines = np.zeros((words + PLACES + 1, agencies), np.float32)
        self._lines[-1] = -1.0
        self._posts: tuple[Words, Values, NDArray[np.int64], NDArray[np.int64]] | None = None

    def learn(self, posts: Sequence[Post], usual: NDArray[np.float64]) -> None:
        """Weigh the runs of the posts; `usual` are the shares of the agencies in all decisions."""
        held = np.zeros((PLACES, len(usual)), np.float32)
        for post in posts:
            held[post.runs, post.agency] += 1
        for start in range(0, PLACES, AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            self._weights[rows] = telling.weights(held[rows], usual, len(posts))
        index = [part for post in posts for part in (post.words, post.runs.astype(np.int32) + self._words)]
        values = [part for post in posts for part in self._halves(post.values, post.runs)]
        ends = np.cumsum([0, *(len(post.words) + len(post.runs) for post in posts)])
        agencies = np.array([post.agency for post in posts], np.int64)
        self._posts = np.concatenate(index), np.concatenate(values), ends, agencies

    def separate(self, penalty: float) -> None:
        """Fit the lines to the posts that were learned last; `penalty` is that of a post on the wrong side."""
        if self._posts is not None:
            fitted = agency_linear.fitted(*self._posts, self._words + PLACES, penalty)
            self._lines[:, : fitted.shape[1]] = fitted

    def forget_posts(self) -> None:
        """Keep the lines alone."""
        self._posts = None

    def scores(self, words: Words, values: Values, runs: Runs) -> Values:
        """For each agency, by its number, about -1 to 1."""
        of_words, of_runs = self._halves(values, runs)
        by_words = of_words @ self._lines[words]
        by_runs = of_runs @ self._lines[self._words + runs.astype(np.int32)]
        return np.asarray(by_words + by_runs + self._lines[-1], np.float32)

    def _halves(self, values: Values, runs: Runs) -> tuple[Values, Values]:
        return values * HALF, telling.of_length_one(self._weights[runs]) * HALF
