"""Finds the kabupaten/kota, kecamatan and desa that a post names, and which of several it must be.

Names repeat (there are 300 villages called Sukamaju), so a mention is settled from above: first names of kabupaten and
kota, then kecamatan inside them or inside the home region, then desa. What cannot be settled is left out; the level
above that is named stays. A name that is an everyday word counts only with a word of its level before it, or inside a
parent.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kohkol.engine.text import normalise, regions
from kohkol.engine.text.place_names import (
    ALIASES,
    APART,
    DIRECTIONS,
    DOUBTFUL,
    KINDS_OF_VILLAGE,
    VERY_DOUBTFUL,
)
from kohkol.engine.text.regions import DISTRICT, PROVINCE, REGENCY, VILLAGE

LONGEST_NAME = 4  # words; 99.8 % of all names
EVERYDAY_TOO = "32"  # kecamatan here are looked for even where their name is an everyday word (Setu, Lengkong)
SHORTEST_BARE_NAME = 5  # letters of a kecamatan that is believed without a word of place before it


@dataclass(frozen=True, slots=True)
class Place:
    """A region named in `text[start:end]`: the ministry's code with dots, its name, its level."""

    code: str
    name: str
    level: str
    start: int
    end: int


@dataclass(slots=True)
class _Mention:
    key: str
    start: int
    end: int
    first: int  # number of its first word
    last: int
    cue: str  # village, district, regency, city, place, street, food, not, or nothing
    capital: bool
    everyday: bool
    codes: tuple[str, ...]
    code: str = ""

    def of(self, level: int) -> list[str]:
        """The codes of one level."""
        return [code for code in self.codes if len(code) == level]


_WORD = re.compile(r"[A-Z]?[a-z’']++(?=[A-Z][a-z])|[^\W_]+")
_LEVEL_CUES = {"village": VILLAGE, "district": DISTRICT, "regency": REGENCY, "city": REGENCY}


class Gazetteer:
    """Finds places; `near` is the code of the home region, which wins among kecamatan and desa of one name."""

    def __init__(self, near: str = "") -> None:
        self.near = near.replace(".", "")
        self._regions = regions.load()
        self._seconds = _seconds()
        self._hints = hint_words()
        self._starts = self._regions.codes.keys() | self._seconds.keys() | ALIASES.keys()
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
        self._settle(mentions, lower)
        return [self._place(text, words, mention) for mention in mentions if mention.code]

    def _mentions(self, text: str, words: list[re.Match[str]], lower: list[str]) -> list[_Mention]:
        found: list[_Mention] = []
        after = 0
        for at in [place for place, word in enumerate(lower) if word in self._starts]:
            if at < after or (lower[at] in self._everyday and self._is_talk(words, lower, at)):
                continue
            mention = self._mention_at(text, words, lower, at)
            if mention:
                found.append(mention)
                after = mention.last + 1
        return found

    def _is_talk(self, words: list[re.Match[str]], lower: list[str], at: int) -> bool:
        """Whether an everyday word is surely no place: small, no word of place before it, no name that goes on."""
        if words[at][0][0].isupper() or (at and lower[at - 1] in _place_words()):
            return False
        return at + 1 == len(lower) or lower[at + 1] not in self._seconds.get(lower[at], ())

    def _mention_at(self, text: str, words: list[re.Match[str]], lower: list[str], at: int) -> _Mention | None:
        longest = self._longest(lower, at)
        if not longest:
            return None
        cue, cue_at = _cue_before(text, words, lower, at)
        if longest == 1 and not cue and not words[at][0][0].isupper() and _is_everyday(lower[at]):
            return None
        for count in range(longest, 0, -1):
            last = at + count - 1
            if count > 1 and not _one_name(text[words[at].start() : words[last].end()]):
                continue
            key = "".join(lower[at : last + 1])
            codes = (ALIASES[key],) if key in ALIASES else self._regions.of(key)
            codes = tuple(code for code in codes if len(code) >= REGENCY)
            if cue in _LEVEL_CUES:
                codes = tuple(
                    code for code in codes if len(code) == _LEVEL_CUES[cue] and _of_kind(code, cue, self._regions)
                ) or (codes if cue in {"regency", "city"} and count > 1 else ())
                kind = KINDS_OF_VILLAGE.get(lower[cue_at])
                codes = tuple(code for code in codes if len(code) == VILLAGE and code[6] == kind) or codes
            if not codes or (count == 1 and (len(key) < 3 or key.isdigit())):
                continue
            start = words[cue_at].start() if cue in _LEVEL_CUES and codes else words[at].start()
            capital = words[at][0][0].isupper() and not text.isupper()
            everyday = all(_is_everyday(word) for word in lower[at : last + 1]) and (
                count == 1 or not (capital or lower[last] in DIRECTIONS)
            )
            return _Mention(key, start, words[last].end(), at, last, cue, capital, everyday, codes)
        return None

    def _longest(self, lower: list[str], at: int) -> int:
        """Words that a name beginning here may have; 0 where none begins."""
        seconds = self._seconds.get(lower[at])
        if seconds and at + 1 < len(lower) and lower[at + 1] in seconds:
            return min(LONGEST_NAME, len(lower) - at)
        return 1 if lower[at] in self._regions.codes or lower[at] in ALIASES else 0

    def _settle(self, mentions: list[_Mention], lower: list[str]) -> None:
        """Give every mention its code, from the highest level down; what stays ambiguous keeps none."""
        hints = self._hinted_regencies(mentions)
        for mention in mentions:
            regencies = mention.of(REGENCY)
            if regencies and self._believed_regency(mention) and not self._part_or_other(regencies, mention, lower):
                mention.code = self._regency(regencies, mention, hints, lower)
        for level in (DISTRICT, DISTRICT, VILLAGE):  # again, because districts settle their neighbours
            settled = {mention.code for mention in mentions if mention.code}
            for mention in mentions:
                own = mention.of(level)
                if mention.code or not own or (level == DISTRICT and self._village_of_another(mention, mentions)):
                    continue
                code = self._preferred(own, settled) or _holding_others(own, mention, mentions)
                if code and self._believed(mention, code, level, settled):
                    mention.code = code

    def _part_or_other(self, own: list[str], mention: _Mention, lower: list[str]) -> bool:
        """Whether the next word makes it a part of a kota or kabupaten (`Bandung Selatan`) or another province's."""
        after = lower[mention.last + 1] if mention.last + 1 < len(lower) else ""
        if mention.cue in _LEVEL_CUES:
            return False
        provinces = [code for code in self._regions.of(after) if len(code) == PROVINCE]
        return (after in DIRECTIONS and len(own) > 1) or any(not own[0].startswith(code) for code in provinces)

    def _hinted_regencies(self, mentions: list[_Mention]) -> set[str]:
        """Regencies whose districts are named, which tells a kota from the kabupaten of the same name."""
        hints: set[str] = set()
        for mention in mentions:
            own = self._preferred([code for code in mention.codes if len(code) == DISTRICT], set())
            if own and not mention.everyday and not any(len(code) == REGENCY for code in mention.codes):
                hints.add(own[:REGENCY])
        for mention, after in pairwise(mentions):  # `Setu Bekasi`: a district right before its kabupaten
            if after.first == mention.last + 1:
                districts = [code for code in mention.codes if len(code) == DISTRICT]
                hints |= {code[:REGENCY] for code in districts if code[:REGENCY] in after.codes}
        return hints

    def _village_of_another(self, mention: _Mention, mentions: list[_Mention]) -> bool:
        """Whether the mention is a village of a district that is named right after it (`Cimanggu Ngamprah`)."""
        after = [other for other in mentions if other.first == mention.last + 1]
        districts = [code for other in after for code in other.codes if len(code) == DISTRICT]
        return any(code.startswith(parent) for parent in districts for code in mention.codes if len(code) == VILLAGE)

    def _regency(self, own: list[str], mention: _Mention, hints: set[str], lower: list[str]) -> str:
        """One of `Kota Bandung` and `Kabupaten Bandung`: by the cue, by a kecamatan named, else the kota."""
        if len(own) == 1:
            return own[0]
        hinted = [code for code in own if code in hints]
        if len(hinted) == 1 and mention.cue != "city":
            return hinted[0]
        cities = [code for code in own if int(code[2:]) >= 70]
        if cities and not {"bupati", "pemkab", "kabupaten", "kab"} & set(
            lower[max(0, mention.first - 3) : mention.first]
        ):
            return cities[0]
        rural = [code for code in own if int(code[2:]) < 70]
        return rural[0] if rural else own[0]

    def _preferred(self, own: list[str], settled: set[str]) -> str:
        """The only candidate inside what is settled already; else inside the home region; else at all."""
        if not own:
            return ""
        parents = tuple(code for code in settled if len(code) < len(own[0]))
        inside = [code for code in own if code.startswith(parents)] if parents else []
        districts = tuple(code for code in settled if len(code) >= DISTRICT) if inside else ()
        deepest = [code for code in inside if code.startswith(districts)]
        for choice in (deepest, inside):
            if choice:
                return choice[0] if len(choice) == 1 else ""
        if self.near:
            home = [code for code in own if code.startswith(self.near)]
            if len(home) > 1:
                beside = [code for code in home if _beside(code, settled)]
                return beside[0] if len(beside) == 1 else ""
            if home:
                return home[0]
        return own[0] if len(own) == 1 else ""

    def _believed_regency(self, mention: _Mention) -> bool:
        if mention.cue in {"food", "not"}:
            return mention.capital and mention.cue == "food"
        if mention.cue in _LEVEL_CUES:
            return True
        located = mention.cue in {"place", "street"}
        if mention.key in VERY_DOUBTFUL:
            return located and mention.capital
        return mention.key not in DOUBTFUL or located or mention.capital

    def _believed(self, mention: _Mention, code: str, level: int, settled: set[str]) -> bool:
        """Whether the words around say that this is a place at all."""
        if mention.cue in _LEVEL_CUES:
            return True
        if mention.cue in {"food", "not"}:
            return False
        if mention.cue == "street" and (level == VILLAGE or not code.startswith(self.near)):
            return False  # streets have the names of places that they do not lead to
        located = mention.cue in {"place", "street"}
        inside = any(code != parent and code.startswith(parent) for parent in settled) or _beside(code, settled)
        if level == VILLAGE:
            alone = len(mention.codes) == 1 and located and mention.capital and not mention.everyday
            return alone or (inside and (not mention.everyday or (located and mention.capital)))
        if inside:
            return not mention.everyday or located or mention.capital
        if self.near and not code.startswith(self.near):
            if mention.everyday or not mention.capital or any(own.startswith(self.near) for own in mention.codes):
                return False
            only = len(mention.codes) == 1 and not mention.cue and normalise.canonical(mention.key) == mention.key
            return located or (only and len(mention.key) > SHORTEST_BARE_NAME)
        if mention.everyday:
            return located and mention.capital
        return located or mention.capital or len(mention.key) > SHORTEST_BARE_NAME

    def _place(self, text: str, words: list[re.Match[str]], mention: _Mention) -> Place:
        level = regions.LEVELS[len(mention.code)]
        known = self._regions.names.get(mention.code)
        name = known or text[words[mention.first].start() : mention.end].title()
        return Place(regions.dotted(mention.code), name, level, mention.start, mention.end)


def _beside(code: str, settled: set[str]) -> bool:
    """Whether another district of the same kabupaten is settled (`Cikarang Barat, Cibitung`)."""
    return len(code) == DISTRICT and any(
        len(other) == DISTRICT and other != code and other[:REGENCY] == code[:REGENCY] for other in settled
    )


def _holding_others(own: list[str], mention: _Mention, mentions: list[_Mention]) -> str:
    """The only candidate that holds a candidate of another mention (`Desa Sukamaju, Kecamatan Majalaya`)."""
    below = [code for other in mentions if other is not mention for code in other.codes]
    holding = [code for code in own if any(code != lower and lower.startswith(code) for lower in below)]
    return holding[0] if len(holding) == 1 else ""


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
    for name in APART:
        first, second = name.split()
        found[first] = found.get(first, frozenset()) | {second}
    return found


@cache
def hint_words() -> frozenset[str]:
    """Words without which a post is not searched for places: rare names, names of kabupaten, words of a level."""
    known = regions.load()
    rare = {key for key in known.codes if not _is_everyday(key)}
    home = {regions.plain_key(name) for code, name in known.names.items() if code.startswith(EVERYDAY_TOO)}
    parts = {word for name in known.names.values() for word in name.lower().split() if not _is_everyday(word)}
    cues = {word for word, kind in _place_words().items() if kind in {"village", "district"}}
    named = [
        regions.plain_name(name).split()
        for code, name in known.names.items()
        if code.startswith(EVERYDAY_TOO) or len(code) == REGENCY
    ]
    sides = {words[0] for words in named if len(words) == 2 and words[1] in DIRECTIONS}
    return frozenset(rare | home | sides | parts | cues | DOUBTFUL | VERY_DOUBTFUL | set(ALIASES) | {"buah"})


@cache
def strong_hints() -> frozenset[str]:
    """Hints that hold although the word looks like a form of an everyday word (`pangalengan`)."""
    return frozenset(regions.plain_key(name) for name in regions.load().names.values()) | frozenset(_place_words())


@cache
def _everyday_words() -> frozenset[str]:
    return normalise.stop_words() | normalise.everyday_words() | frozenset(normalise.table("person_names.txt").split())


def _is_everyday(word: str) -> bool:
    return word in _everyday_words()
