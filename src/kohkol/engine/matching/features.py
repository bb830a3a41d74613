"""Turns a text into the numbers that the index stores: words, surface words and runs of letters, each hashed."""

import re
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.matching import synonyms
from kohkol.engine.text import normalise

Hashes = NDArray[np.uint32]

TERMS, WORDS, LETTERS = 0, 1, 2
CHANNELS = 3
LETTER_RUN = 4  # letters with the spaces between words; runs of 5, and of 3 and 4 inside words, were worse on train
SHORTEST_ENGLISH = 4  # letters of a word that may have an English ending
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_MENTION = re.compile(r"(?<![\w.])@(\w+)")
_PARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|_+")
_SENTENCE_END = re.compile(r"[\n.!?…*]+")
MOST_SENTENCES = 10
SHORTEST_OPENING = 3  # terms; "Waspada!" is no headline
NOTHING: Hashes = np.empty(0, np.uint32)
MOST_WORDS = 600  # of a post; a longer chain message repeats itself


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as hashes: canonical terms in their order, spelled words in their order, distinct runs of letters.

    `opening` holds the terms of the first sentence or line of a post, which often is the headline that the claim has.
    """

    terms: Hashes
    words: Hashes
    letters: Hashes
    opening: Hashes

    def channel(self, number: int) -> Hashes:
        """The hashes of TERMS, WORDS or LETTERS."""
        return (self.terms, self.words, self.letters)[number]


def read(text: str) -> Reading:
    """The hashes of a text; the same text gives the same numbers on every machine."""
    words = normalise.words(_with_mentioned(text))[:MOST_WORDS]
    joined = f" {' '.join(words)} "
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    return Reading(_hashes(_terms(words)), _hashes(words), np.unique(letter_runs(points)), NOTHING)


def read_post(text: str) -> Reading:
    """As `read`, and the opening, which claims do not need."""
    return replace(read(text), opening=_hashes(_opening(text)))


def _opening(text: str) -> list[str]:
    """Terms of the first sentence or line; of as many as it takes to have SHORTEST_OPENING."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text, maxsplit=MOST_SENTENCES):
        found += terms(sentence)
        if len(found) >= SHORTEST_OPENING:
            break
    return found


def terms(text: str) -> list[str]:
    """The canonical terms of a text, in their order."""
    return _terms(normalise.words(_with_mentioned(text))[:MOST_WORDS])


def _with_mentioned(text: str) -> str:
    """A public figure may be named by the handle only: `@RidwanKamil` is read as the two words."""
    return _MENTION.sub(lambda found: " " + _PARTS.sub(" ", found[1]) + " ", text) if "@" in text else text


def _terms(words: list[str]) -> list[str]:
    stops = normalise.stop_words()
    found: list[str] = []
    for word in synonyms.joined(words):
        term = root(word)
        if word not in stops and term not in stops and (not found or found[-1] != term):
            found.append(term)
    return found


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """The canonical word, one for all that mean the same; see `synonyms`."""
    same = synonyms.single_words()
    if word in same:
        return _root(same[word])
    term = _root(word)
    return _root(same[term]) if term in same else term


def _root(word: str) -> str:
    """The root of a word; of one that no Indonesian list knows without English endings too (`claimed`, `claims`)."""
    term = normalise.canonical(word)
    if len(term) < SHORTEST_ENGLISH or not term.isalpha() or normalise.is_root(term):
        return term
    for ending, instead in _ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= SHORTEST_ENGLISH - 1 and not term.endswith("ss"):
            term = term[: len(term) - len(ending)] + instead
            if ending in ("ing", "ed") and len(term) > 3 and term[-1] == term[-2] and term[-1] not in "lsz":
                term = term[:-1]
            break
    return term[:-1] if term.endswith("e") and len(term) > SHORTEST_ENGLISH else term


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
