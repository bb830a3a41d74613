"""How unusual a story's rate is now: its last hours against its own longer past and the hour of the day."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined

FAST_HALF_LIFE_MS = np.float32(3_600_000)
SLOW_HALF_LIFE_MS = np.float32(86_400_000)
HOURS_OF_SLOW = SLOW_HALF_LIFE_MS / FAST_HALF_LIFE_MS
# Added to both counts of the whole stream, so that a handful of posts at night says little of the rhythm.
RHYTHM_PRIOR = 2.0


@inlined
def count_burst(counted, ms):
    """Adds a post to the fast and the slow decayed count of a story, or of the whole stream; a late one decays nothing.

    Call before `last_ms` moves.
    """
    age = np.float32(max(ms - counted.last_ms, 0))
    counted.fast = counted.fast * np.exp2(-age / FAST_HALF_LIFE_MS) + np.float32(1)
    counted.slow = counted.slow * np.exp2(-age / SLOW_HALF_LIFE_MS) + np.float32(1)


def decayed(fast: float, slow: float, age_ms: float) -> tuple[float, float]:
    """Both counts `age_ms` later."""
    return fast * 2 ** (-age_ms / float(FAST_HALF_LIFE_MS)), slow * 2 ** (-age_ms / float(SLOW_HALF_LIFE_MS))


def rhythm(fast: float, slow: float) -> float:
    """The rate of all other posts in these hours over their mean rate: low at night, and when a source is silent."""
    return (fast + RHYTHM_PRIOR) / (slow / float(HOURS_OF_SLOW) + RHYTHM_PRIOR)


def burst_score(fast: float, slow: float, level: float = 1.0) -> float:
    """How far the fast count lies above what the slow one expects at this `rhythm`, in standard deviations."""
    expected = slow / float(HOURS_OF_SLOW) * level
    return float((fast - expected) / np.sqrt(expected + 1))
