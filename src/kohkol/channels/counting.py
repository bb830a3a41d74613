"""Counts text as people see it: extended grapheme clusters, so that a flag or a waving hand is one character.

After Unicode Standard Annex 29, without its rules for prepended marks and Indic conjuncts, which no network's limit
has been seen to turn on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

ZERO_WIDTH_JOINER: Final = "\u200d"
EXTENDING: Final = frozenset({"\u200c", "\uff9e", "\uff9f"})


def graphemes(text: str) -> int:
    """How many characters a reader sees in `text`."""
    return sum(1 for _ in clusters(text))


def clusters(text: str) -> Iterator[str]:
    """The characters that a reader sees, each with all that belongs to it; together they are `text`."""
    begin = 0
    flags = 0  # regional indicators in a row: two make one flag
    pictograph = joiner = False  # up to here stands a pictograph with what extends it; and one joiner after these
    previous = ""
    for place, character in enumerate(text):
        flags = flags + 1 if is_flag_half(character) else 0
        joined = (
            extends(character)
            or (joiner and is_pictograph(character))
            or (flags > 0 and flags % 2 == 0)
            or continues_syllable(previous, character)
        )
        is_line_end = previous == "\r" and character == "\n"
        if previous and not is_line_end and (previous in "\r\n" or not joined):
            yield text[begin:place]
            begin = place
        joiner = pictograph and character == ZERO_WIDTH_JOINER
        pictograph = is_pictograph(character) or (pictograph and not joiner and extends(character))
        previous = character
    if text:
        yield text[begin:]


def extends(character: str) -> bool:
    """Whether it only changes the character before it: a mark, a joiner, a skin tone, a tag."""
    code = ord(character)
    return (
        character == ZERO_WIDTH_JOINER
        or character in EXTENDING
        or is_skin_tone(character)
        or 0xE0020 <= code <= 0xE007F
        or unicodedata.category(character) in {"Mn", "Me", "Mc"}
    )


def is_flag_half(character: str) -> bool:
    """A regional indicator."""
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def is_skin_tone(character: str) -> bool:
    """A modifier that gives the emoji before it a colour."""
    return 0x1F3FB <= ord(character) <= 0x1F3FF


def is_pictograph(character: str) -> bool:
    """An emoji or a sign to which a joiner can join another: neither a flag nor a skin tone."""
    code = ord(character)
    if is_flag_half(character) or is_skin_tone(character):
        return False
    return 0x1F000 <= code <= 0x1FAFF or 0x2190 <= code <= 0x2BFF or code in {0xA9, 0xAE, 0x203C, 0x2049, 0x2122}


def continues_syllable(previous: str, character: str) -> bool:
    """Whether a Korean vowel or final consonant goes on with the syllable before it."""
    if not previous:
        return False
    before, code = ord(previous), ord(character)
    leading = 0x1100 <= before <= 0x115F
    open_syllable = 0xAC00 <= before <= 0xD7A3 and (before - 0xAC00) % 28 == 0
    vowel_before = 0x1160 <= before <= 0x11A7
    if leading:
        return 0x1100 <= code <= 0x11A7 or 0xAC00 <= code <= 0xD7A3
    if open_syllable or vowel_before:
        return 0x1160 <= code <= 0x11FF
    closed_or_final = 0xAC00 <= before <= 0xD7A3 or 0x11A8 <= before <= 0x11FF
    return closed_or_final and 0x11A8 <= code <= 0x11FF
