"""Finds the kabupaten/kota, kecamatan and desa that a post names, and which of several it must be.

Names repeat (there are 300 villages called Sukamaju), so a mention is settled from above: first names of kabupaten and
kota, then kecamatan inside them or inside the home region, then desa. What cannot be settled is left out; the level
above that is named stays. A name that is an everyday word counts only with a word of its level before it, or inside a
parent.
"""

import re
from dataclasses import dataclass
from functools import cache

from kohkol.engine.text import normalise, regions
from kohkol.engine.text.place_belief import LEVEL_CUES, Mention
from kohkol.engine.text.place_names import (
    ALIASES,
    APART,
    DIRECTIONS,
    DOUBTFUL,
    EVENTS,
    EVERYDAY_DISTRICTS,
    KINDS_OF_VILLAGE,
    ONLY_AFTER_WORD_OF_PLACE,
    UNMISTAKABLE,
    VERY_DOUBTFUL,
    WHOLE_WORDS_OF_VILLAGE,
    WORDS_THAT_FOLLOW,
)
from kohkol.engine.text.place_settling import Settler
from kohkol.engine.text.regions import DISTRICT, PROVINCE, REGENCY, VILLAGE

LONGEST_NAME = 4  # words; 99.8 % of all names
JOINS_OF_LISTS = frozenset({",", "-", "–", "&", "/"})
EVERYDAY_TOO = "32"  # kecamatan here are looked for even where their name is an everyday word (Setu, Lengkong)


@dataclass(frozen=True, slots=True)
class Place:
    """A region named in `text[start:end]`: the ministry's code with dots, its name, its level."""

    code: str
    name: str
    level: str
    start: int
    end: int


_WORD = re.compile(r"[A-Z]?[a-z’']++(?=[A-Z][a-z])|[^\W_]+")


class Gazetteer:
    """Finds places; `near` is the code of the home region, which wins among kecamatan and desa of one name."""

    def __init__(self, near: str = "") -> None:
        self.near = near.replace(".", "")
        self._regions = regions.load()
        self._settler = Settler(self._regions, self.near)
        self._seconds = _seconds()
        self._hints = hint_words()
        self._starts = self._regions.codes.keys() | self._seconds.keys() | ALIASES.keys()
        names = self._regions.names.items()
        self._regencies = {regions.plain_key(name) for code, name in names if len(code) == REGENCY}
        self._districts = {regions.plain_key(name) for code, name in names if len(code) == DISTRICT and " " not in name}
        self._provinces = {regions.plain_key(name) for code, name in names if len(code) == PROVINCE}
        self._keys = self._regions.codes.keys() | ALIASES.keys() | not_places()
        self._meanings: dict[str, tuple[str, ...] | None] = {}  # at most a line for each key
        self._cues = _place_words().keys()
        self._everyday = self._starts & _everyday_words()

    def find(self, text: str) -> list[Place]:
        """Places of the text, in their order."""
        words = list(_WORD.finditer(text))
        lower = [word[0].casefold() for word in words]
        if self._hints.isdisjoint(lower):
            return []
        mentions = self._mentions(text, words, lower)
        if not mentions:
            return []
        self._settler.settle(mentions, text, lower)
        return [self._place(text, words, mention) for mention in mentions if mention.code]

    def _mentions(self, text: str, words: list[re.Match[str]], lower: list[str]) -> list[Mention]:
        found: list[Mention] = []
        after = 0
        starts, everyday, cues = self._starts, self._everyday, self._cues
        for at, word in enumerate(lower):
            if word not in starts or at < after:
                continue
            if word in everyday and not (at and lower[at - 1] in cues) and self._is_talk(text, words, lower, at):
                continue
            mention = self._mention_at(text, words, lower, at)
            if mention:
                found.append(mention)
                after = mention.last + 1
        return found

    def _is_talk(self, text: str, words: list[re.Match[str]], lower: list[str], at: int) -> bool:
        """Whether an everyday word after no word of place is surely no place: small, no name that goes on, no list."""
        if words[at][0][0].isupper() or self._is_told_by_next(text, words, lower, at):
            return False
        return at + 1 == len(lower) or lower[at + 1] not in self._seconds.get(lower[at], ())

    def _is_told_by_next(self, text: str, words: list[re.Match[str]], lower: list[str], at: int) -> bool:
        """Whether an everyday word stands in a list of places, or before the kabupaten of its kecamatan."""
        return _in_list(text, words, lower, at) or self._before_parent(lower, at)

    def _before_parent(self, lower: list[str], at: int) -> bool:
        """Whether an everyday word is a kecamatan of the kabupaten or kota that comes next (`lengkong bandung`)."""
        after = lower[at + 1 : at + 3]
        if after and _place_words().get(after[0]) in {"regency", "city"}:
            after = after[1:]
        if not after or after[0] not in self._regencies:
            return False
        if lower[at] in ONLY_AFTER_WORD_OF_PLACE:
            return False
        parents = tuple(code for code in self._regions.of(after[0]) if len(code) == REGENCY)
        return any(len(code) == DISTRICT and code.startswith(parents) for code in self._regions.of(lower[at]))

    def _mention_at(self, text: str, words: list[re.Match[str]], lower: list[str], at: int) -> Mention | None:
        longest = self._longest(lower, at)
        if not longest:
            return None
        cue, cue_at = _cue_before(text, words, lower, at)
        small = not words[at][0][0].isupper()
        if small and _is_no_name(lower[at], cue, longest) and not self._is_told_by_next(text, words, lower, at):
            return None
        for count in range(longest, 0, -1):
            last = at + count - 1
            if count > 1 and not _one_name(text[words[at].start() : words[last].end()]):
                continue
            key = "".join(lower[at : last + 1])
            if key not in self._keys:
                continue
            codes = self._codes(key, cue)
            if codes is None:
                return Mention(key, words[at].start(), words[last].end(), at, last, cue, False, True, ())
            if cue in LEVEL_CUES:
                codes = self._of_level(codes, cue, lower[cue_at], count)
            if count == 2 and words[last][0] in WORDS_THAT_FOLLOW and lower[at] in self._regencies:
                continue
            if not codes or (count == 1 and (len(key) < 3 or key.isdigit())):
                continue
            start = words[cue_at].start() if cue in LEVEL_CUES and codes else words[at].start()
            capital = words[at][0][0].isupper() and not text.isupper()
            everyday = all(_is_everyday(word) for word in lower[at : last + 1]) and (
                count == 1 or not (capital or lower[last] in DIRECTIONS)
            )
            everyday = everyday and not (capital and lower[cue_at] in WHOLE_WORDS_OF_VILLAGE)
            return Mention(key, start, words[last].end(), at, last, cue, capital, everyday, codes)
        return None

    def _of_level(self, codes: tuple[str, ...], cue: str, word: str, count: int) -> tuple[str, ...]:
        """Those of the codes that the word of a level before the name allows."""
        allowed = tuple(code for code in codes if len(code) == LEVEL_CUES[cue] and _of_kind(code, cue, self._regions))
        if not allowed and cue in {"regency", "city"} and count > 1:
            allowed = codes
        if not allowed and word == "kota":  # the town of a kabupaten (`kota Indramayu`)
            allowed = tuple(code for code in codes if len(code) == REGENCY)
        kind = KINDS_OF_VILLAGE.get(word)
        return tuple(code for code in allowed if len(code) == VILLAGE and code[6] == kind) or allowed

    def _codes(self, key: str, cue: str) -> tuple[str, ...] | None:
        """What the key can mean below a province; None where it names something else."""
        if cue in LEVEL_CUES:
            alias = ALIASES.get(key, "") if cue in {"regency", "city"} else ""
            if alias and cue == "regency":  # `bupati Tasik` is not of the kota
                key, alias = regions.plain_key(self._regions.names[alias]), ""
            found = (alias,) if alias else self._regions.of(key)
            return () if key in DIRECTIONS else tuple(code for code in found if len(code) >= REGENCY)
        if cue == "province" and key in self._provinces:
            return None
        if key not in self._meanings:
            self._meanings[key] = self._bare_codes(key)
        return self._meanings[key]

    def _bare_codes(self, key: str) -> tuple[str, ...] | None:
        """The same where no word of a level stands before."""
        if key in not_places():
            return None
        codes = self._short_for(ALIASES[key]) if key in ALIASES else self._regions.of(key)
        if key in self._provinces:  # its kota, but no desa
            codes = tuple(code for code in codes if len(code) == REGENCY)
            return codes or None
        return () if key in DIRECTIONS else tuple(code for code in codes if len(code) >= REGENCY)

    def _short_for(self, code: str) -> tuple[str, ...]:
        """The region of a short form, and the kabupaten that shares its name (`Kadipaten tasik`)."""
        if len(code) != REGENCY:
            return (code,)
        same = self._regions.of(regions.plain_key(self._regions.names[code]))
        return (code, *(other for other in same if len(other) == REGENCY and other != code))

    def _longest(self, lower: list[str], at: int) -> int:
        """Words that a name beginning here may have; 0 where none begins."""
        seconds = self._seconds.get(lower[at])
        if seconds and at + 1 < len(lower) and lower[at + 1] in seconds:
            return min(LONGEST_NAME, len(lower) - at)
        if at + 1 < len(lower) and lower[at] + lower[at + 1] in self._districts:
            return 2  # written apart (`parung panjang`)
        return 1 if lower[at] in self._regions.codes or lower[at] in ALIASES else 0

    def _place(self, text: str, words: list[re.Match[str]], mention: Mention) -> Place:
        level = regions.LEVELS[len(mention.code)]
        known = self._regions.names.get(mention.code)
        name = known or text[words[mention.first].start() : mention.end].title()
        return Place(regions.dotted(mention.code), name, level, mention.start, mention.end)


def _is_no_name(word: str, cue: str, longest: int) -> bool:
    """Whether a word in small letters is talk: an everyday word with nothing before it, or `desa yang`."""
    return (cue == "village" and word in normalise.stop_words()) or (longest == 1 and not cue and _is_everyday(word))


def _in_list(text: str, words: list[re.Match[str]], lower: list[str], at: int) -> bool:
    """Whether a doubtful name of a kabupaten or kota stands beside a comma, dash or `&`, an event or a province."""
    if lower[at] not in DOUBTFUL and lower[at] not in VERY_DOUBTFUL:
        return False
    if at + 1 < len(lower) and (lower[at + 1] in EVENTS or lower[at + 1] in _province_words()):
        return True
    before = text[words[at - 1].end() : words[at].start()] if at else ""
    after = text[words[at].end() : words[at + 1].start()] if at + 1 < len(words) else ""
    return before.strip() in JOINS_OF_LISTS or after.strip() in JOINS_OF_LISTS


def _cue_before(text: str, words: list[re.Match[str]], lower: list[str], at: int) -> tuple[str, int]:
    """The kind of the word before, where nothing but spaces, a full stop or a colon stands between."""
    if at == 0 or text[words[at - 1].end() : words[at].start()].strip(" .:") != "":
        return "", at
    return _place_words().get(lower[at - 1], ""), at - 1


def _of_kind(code: str, cue: str, known: regions.Regions) -> bool:
    if cue == "city":
        return known.names[code].startswith("Kota")
    return cue != "regency" or known.names[code].startswith("Kabupaten")


def _one_name(text: str) -> bool:
    return all(letter.isalnum() or letter in " -’'" for letter in text)


@cache
def _place_words() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for line in normalise.table("place_words.txt").splitlines():
        kind, _, members = line.partition(":")
        for word in members.split():
            kinds.setdefault(word, kind)
    return kinds


@cache
def _seconds() -> dict[str, frozenset[str]]:
    """First word of names of several words -> the words that may follow it; with ways to write a name apart."""
    found = {first: frozenset(rest.split()) for first, rest in regions.load().seconds.items()}
    for name in (*APART, *_phrases()):
        first, *rest = name.split()
        found[first] = found.get(first, frozenset()) | {rest[0]}
    return found


def _phrases() -> list[str]:
    """What is no place and has several words."""
    names = [name for code, name in regions.load().names.items() if len(code) == PROVINCE]
    listed = [name.replace("+", " ") for name in normalise.table("not_places.txt").split()]
    return [name for name in (*listed, *map(regions.plain_name, names)) if " " in name]


@cache
def _province_words() -> frozenset[str]:
    """First words of the names of provinces (`jawa`, `banten`)."""
    return frozenset(
        regions.plain_name(name).split()[0] for code, name in regions.load().names.items() if len(code) == PROVINCE
    )


@cache
def not_places() -> frozenset[str]:
    """Keys of what is no place below a province although a village bears the name."""
    return frozenset(name.replace("+", "") for name in normalise.table("not_places.txt").split())


@cache
def hint_words() -> frozenset[str]:
    """Words without which a post is not searched for places: rare names, names of kabupaten, words of a level."""
    known = regions.load()
    rare = {key for key in known.codes if not _is_everyday(key)}
    home = {regions.plain_key(name) for code, name in known.names.items() if code.startswith(EVERYDAY_TOO)}
    parts = {word for name in known.names.values() for word in name.lower().split() if not _is_everyday(word)}
    cues = {word for word, kind in _place_words().items() if kind in {"village", "district"}}
    provinces = {regions.plain_key(name) for code, name in known.names.items() if len(code) == PROVINCE}
    named = [
        regions.plain_name(name).split()
        for code, name in known.names.items()
        if code.startswith(EVERYDAY_TOO) or len(code) == REGENCY
    ]
    sides = {words[0] for words in named if len(words) == 2 and words[1] in DIRECTIONS}
    return frozenset(
        rare
        | home
        | sides
        | provinces
        | parts
        | cues
        | DOUBTFUL
        | VERY_DOUBTFUL
        | set(ALIASES)
        | {name.split()[0] for name in APART}
    )


@cache
def strong_hints() -> frozenset[str]:
    """Hints that hold although the word looks like a form of an everyday word (`pangalengan`)."""
    return frozenset(regions.plain_key(name) for name in regions.load().names.values()) | frozenset(_place_words())


@cache
def _everyday_words() -> frozenset[str]:
    listed = normalise.stop_words() | normalise.everyday_words() | EVERYDAY_DISTRICTS
    return (listed | normalise.person_names()) - UNMISTAKABLE


def _is_everyday(word: str) -> bool:
    return word in _everyday_words()
