"""Lines that separate each agency's decisions from all others': linear support vector machines, fitted by dual steps.

Source: Hsieh, Chang, Lin, Keerthi, Sundararajan (2008), dual coordinate descent for the squared hinge loss.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

PASSES = 20
STILL = 0.05  # a pass in which no step was steeper ends the fit


@njit(cache=True)
def _separate(line, alphas, index, value, ends, signs, lengths, order, penalty):  # type: ignore[no-untyped-def]
    """One pass over the posts for one agency; the steepest slope it met. The last number of `line` is its offset."""
    steepest = 0.0
    offset = len(line) - 1
    for post in order:
        start, end = ends[post], ends[post + 1]
        score = line[offset]
        for i in range(start, end):
            score += line[index[i]] * value[i]
        slope = signs[post] * score - 1.0 + alphas[post] * (0.5 / penalty)
        if alphas[post] == 0.0 and slope > 0.0:
            continue
        steepest = max(steepest, abs(slope))
        old = alphas[post]
        alphas[post] = max(old - slope / (lengths[post] + 0.5 / penalty), 0.0)
        step = (alphas[post] - old) * signs[post]
        line[offset] += step
        for i in range(start, end):
            line[index[i]] += step * value[i]
    return steepest


def fitted(
    index: NDArray[np.int32],
    value: NDArray[np.float32],
    ends: NDArray[np.int64],
    labels: NDArray[np.int64],
    features: int,
    penalty: float,
) -> NDArray[np.float32]:
    """[features + 1, columns] weights, the last row the offsets, one column for each number up to the largest label.

    Post i has the features `index[ends[i]:ends[i + 1]]` (below `features`) with their values, of length one. A label
    that no post has gets a line that says no to everything. `penalty` is that of a post on the wrong side.
    """
    lines = np.zeros((int(labels.max()) + 1, features + 1), np.float32)
    lines[:, features] = -1.0
    lengths = 1.0 + (ends[1:] > ends[:-1])
    chance = np.random.default_rng(1)
    for column in np.unique(labels):
        line, alphas = np.zeros(features + 1, np.float32), np.zeros(len(labels), np.float32)
        signs = np.where(labels == column, 1.0, -1.0).astype(np.float32)
        for _ in range(PASSES):
            order = chance.permutation(len(labels))
            if _separate(line, alphas, index, value, ends, signs, lengths, order, penalty) < STILL:
                break
        lines[column] = line
    return np.ascontiguousarray(lines.T)
