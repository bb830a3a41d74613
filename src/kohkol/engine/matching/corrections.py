"""What people corrected: "not the same", "this one"; it decides for that pair at once, and moves the limit in time."""

import hashlib
from dataclasses import dataclass, field

import numpy as np

from kohkol.engine.matching.features import hash_word
from kohkol.engine.text import normalise

ENOUGH = 50  # judged pairs before the limit of "same" moves
WANTED_PRECISION = 0.97


def fingerprint(text: str) -> str:
    """The same for posts with the same words in any order, however they are spelled."""
    terms = np.fromiter(map(hash_word, set(normalise.terms(text))), np.uint32)
    return hashlib.blake2b(np.sort(terms).tobytes(), digest_size=12).hexdigest()


@dataclass
class Corrections:
    """Judged pairs of (fingerprint of a post, id of a claim), and what the score was when they were judged."""

    pairs: dict[tuple[str, str], bool] = field(default_factory=dict)
    judged: dict[tuple[str, str], float] = field(default_factory=dict)

    def judge(self, text: str, claim: str, *, same: bool, score: float | None = None) -> None:
        """Keep one correction; a later one about the same pair replaces it."""
        key = (fingerprint(text), claim)
        self.pairs[key] = same
        if score is not None:
            self.judged[key] = score

    def of(self, text: str) -> dict[str, bool]:
        """Claim -> whether a person called it the same as this post."""
        if not self.pairs:
            return {}
        own = fingerprint(text)
        return {claim: same for (post, claim), same in self.pairs.items() if post == own}

    def limit(self, usual: float) -> float:
        """The lowest score from which judged pairs were right often enough; the usual one until there are ENOUGH."""
        if len(self.judged) < ENOUGH:
            return usual
        scores = np.array(list(self.judged.values()))
        right = np.array([self.pairs[key] for key in self.judged])
        for limit in np.unique(np.append(scores, usual)):
            above = scores >= limit
            if above.sum() >= ENOUGH // 2 and right[above].mean() >= WANTED_PRECISION:
                return float(limit)
        return float(max(usual, scores.max()))
