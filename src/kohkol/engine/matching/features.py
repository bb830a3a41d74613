"""Turns a text into the numbers that the index stores: words, surface words and runs of letters, each hashed."""

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.text import normalise

Hashes = NDArray[np.uint32]

TERMS, WORDS, LETTERS = 0, 1, 2
CHANNELS = 3
LETTER_RUN = 4  # letters with the spaces between words; runs of 5, and of 3 and 4 inside words, were worse on train
MOST_WORDS = 600  # of a post; a longer chain message repeats itself


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as hashes: canonical terms in their order, spelled words in their order, distinct runs of letters."""

    terms: Hashes
    words: Hashes
    letters: Hashes

    def channel(self, number: int) -> Hashes:
        """The hashes of TERMS, WORDS or LETTERS."""
        return (self.terms, self.words, self.letters)[number]


def read(text: str) -> Reading:
    """The hashes of a text; the same text gives the same numbers on every machine."""
    words = normalise.words(text)[:MOST_WORDS]
    stops = normalise.stop_words()
    terms: list[str] = []
    for word in words:
        term = normalise.canonical(word)
        if word not in stops and term not in stops and (not terms or terms[-1] != term):
            terms.append(term)
    joined = f" {' '.join(words)} "
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    return Reading(_hashes(terms), _hashes(words), np.unique(letter_runs(points)))


def _hashes(words: list[str]) -> Hashes:
    return np.fromiter(map(hash_word, words), np.uint32, len(words))


@lru_cache(maxsize=200_000)
def hash_word(word: str) -> int:
    """A number for a word, the same in every process; spread, as the index takes its lowest bits."""
    return (zlib.crc32(word.encode()) * 2654435761) & 0xFFFFFFFF


@njit(cache=True)
def letter_runs(points):  # type: ignore[no-untyped-def]
    """FNV-1a hashes of every run of LETTER_RUN letters."""
    count = max(0, len(points) - LETTER_RUN + 1)
    found = np.empty(count, np.uint32)
    for first in range(count):
        running = np.uint64(2166136261)
        for at in range(first, first + LETTER_RUN):
            running = ((running ^ np.uint64(points[at])) * np.uint64(16777619)) & np.uint64(0xFFFFFFFF)
        found[first] = running ^ (running >> np.uint64(15))
    return found
