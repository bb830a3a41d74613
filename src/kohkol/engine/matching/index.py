"""The store of what is known, searchable: add, supersede, withdraw, search; the same content gives the same answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.matching import deciding, ranking, stored
from kohkol.engine.matching.candidates import find_candidates
from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.corrections import Corrections
from kohkol.engine.matching.deciding import SAME, Decision
from kohkol.engine.matching.embedding import Embedder, Vectors, nearest
from kohkol.engine.matching.facts import compare, counted, read_facts
from kohkol.engine.matching.features import read, read_post
from kohkol.engine.matching.pairs import IN_ORDER, OF_CLAIM, OF_POST, PLAIN, Table, look
from kohkol.engine.matching.postings import Growing, Postings


@dataclass(frozen=True, slots=True)
class Match:
    """One claim for one post: how likely it is the same (0 to 1), what to do with it, and why."""

    claim: str
    score: float
    decision: Decision
    agrees: list[str]
    differs: list[str]


class ClaimIndex:
    """Claims by id, searchable at once after `add`; `corrections` are those of the people who use it.

    An `embedder` adds the claims that are nearest in meaning to the candidates, and `of_meaning` times the cosine to
    the score by which they are put in order; how much is right for a model has to be measured with that model.
    """

    def __init__(
        self, corrections: Corrections | None = None, embedder: Embedder | None = None, of_meaning: float = 8.0
    ) -> None:
        self.corrections = corrections or Corrections()
        self._vectors = Vectors(embedder) if embedder else None
        self._of_meaning = of_meaning
        self._claims: list[Claim | None] = []
        self._number: dict[str, int] = {}
        self._alive = Growing(np.zeros(256, np.bool_))
        self._channels = [Postings(k1=2.0, b=0.7), Postings(), Postings()]  # of terms, words, letters; BM25 by train

    def __len__(self) -> int:
        return len(self._number)

    def __iter__(self) -> Iterator[Claim]:
        return (claim for claim in self._claims if claim is not None)

    def add(self, claim: Claim) -> None:
        """Make a claim findable. Raises ValueError when its id is there already: then it is superseded."""
        if claim.id in self._number:
            raise ValueError(f"The claim {claim.id} is in the index already; supersede it.")
        reading = read(claim.whole())
        self._number[claim.id] = len(self._claims)
        self._claims.append(claim)
        self._alive.extend(np.ones(1, np.bool_))
        for number, postings in enumerate(self._channels):
            postings.add(reading.channel(number))
        if self._vectors:
            self._vectors.add(claim.whole())

    def withdraw(self, claim_id: str) -> None:
        """Never offer a claim again. Raises KeyError when it is not there."""
        number = self._number.pop(claim_id)
        self._claims[number] = None
        self._alive.buffer[number] = False
        for postings in self._channels:
            postings.forget(number)

    def supersede(self, claim: Claim) -> None:
        """Put a new version in the place of the one with the same id, which is never offered again."""
        if claim.id in self._number:
            self.withdraw(claim.id)
        self.add(claim)

    def search(self, text: str, top: int = 5) -> list[Match]:
        """The best claims for a post or question, best first; at most `top`, none for a text without words."""
        if not self._number:
            return []
        post = read_post(text)
        judged = self.corrections.of(text)
        candidates, first_scores = find_candidates(post, self._channels, self._alive.values)
        near = self._vectors.near(text) if self._vectors else None
        named = [self._number[claim] for claim, same in judged.items() if same and claim in self._number]
        candidates, first_scores = _with(np.array(named, np.int64), candidates, first_scores)
        if near is not None:
            candidates, first_scores = _with(nearest(near, self._alive.values), candidates, first_scores)
        if not len(candidates):
            return []
        table = look(post, self._channels, candidates, first_scores)
        model = ranking.load()
        scores = model.order.score(table)
        if near is not None:
            scores += np.float32(self._of_meaning) * near[candidates]
        order = np.lexsort((np.arange(len(scores)), -scores))
        if judged:
            order = np.array(sorted(order, key=lambda at: -self._wish(judged, int(candidates[at]))))
        chances = model.chance(table, scores, order[:top])
        limit = self.corrections.limit(deciding.SAME_FROM)
        matches = []
        for place, at in enumerate(order[:top]):
            claim = self._claims[int(candidates[at])]
            assert claim is not None
            known, told = read_facts(claim.whole()), read_facts(text)
            agrees, differs = compare(known, told)
            seen = deciding.Seen(
                chance=float(chances[place]),
                first=place == 0,
                of_claim=float(table[at, PLAIN + OF_CLAIM]),
                of_post=float(table[at, PLAIN + OF_POST]),
                in_order=float(table[at, PLAIN + IN_ORDER]),
                post_words=len(post.words),
                differs=bool(differs),
                counted=bool(differs and counted(known, told)),
            )
            decision = deciding.decide(seen, limit)
            score = seen.chance
            if claim.id in judged:
                decision, score = (SAME, 1.0) if judged[claim.id] else (deciding.NONE, 0.0)
            matches.append(Match(claim.id, round(score, 4), decision, agrees, differs))
        return matches

    def _wish(self, judged: dict[str, bool], number: int) -> int:
        claim = self._claims[number]
        assert claim is not None
        return {True: 1, False: -1, None: 0}[judged.get(claim.id)]

    def save(self, path: Path) -> None:
        """Write the claims that count, whole or not at all."""
        stored.save(path, list(self), self.corrections)

    @classmethod
    def load(cls, path: Path, embedder: Embedder | None = None) -> "ClaimIndex":
        """The index as it was saved. Raises stored.IndexRefused with a sentence for a file that cannot be used."""
        claims, corrections = stored.load(path)
        warm()
        index = cls(corrections, embedder)
        for claim in claims:
            index.add(claim)
        return index


def warm() -> None:
    """Have every kernel compiled, or read from the cache of compiled ones, before somebody waits for a new claim."""
    index = ClaimIndex()
    index.add(Claim("warm", "banjir bandang"))
    index.search("banjir bandang di desa")
    for postings in index._channels:
        postings.merge()
    index.search("banjir bandang di desa")


def _with(more: NDArray[np.int64], candidates: NDArray[np.int64], scores: Table) -> tuple[NDArray[np.int64], Table]:
    """The candidates, and after them those of `more` that the search over words did not find."""
    new = np.setdiff1d(more, candidates)
    return np.concatenate([candidates, new]), np.concatenate([scores, np.zeros(len(new), np.float32)])
