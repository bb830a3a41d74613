"""Plates of vehicles: a letter of a region, a number, letters; written small they need a word of a vehicle before."""

import re
from collections.abc import Iterator

from kohkol.engine.text import normalise
from kohkol.engine.text.personal_datum import PersonalDatum

_PLATE = re.compile(r"\b([A-Za-z]{1,2})[ \-.]?(\d{1,4})[ \-.]?([A-Za-z]{1,3})\b")
_PLATE_WORD = re.compile(
    r"\b(?:plat|pelat|nopol|no\.?\s?pol\w*|nomor\s+polisi|mobil|motor|truk|angkot|avanza|bernomor|berplat|berpelat"
    r"|kendaraan|pelaku)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_NO_PLATE_END = frozenset(
    "am pm tv gb mb kb km cm kg mm wib wit rt rw gt cc th jt rb an ha".split()  # noqa: SIM905
)
_REGIONS = frozenset("abdefghklmnprstwz") | frozenset(
    prefix + letter
    for prefix, letters in {
        "a": "abdeg", "b": "abdeghklmnp", "d": "abcdeghklmnprstw", "e": "abd", "k": "bhtu", "p": "abdgst"
    }.items()
    for letter in letters
)  # fmt: skip


def plates(text: str) -> Iterator[PersonalDatum]:
    """Plates of the text, those of offices and of the police included."""
    for match in _PLATE.finditer(text):
        region, digits, end = match[1], match[2], match[3]
        if region.lower() not in _REGIONS or digits[0] == "0":
            continue
        if len(digits) < 3 and end.lower() in normalise.stop_words():
            continue
        if _is_formal(region, digits, end, match[0].isalnum()) or _PLATE_WORD.search(
            text[max(0, match.start() - 50) : match.start()]
        ):
            yield PersonalDatum("plate", match.start(), match.end())


def _is_formal(region: str, digits: str, end: str, joined: bool) -> bool:
    """Whether the form alone tells a plate: capitals, and enough digits or letters; or all written in one."""
    if end.lower() in _NO_PLATE_END:
        return False
    if region.islower() and end.islower():
        return joined and len(digits) == 4 and len(end) >= 2
    if not (region.isupper() and end.isupper()):
        return False
    return len(digits) >= 3 or (len(end) >= 2 and len(digits) >= 2)
