"""Settles which of several regions of one name a text means: from above, kabupaten and kota first."""

from kohkol.engine.text import place_hints, regions
from kohkol.engine.text.place_belief import (
    LEVEL_CUES,
    NO_PLACE_CUES,
    Mention,
    beside,
    can_be_regency,
    is_home,
    is_meant,
    regency_is_meant,
)
from kohkol.engine.text.place_names import CAPITAL_REGION, DIRECTIONS, FAMILIES
from kohkol.engine.text.regions import DISTRICT, PROVINCE, REGENCY, VILLAGE


class Settler:
    """`near` is the code of the home region without dots, or nothing."""

    def __init__(self, known: regions.Regions, near: str) -> None:
        self._regions = known
        self._near = near
        self._provinces = {regions.plain_key(name): code for code, name in known.names.items() if len(code) == PROVINCE}

    def settle(self, mentions: list[Mention], text: str, lower: list[str]) -> None:
        """Give every mention its code, from the highest level down; what stays ambiguous keeps none."""
        hints = self._hinted_regencies(mentions) if len(mentions) > 1 else set()
        named = self._province_named(mentions) if len(mentions) > 1 else ""
        for mention in mentions:
            regencies = mention.of(REGENCY)
            if not regencies or not self._is_regency(mention, mentions, text, lower):
                continue
            if not self._part_or_other(regencies, mention, text, lower) and not self._province_of(mention, mentions):
                mention.code = self._regency(regencies, mention, hints, lower)
        level, known = 0, 0
        for following in (DISTRICT, DISTRICT, VILLAGE, VILLAGE):  # again, because they settle their neighbours
            settled = {mention.code for mention in mentions if mention.code}
            if following == level and len(settled) == known:
                continue
            level, known = following, len(settled)
            for mention in mentions:
                if mention.codes and not mention.code:
                    mention.code = self._below_regency(level, mention, mentions, settled, text) or (
                        self._in_province(named, mention, mentions, settled) if level == DISTRICT and named else ""
                    )

    def _below_regency(
        self, level: int, mention: Mention, mentions: list[Mention], settled: set[str], text: str
    ) -> str:
        """The district or village meant, if one is."""
        own = mention.of(level)
        if not own or (level == DISTRICT and self._village_of_another(mention, mentions, text)):
            return ""
        again = [code for code in own if code in settled]
        street = level == VILLAGE and mention.cue == "street"  # `jalan Braga` again is no Kelurahan Braga
        if len(again) == 1 and mention.cue not in NO_PLACE_CUES and not street:
            return again[0]
        inside = _inside_next(own, mention, mentions, text) if len(mentions) > 1 else own
        if inside or level == VILLAGE or not any(is_home(code, self._near) for code in own):
            own = inside
        code = self._preferred(own, settled) or _holding_others(own, mention, mentions)
        if level == DISTRICT and mention.cue not in LEVEL_CUES and self._elsewhere(code, mention, mentions, text):
            return ""
        return code if code and is_meant(mention, code, settled, mentions, self._near) else ""

    def _is_regency(self, mention: Mention, mentions: list[Mention], text: str, lower: list[str]) -> bool:
        """Whether the mention is meant as a place; a doubtful one may be so by its neighbours."""
        if regency_is_meant(mention, lower):
            return True
        if len(mentions) == 1 or not can_be_regency(mention, lower):
            return False
        after = next((other for other in mentions if other.first == mention.last + 1), mention)
        province = self._provinces.get(after.key, "none")  # `pati, jawa tengah`
        return any(code.startswith(province) for code in mention.of(REGENCY)) or place_hints.beside_another(
            mention, mentions, text
        )

    def _province_named(self, mentions: list[Mention]) -> str:
        """The one province that the text names, or nothing: what lies in it is as near as at home."""
        named = {self._provinces[mention.key] for mention in mentions if mention.key in self._provinces}
        return named.pop() if len(named) == 1 else ""

    def _elsewhere(self, code: str, mention: Mention, mentions: list[Mention], text: str) -> bool:
        """Whether a kabupaten or kota named right after lies elsewhere (`Cipanas Garut` is not Cianjur's).

        One that shares the first word of its name does not: `Lembang Bandung` is of Bandung Barat.
        """
        for other in mentions:
            if (
                other.first == mention.last + 1
                and other.of(REGENCY)
                and other.code
                and not text[mention.end : other.start].strip()
            ):
                names = (self._regions.names[one] for one in (code[:REGENCY], other.code[:REGENCY]) if one)
                return len({regions.plain_name(name).split()[0] for name in names}) > 1
        return False

    def _in_province(self, named: str, mention: Mention, mentions: list[Mention], settled: set[str]) -> str:
        """The only kecamatan of that name in the province that the text names (`di Kuta, Bali`), taken as near home."""
        own = [code for code in mention.of(DISTRICT) if code.startswith(named)]
        return own[0] if len(own) == 1 and is_meant(mention, own[0], settled, mentions, named) else ""

    def _part_or_other(self, own: list[str], mention: Mention, text: str, lower: list[str]) -> bool:
        """Whether the next word makes it a part of a kota or kabupaten (`Bandung Selatan`) or another province's.

        After a comma a province may go on a list (`Medan, Lampung`), unless it too has a region of that name.
        """
        after = lower[mention.last + 1] if mention.last + 1 < len(lower) else ""
        between = text[mention.end : mention.end + 3].lstrip()
        if mention.cue in LEVEL_CUES or not between.lstrip(" ,")[:1].isalpha():
            return False
        found = self._regions.of(after)
        provinces = [] if any(len(code) == REGENCY for code in found) else [c for c in found if len(c) == PROVINCE]
        if between.startswith(","):
            provinces = [code for code in provinces if any(one.startswith(code) for one in mention.codes)]
        other = any(not _same_province(own[0][:PROVINCE], code) for code in provinces)
        return other or (after in DIRECTIONS and len(own) > 1)

    def _province_of(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether a province that shares its name with a kota is named after one of its parts (`Merangin, Jambi`)."""
        province = [code for code in self._regions.of(mention.key) if len(code) == PROVINCE]
        before = [other.code for other in mentions if other.code and other.last == mention.first - 1]
        return bool(province) and any(
            code[:PROVINCE] == province[0] and code[:REGENCY] not in mention.codes for code in before
        )

    def _hinted_regencies(self, mentions: list[Mention]) -> set[str]:
        """Regencies whose districts are named, which tells a kota from the kabupaten of the same name."""
        hints: set[str] = set()
        for mention in mentions:
            own = self._preferred([code for code in mention.codes if len(code) == DISTRICT], set())
            if own and not mention.everyday and not any(len(code) == REGENCY for code in mention.codes):
                hints.add(own[:REGENCY])
        return hints | place_hints.of_neighbours(mentions)

    def _village_of_another(self, mention: Mention, mentions: list[Mention], text: str) -> bool:
        """Whether the mention is a village of a district that is named right after it (`Cimanggu Ngamprah`)."""
        after = _next_to(mention, mentions, text)
        districts = [code for other in after for code in other.codes if len(code) == DISTRICT]
        return any(code.startswith(parent) for parent in districts for code in mention.codes if len(code) == VILLAGE)

    def _regency(self, own: list[str], mention: Mention, hints: set[str], lower: list[str]) -> str:
        """One of `Kota Bandung` and `Kabupaten Bandung`: by the cue, by a kecamatan named, else the kota."""
        if len(own) == 1:
            return own[0]
        hinted = [code for code in own if code in hints | place_hints.of_halves(mention, lower, self._regions)]
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
        if self._near:
            home = [code for code in own if code.startswith(self._near)]
            if len(home) > 1:
                nearest = [code for code in home if beside(code, settled)]
                return nearest[0] if len(nearest) == 1 else ""
            if home:
                return home[0]
        known = [code for code in own if code.startswith(CAPITAL_REGION)]
        if len(known) == 1:
            return known[0]
        return own[0] if len(own) == 1 else ""


def _same_province(code: str, other: str) -> bool:
    return code == other or any(code in family and other in family for family in FAMILIES)


def _inside_next(own: list[str], mention: Mention, mentions: list[Mention], text: str) -> list[str]:
    """Those of the candidates that lie in what is named right after (`SDN Pancawangi Cianjur`), if something is."""
    after = _next_to(mention, mentions, text)
    parents = [code for other in after for code in other.of(DISTRICT if other.cue == "district" else REGENCY)]
    return [code for code in own if code.startswith(tuple(parents))] if parents else own


def _next_to(mention: Mention, mentions: list[Mention], text: str) -> list[Mention]:
    """What is named right after; a dash joins two places on a way (`Jatinegara-Cakung`), no part and its whole."""
    return [
        other for other in mentions if other.first == mention.last + 1 and "-" not in text[mention.end : other.start]
    ]


def _holding_others(own: list[str], mention: Mention, mentions: list[Mention]) -> str:
    """The only candidate that holds a candidate of another mention (`Desa Sukamaju, Kecamatan Majalaya`)."""
    below = [code for other in mentions if other is not mention for code in other.codes]
    holding = [code for code in own if any(code != lower and lower.startswith(code) for lower in below)]
    return holding[0] if len(holding) == 1 else ""
