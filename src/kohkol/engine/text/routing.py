"""Suggests the agency for a post, learning from each decision of the office; starts from each agency's own description.

Three views of the decisions are added. Each agency's centre, the mean of what it was given, follows every decision at
once and knows something of agencies with few of them; the lines of `agency_linear` know what tells agencies apart, and
are fitted anew when there are a tenth more decisions; complement naive Bayes (Rennie 2003) knows which words the others
never have. An agency's task description counts in its centre like a few decisions.
"""

import json
import zlib
from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import agency_linear, normalise

FORMAT = 3
MOST_REMEMBERED = 20_000  # decisions kept; the oldest leave
GROWN = 1.1  # the lines are fitted anew when there are so many times more decisions than last time
SPARE_WORDS, SPARE_AGENCIES = 2_000, 8  # room for what is learned between two fits
# Chosen on posts about hoaxes, headlines and tweets (bench/text_routing.py, bench/text_offices.py), where they are
# flat: centres at two thirds or double weight, or pairs of words besides, change the lead by half a point at most.
CENTRE = 6.0  # of the nearness to an agency's centre, 0 to 1; a line says about -1 to 1
RARE = 0.1  # of complement naive Bayes, brought to spread one
OFTEN = 0.05  # of the logarithm of an agency's decisions: more of it is lost where what people write about changes
DESCRIBED = 4  # decisions that a description counts for in the centre; less loses two points after 50 decisions
SHARPNESS = 2.5  # of the shares; by likelihood

Words = NDArray[np.int32]
Values = NDArray[np.float32]


class AgencyRouter:
    """Agencies are any text ids; `descriptions` says what each is for, in the office's own words."""

    def __init__(self, descriptions: Mapping[str, str] | None = None) -> None:
        self.descriptions = dict(descriptions or {})
        self._agencies: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._described = [
            (self._column(agency), self._numbers(features(text)))
            for agency, text in self.descriptions.items()
            if text.strip()
        ]
        self._memory: deque[tuple[int, Words]] = deque(maxlen=MOST_REMEMBERED)
        self._new = 0  # decisions since the last fit
        self._fitted_to = -1
        self._frame()

    def learn(self, text: str, agency: str) -> None:
        """Take in one decision of the office."""
        self._take_in(features(text), agency)

    def _take_in(self, found: list[str], agency: str) -> None:
        column, words = self._column(agency), self._numbers(found)
        self._memory.append((column, words))
        self._new += 1
        if len(self._words) <= len(self._spread) and column < len(self._decisions):
            self._spread[words] += 1
            self._add(column, words)
            self._count(column, words)
        else:
            self._fitted_to = -1

    def _column(self, agency: str) -> int:
        return self._agencies.setdefault(agency, len(self._agencies))

    def _numbers(self, found: list[str]) -> Words:
        return np.array([self._words.setdefault(word, len(self._words)) for word in found], np.int32)

    # What is fitted ---------------------------------------------------------------------------------------------------

    def _frame(self) -> None:
        """Empty centres and counts, with room to grow."""
        words, agencies = len(self._words) + SPARE_WORDS, len(self._agencies) + SPARE_AGENCIES
        self._spread = np.zeros(words, np.int64)  # decisions and descriptions that hold the word
        self._decisions = np.zeros(agencies, np.int64)
        self._sums = np.zeros((words, agencies), np.float32)
        self._squares = np.zeros(agencies)  # squared lengths of the sums
        self._totals = np.zeros(agencies)  # words of the agency's decisions
        self._counts = np.zeros((words, agencies), np.uint16)  # decisions of the agency that hold the word
        self._lines = np.zeros((words + 1, agencies), np.float32)
        self._lines[-1] = -1.0

    def _fit(self) -> None:
        self._frame()
        for _, words in (*self._described, *self._memory):
            self._spread[words] += 1
        for column, words in (*self._described * DESCRIBED, *self._memory):
            self._add(column, words)
        for column, words in self._memory:
            self._count(column, words)
        if self._memory:
            values = [self._values(words) for _, words in self._memory]
            ends = np.cumsum([0, *(len(own) for own in values)])
            labels = np.array([column for column, _ in self._memory], np.int64)
            index = np.concatenate([words for _, words in self._memory])
            lines = agency_linear.fitted(index, np.concatenate(values), ends, labels, len(self._spread))
            self._lines[:, : lines.shape[1]] = lines
        self._fitted_to, self._new = len(self._memory), 0

    def _add(self, column: int, words: Words) -> None:
        """Put a text into the centre of an agency."""
        value = self._values(words)
        old = self._sums[words, column]
        self._squares[column] += float(value @ (2 * old + value))
        self._sums[words, column] = old + value

    def _count(self, column: int, words: Words) -> None:
        self._decisions[column] += 1
        self._counts[words, column] += 1
        self._totals[column] += len(words)

    def _values(self, words: Words) -> Values:
        """Inverse frequencies of the words of a text, brought to length one."""
        known = len(self._described) + len(self._memory)
        value = np.log((known + 1) / (self._spread[words] + 1)) + 1
        return np.asarray(value / (np.sqrt(value @ value) or 1.0), np.float32)

    # What is suggested ------------------------------------------------------------------------------------------------

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Agencies with their shares of one, the likeliest first; empty where nothing is known at all."""
        names = sorted({*self.descriptions, *self._agencies})
        if not names:
            return []
        if self._fitted_to < 0 or self._new > (GROWN - 1) * self._fitted_to:
            self._fit()
        scores = self._scores(features(text))
        logits = [SHARPNESS * scores[self._agencies[name]] if name in self._agencies else -99.0 for name in names]
        shares = np.exp(np.array(logits) - max(logits))
        found = zip(names, (shares / shares.sum()).tolist(), strict=True)
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _scores(self, found: list[str]) -> Values:
        """For each agency, by its number."""
        words = np.array([self._words[word] for word in found if word in self._words], np.int32)
        value = self._values(words)
        by_lines = value @ self._lines[words] + self._lines[-1]
        near = value @ self._sums[words] / np.sqrt(np.maximum(self._squares, 1e-9))
        scores = by_lines + CENTRE * near + OFTEN * np.log1p(self._decisions)
        known = len(self._agencies)
        scores[:known] += RARE * _spread_evenly(self._by_others(words)[:known])
        return np.asarray(scores, np.float32)

    def _by_others(self, words: Words) -> Values:
        """Complement naive Bayes: how rare the words are in the decisions of all other agencies."""
        outside = self._totals.sum() - self._totals + len(self._words)
        own = self._counts[words].astype(np.float32)
        said = np.log(own.sum(axis=1, keepdims=True) - own + 1).sum(axis=0)
        return np.asarray(np.log(outside) * len(words) - said, np.float32)

    def to_bytes(self) -> bytes:
        """The whole state, compressed; texts are not in it, only their terms."""
        state = {
            "format": FORMAT,
            "normalisation": normalise.NORMALISATION_VERSION,
            "descriptions": self.descriptions,
            "agencies": list(self._agencies),
            "words": list(self._words),
            "memory": [(column, words.tolist()) for column, words in self._memory],
        }
        return zlib.compress(json.dumps(state).encode())

    @classmethod
    def from_bytes(cls, state: bytes) -> "AgencyRouter":
        """The router as it was, by learning its decisions again; raises ValueError where the bytes are no state."""
        try:
            read = json.loads(zlib.decompress(state))
        except (zlib.error, ValueError) as error:
            raise ValueError("these bytes are no state of an agency router") from error
        if read.get("format") != FORMAT:
            raise ValueError(f"the state has format {read.get('format')}, this version reads {FORMAT}")
        router = cls(read["descriptions"])
        agencies, words = read["agencies"], read["words"]
        for column, numbers in read["memory"]:
            router._take_in([words[number] for number in numbers], agencies[column])
        return router


def _spread_evenly(votes: Values) -> Values:
    """The votes with mean nothing and spread one, so that views with different units can be added."""
    votes = votes - votes.mean()
    spread = float(votes.std())
    return votes / spread if spread > 1e-9 else np.zeros_like(votes)


def features(text: str) -> list[str]:
    """Terms of a text, and its words as they are written, each once."""
    return sorted({*normalise.terms(text), *(f"={word}" for word in normalise.words(text))})
