"""Hashes authors and writes the lines of `kohkol radar` without a Python object per post."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.kernels.tokens import HASH_PRIME, HASH_SEED, mix

QUOTE, BACKSLASH, SPACE = 34, 92, 32
MOST_DIGITS = 20
# What a line holds besides the two ids and its story.
LINE_BYTES = len('{"id": "", "story": "", "copy_of": "", "campaign": false}\n') + MOST_DIGITS


@kernel
def hash_texts(text, offsets, hashes):
    """A hash of 64 bits per text; 0 for an empty one."""
    for row in range(len(hashes)):
        value = HASH_SEED
        for at in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(text[at])) * HASH_PRIME
        value = mix(value) | np.uint64(1 << 63)
        hashes[row] = value if offsets[row] < offsets[row + 1] else np.uint64(0)


@kernel
def needs_escape(text):
    """Whether JSON has to write one of these bytes in another way."""
    odd = 0
    for at in range(len(text)):
        odd += (text[at] < SPACE) | (text[at] == QUOTE) | (text[at] == BACKSLASH)
    return odd > 0


@inlined
def put(words, out, at):
    """Copies bytes; returns where the next go."""
    for place in range(len(words)):
        out[at + place] = words[place]
    return at + len(words)


@inlined
def put_text(text, first, last, out, at):
    """Copies text[first:last]; returns where the next byte goes."""
    for place in range(last - first):
        out[at + place] = text[first + place]
    return at + last - first


@inlined
def put_number(number, out, at):
    """Writes a positive number; returns where the next byte goes."""
    digits, rest = 1, number // 10
    while rest > 0:
        digits, rest = digits + 1, rest // 10
    for place in range(digits):
        out[at + digits - 1 - place] = 48 + number % 10
        number //= 10
    return at + digits


@kernel
def write_lines(pieces, ids, offsets, first, story, copy_of, campaign, out):
    """One line per post from row `first` on, in the pieces of `line_pieces`; returns how many bytes were written."""
    opening, story_opening, copy_opening, no_copy, after_copy, yes, no, quote = pieces
    at = 0
    for post in range(len(story)):
        row = first + post
        at = put(opening, out, at)
        at = put_text(ids, offsets[row], offsets[row + 1], out, at)
        at = put(story_opening, out, at)
        at = put_number(story[post], out, at)
        at = put(copy_opening, out, at)
        copied = copy_of[post]
        if copied >= 0:
            at = put(quote, out, at)
            at = put_text(ids, offsets[copied], offsets[copied + 1], out, at)
            at = put(quote, out, at)
        else:
            at = put(no_copy, out, at)
        at = put(after_copy, out, at)
        at = put(yes if campaign[post] else no, out, at)
    return at


def line_pieces(epoch: int) -> tuple[np.ndarray, ...]:
    """The fixed parts of a line."""
    ids = ('{"id": "', f'", "story": "{epoch}:', '", "copy_of": ')
    parts = (*ids, "null", ', "campaign": ', "true}\n", "false}\n", '"')
    return tuple(np.frombuffer(part.encode(), np.uint8) for part in parts)
