"""How often the range of tones of an issue holds the truth: simulated issues, with the error taken from other text.

An issue is drawn from the rows of one test set with a mix of tones of its own; its range is computed with the confusion
of the other sets alone, as it is on real posts, which come from no test set either.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kohkol.engine.text.tone_range import TONES, ranges

ISSUES = 300
SIZES = (40, 200, 1000)
SEED = 1


def coverage(sets: Mapping[str, tuple[Sequence[str], Sequence[str]]], *, issues: int = ISSUES) -> Iterator[bool]:
    """For each tone of each simulated issue whether its true share lies in the range; `sets` are (truth, read)."""
    chance = np.random.default_rng(SEED)
    names = sorted(sets)
    confusions = {name: confusion(*sets[name]) for name in names}
    for number in range(issues):
        name = names[number % len(names)]
        others = [confusions[other] for other in names if other != name]
        truth, read = (np.array(column) for column in sets[name])
        size = SIZES[number // len(names) % len(SIZES)]
        drawn = Counter(chance.choice(TONES, size, p=chance.dirichlet(np.ones(len(TONES)))).tolist())
        rows = np.concatenate([chance.choice(np.flatnonzero(truth == tone), drawn[tone]) for tone in TONES])
        for one in ranges(Counter(read[rows].tolist()), errors=others, seed=number):
            yield one.low <= drawn[one.tone] / size <= one.high


def confusion(truth: Sequence[str], read: Sequence[str]) -> np.ndarray:
    """Counts [true, read]."""
    counts = np.zeros((len(TONES), len(TONES)))
    for one, other in zip(truth, read, strict=True):
        counts[TONES.index(one), TONES.index(other)] += 1
    return counts
