"""Suggests the agency for a post, learning from each decision of the office; starts from each agency's own description.

Three views of a post vote: the words of the agencies' task descriptions (the only voice before the first decision),
complement naive Bayes over the decisions (Rennie 2003), and a linear classifier fitted to them. The weight of the last
two grows with the number of decisions. How often an agency was chosen
says nothing by itself: what people write about changes from month to month.
"""

import json
import math
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import agency_linear, normalise

FORMAT = 2
SMOOTHING = 1.0  # of the counts; .3 loses two points on four stand-ins
MOST_REMEMBERED = 20_000  # routed posts kept to fit the linear classifier to; the oldest leave
PRIOR_DECISIONS = 25.0  # decisions after which experience counts as much as descriptions
GROWN = 1.1  # the linear classifier is fitted anew when there are so many times more decisions than last time
NEVER_CHOSEN = 1.0  # an agency without decisions stands so far below the last of those with some
VOTE = 2.5  # of a view of the decisions, brought to spread one; both count the same


class AgencyRouter:
    """Agencies are any text ids; `descriptions` says what each is for, in the office's own words."""

    def __init__(self, descriptions: Mapping[str, str] | None = None) -> None:
        self.descriptions = dict(descriptions or {})
        self._described = {agency: Counter(set(normalise.terms(text))) for agency, text in self.descriptions.items()}
        self._spread = Counter(feature for own in self._described.values() for feature in own)
        self._columns: dict[str, int] = {}
        self._decisions: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._totals: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._memory: deque[tuple[str, list[str]]] = deque(maxlen=MOST_REMEMBERED)
        self._forgotten = 0
        self._lines: NDArray[np.float32] = np.zeros((agency_linear.BUCKETS, 1), np.float32)
        self._fitted_to = 0

    def learn(self, text: str, agency: str) -> None:
        """Take in one decision of the office."""
        self._take_in(sorted(features(text)), agency)

    def _take_in(self, found: list[str], agency: str) -> None:
        self._columns.setdefault(agency, len(self._columns))
        self._decisions[agency] += 1
        self._totals[agency] += len(found)
        self._counts[agency].update(found)
        self._all.update(found)
        if len(self._memory) == MOST_REMEMBERED:
            self._forgotten += 1
        self._memory.append((agency, found))

    def _weighted(self, found: list[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Buckets and weights (inverse frequency, length one) for the linear classifier."""
        known = len(self._memory) + 1
        value = np.array([math.log((known + 1) / (self._all[feature] + 1)) + 1 for feature in found], np.float32)
        return agency_linear.hashed(found), value / np.float32(np.sqrt((value * value).sum()) or 1.0) * np.float32(3.0)

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Agencies with their shares of one, the likeliest first; empty where nothing is known at all."""
        agencies = sorted({*self._described, *self._decisions})
        if not agencies:
            return []
        found = sorted(features(text))
        known = sum(self._decisions.values())
        trust = known / (known + PRIOR_DECISIONS)
        logits = {agency: (1 - 0.7 * trust) * value for agency, value in self._by_description(found, agencies).items()}
        seen = [feature for feature in found if feature in self._all]
        if seen:
            weight = VOTE * math.sqrt(trust) * len(seen) / len(found)
            for votes in (self._by_counts(seen), self._by_linear(found)):
                floor = min(votes.values()) - NEVER_CHOSEN
                for agency, value in _spread_evenly({one: votes.get(one, floor) for one in agencies}).items():
                    logits[agency] += weight * value
        top = max(logits.values())
        shares = {agency: math.exp(logit - top) for agency, logit in logits.items()}
        whole = sum(shares.values())
        return sorted(((agency, share / whole) for agency, share in shares.items()), key=lambda one: (-one[1], one[0]))

    def _by_description(self, found: list[str], agencies: list[str]) -> dict[str, float]:
        """Terms of the post that stand in a description; those of few descriptions count more."""
        scores = dict.fromkeys(agencies, 0.0)
        for agency, own in self._described.items():
            for feature in found:
                if feature in own:
                    scores[agency] += math.log(1 + len(self._described) / self._spread[feature])
        return scores

    def _by_counts(self, seen: list[str]) -> dict[str, float]:
        """Complement naive Bayes: how rare the terms are in the posts of all other agencies."""
        everything, vocabulary = sum(self._totals.values()), len(self._all)
        scores = {}
        for agency, own in self._counts.items():
            outside = everything - self._totals[agency] + SMOOTHING * vocabulary
            scores[agency] = sum(math.log(outside / (self._all[one] - own[one] + SMOOTHING)) for one in seen)
        return scores

    def _by_linear(self, found: list[str]) -> dict[str, float]:
        known = self._forgotten + len(self._memory)
        if known >= GROWN * self._fitted_to:
            posts = [self._weighted(own) for _, own in self._memory]
            self._lines = agency_linear.fitted(posts, [self._columns[agency] for agency, _ in self._memory])
            self._fitted_to = known
        logits = agency_linear.scores(self._lines, *self._weighted(found)).tolist()
        return {agency: logits[column] for agency, column in self._columns.items() if column < len(logits)}

    def to_bytes(self) -> bytes:
        """The whole state, compressed; texts are not in it, only their terms."""
        state = {
            "format": FORMAT,
            "normalisation": normalise.NORMALISATION_VERSION,
            "descriptions": self.descriptions,
            "memory": list(self._memory),
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
        for agency, found in read["memory"]:
            router._take_in(found, agency)
        return router


def _spread_evenly(votes: dict[str, float]) -> dict[str, float]:
    """The votes with mean nothing and spread one, so that views with different units can be added."""
    mean = sum(votes.values()) / len(votes)
    spread = math.sqrt(sum((value - mean) ** 2 for value in votes.values()) / len(votes))
    return {agency: (value - mean) / spread if spread > 1e-9 else 0.0 for agency, value in votes.items()}


def features(text: str) -> set[str]:
    """Terms of a text, and its words as they are written."""
    return {*normalise.terms(text), *(f"={word}" for word in normalise.words(text))}
