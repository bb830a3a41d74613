"""Turns rows of tokens into the numbered, weighted features that every model reads; compiled, used to train as well.

Three blocks, each of length one: words and pairs of words (as spelled and as roots, marked after a negation), runs of
letters inside words, and some fifty facts from the word list of tones. A feature weighs its inverse document
frequency; a word that stands twice counts twice.
"""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.text.tokens import ASK, BIT, LETTER_BUCKETS, SHOUT, WORD, WORD_BUCKETS, Rows, Spellings

FACTS = 64
SIZE = WORD_BUCKETS + LETTER_BUCKETS + FACTS
FACTS_START = WORD_BUCKETS + LETTER_BUCKETS
LETTER_WEIGHT = 0.7  # of the block of letter runs beside that of words; .5 to 1 differ by less than .003
NEGATION_REACH = 4  # tokens after `tidak` that are read as negated

_NEGATOR, _CONTRAST = BIT["negator"], BIT["contrast"]
_POSITIVE, _NEGATIVE = BIT["positive"], BIT["negative"]
_FIRST_EMOTION = BIT["anger"]


@njit(cache=True, inline="always")
def _mix(a, b, salt):  # type: ignore[no-untyped-def]
    h = (np.uint64(a) * np.uint64(0x9E3779B1)) ^ (np.uint64(b) * np.uint64(0x85EBCA77) + np.uint64(salt))
    h ^= h >> np.uint64(29)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(32)
    return np.int64(h % np.uint64(WORD_BUCKETS))


@njit(cache=True)
def _word_features(tokens, table, out):  # type: ignore[no-untyped-def]
    """Buckets of the word block of one post, written to `out`; returns how many."""
    n = 0
    reach = 0
    before_spelled = np.uint32(1)
    before_root = np.uint32(1)
    for token in tokens:
        spelled, standard, root, flags = table[token, 0], table[token, 1], table[token, 2], table[token, 3]
        negated = np.uint32(0)
        if flags & np.uint32(_NEGATOR):
            reach = NEGATION_REACH
        elif not flags & np.uint32(WORD):
            reach = 0
        elif reach > 0:
            reach -= 1
            negated = np.uint32(1)
        out[n] = _mix(standard, 0, 11)
        out[n + 1] = _mix(root, negated, 12)
        out[n + 2] = _mix(before_spelled, standard, 13)
        out[n + 3] = _mix(before_root, root, 14)
        n += 4
        if spelled != standard:
            out[n] = _mix(spelled, 0, 15)
            n += 1
        before_spelled, before_root = standard, root
    if n:
        out[n] = _mix(before_spelled, 2, 13)
        n += 1
    return n


@njit(cache=True)
def _fact_features(tokens, table, out):  # type: ignore[no-untyped-def]  # noqa: C901 - one pass, compiled
    """Facts from the word list of tones; returns how many hold."""
    good = 0.0
    bad = 0.0
    good_after = 0.0
    bad_after = 0.0
    contrast = False
    last = 0
    reach = 0
    asks = False
    shouts = False
    n = 0
    seen = 0
    for token in tokens:
        flags = np.int64(table[token, 3])
        asks |= flags & ASK != 0
        shouts |= flags & SHOUT != 0
        if flags & _CONTRAST:
            contrast = True
            good_after = 0.0
            bad_after = 0.0
        negated = 0
        if flags & _NEGATOR:
            reach = NEGATION_REACH
        elif not flags & WORD:
            reach = 0
        elif reach > 0:
            reach -= 1
            negated = 1
        for kind in range(5):
            if flags & (_FIRST_EMOTION << kind):
                seen |= 1 << (kind * 2 + negated)
        up = 1 if flags & _POSITIVE else 0
        down = 1 if flags & _NEGATIVE else 0
        if up == down:
            continue
        value = 1.0 if up else -1.0
        if negated:
            value = -1.0 if up else 0.5
        if value > 0:
            good += value
            good_after += value
            last = 1
        else:
            bad -= value
            bad_after -= value
            last = 2
    for kind in range(10):
        if seen & (1 << kind):
            out[n] = kind
            n += 1
    for step in range(4):
        if good > step:
            out[n] = 10 + step
            n += 1
        if bad > step:
            out[n] = 14 + step
            n += 1
    out[n] = 18 + last
    out[n + 1] = 21 + (1 if good > bad else 2 if bad > good else 0)
    out[n + 2] = 24 + min(6, max(0, int(good - bad) + 3))
    out[n + 3] = 31 + (0 if not contrast else 1 if good_after > bad_after else 2 if bad_after > good_after else 3)
    out[n + 4] = 35 + min(6, len(tokens) // 6)
    out[n + 5] = 42 + (1 if asks else 0)
    out[n + 6] = 44 + (1 if shouts else 0)
    return n + 7


@njit(cache=True)
def _features(tokens, table, letters, letter_starts, lines, index, value):  # type: ignore[no-untyped-def]
    """Features of one post: their numbers and weights; returns how many. The last column of `lines` is the idf."""
    last = lines.shape[1] - 1
    words = _word_features(tokens, table, index)
    square = 0.0
    for i in range(words):
        value[i] = lines[index[i], last]
        square += value[i] * value[i]
    norm = 1.0 / np.sqrt(square) if square > 0 else 0.0
    for i in range(words):
        value[i] *= norm
    n = words
    square = 0.0
    for token in tokens:
        for at in range(letter_starts[token], letter_starts[token + 1]):
            index[n] = WORD_BUCKETS + letters[at]
            value[n] = lines[index[n], last]
            square += value[n] * value[n]
            n += 1
    norm = LETTER_WEIGHT / np.sqrt(square) if square > 0 else 0.0
    for i in range(words, n):
        value[i] *= norm
    facts = _fact_features(tokens, table, index[n:])
    for i in range(n, n + facts):
        index[i] += FACTS_START
        value[i] = 1.0 / np.sqrt(facts)
    return n + facts


@njit(cache=True)
def _size_of(tokens, letter_starts):  # type: ignore[no-untyped-def]
    n = len(tokens) * 5 + 1 + FACTS
    for token in tokens:
        n += letter_starts[token + 1] - letter_starts[token]
    return n


@njit(cache=True)
def _matrix(tokens, starts, table, letters, letter_starts, lines):  # type: ignore[no-untyped-def]
    total = 0
    for row in range(len(starts) - 1):
        total += _size_of(tokens[starts[row] : starts[row + 1]], letter_starts)
    index = np.empty(total, np.int64)
    value = np.empty(total, np.float32)
    ends = np.zeros(len(starts), np.int64)
    n = 0
    for row in range(len(starts) - 1):
        own = tokens[starts[row] : starts[row + 1]]
        n += _features(own, table, letters, letter_starts, lines, index[n:], value[n:])
        ends[row + 1] = n
    return index[:n], value[:n], ends


@njit(cache=True, nogil=True)
def _letter_sums(letters, letter_starts, lines, first):  # type: ignore[no-untyped-def]
    """For each spelling from `first`: its letter runs' sum of weights per column and, last, of squared frequencies."""
    columns = lines.shape[1] - 1
    sums = np.zeros((len(letter_starts) - 1 - first, columns + 1), np.float32)
    for token in range(first, len(letter_starts) - 1):
        own = sums[token - first]
        for at in range(letter_starts[token], letter_starts[token + 1]):
            line = lines[WORD_BUCKETS + letters[at]]
            idf = line[columns]
            for column in range(columns + 1):
                own[column] += idf * line[column]
    return sums


@njit(cache=True, inline="always")
def _add_line(line, own):  # type: ignore[no-untyped-def]
    """Adds a feature's weights times its inverse document frequency; returns the frequency squared."""
    columns = len(line) - 1
    idf = line[columns]
    for column in range(columns):
        own[column] += idf * line[column]
    return idf * idf


@njit(cache=True)
def _word_sums(tokens, table, lines, gains, part):  # type: ignore[no-untyped-def]
    """Sums of the word block per column, as `_word_features` names it, to `part`; returns the sum of squares.

    `gains[i]` gets what the i-th word says by itself, as it stands and as a root.
    """
    part[:] = 0.0
    gains[: len(tokens)] = 0.0
    square = 0.0
    reach = 0
    before_spelled = np.uint32(1)
    before_root = np.uint32(1)
    for place in range(len(tokens)):
        token = tokens[place]
        spelled, standard, root, flags = table[token, 0], table[token, 1], table[token, 2], table[token, 3]
        negated = np.uint32(0)
        if flags & np.uint32(_NEGATOR):
            reach = NEGATION_REACH
        elif not flags & np.uint32(WORD):
            reach = 0
        elif reach > 0:
            reach -= 1
            negated = np.uint32(1)
        square += _add_line(lines[_mix(standard, 0, 11)], gains[place])
        square += _add_line(lines[_mix(root, negated, 12)], gains[place])
        square += _add_line(lines[_mix(before_spelled, standard, 13)], part)
        square += _add_line(lines[_mix(before_root, root, 14)], part)
        if spelled != standard:
            square += _add_line(lines[_mix(spelled, 0, 15)], part)
        for column in range(len(part)):
            part[column] += gains[place, column]
        before_spelled, before_root = standard, root
    if len(tokens):
        square += _add_line(lines[_mix(before_spelled, 2, 13)], part)
    return square


@njit(cache=True)
def _add_letters(tokens, letter_sums, part, sums):  # type: ignore[no-untyped-def]
    """Adds the block of letter runs to `sums`; `part` is room to work in."""
    columns = len(part)
    part[:] = 0.0
    square = 0.0
    for token in tokens:
        letters = letter_sums[token]
        square += letters[columns]
        for column in range(columns):
            part[column] += letters[column]
    norm = LETTER_WEIGHT / np.sqrt(square) if square > 0 else 0.0
    for column in range(columns):
        sums[column] += norm * part[column]


@njit(cache=True)
def _best_places(gains, size, column, best):  # type: ignore[no-untyped-def]
    """Writes the places of the three words that speak most for a column to `best`, -1 where none does."""
    highest = np.zeros(3, np.float32)
    best[:] = -1
    for place in range(size):
        gain = gains[place, column]
        for rank in range(3):
            if gain > highest[rank]:
                for lower in range(2, rank, -1):
                    highest[lower] = highest[lower - 1]
                    best[lower] = best[lower - 1]
                highest[rank] = gain
                best[rank] = place
                break


@njit(cache=True, nogil=True, fastmath=True)
def _scores(tokens, starts, table, letter_sums, lines, offsets, reasons):  # type: ignore[no-untyped-def]
    columns = len(offsets)
    scores = np.zeros((len(starts) - 1, columns), np.float32)
    best = np.empty((len(reasons), len(starts) - 1, 3), np.int64)
    part = np.empty(columns, np.float32)
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, starts[row + 1] - starts[row])
    gains = np.empty((longest, columns), np.float32)
    index = np.empty(FACTS, np.int64)
    for row in range(len(starts) - 1):
        own = tokens[starts[row] : starts[row + 1]]
        sums = scores[row]
        square = _word_sums(own, table, lines, gains, part)
        norm = 1.0 / np.sqrt(square) if square > 0 else 0.0
        for column in range(columns):
            sums[column] = offsets[column] + norm * part[column]
        _add_letters(own, letter_sums, part, sums)
        facts = _fact_features(own, table, index)
        for i in range(facts):
            line = lines[FACTS_START + index[i]]
            for column in range(columns):
                sums[column] += line[column] / np.sqrt(facts)
        for number in range(len(reasons)):
            first, after = reasons[number]
            winner = first + np.argmax(sums[first:after])
            _best_places(gains, len(own), winner, best[number, row])
            for rank in range(3):
                if best[number, row, rank] >= 0:
                    best[number, row, rank] += starts[row]
    return scores, best


def matrix(rows: Rows, spellings: Spellings, idf: NDArray[np.float32]) -> tuple[NDArray, NDArray, NDArray]:  # type: ignore[type-arg]
    """Features of all posts as the three arrays of a sparse matrix: numbers, weights, row ends. To train."""
    table, letters, letter_starts = spellings.arrays()
    return _matrix(rows.tokens, rows.starts, table, letters, letter_starts, idf.reshape(-1, 1))  # type: ignore[no-any-return]


class LetterSums:
    """What the letter runs of each spelling add to every column, worked out once a spelling: most of the work."""

    def __init__(self, lines: NDArray[np.float32]) -> None:
        self._lines = lines
        self._sums = np.zeros((0, lines.shape[1]), np.float32)

    def of(self, spellings: Spellings) -> NDArray[np.float32]:
        """[spellings, columns + 1]; those of earlier calls are kept unless the spellings began anew."""
        _, letters, letter_starts = spellings.arrays()
        if len(letter_starts) - 1 < len(self._sums):
            self._sums = self._sums[:0]
        if len(letter_starts) - 1 > len(self._sums):
            fresh = _letter_sums(letters, letter_starts, self._lines, len(self._sums))
            self._sums = np.concatenate([self._sums, fresh])
        return self._sums


def scores(
    rows: Rows,
    spellings: Spellings,
    lines: NDArray[np.float32],
    offsets: NDArray[np.float32],
    letter_sums: NDArray[np.float32],
    reasons: Sequence[tuple[int, int]] = (),
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """[posts, columns] sums of feature times weight, plus the offset of the column; and the words that decided.

    `lines` is [features, columns + 1]: the weights and, last, the inverse document frequency, side by side in memory.
    `letter_sums` is what `LetterSums.of` gives for the spellings. For each range of columns in `reasons` the second
    array, [ranges, posts, 3], holds the positions in `rows.tokens` of the words that speak most for the range's
    highest column, -1 where no more do.
    """
    table, _, _ = spellings.arrays()
    ranges = np.array(reasons, np.int64).reshape(-1, 2)
    return _scores(rows.tokens, rows.starts, table, letter_sums, lines, offsets, ranges)  # type: ignore[no-any-return]
