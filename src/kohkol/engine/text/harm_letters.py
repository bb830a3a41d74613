"""How much the letters of a text look like those of hurtful posts: a hint at words that no list knows, or at none.

Names of groups and politicians are passed over: who is hated in the posts that taught it shall not count against them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import harm_words
from kohkol.engine.text.tokens import LETTER_BUCKETS, Rows, Spellings

FILE = Path(__file__).parent / "models" / "harm.npz"
STEPS = 127  # a weight is one signed byte, finer near nothing, as in model.py


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each bucket of letter runs, and the offset."""

    letters: NDArray[np.float32]
    offset: float


def hint(rows: Rows, spellings: Spellings) -> float:
    """Odds, as a logarithm, that the first of these posts hurts, by its runs of letters alone; 0 without any."""
    runs = runs_of(rows, spellings, 0)
    weights = load()
    return float(weights.letters[runs].sum() + weights.offset) if len(runs) else 0.0


def runs_of(rows: Rows, spellings: Spellings, post: int) -> NDArray[np.int32]:
    """The buckets of the letter runs of one post without its names, each once."""
    _, letters, begins = spellings.arrays()
    own = np.unique(rows.tokens[rows.starts[post] : rows.starts[post + 1]])
    parts = [letters[begins[token] : begins[token + 1]] for token in own if not _named(spellings.names[token])]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int32)


def _named(word: str) -> bool:
    return any(one.kind in {"group", "figure"} for one in harm_words.single(word))


def save(weights: Weights, file: Path = FILE) -> None:
    """Pack the weights; runs without one take no room."""
    largest = np.abs(weights.letters).max()
    packed = (np.sign(weights.letters) * np.round(np.sqrt(np.abs(weights.letters) / largest) * STEPS)).astype(np.int8)
    used = np.flatnonzero(packed)
    np.savez_compressed(
        file,
        used=np.diff(used, prepend=0).astype(np.uint32),
        packed=packed[used],
        rest=np.array([largest, weights.offset], np.float32),
    )


@cache
def load(file: Path = FILE) -> Weights:
    """Unpack the weights, once a process."""
    with np.load(file) as parts:
        largest, offset = (float(one) for one in parts["rest"])
        steps = parts["packed"].astype(np.float32) / STEPS
        letters = np.zeros(LETTER_BUCKETS, np.float32)
        letters[np.cumsum(parts["used"], dtype=np.int64)] = np.sign(steps) * steps * steps * largest
    return Weights(letters, offset)
