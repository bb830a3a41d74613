"""Numbers for the pairs of words and the runs of letters in a text: what typing errors and unknown words leave whole.

A run is three to five letters of a word, the gaps around it included. Runs and pairs share a fixed number of places by
their check sum, so that what is fitted to them does not grow with what people write; the text cannot be read from them.
"""

import zlib
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import normalise

PLACES = 1 << 16
SHORTEST, LONGEST = 3, 5
WORDS_KEPT = 50_000  # whose runs are remembered

Runs = NDArray[np.uint16]


def runs(text: str) -> Runs:
    """The numbers of the text's pairs of words and runs of letters, below `PLACES`, each once, ascending."""
    words = [str(word) for word in normalise.words(text)]
    found = {_place(f"{first} {second}") for first, second in pairwise(words)}
    for word in words:
        found.update(_of_word(word))
    return np.array(sorted(found), np.uint16)


@lru_cache(WORDS_KEPT)
def _of_word(word: str) -> tuple[int, ...]:
    padded = f" {word} "
    lengths = range(SHORTEST, min(LONGEST, len(padded)) + 1)
    return tuple(
        {
            _place(f"#{padded[start : start + length]}")
            for length in lengths
            for start in range(len(padded) - length + 1)
        }
    )


def _place(run: str) -> int:
    return zlib.crc32(run.encode("utf-8", "surrogatepass")) % PLACES
