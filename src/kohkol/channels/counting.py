"""Counts text as people see it: extended grapheme clusters, so that a flag or a waving hand is one character.

After Unicode Standard Annex 29, without its rules for prepended marks and Indic conjuncts, which no network's limit
has been seen to turn on.
"""

from __future__ import annotations

import unicodedata
from typing import Final

ZERO_WIDTH_JOINER: Final = "\u200d"
EXTENDING: Final = frozenset({"\u200c", "\uff9e", "\uff9f"})


def graphemes(text: str) -> int:
    """How many characters a reader sees in `text`."""
    count = 0
    flags = 0  # regional indicators in a row: two make one flag
    pictograph = False  # the cluster at hand began with one
    previous = ""
    for character in text:
        flags = flags + 1 if is_flag_half(character) else 0
        joined = (
            extends(character)
            or (previous == "\r" and character == "\n")
            or (pictograph and previous == ZERO_WIDTH_JOINER and is_pictograph(character))
            or (flags > 0 and flags % 2 == 0)
            or continues_syllable(previous, character)
        )
        if not previous or previous in "\r\n" or not joined:
            if not (previous == "\r" and character == "\n"):
                count += 1
            pictograph = is_pictograph(character)
        previous = character
    return count


def extends(character: str) -> bool:
    """Whether it only changes the character before it: a mark, a joiner, a skin tone, a tag."""
    code = ord(character)
    return (
        character == ZERO_WIDTH_JOINER
        or character in EXTENDING
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
        or unicodedata.category(character) in {"Mn", "Me", "Mc"}
    )


def is_flag_half(character: str) -> bool:
    """A regional indicator."""
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def is_pictograph(character: str) -> bool:
    """An emoji or a sign that can be part of one."""
    code = ord(character)
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
