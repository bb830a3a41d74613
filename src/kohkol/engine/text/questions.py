"""Tells whether a post asks something or does not understand: what an office has to answer.

A linear model over small words, their order and their letters, and over whether a rule of `question_rules.py` holds.
Its weights come from posts that people wrote and from posts written for this; see docs/models/questions.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import question_features, question_rules
from kohkol.engine.text.tokens import HINTS_SHIFT, Rows, Spellings

FILE = Path(__file__).parent / "models" / "question.npz"
STEPS = 127  # a weight is one signed byte, finer near nothing, as in model.py


@dataclass(frozen=True, slots=True)
class Weights:
    """`words` and `letters` of the features, the weight of a rule that holds, and the offset; above 0 a post asks."""

    words: NDArray[np.float32]
    letters: NDArray[np.float32]
    rule: float
    offset: float


class Judge:
    """Judges batches of posts over one growing `Spellings`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._signs = question_features.Signs(weights.letters)

    def scores(self, rows: Rows, spellings: Spellings, hints: Sequence[int]) -> list[float]:
        """For each post how much speaks for a question; it is one above 0. `hints` are those of `hints_of`.

        A rule is tried only where it can change the answer: most posts are clear without.
        """
        sums, shares = question_features.scores(rows, spellings, self._signs, self._weights.words)
        found, rules = sums + self._weights.offset, shares * self._weights.rule
        return [
            score + rule if -rule < score <= 0 and question_rules.hold(line, hint) else score
            for line, hint, score, rule in zip(rows.lines, hints, found.tolist(), rules.tolist(), strict=True)
        ]


def hints_of(rows: Rows, spellings: Spellings) -> list[int]:
    """For each post the bits that `tokens.py` keeps above `HINTS_SHIFT` for its words, or-ed together."""
    table, _, _ = spellings.arrays()
    bits = (table[rows.tokens, 3] >> HINTS_SHIFT).astype(np.int64)
    padded = np.append(bits, 0)
    joined = np.bitwise_or.reduceat(padded, rows.starts[:-1]) if len(rows.starts) > 1 else padded[:0]
    return np.where(np.diff(rows.starts) > 0, joined, 0).tolist()  # type: ignore[no-any-return]


def is_question(post: str) -> bool:
    """Whether the post asks, or says that its writer does not understand."""
    return scores([post])[0] > 0


def scores(posts: Sequence[str]) -> list[float]:
    """How much speaks for a question in each post; it is one above 0. For few posts; a stream keeps a `Judge`."""
    spellings = Spellings()
    rows = spellings.rows(posts)
    return Judge(load()).scores(rows, spellings, hints_of(rows, spellings))


def save(weights: Weights, file: Path = FILE) -> None:
    """Pack the weights; features without one take no room."""
    whole = np.concatenate([weights.words, weights.letters])
    largest = np.abs(whole).max()
    packed = (np.sign(whole) * np.round(np.sqrt(np.abs(whole) / largest) * STEPS)).astype(np.int8)
    used = np.flatnonzero(packed)
    np.savez_compressed(
        file,
        used=np.diff(used, prepend=0).astype(np.uint32),
        packed=packed[used],
        rest=np.array([largest, weights.rule, weights.offset], np.float32),
    )


@cache
def load(file: Path = FILE) -> Weights:
    """Unpack the weights, once a process."""
    with np.load(file) as parts:
        largest, rule, offset = (float(one) for one in parts["rest"])
        steps = parts["packed"].astype(np.float32) / STEPS
        whole = np.zeros(question_features.SIZE, np.float32)
        whole[np.cumsum(parts["used"], dtype=np.int64)] = np.sign(steps) * steps * steps * largest
    words, letters = np.split(whole, [question_features.LETTERS_START])
    return Weights(words, letters, rule, offset)
