"""How unusual a story's rate is now: its last hours against its own longer past, in standard deviations."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined

FAST_HALF_LIFE_MS = np.float32(3_600_000)
SLOW_HALF_LIFE_MS = np.float32(86_400_000)
HOURS_OF_SLOW = SLOW_HALF_LIFE_MS / FAST_HALF_LIFE_MS


@inlined
def count_burst(story, ms):
    """Adds a post to the fast and the slow decayed count; call before `last_ms` moves. A late post decays nothing."""
    age = np.float32(max(ms - story.last_ms, 0))
    story.fast = story.fast * np.exp2(-age / FAST_HALF_LIFE_MS) + np.float32(1)
    story.slow = story.slow * np.exp2(-age / SLOW_HALF_LIFE_MS) + np.float32(1)


def burst_score(fast: float, slow: float, age_ms: float) -> float:
    """The score `age_ms` after the story's last post: how far the fast count lies above what the slow one expects."""
    fast *= 2 ** (-age_ms / float(FAST_HALF_LIFE_MS))
    slow *= 2 ** (-age_ms / float(SLOW_HALF_LIFE_MS))
    expected = slow / float(HOURS_OF_SLOW)
    return float((fast - expected) / np.sqrt(expected + 1))
