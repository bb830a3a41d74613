"""What else a text names says which of `Kota Bogor` and `Kabupaten Bogor` it means."""

from collections.abc import Sequence
from itertools import pairwise

from kohkol.engine.text import regions
from kohkol.engine.text.place_belief import LEVEL_CUES, NO_PLACE_CUES, Mention
from kohkol.engine.text.place_names import DIRECTIONS, DOUBTFUL, VERY_DOUBTFUL
from kohkol.engine.text.regions import DISTRICT, PROVINCE, REGENCY, VILLAGE

JOINS = frozenset(" ,-–/&")  # signs between names of one list


def of_neighbours(mentions: Sequence[Mention]) -> set[str]:
    """Kabupaten and kota of which something smaller is named right before (`Setu Bekasi`, `Hambalang, Bogor`)."""
    hints: set[str] = set()
    for mention, after in pairwise(mentions):
        if after.first == mention.last + 1:
            own = {code[:REGENCY] for code in mention.of(DISTRICT) if code[:REGENCY] in after.codes}
            if not own and not mention.everyday:
                own = {code[:REGENCY] for code in mention.of(VILLAGE) if code[:REGENCY] in after.codes}
            hints |= own if len(own) == 1 else set()
    return hints


def of_halves(mention: Mention, lower: Sequence[str], known: regions.Regions) -> set[str]:
    """The same where the word before is the half of such a name (`Cilebut Bogor`, `Cikarang, Bekasi`)."""
    if mention.first == 0 or mention.cue:
        return set()
    word = lower[mention.first - 1]
    names = (word + second for second in known.seconds.get(word, "").split() if second in DIRECTIONS)
    found = {code[:REGENCY] for name in names for code in known.of(name) if len(code) in {DISTRICT, VILLAGE}}
    found &= set(mention.codes)
    return found if len(found) == 1 else set()


def beside_another(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """Whether a doubtful name (`malang`) stands in a list with a sure one, or right after a part of it."""
    return any(
        _holds(mention, other, text) or (_in_one_list(mention, other, text) and _vouches(other, mention))
        for other in mentions
        if other is not mention
    )


def _holds(mention: Mention, other: Mention, text: str) -> bool:
    """Whether the name right before is one of its kecamatan or desa (`kecamatan Jrengik, sampang`)."""
    if other.last != mention.first - 1 or not set(text[other.end : mention.start]) <= JOINS:
        return False
    sure = other.cue in LEVEL_CUES or not other.everyday
    return sure and any(code[:REGENCY] in mention.codes for code in other.codes if len(code) > REGENCY)


def _vouches(other: Mention, mention: Mention) -> bool:
    """Whether the other is surely a kabupaten or kota; of the same province, where the name is very doubtful."""
    if other.cue in NO_PLACE_CUES or not other.of(REGENCY) or not (other.code or other.key not in DOUBTFUL):
        return False
    if mention.key not in VERY_DOUBTFUL:
        return other.key not in VERY_DOUBTFUL
    return bool(other.code) and any(code[:PROVINCE] == other.code[:PROVINCE] for code in mention.of(REGENCY))


def _in_one_list(mention: Mention, other: Mention, text: str) -> bool:
    """Whether `dan`, a comma or a dash stands between the two, and nothing else."""
    if mention.cue == "and" and other.last == mention.first - 2:
        return True
    first, second = (other, mention) if other.first < mention.first else (mention, other)
    between = text[first.end : second.start]
    return first.last == second.first - 1 and bool(between.strip()) and set(between) <= JOINS
