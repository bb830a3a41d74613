"""Suggests the agency for a post, learning from each decision of the office; starts from each agency's own description.

Three views of the decisions are added. Each agency's centre, the mean of what it was given, follows every decision at
once and knows something of agencies with few of them; `agency_lines` know what tells agencies apart, by words and runs
of letters, and are fitted anew when there are a tenth more decisions; complement naive Bayes (Rennie 2003) knows which
words the others never have. A word counts the more, the more it says about who decides (`telling`). How close the lines
keep to single decisions and how much the centres count is what routes the office's latest decisions best. An agency's
description counts in its centre like a few decisions; its name is one where it has no other. A near copy of an earlier
decision follows that one, and an agency that is no longer chosen, as after a reorganisation, steps back until it is
chosen again.
"""

import json
import zlib
from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import normalise, telling
from kohkol.engine.text.agency_lines import AgencyLines, Post
from kohkol.engine.text.letter_runs import Runs, runs
from kohkol.engine.text.near_copies import NearCopies

FORMAT = 4
MOST_REMEMBERED = 20_000  # decisions kept; the oldest leave
GROWN = 1.1  # the lines are fitted anew when there are so many times more decisions than last time
SPARE_WORDS, SPARE_AGENCIES = 2_000, 8  # room for what is learned between two fits
# What a post on the wrong side of a line costs, and the weight of the nearness to an agency's centre, 0 to 1 (a line
# says about -1 to 1). The first of each until there are LEAST_TO_CHOOSE decisions: with 500 small stand-ins have the
# right agency among three up to .3 points less often, with 2,500 all is the same.
PENALTIES, CENTRES = (0.2, 0.5, 1.0), (5.0, 2.0)
LEAST_TO_CHOOSE = 1_500
HELD_OUT = 0.2  # of the decisions, the latest, to choose by
RARE = 0.1  # of complement naive Bayes, brought to spread one
OFTEN = 0.05  # of the logarithm of an agency's decisions: more of it is lost where what people write about changes
# Decisions that a description counts for in the centre: after 50 decisions 4 loses .3 points, after 1,000 8 loses .3.
DESCRIBED = 6.0
NAMED = 0.5  # decisions that a name counts for, which often says nothing
# Of posts with a fifth of the words of an earlier one left out, 93.7 % went where that one went, with this 98.1 %.
ALIKE, COPIED = 0.5, 4.0  # nearness to one decision from which it is a copy, and what it is worth from there to 1
# Two agencies closed half way: 3.5 points more of all posts are routed right; none closed: .01 fewer, with 6 .05 fewer.
MISSED, CLOSED = 8.0, 3.0  # decisions due to an agency that others got since its last, and what it then loses
SHARPNESS = 2.0  # of the shares; by likelihood

Words = NDArray[np.int32]
Values = NDArray[np.float32]
Decision = tuple[int, Words, Runs]  # number of the agency, of the words, of the runs of letters


class AgencyRouter:
    """Agencies are any text ids; `descriptions` says what each is for, in the office's own words."""

    def __init__(self, descriptions: Mapping[str, str] | None = None) -> None:
        self.descriptions = dict(descriptions or {})
        self._agencies: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._described: list[tuple[int, Words, Runs, float]] = []  # with the decisions that they count for
        self._memory: deque[Decision] = deque(maxlen=MOST_REMEMBERED)
        self._copies = NearCopies()
        self._new = 0  # decisions since the last fit
        self._fitted_to = -1
        self._penalty, self._centre = PENALTIES[0], CENTRES[0]
        self._chosen_at = LEAST_TO_CHOOSE // 2  # decisions when these two were last chosen
        self._frame()
        for agency, text in self.descriptions.items():
            self._introduce(agency, features(text), runs(text), DESCRIBED)

    def learn(self, text: str, agency: str) -> None:
        """Take in one decision of the office, the latest."""
        self._take_in(features(text), runs(text), agency)

    def _take_in(self, found: list[str], letters: Runs, agency: str) -> None:
        if agency not in self._agencies:
            named = [word for word in features(agency) if word.strip("=").isalpha()]
            self._introduce(agency, named, runs(agency), NAMED)
        decision = self._agencies[agency], self._numbers(found), letters
        self._memory.append(decision)
        self._new += 1
        if self._has_room():
            self._count(*decision[:2])
            self._decide(decision[0])
            self._copies.add(decision[0], decision[1], self._add(*decision[:2]))

    def _introduce(self, agency: str, found: list[str], letters: Runs, times: float) -> None:
        """Give the agency a number, and put what it is for into its centre."""
        column = self._agencies.setdefault(agency, len(self._agencies))
        if not found or not times:
            return
        words = self._numbers(found)
        self._described.append((column, words, letters, times))
        if self._has_room():
            self._count(column, words)
            self._add(column, words, times)

    def _has_room(self) -> bool:
        """Whether what is new can be counted as it comes; if not, all is fitted anew before it is next needed."""
        if len(self._words) > len(self._counts) or len(self._agencies) > len(self._decisions):
            self._fitted_to = -1
        return self._fitted_to >= 0

    def _numbers(self, found: list[str]) -> Words:
        return np.array([self._words.setdefault(word, len(self._words)) for word in found], np.int32)

    # What is fitted ---------------------------------------------------------------------------------------------------

    def _frame(self) -> None:
        """Empty centres and counts, with room to grow."""
        words, agencies = len(self._words) + SPARE_WORDS, len(self._agencies) + SPARE_AGENCIES
        self._counts = np.zeros((words, agencies), np.float32)  # decisions and descriptions that hold the word
        self._totals = np.zeros(agencies)  # words of the agency
        self._decisions = np.zeros(agencies, np.int64)
        self._latest = np.zeros(agencies, np.int64)  # number of the agency's last decision
        self._decided = 0  # decisions numbered
        self._sums = np.zeros((words, agencies), np.float32)
        self._squares = np.zeros(agencies)  # squared lengths of the sums
        self._lines = AgencyLines(words, agencies)

    def _fit(self) -> None:
        if len(self._memory) >= 2 * self._chosen_at:
            self._choose()
        self._learn_again()
        self._lines.separate(self._penalty)
        self._lines.forget_posts()
        self._fitted_to, self._new = len(self._memory), 0

    def _learn_again(self) -> None:
        """Count and add everything that is remembered; the lines are not fitted yet."""
        self._frame()
        for column, words, _, _ in self._described:
            self._count(column, words)
        for column, words, _ in self._memory:
            self._count(column, words)
            self._decide(column)
        once = [(*decision, 1.0) for decision in self._memory]
        posts = [
            Post(column, words, self._add(column, words, times), letters)
            for column, words, letters, times in [*self._described, *once]
        ]
        self._copies = NearCopies([post[:2] for post in posts], [post.values for post in posts])
        if posts:
            self._lines.learn(posts, self._usual())

    def _choose(self) -> None:
        """Take the penalty and the weight of the centres that route the latest best, after learning the rest."""
        self._chosen_at = len(self._memory)
        decisions = list(self._memory)
        cut = int(len(decisions) * (1 - HELD_OUT))
        trial = AgencyRouter()
        trial._agencies, trial._words, trial._described = self._agencies, self._words, self._described
        trial._memory.extend(decisions[:cut])
        trial._learn_again()
        worth = dict[tuple[float, float], float]()
        for penalty in PENALTIES:
            trial._lines.separate(penalty)
            views = [(agency, *trial._views(words, letters)) for agency, words, letters in decisions[cut:]]
            for centre in CENTRES:
                worth[penalty, centre] = sum(_worth(near * centre + rest, agency) for agency, near, rest in views)
        self._penalty, self._centre = max(worth, key=lambda choice: worth[choice])

    def _count(self, column: int, words: Words) -> None:
        self._counts[words, column] += 1
        self._totals[column] += len(words)

    def _decide(self, column: int) -> None:
        self._decisions[column] += 1
        self._latest[column] = self._decided
        self._decided += 1

    def _add(self, column: int, words: Words, times: float = 1.0) -> Values:
        """Put a text into the centre of an agency; its values."""
        value = self._values(words)
        old = self._sums[words, column]
        new = old + times * value
        self._squares[column] += float(new @ new - old @ old)
        self._sums[words, column] = new
        return value

    def _usual(self) -> NDArray[np.float64]:
        """The share of each agency in all decisions."""
        known = len(self._agencies)
        return np.asarray((self._decisions[:known] + 0.5) / (len(self._memory) + 0.5 * known), np.float64)

    def _values(self, words: Words) -> Values:
        """How much each word of a text says about who decides, brought to length one."""
        own = self._counts[words, : len(self._agencies)]
        texts = len(self._described) + len(self._memory)
        return telling.of_length_one(telling.weights(own, self._usual(), texts))

    # What is suggested ------------------------------------------------------------------------------------------------

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Agencies with their shares of one, the likeliest first; empty where nothing is known at all."""
        names = sorted({*self.descriptions, *self._agencies})
        if not names:
            return []
        if self._fitted_to < 0 or self._new > (GROWN - 1) * self._fitted_to:
            self._fit()
        scores = self._scores(features(text), runs(text))
        logits = [SHARPNESS * scores[self._agencies[name]] for name in names]
        shares = np.exp(np.array(logits) - max(logits))
        found = zip(names, (shares / shares.sum()).tolist(), strict=True)
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _scores(self, found: list[str], letters: Runs) -> Values:
        """For each agency, by its number."""
        words = np.array([self._words[word] for word in found if word in self._words], np.int32)
        near, rest = self._views(words, letters)
        return np.asarray(near * self._centre + rest, np.float32)

    def _views(self, words: Words, letters: Runs) -> tuple[Values, Values]:
        """For each agency, by its number: how near its centre is, and what all else says."""
        known = len(self._agencies)
        value = self._values(words)
        near = value @ self._sums[words, :known] / np.sqrt(np.maximum(self._squares[:known], 1e-9))
        scores = self._lines.scores(words, value, letters)[:known] + OFTEN * np.log1p(self._decisions[:known])
        scores += RARE * _spread_evenly(self._by_others(words)[:known])
        nearest = self._copies.nearest(words, value, len(self._counts), known)
        scores += COPIED * np.maximum(nearest - ALIKE, 0.0)
        return np.asarray(near, np.float32), np.asarray(scores - CLOSED * self._closed()[:known], np.float32)

    def _by_others(self, words: Words) -> Values:
        """Complement naive Bayes: how rare the words are in the decisions of all other agencies."""
        outside = self._totals.sum() - self._totals + len(self._words)
        own = self._counts[words]
        said = np.log(own.sum(axis=1, keepdims=True) - own + 1).sum(axis=0)
        return np.asarray(np.log(outside) * len(words) - said, np.float32)

    def _closed(self) -> NDArray[np.bool_]:
        """Whether an agency missed so many decisions since its last that it seems to get none any more.

        Where those would be agencies with most of the decisions, these came in another order than that of time.
        """
        due = (self._decided - 1 - self._latest) * self._decisions / max(self._decided, 1)
        closed = due > MISSED
        return np.asarray(closed & (2 * self._decisions[closed].sum() <= self._decided))

    def to_bytes(self) -> bytes:
        """The whole state, compressed; texts are not in it, only their terms."""
        state = {
            "format": FORMAT,
            "normalisation": normalise.NORMALISATION_VERSION,
            "descriptions": self.descriptions,
            "agencies": list(self._agencies),
            "words": list(self._words),
            "chosen": [self._penalty, self._centre, self._chosen_at],
            "memory": [(column, words.tolist(), letters.tolist()) for column, words, letters in self._memory],
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
        router._penalty, router._centre, router._chosen_at = read["chosen"]
        agencies, words = read["agencies"], read["words"]
        for column, numbers, letters in read["memory"]:
            router._take_in([words[number] for number in numbers], np.array(letters, np.uint16), agencies[column])
        return router


def _worth(scores: Values, agency: int) -> float:
    """What naming agencies by these scores is worth: 1 if the right one comes first, then a half and a third."""
    before = int((scores > scores[agency]).sum())
    return 1 / (before + 1) if before < 3 else 0.0


def _spread_evenly(votes: Values) -> Values:
    """The votes with mean nothing and spread one, so that views with different units can be added."""
    votes = votes - votes.mean()
    spread = float(votes.std())
    return votes / spread if spread > 1e-9 else np.zeros_like(votes)


def features(text: str) -> list[str]:
    """Terms of a text, and its words as they are written, each once."""
    return sorted({*normalise.terms(text), *(f"={word}" for word in normalise.words(text))})
