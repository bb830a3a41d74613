"""Whether the words around say that a name is a place at all: names of desa are also words, persons, clubs, dishes."""

from dataclasses import dataclass

from kohkol.engine.text import normalise
from kohkol.engine.text.place_names import (
    CAPITAL_REGION,
    CLUB_ENDS,
    DOUBTFUL,
    EVENTS,
    INTENSIFIERS,
    ONLY_AFTER_LEVEL,
    ONLY_AFTER_WORD_OF_PLACE,
    ONLY_INSIDE,
    PART_OF_JAKARTA,
    VERY_DOUBTFUL,
)
from kohkol.engine.text.regions import DISTRICT, REGENCY, VILLAGE

SHORTEST_BARE_NAME = 5  # letters of a kecamatan that is believed without a word of place before it
# Letters of a desa of the home region that is believed in small letters (`banjir di tegalluar`): of seven that public
# sets name so, five are meant as places, two as a street.
SURE_VILLAGE = 7
LEVEL_CUES = {"village": VILLAGE, "district": DISTRICT, "regency": REGENCY, "city": REGENCY}
NO_PLACE_CUES = frozenset(["food", "not"])
LOCATING_CUES = frozenset(["place", "post", "street"])


@dataclass(slots=True)
class Mention:
    """A name of the table in a text, all regions it can mean, and the one that was settled."""

    key: str
    start: int
    end: int
    first: int  # number of its first word
    last: int
    cue: str  # village, district, regency, city, province, place, post, street, and, food, not, or nothing
    capital: bool
    everyday: bool
    codes: tuple[str, ...]
    code: str = ""

    def of(self, level: int) -> list[str]:
        """The codes of one level."""
        return [code for code in self.codes if len(code) == level]


def can_be_regency(mention: Mention, lower: list[str]) -> bool:
    """Whether nothing says that the name of a kabupaten or kota is none."""
    if mention.cue in NO_PLACE_CUES or mention.key in ONLY_AFTER_LEVEL:
        return False
    if mention.cue == "street":
        return False  # streets are named after towns that they do not lead to (`jalan Sabang` in Jakarta)
    if lower[mention.last + 1 : mention.last + 2] and lower[mention.last + 1] in CLUB_ENDS:
        return False
    return mention.key not in PART_OF_JAKARTA or PART_OF_JAKARTA[mention.key].isdisjoint(lower)


def regency_is_meant(mention: Mention, lower: list[str]) -> bool:
    """Whether a name of a kabupaten or kota is one; `lower` are all words of the text."""
    if mention.cue in LEVEL_CUES:
        return True
    if not can_be_regency(mention, lower):
        return False
    located = mention.cue in LOCATING_CUES
    after = lower[mention.last + 1] if mention.last + 1 < len(lower) else ""
    if not located and (
        (after in INTENSIFIERS and not mention.capital)  # `dalane jember banget` is muddy
        or (after in normalise.person_names() and mention.key in DOUBTFUL | VERY_DOUBTFUL)  # `Bima Satria` runs
    ):
        return False
    if mention.key in VERY_DOUBTFUL:
        return located and mention.capital
    return mention.key not in DOUBTFUL or located or mention.capital or after in EVENTS


def is_meant(mention: Mention, code: str, settled: set[str], mentions: list[Mention], near: str) -> bool:
    """Whether a name is the kecamatan or desa `code`; `settled` are codes known by now, `near` the home region."""
    inside = any(code != parent and code.startswith(parent) for parent in settled)
    if mention.cue in LEVEL_CUES:
        return inside or len(code) != VILLAGE or not mention.everyday
    home = is_home(code, near)
    level = len(code)
    if mention.cue in NO_PLACE_CUES or (mention.cue == "street" and not (home and inside and level == DISTRICT)):
        return False
    located = mention.cue in LOCATING_CUES or (mention.cue == "and" and _continues(mention, mentions))
    if level == VILLAGE:
        return _village_is_meant(mention, code, inside, located, near)
    if mention.key in ONLY_INSIDE:
        return inside
    if inside or beside(code, settled):
        certain = not mention.everyday or located or mention.capital
        return certain or (level == DISTRICT and _is_told_by_parent(mention, code, mentions))
    if home:
        return (located or mention.capital or len(mention.key) > SHORTEST_BARE_NAME) and (
            not mention.everyday or (located and mention.capital)
        )
    return _elsewhere_is_meant(mention, code, located, near)


def _is_told_by_parent(mention: Mention, code: str, mentions: list[Mention]) -> bool:
    """Whether an everyday name has two words (`gunung putri`) or its kabupaten right behind (`lengkong bandung`)."""
    if mention.key in ONLY_AFTER_WORD_OF_PLACE:
        return False
    return mention.last > mention.first or any(
        other.code == code[:REGENCY] and 1 <= other.first - mention.last <= 1 + (other.cue in LEVEL_CUES)
        for other in mentions
    )


def _village_is_meant(mention: Mention, code: str, inside: bool, located: bool, near: str) -> bool:
    """A desa outside everything that is named must be the only one of its name, after a word of place."""
    affixed = mention.key.endswith("an") and normalise.canonical(mention.key) != mention.key
    if inside:
        return (located and mention.capital) or (not mention.everyday and (mention.capital or not affixed))
    known = code.startswith(CAPITAL_REGION) and not any(is_home(own, near) for own in mention.codes)
    only = (known or len(mention.codes) == 1) and len(mention.key) >= SHORTEST_BARE_NAME
    sure = mention.capital or (is_home(code, near) and len(mention.key) >= SURE_VILLAGE)
    return only and located and sure and not (mention.everyday or affixed)


def _elsewhere_is_meant(mention: Mention, code: str, located: bool, near: str) -> bool:
    """A kecamatan outside the home region and outside everything that is named."""
    known = code.startswith(CAPITAL_REGION)
    if any(is_home(own, near) for own in (mention.of(DISTRICT) if known else mention.codes)):
        return False
    if not mention.capital:
        only = len(mention.of(DISTRICT)) == 1 and (not mention.everyday or mention.last > mention.first)
        return located and only and (known or mention.cue == "post")
    if mention.everyday:
        return False
    nested = known or all(own.startswith(code) for own in mention.codes)
    only = nested and mention.cue in {"", "and"} and normalise.canonical(mention.key) == mention.key
    return located or (only and len(mention.key) > SHORTEST_BARE_NAME)


def is_home(code: str, near: str) -> bool:
    """Whether a code lies in the home region, if there is one."""
    return bool(near) and code.startswith(near)


def _continues(mention: Mention, mentions: list[Mention]) -> bool:
    """Whether the word before (`dan`) joins it to another name that is settled."""
    return any(other.code and other.last == mention.first - 2 for other in mentions)


def beside(code: str, settled: set[str]) -> bool:
    """Whether another of its level in the same kabupaten is settled (`Cikarang Barat, Cibitung`)."""
    return any(len(other) == len(code) and other != code and other[:REGENCY] == code[:REGENCY] for other in settled)
