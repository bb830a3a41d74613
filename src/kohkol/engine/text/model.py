"""The linear models that ship with the package: how they are packed, loaded and asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import features
from kohkol.engine.text.tokens import Rows, Spellings

FILE = Path(__file__).parent / "models" / "linear.npz"
CACHE_LINE = 16  # numbers of four bytes
STEPS = 127  # a weight is one signed byte, finer near nothing: sign * (|byte| / 127) ** 2 * largest


@dataclass(frozen=True, slots=True)
class Trained:
    """One model as training leaves it: classes, weights [columns, features], offsets, factor of the softmax."""

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    offsets: NDArray[np.float64]
    factor: float


@dataclass(frozen=True, slots=True)
class Judge:
    """One model as it runs: its classes and its columns among the scores; two classes share one column."""

    classes: tuple[str, ...]
    columns: slice
    factor: float

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """[posts, classes] from the scores of `Models.scores`; each row adds up to one."""
        own = scores[:, self.columns] * self.factor
        if own.shape[1] == 1:
            own = np.hstack([-own, own])
        own = np.exp(own - own.max(axis=1, keepdims=True))
        return np.asarray(own / own.sum(axis=1, keepdims=True), np.float32)


@dataclass(frozen=True, slots=True)
class Models:
    """All models over one set of features; `judges` by name: tone, emotion, language, clickbait."""

    judges: dict[str, Judge]
    lines: NDArray[np.float32]  # [features, columns + 1]: weights, and the inverse document frequency
    offsets: NDArray[np.float32]

    def scores(self, rows: Rows, spellings: Spellings) -> NDArray[np.float32]:
        """[posts, columns] of every model at once."""
        sums = features.LetterSums(self.lines).of(spellings)
        return features.scores(rows, spellings, self.lines, self.offsets, sums)[0]


def save(trained: dict[str, Trained], idf: NDArray[np.float32], file: Path = FILE) -> None:
    """Pack the models; features that no model uses take no room."""
    weights = np.vstack([one.weights for one in trained.values()]).T
    largest = np.abs(weights).max(axis=0)
    packed = (np.sign(weights) * np.round(np.sqrt(np.abs(weights) / largest) * STEPS)).astype(np.int8)
    used = np.flatnonzero(packed.any(axis=1))
    parts = {
        "used": np.diff(used, prepend=0).astype(np.uint16),
        "idf": np.round(idf[used] * 16).astype(np.uint8),
        "rare": np.float32(idf.max()),
        "largest": largest.astype(np.float32),
        "offsets": np.concatenate([one.offsets for one in trained.values()]).astype(np.float32),
        "names": np.array(list(trained)),
        "factors": np.array([one.factor for one in trained.values()], np.float32),
        "classes": np.array([" ".join(one.classes) for one in trained.values()]),
    }
    parts |= {f"column_{number}": packed[used, number] for number in range(packed.shape[1])}
    np.savez_compressed(file, **parts)
    print(f"{file.name}: {file.stat().st_size / 1e6:.2f} MB, {len(used)} features, {packed.shape[1]} columns")  # noqa: T201


@cache
def load(file: Path = FILE) -> Models:
    """Unpack the models, once a process."""
    with np.load(file) as parts:
        used = np.cumsum(parts["used"], dtype=np.int64)
        names, classes = parts["names"], [tuple(row.split()) for row in parts["classes"]]
        largest, offsets = parts["largest"], parts["offsets"]
        steps = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.float32) / STEPS
        decode = np.sign(steps) * steps * steps
        columns = len(largest)
        rows = np.empty((len(used), columns + 1), np.float32)
        for number in range(columns):
            rows[:, number] = decode[parts[f"column_{number}"].view(np.uint8)] * largest[number]
        rows[:, columns] = parts["idf"].astype(np.float32) / 16
        lines = _aligned(features.SIZE, columns + 1)
        lines[:, columns] = parts["rare"]
        lines[used] = rows
        judges, first = {}, 0
        for name, own, factor in zip(names, classes, parts["factors"], strict=True):
            width = 1 if len(own) == 2 else len(own)
            judges[str(name)] = Judge(own, slice(first, first + width), float(factor))
            first += width
    return Models(judges, lines, offsets)


def _aligned(rows: int, columns: int) -> NDArray[np.float32]:
    """Zeros whose rows begin where a cache line does, if they are as long as one: half as many lines are fetched."""
    room = np.zeros(rows * columns + CACHE_LINE, np.float32)
    start = -room.ctypes.data // room.itemsize % CACHE_LINE
    return room[start : start + rows * columns].reshape(rows, columns)


def probabilities(posts: Sequence[str], name: str) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Classes of the model and [posts, classes] of their probabilities; for one judgement alone."""
    models, spellings = load(), Spellings()
    judge = models.judges[name]
    return judge.classes, judge.probabilities(models.scores(spellings.rows(posts), spellings))
