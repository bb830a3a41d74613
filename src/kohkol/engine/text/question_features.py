"""Turns rows of tokens into what the judgement of questions reads: small words and where they stand, runs of letters.

Words that carry no question (topics, names) all count as one and the same in the runs of words, or as one of four
classes, so that `sabtu buka atau tutup` teaches something about `gratis atau bayar`, and `samsat sabtu buka` about
`puskesmas besok tutup`. Commas and stops count as words. Compiled; used to train as well.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.text import normalise
from kohkol.engine.text.tokens import COMMA, LETTER_BUCKETS, Rows, Spellings

BUCKETS = 1 << 17  # the training posts hold some 70,000 different runs of words
LETTERS_START = BUCKETS
SIZE = BUCKETS + LETTER_BUCKETS
LETTER_WEIGHT = 0.3  # of a run of letters beside a run of words; without letters average precision falls by .01

KINDS = ("asker", "negator", "helper", "particle", "address", "either", "informing", "truth", "other")
CLASSES = ("office", "thing", "time", "state")  # of topics: in the runs of words they stand for each other
_ADDRESS = 1 + KINDS.index("address")
_OTHER = 1 + KINDS.index("other")
_FIRST_CLASS = 1 + len(KINDS)
# What stands in the place of a token that is no small word; higher numbers are hashes of small words.
_START, _END, _COMMA, _STOP, _BREAK, _ASK, _SHOUT, _NUMBER, _TOPIC, _KAH, _NYA = range(1, 12)
_FIRST_HASH = 64
_FIRST_KIND = 12  # kinds of small words as features stand above the marks
_SHORT, _MIDDLE = 6, 14  # words; a short post asks without a word that says so
_LENGTHS = np.array([1, 3, 6, 10, 16, 26, 40])


@cache
def small_words() -> dict[str, int]:
    """Word as typed -> 1 + the place of its kind in `KINDS`, or of its class in `CLASSES` behind them."""
    kinds = dict.fromkeys(normalise.stop_words(), _OTHER)
    for line in normalise.table("question_words.txt").splitlines():
        kind, _, members = line.partition(":")
        if kind in KINDS:
            kinds |= dict.fromkeys(members.split(), 1 + KINDS.index(kind))
            continue
        for word in members.split():
            if kinds.get(word, _OTHER) == _OTHER:
                kinds[word] = _FIRST_CLASS + CLASSES.index(kind)
    return kinds


def _signs(name: str, standard_hash: int) -> tuple[int, int]:
    """What stands for a spelling in the runs of words: itself if it is a small word, and its kind."""
    if not name[0].isalpha():
        mark = _NUMBER if name[0].isdigit() else _ASK if "?" in name else _SHOUT if name[0] == "!" else _BREAK
        return mark, mark
    kinds = small_words()
    standard = normalise.standard(name)
    kind = kinds.get(name, 0)
    if kind in (0, _OTHER):
        kind = kinds.get(standard, 0) or kind
    if kind >= _FIRST_CLASS:
        return _FIRST_KIND + kind, _TOPIC
    if kind:
        own = _FIRST_HASH + standard_hash % (2**31 - _FIRST_HASH)
        return own, _TOPIC if kind == _OTHER else _FIRST_KIND + kind
    if len(name) > 5 and name.endswith(("kah", "nya")):
        return (_KAH if name.endswith("kah") else _NYA), _TOPIC
    return _TOPIC, _TOPIC


@dataclass
class Signs:
    """For every spelling seen: sign, kind, and what its letters add; grows with the `Spellings` it stands beside."""

    letter_weights: NDArray[np.float32]
    _signs: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    _sums: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def of(self, spellings: Spellings) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """[spellings, 2] signs and kinds, and [spellings] sums of the weights of their letters."""
        table, letters, starts = spellings.arrays()
        if len(table) < len(self._signs):
            self._signs, self._sums = self._signs[:0], self._sums[:0]
        known = len(self._signs)
        if len(table) > known:
            fresh = [_signs(spellings.names[at], int(table[at, 1])) for at in range(known, len(table))]
            self._signs = np.concatenate([self._signs, np.array(fresh, np.int64).reshape(-1, 2)])
            self._sums = np.concatenate([self._sums, _letter_sums(letters, starts, self.letter_weights, known)])
        return self._signs, self._sums


@njit(cache=True)
def _letter_sums(letters, starts, weights, first):  # type: ignore[no-untyped-def]
    sums = np.zeros(len(starts) - 1 - first, np.float32)
    for at in range(first, len(starts) - 1):
        for i in range(starts[at], starts[at + 1]):
            sums[at - first] += weights[letters[i]] * LETTER_WEIGHT
    return sums


@njit(cache=True, inline="always")
def _bucket(a, b, c, salt):  # type: ignore[no-untyped-def]
    h = (np.uint64(a) * np.uint64(0x9E3779B1)) ^ (np.uint64(b) * np.uint64(0x85EBCA77) + np.uint64(salt))
    h = (h ^ (h >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + np.uint64(c) * np.uint64(0xC2B2AE3D)
    h = (h ^ (h >> np.uint64(32))) * np.uint64(0x94D049BB133111EB)
    return np.int64((h ^ (h >> np.uint64(31))) % np.uint64(BUCKETS))


@njit(cache=True)
def _runs(own, kinds, out):  # type: ignore[no-untyped-def]
    """Runs of one to three signs, and of their kinds, that hold more than topics; returns how many were written."""
    n = 0
    for level in range(2):
        row = own if level == 0 else kinds
        for i in range(len(row)):
            a = row[i]
            if a != _TOPIC and (level == 0 or a != own[i]):
                out[n] = _bucket(a, 0, 0, 1 + level)
                n += 1
            if i + 1 == len(row):
                break
            b = row[i + 1]
            differs = level == 0 or a != own[i] or b != own[i + 1]
            if differs and (a != _TOPIC or b != _TOPIC):
                out[n] = _bucket(a, b, 0, 3 + level)
                n += 1
            if i + 2 == len(row):
                continue
            c = row[i + 2]
            differs = differs or c != own[i + 2]
            if differs and (a != _TOPIC or b != _TOPIC or c != _TOPIC):
                out[n] = _bucket(a, b, c, 5 + level)
                n += 1
    return n


@njit(cache=True)
def _places(own, kinds, length, out, n):  # type: ignore[no-untyped-def]
    """How the post begins and ends, whom it speaks to left out, and which kinds it holds, by its length."""
    size = 0 if length <= _SHORT else 1 if length <= _MIDDLE else 2
    first = last = before_last = -1
    for i in range(len(own)):
        if kinds[i] > _END:
            out[n] = _bucket(kinds[i], size, 0, 11)
            n += 1
        if kinds[i] > _SHOUT and kinds[i] != _FIRST_KIND + _ADDRESS:
            if first < 0:
                first = i
            before_last = last
            last = i
    if first >= 0:
        second = kinds[before_last] if before_last >= 0 else 0
        out[n] = _bucket(own[first], 0, 0, 12)
        out[n + 1] = _bucket(own[last], 0, 0, 13)
        out[n + 2] = _bucket(kinds[first], size, 0, 14)
        out[n + 3] = _bucket(kinds[last], size, 0, 15)
        out[n + 4] = _bucket(second, kinds[last], 0, 16)
        out[n + 5] = _bucket(kinds[first], kinds[last], 0, 17)
        n += 6
    return n


@njit(cache=True)
def _words(tokens, table, kinds, out, n):  # type: ignore[no-untyped-def]
    """Words and pairs of words in their standard spelling, and the first and last of them."""
    before = np.uint32(0)
    first = True
    for token in tokens:
        if kinds[token] < _NUMBER:
            continue
        standard = table[token, 1]
        out[n] = _bucket(standard, 0, 0, 21)
        out[n + 1] = _bucket(before, standard, 0, 22)
        n += 2
        if first:
            out[n] = _bucket(standard, 0, 0, 23)
            n += 1
            first = False
        before = standard
    out[n] = _bucket(before, 0, 0, 24)
    return n + 1


@njit(cache=True)
def _features(tokens, breaks, table, signs, out, stamps, stamp):  # type: ignore[no-untyped-def]
    """Buckets of one post, each once, at the beginning of `out`; returns how many."""
    own = np.empty(2 * len(tokens) + 2, np.int64)
    kinds = np.empty(2 * len(tokens) + 2, np.int64)
    own[0] = kinds[0] = _START
    length = 0
    size = 1
    for i in range(len(tokens)):
        own[size], kinds[size] = signs[tokens[i], 0], signs[tokens[i], 1]
        length += kinds[size] >= _NUMBER
        size += 1
        if breaks[i] and i + 1 < len(tokens):
            own[size] = kinds[size] = _COMMA if breaks[i] == COMMA else _STOP
            size += 1
    own[size] = kinds[size] = _END
    own, kinds = own[: size + 1], kinds[: size + 1]
    n = _runs(own, kinds, out)
    n = _places(own, kinds, length, out, n)
    n = _words(tokens, table, signs[:, 1], out, n)
    out[n] = _bucket(np.searchsorted(_LENGTHS, length), 0, 0, 31)
    n += 1
    kept = 0
    for i in range(n):
        if stamps[out[i]] != stamp:
            stamps[out[i]] = stamp
            out[kept] = out[i]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _scores(tokens, breaks, starts, table, signs, letter_sums, weights):  # type: ignore[no-untyped-def]
    scores = np.zeros(len(starts) - 1, np.float32)
    shares = np.empty(len(starts) - 1, np.float32)
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, starts[row + 1] - starts[row])
    out = np.empty(18 * longest + 40, np.int64)
    stamps = np.full(BUCKETS, -1, np.int32)
    for row in range(len(starts) - 1):
        own = tokens[starts[row] : starts[row + 1]]
        own_breaks = breaks[starts[row] : starts[row + 1]]
        many = _features(own, own_breaks, table, signs, out, stamps, row)
        for i in range(many):
            scores[row] += weights[out[i]]
        for token in own:
            scores[row] += letter_sums[token]
        shares[row] = 1 / np.sqrt(many)
        scores[row] *= shares[row]
    return scores, shares


@njit(cache=True)
def _matrix(tokens, breaks, starts, table, signs, letters, letter_starts):  # type: ignore[no-untyped-def]
    index = [np.int64(0) for _ in range(0)]
    value = [np.float32(0) for _ in range(0)]
    ends = np.zeros(len(starts), np.int64)
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, starts[row + 1] - starts[row])
    out = np.empty(18 * longest + 40, np.int64)
    stamps = np.full(BUCKETS, -1, np.int32)
    for row in range(len(starts) - 1):
        own = tokens[starts[row] : starts[row + 1]]
        own_breaks = breaks[starts[row] : starts[row + 1]]
        many = _features(own, own_breaks, table, signs, out, stamps, row)
        share = 1 / np.sqrt(many)
        for i in range(many):
            index.append(out[i])
            value.append(np.float32(share))
        for token in own:
            for i in range(letter_starts[token], letter_starts[token + 1]):
                index.append(LETTERS_START + np.int64(letters[i]))
                value.append(np.float32(LETTER_WEIGHT * share))
        ends[row + 1] = len(index)
    return index, value, ends


def matrix(rows: Rows, spellings: Spellings) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Features of all posts, the rules left out, as the arrays of a sparse matrix: numbers, values, row ends.

    The first value of a row is the share that each of its features has.
    """
    table, letters, letter_starts = spellings.arrays()
    signs, _ = Signs(np.zeros(LETTER_BUCKETS, np.float32)).of(spellings)
    index, value, ends = _matrix(rows.tokens, rows.breaks, rows.starts, table, signs, letters, letter_starts)
    return np.array(index, np.int64), np.array(value, np.float32), ends


def scores(
    rows: Rows, spellings: Spellings, signs: Signs, words: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """[posts] sums of the weights of each post's features, and [posts] the share that one feature has in the sum.

    The share is one over the root of how many runs a post has: else long posts would be the surest. `words` are the
    weights of the runs, [BUCKETS].
    """
    own, sums = signs.of(spellings)
    return _scores(rows.tokens, rows.breaks, rows.starts, spellings.arrays()[0], own, sums, words)  # type: ignore[no-any-return]
