"""How negative, neutral and positive a set of posts is, as ranges that hold the model's own error.

The model takes one tone for another at known rates (its confusion on rows it was not trained on, in
`models/tone_errors.json`), so counting its verdicts is biased. Adjusted counting (Gart and Buck 1966; Forman 2008)
turns the counts round: true shares x confusion = counted shares. Each of the draws takes one of the test sets, draws
its confusion and the counted shares from their Dirichlet distributions and solves; the range is what most draws hold.
Taking a whole set at a time widens the range by how differently the model does on different kinds of text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TONES = ("negative", "neutral", "positive")
FILE = Path(__file__).parent / "models" / "tone_errors.json"
DRAWS = 2000
HELD = 0.95  # share of the draws inside; chosen on the first half of the rows, where issues of a kind of text whose
# error was not measured then hold the truth in .89 of the cases; `kohkol bench text` measures the other half
FEWEST = 20  # below so many texts every range is nearly everything
PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class Range:
    """Between which shares (0 to 1) a tone lies."""

    tone: str
    low: float
    high: float


def ranges(
    counted: Mapping[str, int],
    told: Mapping[str, int] | None = None,
    *,
    errors: Sequence[NDArray[np.float64]] | None = None,
    seed: int = 1,
) -> list[Range]:
    """A range for each of `TONES`; none where fewer than `FEWEST` texts were read.

    `counted` are the model's verdicts by tone; `told` those that people gave, which are taken as they are. `errors` are
    confusion counts [true, read], one array for each test set; without them those that ship with the model.
    """
    read = np.array([counted.get(tone, 0) for tone in TONES], float)
    known = np.array([(told or {}).get(tone, 0) for tone in TONES], float)
    total = read.sum() + known.sum()
    if total < FEWEST:
        return []
    shares = (_true_shares(read, errors or measured(), np.random.default_rng(seed)) * read.sum() + known) / total
    edge = (1 - HELD) / 2
    low, high = np.quantile(shares, [edge, 1 - edge], axis=0)
    return [Range(tone, float(low[place]), float(high[place])) for place, tone in enumerate(TONES)]


def _true_shares(
    read: NDArray[np.float64], errors: Sequence[NDArray[np.float64]], chance: np.random.Generator
) -> NDArray[np.float64]:
    """[draws, tones] of shares that could have led to these verdicts; each row adds up to one."""
    if not read.sum():
        return np.zeros((1, len(TONES)))
    seen = chance.dirichlet(read + PRIOR, DRAWS)
    sets = chance.integers(len(errors), size=DRAWS)
    confusion = np.empty((DRAWS, len(TONES), len(TONES)))
    for number, one in enumerate(errors):
        mine = np.flatnonzero(sets == number)
        for row in range(len(TONES)):
            confusion[mine, row] = chance.dirichlet(one[row] + PRIOR, len(mine))
    found = np.linalg.solve(confusion.transpose(0, 2, 1), seen[:, :, None])[:, :, 0]
    found = np.clip(found, 0, None)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


@cache
def measured() -> tuple[NDArray[np.float64], ...]:
    """The confusion counts [true, read] of the shipped model, one array for each test set."""
    return tuple(np.array(rows, float) for rows in json.loads(FILE.read_text(encoding="utf-8"))["sets"].values())
