"""Counts what readability is scored by, for many texts in one compiled pass over their letters.

Most texts hold no officialese, so only the few with a word that begins such a phrase are looked at word by word.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONG_WORD_LETTERS = 11
LONG_WORD, NOUN_CHAIN, PASSIVE, READER = 60, 60, 30, -25  # what a word adds to the cost of its text
FEWEST_BETWEEN = 4  # letters between prefix and suffix of a noun chain, or after `di-`

SIGNS = frozenset("0123456789.,;:!?()[]{}/\\\"'`“”‘’…–—_+=*&^%$#@<>|~\u200b")  # they part words, as blanks do
_ENDS = frozenset(".!?;\n")
_PARTS, _LETTER, _DIGIT, _END, _CLOSES = 1, 2, 4, 8, 16
_KINDS = 0x3100  # beyond it stand pictures and scripts in which nothing here is written: parts of a word, no letters
_BLANK = 32
_SEED = np.uint64(14695981039346656037)
_LOOKED_UP = 4096  # slots; a tenth is used


class Counts(NamedTuple):
    """One number for each text."""

    words: NDArray[np.int64]
    letters: NDArray[np.int64]
    sentences: NDArray[np.int64]
    costs: NDArray[np.int64]  # of the words, added up
    officialese: NDArray[np.bool_]  # whether a word stands in it with which such a phrase begins


def count(texts: Sequence[str], reader_words: frozenset[str], openings: frozenset[str]) -> Counts:
    """`reader_words` speak to the reader; `openings` are the first word, or two, of all phrases of officialese."""
    small = [text.lower() for text in texts]
    ends = np.cumsum(np.fromiter(map(len, small), np.int64, len(small)))
    points = np.frombuffer("".join(small).encode("utf-32-le", "surrogatepass"), np.uint32)
    counts, officialese = np.zeros((len(small), 4), np.int64), np.zeros(len(small), np.bool_)
    _count(points, ends, _kinds(), *_known_words(reader_words, openings), counts, officialese)
    words, letters, sentences, costs = counts.T
    return Counts(words, letters, sentences, costs, officialese)


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is, as bits."""
    kinds = np.zeros(_KINDS, np.uint8)
    for point in range(_KINDS):
        sign = chr(point)
        kinds[point] = (
            _PARTS * (sign.isspace() or sign in SIGNS)
            | _LETTER * sign.isalnum()
            | _DIGIT * sign.isdecimal()
            | _END * (sign in _ENDS)
            | _CLOSES * (sign in _ENDS or sign == " ")
        )
    return kinds


@cache
def _known_words(
    reader_words: frozenset[str], openings: frozenset[str]
) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """A table of hashes by their last bits, and for each slot 1 for `reader_words`, 2 for `openings`."""
    hashes, bits = np.zeros(_LOOKED_UP, np.uint64), np.zeros(_LOOKED_UP, np.uint8)
    for bit, words in ((1, reader_words), (2, openings)):
        for word in sorted(words):
            own = _hash(np.array([ord(letter) for letter in word], np.uint32))
            slot = int(own) % _LOOKED_UP
            while hashes[slot] and hashes[slot] != own:
                slot = (slot + 1) % _LOOKED_UP
            hashes[slot] = own
            bits[slot] |= bit
    return hashes, bits


@njit(cache=True, inline="always")
def _mixed(value, point):  # type: ignore[no-untyped-def]
    return (value ^ np.uint64(point)) * np.uint64(1099511628211)


@njit(cache=True)
def _hash(points):  # type: ignore[no-untyped-def]
    value = _SEED
    for point in points:
        value = _mixed(value, point)
    return value


@njit(cache=True)
def _lookup(own, hashes, bits):  # type: ignore[no-untyped-def]
    slot = np.int64(own % np.uint64(_LOOKED_UP))
    while hashes[slot]:
        if hashes[slot] == own:
            return bits[slot]
        slot = (slot + 1) % _LOOKED_UP
    return np.uint8(0)


@njit(cache=True)
def _form_cost(word):  # type: ignore[no-untyped-def]
    """What the form of a word of letters alone costs: `pe-an` and `ke-an`, also with `-nya`, and `di-`."""
    size = len(word)
    if size >= 2 + FEWEST_BETWEEN and word[0] == ord("d") and word[1] == ord("i"):
        return PASSIVE
    if size < 4 + FEWEST_BETWEEN or word[1] != ord("e") or not (word[0] == ord("p") or word[0] == ord("k")):
        return 0
    end = size
    if size >= 7 + FEWEST_BETWEEN and word[size - 3] == ord("n") and word[size - 2] == ord("y"):
        end -= 3 * (word[size - 1] == ord("a"))
    return NOUN_CHAIN * (word[end - 2] == ord("a") and word[end - 1] == ord("n"))


@njit(cache=True, nogil=True)
def _count(points, ends, kinds, hashes, bits, counts, officialese):  # type: ignore[no-untyped-def]
    """Fills `counts`, a row of words, letters, sentences and costs for each text, and `officialese`."""
    begin = 0
    for text in range(len(ends)):
        end = ends[text]
        said = end
        while said > begin and points[said - 1] < _KINDS and kinds[points[said - 1]] & _CLOSES:
            said -= 1
        own = counts[text]
        own[2] = 1
        first, value, both, plain, run = -1, _SEED, _SEED, True, 0
        for at in range(begin, end + 1):
            kind = _PARTS if at == end else kinds[points[at]] if points[at] < _KINDS else 0
            if kind & _PARTS == 0:
                if first < 0:
                    first, both, value, plain = at, _mixed(value, _BLANK), _SEED, True
                value, both = _mixed(value, points[at]), _mixed(both, points[at])
                plain = plain and kind & _LETTER != 0
            elif first >= 0:
                known = _lookup(value, hashes, bits)
                own[0] += 1
                own[1] += at - first
                own[3] += LONG_WORD * (at - first >= LONG_WORD_LETTERS) + READER * (known & 1)
                if plain:
                    own[3] += _form_cost(points[first:at])
                officialese[text] |= (known | _lookup(both, hashes, bits)) & 2 != 0
                first = -1
            if kind & _END and at < said:
                run += 1
            elif run:
                own[2] += run > 1 or kind & _DIGIT == 0  # a single point before a digit belongs to a number
                run = 0
        begin = end
