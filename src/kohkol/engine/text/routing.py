"""Suggests the agency for a post, learning from each decision of the office; starts from each agency's own description.

Three views of a post vote: the description of the agency's tasks (Dirichlet-smoothed likelihood, the only voice before
the first decision), words that officers' decisions tie to an agency (complement naive Bayes, counts updated at once),
and the most similar posts that were routed before. The weight of the last two grows with the number of decisions.
"""

import json
import math
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from itertools import pairwise

from kohkol.engine.text import normalise

FORMAT = 1
SMOOTHING = 0.25
MOST_NEIGHBOURS = 15
MOST_REMEMBERED = 20_000  # routed posts kept to compare with; the oldest leave
COMMON = 0.25  # terms in more than this share of remembered posts are not looked up
PRIOR_DECISIONS = 25.0  # decisions after which experience counts as much as descriptions


class AgencyRouter:
    """Agencies are any text ids; `descriptions` says what each is for, in the office's own words."""

    def __init__(self, descriptions: Mapping[str, str] | None = None) -> None:
        self.descriptions = dict(descriptions or {})
        self._described = {agency: Counter(features(text)) for agency, text in self.descriptions.items()}
        self._decisions: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._totals: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._memory: deque[tuple[str, list[str]]] = deque(maxlen=MOST_REMEMBERED)
        self._where: dict[str, list[int]] = defaultdict(list)
        self._forgotten = 0

    def learn(self, text: str, agency: str) -> None:
        """Take in one decision of the office."""
        self._take_in(sorted(features(text)), agency)

    def _take_in(self, found: list[str], agency: str) -> None:
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

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Agencies with their shares of one, the likeliest first; empty where nothing is known at all."""
        agencies = sorted({*self._described, *self._decisions})
        if not agencies:
            return []
        found = features(text)
        known = sum(self._decisions.values())
        trust = known / (known + PRIOR_DECISIONS)
        described = self._by_description(found, agencies)
        learned = self._by_counts(found, agencies)
        similar = self._by_neighbours(found, agencies)
        logits = {
            agency: (1 - 0.7 * trust) * described[agency] + trust * (learned[agency] + 3.0 * similar[agency])
            for agency in agencies
        }
        top = max(logits.values())
        shares = {agency: math.exp(logit - top) for agency, logit in logits.items()}
        whole = sum(shares.values())
        return sorted(
            ((agency, share / whole) for agency, share in shares.items()), key=lambda pair: (-pair[1], pair[0])
        )

    def _by_description(self, found: set[str], agencies: list[str]) -> dict[str, float]:
        """Log-likelihood gain of the post's terms under each description, rarer terms of descriptions counting more."""
        spread = Counter(feature for own in self._described.values() for feature in own)
        scores = dict.fromkeys(agencies, 0.0)
        for agency, own in self._described.items():
            for feature in found & own.keys():
                scores[agency] += math.log(1 + len(self._described) / spread[feature]) * (1 + math.log(own[feature]))
        return scores

    def _by_counts(self, found: set[str], agencies: list[str]) -> dict[str, float]:
        """Complement naive Bayes: how much less the other agencies' posts hold the terms of this one."""
        known = sum(self._decisions.values())
        if not known:
            return dict.fromkeys(agencies, 0.0)
        vocabulary, everything = len(self._all) + 1, sum(self._totals.values())
        scores = {}
        for agency in agencies:
            own, others = self._counts[agency], everything - self._totals[agency]
            gain = math.log((self._decisions[agency] + 0.5) / known) * 0.5
            for feature in found:
                if feature in self._all:
                    inside = (own[feature] + SMOOTHING) / (self._totals[agency] + SMOOTHING * vocabulary)
                    outside = (self._all[feature] - own[feature] + SMOOTHING) / (others + SMOOTHING * vocabulary)
                    gain += math.log(inside / outside) * 0.35
            scores[agency] = gain
        return scores

    def _by_neighbours(self, found: set[str], agencies: list[str]) -> dict[str, float]:
        """Share of each agency among the most similar posts routed before, by their similarity."""
        scores = dict.fromkeys(agencies, 0.0)
        count = len(self._memory)
        if not count:
            return scores
        similar: dict[int, float] = defaultdict(float)
        for feature in found:
            places = self._where.get(feature)
            if places and len(places) <= max(20, COMMON * count):
                weight = math.log(1 + count / len(places)) ** 2
                for number in places:
                    similar[number] += weight
        nearest = [
            (number, value)
            for number, value in sorted(similar.items(), key=lambda pair: -pair[1])[: MOST_NEIGHBOURS * 2]
            if number >= self._forgotten
        ]
        weighted = []
        for number, value in nearest:
            agency, own = self._memory[number - self._forgotten]
            weighted.append((value / math.sqrt(len(own) + 5), agency))
        weighted = sorted(weighted, reverse=True)[:MOST_NEIGHBOURS]
        whole = sum(value for value, _ in weighted)
        for value, agency in weighted:
            scores[agency] += value / whole
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
        """The router as it was; raises ValueError where the bytes are of another format."""
        try:
            read = json.loads(zlib.decompress(state))
        except (zlib.error, ValueError) as error:
            raise ValueError("these bytes are no state of an agency router") from error
        if read.get("format") != FORMAT:
            raise ValueError(
                f"the state has format {read.get('format')}, this version reads {FORMAT}: learn the decisions again"
            )
        router = cls(read["descriptions"])
        for agency, own in read["memory"]:
            router._take_in(own, agency)
        return router


def features(text: str) -> set[str]:
    """Terms of a text and pairs of neighbours."""
    terms = normalise.terms(text)
    return {*terms, *(f"{first} {second}" for first, second in pairwise(terms))}
