"""Suggests the agency for a post, learning from each decision of the office; starts from each agency's own description.

Four views of a post vote: the words of the agencies' task descriptions (the only voice before the first decision),
complement naive Bayes over the decisions (Rennie 2003), a linear classifier that learns online, and the most similar
posts that were routed before. The weight of the last three grows with the number of decisions.
"""

import json
import math
import random
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import normalise
from kohkol.engine.text.online_linear import OnlineLinear, hashed

FORMAT = 1
SMOOTHING = 0.25
MOST_NEIGHBOURS = 15
MOST_REMEMBERED = 20_000  # routed posts kept to compare with; the oldest leave
COMMON = 0.25  # terms in more than this share of remembered posts are not looked up
PRIOR_DECISIONS = 25.0  # decisions after which experience counts as much as descriptions
SAME_POST = 0.15
SHOWN_AGAIN = 6  # old decisions that the linear classifier sees again with each new one
WEIGHTS = {
    "counts": 1.0,
    "linear": 1.0,
    "similar": 6.0,
}  # chosen on the earlier part of the stand-in of bench/text_routing.py


class AgencyRouter:
    """Agencies are any text ids; `descriptions` says what each is for, in the office's own words."""

    def __init__(self, descriptions: Mapping[str, str] | None = None) -> None:
        self.descriptions = dict(descriptions or {})
        self._described = {agency: Counter(features(text)) for agency, text in self.descriptions.items()}
        self._spread = Counter(feature for own in self._described.values() for feature in own)
        self._columns: dict[str, int] = {}
        self._decisions: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._totals: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._memory: deque[tuple[str, list[str]]] = deque(maxlen=MOST_REMEMBERED)
        self._where: dict[str, list[int]] = defaultdict(list)
        self._forgotten = 0
        self._linear = OnlineLinear()
        self._chance = random.Random(1)  # noqa: S311 - which old decisions are shown again

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
        number = self._forgotten + len(self._memory) - 1
        for feature in found:
            self._where[feature].append(number)
        self._linear.learn(*self._weighted(found), self._columns[agency])
        for _ in range(min(SHOWN_AGAIN, len(self._memory))):
            old, own = self._memory[self._chance.randrange(len(self._memory))]
            self._linear.learn(*self._weighted(own), self._columns[old])

    def _weighted(self, found: list[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Buckets and weights (inverse frequency, length one) for the linear classifier."""
        known = len(self._memory) + 1
        value = np.array([math.log((known + 1) / (self._all[feature] + 1)) + 1 for feature in found], np.float32)
        return hashed(found), value / np.float32(np.sqrt((value * value).sum()) or 1.0) * np.float32(3.0)

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Agencies with their shares of one, the likeliest first; empty where nothing is known at all."""
        agencies = sorted({*self._described, *self._decisions})
        if not agencies:
            return []
        found = sorted(features(text))
        known = sum(self._decisions.values())
        trust = known / (known + PRIOR_DECISIONS)
        logits = {agency: (1 - 0.7 * trust) * value for agency, value in self._by_description(found, agencies).items()}
        if known:
            views = {
                "counts": self._by_counts(found, agencies),
                "linear": self._by_linear(found, agencies),
                "similar": self._by_neighbours(found, agencies),
            }
            for view, votes in views.items():
                weight = WEIGHTS[view] * (math.sqrt(trust) if view == "similar" else trust)
                for agency, value in votes.items():
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

    def _by_counts(self, found: list[str], agencies: list[str]) -> dict[str, float]:
        """Complement naive Bayes: how much rarer the terms are in the posts of all other agencies."""
        known, everything = sum(self._decisions.values()), sum(self._totals.values())
        vocabulary = len(self._all) + 1
        usual = [feature for feature in found if feature in self._all]
        scores = {}
        for agency in agencies:
            own, total = self._counts[agency], self._totals[agency]
            inside, outside = total + SMOOTHING * vocabulary, everything - total + SMOOTHING * vocabulary
            gain = 0.5 * math.log((self._decisions[agency] + 0.5) / known)
            for feature in usual:
                there = self._all[feature] - own[feature] + SMOOTHING
                gain += 0.35 * math.log((own[feature] + SMOOTHING) / inside * outside / there)
            scores[agency] = gain
        return scores

    def _by_linear(self, found: list[str], agencies: list[str]) -> dict[str, float]:
        logits = self._linear.scores(*self._weighted(found), len(self._columns))
        floor = float(logits.min())
        return {
            agency: float(logits[self._columns[agency]]) if agency in self._columns else floor for agency in agencies
        }

    def _by_neighbours(self, found: list[str], agencies: list[str]) -> dict[str, float]:
        """Share of each agency among the most similar posts routed before, by their similarity."""
        scores = dict.fromkeys(agencies, 0.0)
        count = len(self._memory)
        similar: dict[int, float] = defaultdict(float)
        for feature in found:
            places = self._where.get(feature)
            if places and len(places) <= max(20, COMMON * count):
                weight = math.log(1 + count / len(places)) ** 2
                for number in places:
                    similar[number] += weight
        weighted = []
        for number, value in similar.items():
            if number >= self._forgotten:
                agency, own = self._memory[number - self._forgotten]
                weighted.append((value / math.sqrt(len(own) + 5), agency, number))
        weighted = sorted(weighted, reverse=True)[:MOST_NEIGHBOURS]
        whole = sum(value for value, _, _ in weighted)
        for value, agency, _ in weighted:
            scores[agency] += value / whole
        if weighted:  # nearly the same post as before: follow the decision even when it is the first one
            nearest = self._memory[weighted[0][2] - self._forgotten][1]
            scores[weighted[0][1]] += SAME_POST * len(set(found) & set(nearest)) / len(found)
        return scores

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


def features(text: str) -> set[str]:
    """Terms of a text and pairs of neighbours."""
    terms = normalise.terms(text)
    return {*terms, *(f"{first} {second}" for first, second in pairwise(terms))}
