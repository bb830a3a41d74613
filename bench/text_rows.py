"""A row of `kohkol bench text`: what was measured, the figure with its 95 % interval, the bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta
from sklearn.metrics import f1_score

RESAMPLES = 300


@dataclass
class Row:
    """One goal: what was measured, the figure with its 95 % interval, and the bar."""

    goal: str
    figure: float
    low: float
    high: float
    bar: float
    lower_is_better: bool = False

    def passed(self) -> bool:
        return self.figure <= self.bar if self.lower_is_better else self.figure >= self.bar


def bootstrap(goal: str, bar: float, size: int, measure: Callable[[np.ndarray], float]) -> Row:
    """The figure over all items and its interval over resampled items."""
    random = np.random.default_rng(1)
    spread = [measure(random.integers(0, size, size)) for _ in range(RESAMPLES)]
    return Row(goal, measure(np.arange(size)), *np.quantile(spread, [0.025, 0.975]), bar)


def macro_f1(goal: str, bar: float, truth: list[str], guess: list[str]) -> Row:
    y, p = np.array(truth), np.array(guess)
    return bootstrap(goal, bar, len(y), lambda at: float(f1_score(y[at], p[at], average="macro", labels=np.unique(y))))


def share(goal: str, bar: float, right: Sequence[bool]) -> Row:
    """The share of few items that are right, with the exact (Clopper-Pearson) interval: resampled ones stay ones."""
    yes, size = sum(right), len(right)
    low = beta.ppf(0.025, yes, size - yes + 1) if yes else 0.0
    high = beta.ppf(0.975, yes + 1, size - yes) if yes < size else 1.0
    return Row(goal, yes / size, float(low), float(high), bar)
