"""Finds the words of harm in a text: every spelling of them, also those by which people hide a word from filters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from kohkol.engine.text import normalise

HIDDEN_FROM = 0.8  # words that weigh this much are looked for behind signs and without their vowels too
SHORTEST_SKELETON = 4  # consonants: `bngst` is read as bangsat, `tl` is not read as tolol
LONGEST_PHRASE = 4
ENDINGS = {"nya": 4, "lah": 4, "kah": 4, "mu": 5, "lu": 5, "ku": 5, "an": 5, "e": 5}  # shortest rest

_DIGIT_FOR_LETTER = str.maketrans("43105@!$7", "aeiosaist")
_DISGUISED = re.compile(r"(?<![\w@#])(?=[^\W\d_]*[4310@!$57])[^\W\d_][\w@!$]*[^\W\d_](?![\w@])")
_STARRED = re.compile(r"(?<![\w*])[^\W\d_][^\W_]*[*#•✱]{1,4}[^\W_]+(?:[*#•✱]{1,4}[^\W_]+)?\*?(?!\w)")
_SPACED = re.compile(r"\b(?:[a-zA-Z][ .]){3,}[a-zA-Z]\b")
_VOWELS = re.compile("[aeiou]")


@dataclass(frozen=True, slots=True)
class Weight:
    """What a word counts for one kind: alone, and where the words around aim it at somebody."""

    kind: str
    alone: float
    aimed: float


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of a text with their weights and as they were written."""

    first: int
    last: int
    words: str
    weights: tuple[Weight, ...]


def hits(words: list[str]) -> list[Hit]:
    """Hits among folded words (`normalise.words` of `uncovered` text), longest phrases first, none overlapping."""
    phrases, table = _phrases(), _table()
    found: list[Hit] = []
    at = 0
    while at < len(words):
        step = 1
        longest = phrases.get(words[at], 0)
        for count in range(min(longest, len(words) - at), 0, -1):
            own = " ".join(words[at : at + count])
            weights = table.get(own, ()) if count > 1 else single(own)
            if weights:
                found.append(Hit(at, at + count - 1, own, weights))
                step = count
                break
        else:
            weights = single(words[at])
            if weights:
                found.append(Hit(at, at, words[at], weights))
        at += step
    return found


@lru_cache(maxsize=50_000)
def single(word: str) -> tuple[Weight, ...]:
    """Weights of one folded word, by the first of its readings that is listed; () where none is."""
    table = _table()
    for form in _readings(word):
        if form in table:
            return table[form]
    if len(word) < SHORTEST_SKELETON or normalise.is_root(word) or normalise.canonical(word) != word:
        return ()
    bones = _VOWELS.sub("", word)
    if len(bones) >= SHORTEST_SKELETON and len(word) - len(bones) <= 1:
        for known in _skeletons().get(bones, ()):
            if len(known) > len(word) and (bones == word or len(known) - len(word) == 1):
                return table[known]
    return ()


def _readings(word: str) -> Iterator[str]:
    yield word
    if word in _innocent():
        return
    once = "".join(letter for letter, _ in groupby(word))
    yield once
    for form in () if normalise.is_root(word) else {word, once}:
        for ending, shortest in ENDINGS.items():
            if form.endswith(ending) and len(form) - len(ending) >= shortest:
                yield form[: -len(ending)]
    if word not in normalise.stop_words():
        yield normalise.standard(word)
        if not normalise.is_root(word):
            yield normalise.canonical(word)


def uncovered(text: str) -> str:
    """The text with hidden words put back: `b4ngs4t`, `anj*ng`, `g0bl*k`, `a n j i n g`."""
    text = _SPACED.sub(lambda run: run[0].replace(" ", "").replace(".", ""), text)
    text = _STARRED.sub(_without_signs, text)
    return _DISGUISED.sub(_without_digits, text)


def _without_signs(match: re.Match[str]) -> str:
    """The listed word that fits around the signs, one letter or none for each; else what was written."""
    pattern = re.compile(re.sub(r"[^\w]|_", lambda _: r"\w?", match[0].lower().translate(_DIGIT_FOR_LETTER)))
    for known in _hidden_words():
        if len(known) >= len(match[0]) - 1 and pattern.fullmatch(known):
            return known
    return match[0]


def _without_digits(match: re.Match[str]) -> str:
    plain = match[0].lower().translate(_DIGIT_FOR_LETTER)
    return plain if any(single(form) for form in (plain, plain.rstrip("aeiou"))) else match[0]


def heavy(least: float) -> list[str]:
    """Listed words and phrases of hatred and abuse that weigh at least so much where they are aimed at somebody."""
    return sorted(
        word
        for word, weights in _table().items()
        if any(one.kind in {"abuse", "hatred"} and one.aimed >= least for one in weights)
    )


@cache
def _table() -> dict[str, tuple[Weight, ...]]:
    """Word, or words with spaces between them -> weights."""
    found: dict[str, tuple[Weight, ...]] = {}
    for line in normalise.table("harm_words.txt").splitlines():
        head, _, members = line.partition(": ")
        kind, alone, aimed = head.split()
        weight = Weight(kind, float(alone), float(aimed))
        for member in members.split():
            form = " ".join(normalise.words(member.replace("_", " ")))
            if all(weight.kind != other.kind for other in found.get(form, ())):
                found[form] = (*found.get(form, ()), weight)
    return found


@cache
def _innocent() -> frozenset[str]:
    """Everyday words that look like a form of a listed one."""
    return frozenset(normalise.table("harm_not.txt").split())


@cache
def _phrases() -> dict[str, int]:
    """First word of each phrase -> how many words its longest phrase has."""
    longest: dict[str, int] = {}
    for phrase in _table():
        words = phrase.split()
        if len(words) > 1:
            longest[words[0]] = max(longest.get(words[0], 1), min(LONGEST_PHRASE, len(words)))
    return longest


@cache
def _hidden_words() -> tuple[str, ...]:
    return tuple(
        word
        for word, weights in _table().items()
        if " " not in word and len(word) >= SHORTEST_SKELETON and max(one.aimed for one in weights) >= HIDDEN_FROM
        and any(one.kind in {"abuse", "hatred"} for one in weights)
    )  # fmt: skip


@cache
def _skeletons() -> dict[str, list[str]]:
    """Consonants of a listed word -> the words that have them."""
    found: dict[str, list[str]] = {}
    for word in _hidden_words():
        found.setdefault(_VOWELS.sub("", word), []).append(word)
    return found
