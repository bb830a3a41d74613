"""Posts become rows of numbered tokens, each distinct spelling being looked at once; what the models read."""

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kohkol.engine.text import normalise, places, question_rules

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint32]

WORD_BUCKETS = 1 << 19  # 2^18 lost .003 macro-F1 of tone in cross-validation, 2^20 gained nothing
LETTER_BUCKETS = 1 << 18
SHORTEST_RUN, LONGEST_RUN = 2, 6  # letters in a run of letters, the edges of the word counted
LONGEST_TOKEN = 24  # letters of a token that are looked at
MOST_SPELLINGS = 400_000  # then the memory starts anew; about 150 MB

COMMA, STOP = 1, 2  # what stands after a token
_BREAKS = {",": COMMA, ".": STOP, ";": STOP, ":": STOP}
_TOKEN = re.compile(r"[!?]+|\.\.+|[:;=]['-]?[)(dpo3*/\\]|\d[\d.,:/]*|[^\W\d_]+|[\U0001f300-\U0001faff\u2600-\u27bf]")

# What a token is, as bits. The kinds of tone_words.txt follow the first three.
WORD, SHOUT, ASK = 1, 2, 4
HINTS_SHIFT = 16  # above it stand the bits of question_rules.hint_of, then
PLACE_HINT = 1 << 8  # a word with which a post may name a place
KINDS = ("negator", "contrast", "intensifier", "positive", "negative", "anger", "fear", "happy", "love", "sadness")
BIT = {kind: 8 << place for place, kind in enumerate(KINDS)}


@dataclass
class Rows:
    """Tokens of several posts, one after the other; `starts[i]:starts[i + 1]` are those of post i."""

    tokens: Ints
    starts: NDArray[np.int64]
    lines: list[str]  # the folded posts (`normalise.strip_marks`), a comma where a line ended
    breaks: Ints  # after each token `COMMA`, `STOP` or nothing


class ChunkNumbers(dict[str, int]):
    """Numbers the chunks between spaces in the order in which they are first asked for, and remembers the new ones."""

    def __init__(self) -> None:
        super().__init__()
        self._new: list[str] = []

    def __missing__(self, chunk: str) -> int:
        self._new.append(chunk)
        self[chunk] = number = len(self)
        return number

    def take_new(self) -> list[str]:
        """The chunks numbered since the last call, in their order."""
        new, self._new = self._new, []
        return new


@dataclass
class Spellings:
    """Every token seen so far with its hashes and flags, as arrays that a compiled kernel can walk."""

    names: list[str] = field(default_factory=list)
    of_chunk: "ChunkNumbers" = field(default_factory=lambda: ChunkNumbers())
    number: dict[str, int] = field(default_factory=dict)
    # The tokens of every chunk, one chunk after the other, each times 4 and what stands after it.
    _members: list[int] = field(default_factory=list)
    _begins: list[int] = field(default_factory=lambda: [0])
    _chunks: tuple[NDArray[np.int64], Ints] = field(
        default_factory=lambda: (np.zeros(1, np.int64), np.zeros(0, np.int32))
    )
    _built: tuple[Hashes, Ints, NDArray[np.int64]] = field(
        default_factory=lambda: (np.zeros((0, 4), np.uint32), np.zeros(0, np.int32), np.zeros(1, np.int64))
    )

    def rows(self, posts: Sequence[str]) -> Rows:
        """Tokens of the posts; new spellings are learned on the way."""
        if len(self.names) > MOST_SPELLINGS:
            self.__init__()  # type: ignore[misc]
        lines = normalise.strip_marks("\n".join(post.replace("\n", ", ") for post in posts)).split("\n")
        chunks = [line.split() for line in lines]
        flat = list(chain.from_iterable(chunks))
        numbers = np.fromiter(map(self.of_chunk.__getitem__, flat), np.int64, len(flat))
        self._learn(self.of_chunk.take_new())
        sizes = np.fromiter(map(len, chunks), np.int64, len(chunks))
        begins, members = self._chunk_arrays()
        tokens, breaks, ends = _spread(numbers, begins, members)
        starts = np.concatenate([[0], ends])[np.concatenate([[0], np.cumsum(sizes)])]
        return Rows(tokens, starts, lines, breaks)

    def _chunk_arrays(self) -> tuple[NDArray[np.int64], Ints]:
        begins, members = self._chunks
        if len(begins) < len(self._begins):
            begins = np.concatenate([begins, np.array(self._begins[len(begins) :], np.int64)])
            members = np.concatenate([members, np.array(self._members[len(members) :], np.int32)])
            self._chunks = (begins, members)
        return self._chunks

    def _learn(self, chunks: list[str]) -> None:
        if not chunks:
            return
        number, names = self.number, self.names
        for text in normalise.unify_letters("\n".join(chunks)).split("\n"):
            for token, after in [(text, 0)] if text.isalpha() else _with_breaks(text):
                name = token[:LONGEST_TOKEN] if len(token) > 1 and token.isalpha() else _token_name(token)
                known = number.get(name)
                if known is None:
                    known = number[name] = len(names)
                    names.append(name)
                self._members.append(known << 2 | after)
            self._begins.append(len(self._members))

    def arrays(self) -> tuple[Hashes, Ints, NDArray[np.int64]]:
        """[n, 4] hashes of spelling, standard spelling and root, and flags; letter-run buckets; where each begins."""
        table, letters, letter_starts = self._built
        if len(table) < len(self.names):
            fresh = self.names[len(table) :]
            points = np.frombuffer("".join(f" {name} " for name in fresh).encode("utf-32-le", "replace"), np.uint32)
            runs, counts = _letter_runs(points, np.array([len(name) + 2 for name in fresh], np.int64))
            self._built = (
                np.concatenate([table, _hashes_and_flags(fresh)]),
                np.concatenate([letters, runs]),
                np.concatenate([letter_starts, letter_starts[-1] + np.cumsum(counts)]),
            )
        return self._built


def _with_breaks(chunk: str) -> list[tuple[str, int]]:
    """The tokens of a chunk, each with the comma or stop after it."""
    found = []
    for match in _TOKEN.finditer(chunk):
        token, end = match[0], match.end()
        sign = chunk[end : end + 1] or (token[-1] if token[0].isdigit() else "")
        found.append((token, _BREAKS.get(sign, 0)))
    return found


def _token_name(token: str) -> str:
    """All numbers are one token; an emoji is its Unicode name, as research sets spell it."""
    if token[0].isdigit():
        return "0"
    if len(token) == 1 and ord(token) >= 0x2600:
        return unicodedata.name(token, "emoji").replace(" ", "").replace("-", "").lower()
    return token[:LONGEST_TOKEN]


def _hashes_and_flags(tokens: list[str]) -> Hashes:
    """[tokens, 4]: hashes of the token as it stands, as standard spelling and as root; what it is, as bits."""
    kinds, hints, strong_hints = tone_flags(), places.hint_words(), places.strong_hints()
    rows = []
    for token in tokens:
        standard = normalise.standard(token)
        root = normalise.canonical(token) if token.isalpha() else token[:2]
        place = token in hints and (root == token or token in strong_hints)
        flags = WORD * token.isalnum() | SHOUT * (token[0] == "!") | ASK * ("?" in token)
        flags |= kinds.get(token, 0) | kinds.get(root, 0)
        flags |= (question_rules.hint_of(token) | PLACE_HINT * place) << HINTS_SHIFT
        spelled = _hash(token)
        same, rooted = standard is token, root is token
        rows.append((spelled, spelled if same else _hash(standard), spelled if rooted else _hash(root), flags))
    return np.array(rows, np.uint32).reshape(-1, 4)


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


@njit(cache=True)
def _letter_runs(points, sizes):  # type: ignore[no-untyped-def]
    """Buckets of the runs of 2 to 6 letters of each token (its edges are spaces), and how many each has."""
    out = np.empty(len(points) * LONGEST_RUN, np.int32)
    counts = np.zeros(len(sizes), np.int64)
    n = 0
    begin = 0
    for token in range(len(sizes)):
        end = begin + sizes[token]
        before = n
        for first in range(begin, end):
            running = np.uint64(2166136261)
            for length in range(1, LONGEST_RUN + 1):
                if first + length > end:
                    break
                running = ((running ^ np.uint64(points[first + length - 1])) * np.uint64(16777619)) & np.uint64(
                    0xFFFFFFFF
                )
                if length >= SHORTEST_RUN:
                    out[n] = (running ^ (running >> np.uint64(15))) % np.uint64(LETTER_BUCKETS)
                    n += 1
        counts[token] = n - before
        begin = end
    return out[:n].copy(), counts


@njit(cache=True)
def _spread(numbers, begins, members):  # type: ignore[no-untyped-def]
    """The tokens of a row of chunks, what stands after each, and how many tokens there are after each chunk."""
    ends = np.empty(len(numbers), np.int64)
    total = 0
    for place, number in enumerate(numbers):
        total += begins[number + 1] - begins[number]
        ends[place] = total
    tokens = np.empty(total, np.int32)
    breaks = np.empty(total, np.int32)
    n = 0
    for number in numbers:
        for at in range(begins[number], begins[number + 1]):
            tokens[n] = members[at] >> 2
            breaks[n] = members[at] & 3
            n += 1
    return tokens, breaks, ends


@cache
def tone_flags() -> dict[str, int]:
    """Word or root -> bits of the kinds that tone_words.txt names for it."""
    flags: dict[str, int] = {}
    for line in normalise.table("tone_words.txt").splitlines():
        kind, _, members = line.partition(":")
        for word in members.split():
            for form in {word, normalise.canonical(word)}:
                flags[form] = flags.get(form, 0) | BIT[kind]
    return flags
