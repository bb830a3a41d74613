"""Turns the bytes of posts into hashed words and an order-free fingerprint, without making a Python object per post.

Folding is that of NFKC and casefold without marks, by a table over the basic plane. A letter repeated three times or
more counts once ("bangeeet"). Links, mentions and a leading RT are no words. Emoji are words of their own; a
script without spaces is read in short runs and pairs. Broken UTF-8 separates words and breaks nothing.
"""

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.tables import POST_TOKENS

SEPARATOR = 0
MARK = 1  # dropped without ending the word: accents, joiners, direction marks
OWN_WORD = 0x80000000
HASH_SEED = np.uint64(0xCBF29CE484222325)  # FNV-1a, 64 bits
HASH_PRIME = np.uint64(0x100000001B3)
REPEATS_KEPT = 2
# Characters without spaces that are one word, as in a name between other words. When each was a word of its own, one
# shared name counted as three: B-cubed F1 .957 for .975 and half as many clusters of chatter again on 100,000 posts of
# which one word in a hundred is Chinese.
LONGEST_NAME = 3


class Tokens(NamedTuple):
    """Words of a batch: row i of each array belongs to post i."""

    hashes: npt.NDArray[np.uint32]  # unique words, in the order they were read
    starts: npt.NDArray[np.int64]  # where the word begins in the batch's bytes
    lengths: npt.NDArray[np.uint8]  # bytes of the word as written
    counts: npt.NDArray[np.uint8]
    shares: npt.NDArray[np.float32]  # of training texts that have the word
    words: npt.NDArray[np.int32]  # all words, also repeated ones and those that do not count
    fingerprints: npt.NDArray[np.uint64]  # of all words as written


class Lexicon(NamedTuple):
    """Open-addressed map from a word's hash to what is known of it; a power of two of slots, key 0 is empty."""

    keys: npt.NDArray[np.uint32]
    forms: npt.NDArray[np.uint32]  # hash of the form that it counts as
    shares: npt.NDArray[np.float32]  # share of training texts that have this form; 1 for words that tell nothing


@cache
def fold_table() -> npt.NDArray[np.uint32]:
    """For each code point of the basic plane: SEPARATOR, MARK, OWN_WORD | code, or the folded letter."""
    table = np.zeros(0x10000, np.uint32)
    for code in range(0x10000):
        if not 0xD800 <= code < 0xE000:
            table[code] = _folded(code)
    return table


def _folded(code: int) -> int:
    character = chr(code)
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return MARK
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    letters = [letter for letter in decomposed if not unicodedata.combining(letter)]
    if not letters or not (letters[0].isalnum() or letters[0] == "_"):
        return OWN_WORD | code if category == "So" and code > 0xFF else SEPARATOR
    if 0x3040 <= code < 0xA000:
        return OWN_WORD | ord(letters[0])
    return ord(letters[0])


@inlined
def mix(value):
    """Spreads the bits of a 64-bit hash."""
    value ^= value >> np.uint64(32)
    value *= np.uint64(0xD6E8FEB86659FD93)
    value ^= value >> np.uint64(32)
    return value


def hash_word(word: str) -> int:
    """The 32-bit hash that the compiled tokeniser gives to an already folded word."""
    value = int(HASH_SEED)
    for letter in word:
        value = ((value ^ ord(letter)) * int(HASH_PRIME)) & 0xFFFFFFFFFFFFFFFF
    return _mix64(value) & 0xFFFFFFFF


def _mix64(value: int) -> int:
    value ^= value >> 32
    value = (value * 0xD6E8FEB86659FD93) & 0xFFFFFFFFFFFFFFFF
    return value ^ (value >> 32)


HTTP = np.uint32(hash_word("http"))
HTTPS = np.uint32(hash_word("https"))
RETWEET = np.uint32(hash_word("rt"))


def lexicon(
    surfaces: npt.NDArray[np.uint32], forms: npt.NDArray[np.uint32], shares: npt.NDArray[np.float32]
) -> Lexicon:
    """Compiles columns of (hash of a folded word, hash it counts as, share of texts) for the tokeniser."""
    slots = 1 << max(4, (2 * len(surfaces)).bit_length())
    table = Lexicon(np.zeros(slots, np.uint32), np.zeros(slots, np.uint32), np.zeros(slots, np.float32))
    _, last = np.unique(surfaces[::-1], return_index=True)
    waiting, step = len(surfaces) - 1 - last, 0
    while len(waiting):  # in each round one word takes each free slot that some want
        wanted = (surfaces[waiting] + np.uint32(step)) & np.uint32(slots - 1)
        _, first = np.unique(wanted, return_index=True)
        first = first[table.keys[wanted[first]] == 0]
        for column, known in zip(table, (surfaces, forms, shares), strict=True):
            column[wanted[first]] = known[waiting[first]]
        waiting, step = np.delete(waiting, first), step + 1
    return table


@inlined
def look_up(word, lexicon):
    """The hash that a word counts as, and the share of training texts that have it."""
    mask = np.uint32(len(lexicon.keys) - 1)
    slot = word & mask
    while lexicon.keys[slot] != 0:
        if lexicon.keys[slot] == word:
            return lexicon.forms[slot], lexicon.shares[slot]
        slot = (slot + np.uint32(1)) & mask
    return np.uint32(word), np.float32(0)


@inlined
def decode(text, at, end, fold):
    """The folded character that begins at `at`, and where the next begins; a broken sequence is one separator byte."""
    first = np.uint32(text[at])
    if first < 0x80:
        return fold[first], at + 1
    if first >= 0xF0:
        if at + 3 >= end:
            return np.uint32(SEPARATOR), at + 1
        code = (first & np.uint32(7)) << np.uint32(18) | (np.uint32(text[at + 1]) & np.uint32(63)) << np.uint32(12)
        code |= (np.uint32(text[at + 2]) & np.uint32(63)) << np.uint32(6) | (np.uint32(text[at + 3]) & np.uint32(63))
        if code < 0x1F000:  # scripts of the supplementary planes
            return np.uint32(OWN_WORD) | code, at + 4
        if 0x1F3FB <= code <= 0x1F3FF or code >= 0xE0000:  # tones of skin, tags, selectors
            return np.uint32(MARK), at + 4
        return np.uint32(OWN_WORD) | code, at + 4
    if first >= 0xE0:
        if at + 2 >= end:
            return np.uint32(SEPARATOR), at + 1
        code = (first & np.uint32(15)) << np.uint32(12) | (np.uint32(text[at + 1]) & np.uint32(63)) << np.uint32(6)
        return fold[code | (np.uint32(text[at + 2]) & np.uint32(63))], at + 3
    if first < 0xC0 or at + 1 >= end:
        return np.uint32(SEPARATOR), at + 1
    return fold[(first & np.uint32(31)) << np.uint32(6) | (np.uint32(text[at + 1]) & np.uint32(63))], at + 2


@inlined
def skip_to_space(text, at, end):
    """Where the run of visible characters that `at` stands in ends."""
    while at < end and text[at] > 32:
        at += 1
    return at


@inlined
def is_emoji(character):
    """Emoji show that two posts are copies, but not that they tell one story."""
    code = character & np.uint32(OWN_WORD - 1)
    return code >= 0x1F000 or 0x2000 <= code < 0x3000


@inlined
def own_word(text, at, end, fold):
    """An emoji or a word of a script without spaces: its hash, where it ends, and where the next begins.

    A run of up to LONGEST_NAME characters is one word; a longer one is read as overlapping pairs.
    """
    value, pair, taken = HASH_SEED, HASH_SEED, 0
    second, pair_end = at, at
    while at < end and taken <= LONGEST_NAME:
        character, after = decode(text, at, end, fold)
        if character < OWN_WORD or (taken > 0 and is_emoji(character)):
            break
        value = (value ^ np.uint64(character)) * HASH_PRIME
        at, taken = after, taken + 1
        if taken == 1:
            second = after
        if taken == 2:
            pair, pair_end = value, after
        if is_emoji(character):
            break
    if taken > LONGEST_NAME:
        return pair, pair_end, second
    return value, at, at


@inlined
def read_word(text, at, end, fold):
    """Reads the letters from `at` on: their hash, how many count, where the first stands, and where they end.

    Then what ends them, folded, and where that ends: behind the text there stands a separator.
    """
    value, value_before_run = HASH_SEED, HASH_SEED
    letters, run, previous, start = 0, 0, np.uint32(0), at
    while at < end:
        character, after = decode(text, at, end, fold)
        if MARK < character < OWN_WORD:
            at = after
            run = run + 1 if character == previous else 1
            if run <= REPEATS_KEPT:
                value = (value ^ np.uint64(character)) * HASH_PRIME
                letters += 1
                if run == 1:
                    value_before_run, previous = value, character
            elif run == REPEATS_KEPT + 1:
                value = value_before_run
                letters -= 1
        elif character == MARK:
            at = after
            if letters == 0:
                start = at
        else:
            return value, letters, start, at, character, after
    return value, letters, start, end, np.uint32(SEPARATOR), end + 1


@inlined
def has_word(word, post, count, tokens):
    """Whether the post has this word already."""
    same = 0
    for k in range(count):
        same += tokens.hashes[post, k] == word
    return same > 0


@kernel
def keep(surface, start, length, post, tells_nothing, marks, lexicon, tokens):
    """Adds a word to the post's fingerprint and, if it is not there already, to its words.

    `marks` has a bit for each word so far, by which nearly all new ones are told without looking; returns them.
    """
    tokens.fingerprints[post] += mix(np.uint64(surface) * HASH_PRIME)
    tokens.words[post] += 1
    word, share = look_up(surface, lexicon)
    count = np.int64(tokens.counts[post])
    mark = np.uint64(1) << np.uint64(word & np.uint32(63))
    if count == POST_TOKENS or (marks & mark and has_word(word, post, count, tokens)):
        return marks
    tokens.hashes[post, count] = word
    tokens.shares[post, count] = np.float32(1) if tells_nothing else share
    tokens.starts[post, count] = start
    tokens.lengths[post, count] = min(length, 255)
    tokens.counts[post] = count + 1
    return marks | mark


@kernel
def tokenise_post(text, at, end, post, fold, lexicon, tokens):
    """Fills row `post` of `tokens` from text[at:end]."""
    tokens.counts[post], tokens.words[post] = 0, 0
    tokens.fingerprints[post] = 0
    marks = np.uint64(0)
    while at <= end:
        value, letters, start, at, character, after = read_word(text, at, end, fold)
        if letters > 0:
            word = np.uint32(mix(value) & np.uint64(0xFFFFFFFF))
            if (word in (HTTP, HTTPS)) and at + 2 < end and text[at] == 58 and text[at + 1] == 47:
                after = skip_to_space(text, at, end)
                character = np.uint32(SEPARATOR)
            elif letters > 1 and not (word == RETWEET and tokens.words[post] == 0):
                marks = keep(word, start, at - start, post, False, marks, lexicon, tokens)
        elif at < end and text[at] == 64:  # @mention; inside a word it is an address and only separates
            after = skip_to_space(text, at, end)
        if character >= OWN_WORD:
            value, word_end, after = own_word(text, at, end, fold)
            word = np.uint32(mix(value) & np.uint64(0xFFFFFFFF))
            marks = keep(word, at, word_end - at, post, is_emoji(character), marks, lexicon, tokens)
        at = after


@kernel
def tokenise(text, offsets, first, last, fold, lexicon, tokens):
    """Fills rows 0 to last - first of `tokens` from posts `first` to `last`, whose bytes lie between their offsets."""
    for post in range(first, last):
        tokenise_post(text, np.int64(offsets[post]), np.int64(offsets[post + 1]), post - first, fold, lexicon, tokens)


def empty_tokens(posts: int) -> Tokens:
    """Room for the words of so many posts."""
    return Tokens(
        hashes=np.empty((posts, POST_TOKENS), np.uint32),
        starts=np.empty((posts, POST_TOKENS), np.int64),
        lengths=np.empty((posts, POST_TOKENS), np.uint8),
        counts=np.zeros(posts, np.uint8),
        shares=np.zeros((posts, POST_TOKENS), np.float32),
        words=np.zeros(posts, np.int32),
        fingerprints=np.zeros(posts, np.uint64),
    )
