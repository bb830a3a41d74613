"""The learned part: puts candidates in order, and says how likely each is the same as the post."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching.pairs import Table

FILE = Path(__file__).parent / "trained" / "ranking.npz"
LEAD_ALONE = 20.0  # the lead of a candidate that has no other beside it; no lead counts for more


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees as flat arrays: node -> feature (or -1 at a leaf), limit, left and right node, value."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    limit: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    start: float

    def score(self, rows: Table) -> Table:
        """One raw score per row; higher is more likely the same."""
        scores = walk(rows, self.roots, self.feature, self.limit, self.left, self.right, self.value)
        return np.asarray(scores + self.start, np.float32)

    def parts(self, name: str) -> dict[str, NDArray[Any]]:
        """What `save` writes."""
        arrays = ("roots", "feature", "limit", "left", "right", "value")
        return {f"{name}_{part}": getattr(self, part) for part in arrays} | {f"{name}_start": np.array(self.start)}

    @classmethod
    def of(cls, stored: dict[str, NDArray[Any]], name: str) -> "Trees":
        """The trees that `parts` gave."""
        arrays = ("roots", "feature", "limit", "left", "right", "value")
        return cls(**{part: stored[f"{name}_{part}"] for part in arrays}, start=float(stored[f"{name}_start"]))


@njit(cache=True)
def walk(rows, roots, feature, limit, left, right, value):  # type: ignore[no-untyped-def]
    """Sum of the leaves that each row reaches."""
    out = np.zeros(len(rows), np.float32)
    for row in range(len(rows)):
        for tree in range(len(roots)):
            node = roots[tree]
            while feature[node] >= 0:
                node = left[node] if rows[row, feature[node]] <= limit[node] else right[node]
            out[row] += value[node]
    return out


@dataclass(frozen=True, slots=True)
class Order:
    """A linear score: what each feature counts."""

    weight: NDArray[np.float32]
    start: float

    def score(self, rows: Table) -> Table:
        """One score per row; only the order within one list means something."""
        return np.asarray(rows @ self.weight + np.float32(self.start), np.float32)


def described(rows: Table, scores: Table) -> Table:
    """The features from which a chance is read: those of the pair, its score, and its lead over the best other one."""
    if len(scores) == 1:
        return np.column_stack([rows, scores, np.full(1, LEAD_ALONE)]).astype(np.float32)
    best, second = np.partition(scores, -2)[-1], np.partition(scores, -2)[-2]
    lead = np.minimum(np.where(scores == best, best - second, scores - best), LEAD_ALONE)
    return np.column_stack([rows, scores, lead]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Order by `order`; `trees` and then steps of probability (isotonic, from posts they never saw) for the chance."""

    order: Order
    trees: Trees
    knots: NDArray[np.float32]
    chances: NDArray[np.float32]

    def chance(self, rows: Table, scores: Table, wanted: NDArray[np.int64]) -> Table:
        """Calibrated probability that each of the wanted rows is the same, given all of one list and their scores."""
        return self.chance_of(self.trees.score(described(rows, scores)[wanted]))

    def chance_of(self, raw: Table) -> Table:
        """Calibrated probability of what the trees say."""
        return np.asarray(np.interp(raw, self.knots, self.chances), np.float32)


def save(ranking: Ranking, file: Path = FILE) -> None:
    """Write the model; the same model gives the same bytes."""
    order = {"order_weight": ranking.order.weight, "order_start": np.array(ranking.order.start)}
    steps = {"knots": ranking.knots, "chances": ranking.chances}
    np.savez_compressed(file, allow_pickle=False, **order, **ranking.trees.parts("chance"), **steps)


@cache
def load(file: Path = FILE) -> Ranking:
    """The model that ships with the package, read once a process."""
    with np.load(file) as stored:
        parts = {name: stored[name] for name in stored.files}
    order = Order(parts["order_weight"], float(parts["order_start"]))
    return Ranking(order, Trees.of(parts, "chance"), parts["knots"], parts["chances"])
