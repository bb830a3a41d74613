"""The place for a local embedding model: one more way to find a claim; without one nothing else changes."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.matching.postings import Growing

FOUND = 20  # nearest claims that are looked at closely beside those that share words


class Embedder(Protocol):
    """Turns texts into vectors of length 1, near each other where texts mean the same. Kohkol ships none."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], the same numbers for the same text; every row has length 1."""
        ...


class Vectors:
    """The vector of each claim in the order of their arrival, and how near a post is to each (brute force)."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._flat = Growing(np.empty(1024, np.float32))
        self._dimensions = 0

    def add(self, text: str) -> None:
        """Append the vector of one claim. Raises ValueError for vectors of another size or length."""
        vector = self._vector(text)
        if self._dimensions and len(vector) != self._dimensions:
            raise ValueError(f"The embedder gave {len(vector)} dimensions after {self._dimensions}.")
        self._dimensions = len(vector)
        self._flat.extend(vector)

    def near(self, text: str) -> NDArray[np.float32]:
        """The cosine of a text with each claim."""
        vectors = self._flat.values.reshape(-1, self._dimensions)
        return np.asarray(vectors @ self._vector(text), np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = np.asarray(self._embedder.embed([text]), np.float32)[0]
        if not np.isclose(np.linalg.norm(vector), 1.0, atol=1e-3):
            raise ValueError("The embedder gave a vector that is not of length 1.")
        return vector


def nearest(near: NDArray[np.float32], alive: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The FOUND living claims that are nearest; equal ones in the order of their arrival."""
    usable = np.where(alive, near, -np.inf)
    best = np.argsort(-usable, kind="stable")[:FOUND]
    return best[np.isfinite(usable[best])]
