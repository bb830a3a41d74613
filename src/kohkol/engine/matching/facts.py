"""What makes a claim another claim: numbers, dates, places, names and negations, read from a text and compared."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from kohkol.engine.matching import synonyms
from kohkol.engine.text import normalise
from kohkol.engine.text.places import Gazetteer

HOME = "32"  # names of kecamatan that repeat are those of West Java
MOST_LETTERS = 3000  # of a post that are read for facts
LONGEST_NUMBER = 20  # digits and points; what follows in a longer row is left out
LONGEST_SLOT = 3  # words that stand where the claim has others

_MONTH_NAMES = """januari jan january\nfebruari feb february\nmaret mar march\napril apr\nmei may\njuni jun june
juli jul july\nagustus agu agt aug august\nseptember sep sept\noktober okt oct october\nnovember nov
desember des dec december"""
MONTHS = {name: number for number, line in enumerate(_MONTH_NAMES.splitlines(), 1) for name in line.split()}
WEEKDAYS = frozenset(["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"])
_TWO_TO_TEN = ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
DIGITS = {name: number for number, name in enumerate(_TWO_TO_TEN, 2)}
ORDINALS = {f"ke{name}": number for name, number in DIGITS.items()}
TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000, "rb": 1000, "juta": 10**6, "jt": 10**6, "miliar": 10**9,
         "milyar": 10**9, "triliun": 10**12, "trilyun": 10**12}  # fmt: skip
NEGATORS = frozenset(
    [
        *("tidak", "tak", "bukan", "belum", "batal", "nggak", "enggak", "ngga", "gak", "ga", "tdk", "blm", "bkn"),
        *("teu", "henteu", "lain", "sanes", "moal", "tara", "ora", "mboten", "not", "never", "no"),
        *("cannot", "cant", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "wont", "hasnt", "havent"),
    ]
)
NOT_YET = "can"  # in Sundanese; in English it is no negator, so the next word decides
AFTER_NEGATOR = frozenset(
    [
        *("akan", "ada", "harus", "pernah", "bisa", "dapat", "boleh", "lagi", "jadi"),
        *("have", "to", "be", "been", "a", "the"),
    ]
)

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\b(?:\s+((?:19|20)\d\d))?")
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\s+((?:19|20)\d\d)\b")
_SLASHES = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)?\d\d)\b")
_DAY = re.compile(r"\b(?:tanggal|tgl)\.?\s*(\d{1,2})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d)")
_CLOCK = re.compile(r"\b(?:pukul|jam|pkl)\.?\s*(\d{1,2})(?:[.:](\d\d))?\b|\b(\d{1,2})[.:](\d\d)\s*wi(?:b|ta|t)\b")
_WEEKDAY = re.compile(r"\bhari\s+(" + "|".join(sorted(WEEKDAYS)) + r")\b|\b(senin|selasa|rabu|kamis|jumat|sabtu)\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states that can be compared; dates as (part, value), places as code -> name."""

    numbers: frozenset[float]
    dates: frozenset[tuple[str, int | str]]
    places: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    capitals: frozenset[str]
    negated: frozenset[str]


@lru_cache(maxsize=4096)
def read_facts(text: str) -> Facts:
    """The facts of a text; only its first MOST_LETTERS letters are read."""
    text = text[:MOST_LETTERS]
    lower = text.casefold()
    dates, rest = _dates(lower)
    written = tuple(_WORD.findall(text))
    found = _gazetteer().find(text)
    shouting = sum(word[0].isupper() for word in written) > 0.5 * len(written)
    capitals = frozenset() if shouting else frozenset(word.casefold() for word in written if word[0].isupper())
    return Facts(
        frozenset(_numbers(rest)),
        frozenset(dates),
        tuple((place.code, place.name) for place in found),
        tuple(normalise.words(text)),
        capitals,
        frozenset(_negated(normalise.words(text))),
    )


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(HOME)


def _dates(lower: str) -> tuple[set[tuple[str, int | str]], str]:
    """Parts of the dates and clocks, and the text without them."""
    found: set[tuple[str, int | str]] = set()

    def take(pattern: re.Pattern[str], *parts: str) -> None:
        nonlocal lower
        for match in pattern.finditer(lower):
            for part, value in zip(parts, match.groups() or (match[0],), strict=True):
                if value:
                    number = MONTHS.get(value) or int(value)
                    found.add((part, number + 2000 if part == "year" and number < 100 else number))
        lower = pattern.sub(" ", lower)

    take(_SLASHES, "day", "month", "year")
    take(_DAY_MONTH, "day", "month", "year")
    take(_MONTH_YEAR, "month", "year")
    take(_DAY, "day")
    for match in _CLOCK.finditer(lower):
        hour, minute = (match[1], match[2]) if match[1] else (match[3], match[4])
        found.add(("clock", f"{int(hour)}.{minute or '00'}"))
    lower = _CLOCK.sub(" ", lower)
    take(_YEAR, "year")
    found |= {("weekday", match[1] or match[2]) for match in _WEEKDAY.finditer(lower)}
    return found, lower


def _numbers(lower: str) -> list[float]:
    """Values: `600 ribu` and `600.000` are one; `lima` is 5; `dua puluh` is 20."""
    values: list[float] = []
    open_value: float | None = None
    for token in _NUMBER.findall(lower.replace("rp", "rp ")):
        if token[0].isdecimal():
            if open_value is not None:
                values.append(open_value)
            open_value = _value(token)
        elif token in DIGITS or token in ORDINALS:
            digit = DIGITS.get(token) or ORDINALS[token]
            if open_value is not None and open_value >= 20 and open_value % 10 == 0 and digit < 10:
                open_value += digit
                continue
            if open_value is not None:
                values.append(open_value)
            open_value = float(digit)
        elif token == "belas" and open_value is not None:  # noqa: S105
            open_value += 10
        elif token in TIMES and open_value is not None:
            open_value *= TIMES[token]
        elif open_value is not None:
            values.append(open_value)
            open_value = None
    return values if open_value is None else [*values, open_value]


def _value(token: str) -> float:
    """`1.200` is 1200, `5,6` and `5.6` are 5.6."""
    token = token[:LONGEST_NUMBER]
    whole = re.sub(r"[.,](?=\d{3}(?!\d))", "", token)
    pieces = re.split(r"[.,]", whole)
    return float(pieces[0] + ("." + pieces[1] if len(pieces) == 2 else ""))


def _negated(words: list[str]) -> list[str]:
    """The canonical word that each negator denies."""
    found = []
    for place, word in enumerate(words):
        not_yet = word == NOT_YET and normalise.is_root(normalise.canonical(" ".join(words[place + 1 : place + 2])))
        if word in NEGATORS or not_yet:
            rest = [next_word for next_word in words[place + 1 : place + 4] if next_word not in AFTER_NEGATOR]
            found += [normalise.canonical(rest[0])] if rest else []
    return found


# Comparing -----------------------------------------------------------------------------------------------------------


def compare(claim: Facts, post: Facts) -> tuple[list[str], list[str]]:
    """What agrees and what differs, as words, numbers, dates and places to show; differing facts make another claim."""
    agrees = _shared_words(claim, post)
    agrees += [_shown(value) for value in sorted(claim.numbers & post.numbers)]
    agrees += [f"{value}" for _, value in sorted(claim.dates & post.dates, key=str)]
    return agrees, counted(claim, post) + _other_name(claim, post) + _denied(claim, post)


def counted(claim: Facts, post: Facts) -> list[str]:
    """Numbers, dates and places that differ, which are read more surely than names and what a negation denies."""
    differs: list[str] = []
    missing, other = claim.numbers - post.numbers, post.numbers - claim.numbers
    if missing and other:
        differs += [f"{_shown(min(missing))} / {_shown(min(other))}"]
    for part in ("day", "month", "year", "clock", "weekday"):
        ours = {value for name, value in claim.dates if name == part}
        theirs = {value for name, value in post.dates if name == part}
        if ours and theirs and not ours & theirs:
            differs.append(f"{min(ours)} / {min(theirs)}")
    return differs + _other_place(claim, post)


def _shown(value: float) -> str:
    return f"{value:g}" if value != int(value) else f"{int(value)}"


def _shared_words(claim: Facts, post: Facts) -> list[str]:
    roots = {normalise.canonical(word) for word in post.words}
    stops = normalise.stop_words()
    shared = (
        word
        for word in claim.words
        if word not in stops and not word[0].isdigit() and normalise.canonical(word) in roots
    )
    return list(dict.fromkeys(shared))


def _other_place(claim: Facts, post: Facts) -> list[str]:
    """Both name places, and none lies in one of the other's."""
    if not claim.places or not post.places:
        return []
    for ours, _ in claim.places:
        for theirs, _ in post.places:
            if ours.startswith(theirs) or theirs.startswith(ours):
                return []
    return [f"{claim.places[0][1]} / {post.places[0][1]}"]


def _other_name(claim: Facts, post: Facts) -> list[str]:
    """Where the post says the same but for one to three words, and those are names."""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, claim.words, post.words, autojunk=False).get_opcodes():
        if kind == "replace" and b - a <= LONGEST_SLOT and d - c <= LONGEST_SLOT:
            ours, theirs = claim.words[a:b], post.words[c:d]
            counted = any(word in DIGITS or word[0].isdigit() for word in ours + theirs)
            opening = a == 0 and c == 0  # where everyday words have capitals too
            if opening and all(normalise.is_root(normalise.canonical(word)) for word in ours + theirs):
                continue
            if not counted and _named(ours, claim) and _named(theirs, post) and not _one(ours) & _one(theirs):
                found.append(f"{' '.join(ours)} / {' '.join(theirs)}")
    return found


def _one(words: tuple[str, ...]) -> set[str]:
    """The words, one for all that mean the same: `China` is no other name than `Tiongkok`."""
    same = synonyms.single_words()
    return {same.get(word, word) for word in synonyms.joined(list(words))}


def _named(words: tuple[str, ...], facts: Facts) -> bool:
    """Whether one of the words is a name: with a capital, or, where capitals tell nothing, no everyday word."""
    return any(
        word.isalpha()
        and len(word) >= 3
        and word not in normalise.stop_words()
        and (
            word in facts.capitals
            or word in normalise.person_names()
            or not (facts.capitals or normalise.is_root(normalise.canonical(word)))
        )
        for word in words
    )


def _denied(claim: Facts, post: Facts) -> list[str]:
    """Words that one text denies and the other says."""
    found = []
    for denying, saying in ((post, claim), (claim, post)):
        said = {normalise.canonical(word) for word in saying.words} - saying.negated
        found += [f"tidak {word}" for word in sorted(denying.negated & said)]
    return found
