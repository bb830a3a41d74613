"""The regions of Indonesia by the ministry's codes: names, levels, parents, and which card numbers can be real."""

import gzip
from dataclasses import dataclass
from functools import cache

from kohkol.engine.text import normalise

PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 4, 6, 10  # digits of a code
DOTTED_REGENCY = 5  # letters of a regency's code as posts carry it: 32.73
LEVELS = {PROVINCE: "province", REGENCY: "regency", DISTRICT: "district", VILLAGE: "village"}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WOMEN_ADD = 40  # a woman's day of birth stands 40 higher in her NIK


@dataclass(frozen=True, slots=True)
class Regions:
    """Keys are names in small letters without spaces; codes are without dots (`dotted` writes them with)."""

    codes: dict[str, str]  # key -> codes, space separated
    names: dict[str, str]  # code of province, regency or district -> name
    seconds: dict[str, str]  # first word of names of several words -> second words, space separated

    def of(self, key: str) -> tuple[str, ...]:
        """Codes of all regions of that key."""
        return tuple(self.codes.get(key, "").split())


@cache
def load() -> Regions:
    """The whole table, once a process; about 80 ms."""
    codes = dict(line.split("\t") for line in _lines("places.tsv.gz"))
    names = dict(line.split("\t") for line in _lines("region_names.tsv.gz"))
    seconds = dict(line.split("\t") for line in _lines("place_seconds.tsv.gz"))
    return Regions(codes, names, seconds)


def _lines(name: str) -> list[str]:
    return gzip.decompress((normalise.TABLES / name).read_bytes()).decode().split("\n")


_PREFIXES = (
    "kabupaten ",
    "kota administrasi ",
    "kabupaten administrasi ",
    "kota ",
    "daerah khusus ibukota ",
    "daerah istimewa ",
)


def plain_name(name: str) -> str:
    """`Kota Bandung` and `Kabupaten Bandung` share the plain name `bandung`."""
    name = name.lower()
    for prefix in _PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name


def plain_key(name: str) -> str:
    """The plain name without spaces and hyphens, under which places are looked up."""
    return "".join(letter for letter in plain_name(name) if letter.isalnum())


def dotted(code: str) -> str:
    """`3204330008` style codes with the ministry's dots: `32.04.33.0008`."""
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)


def is_card_number(digits: str) -> bool:
    """Whether sixteen digits can be a NIK or KK: a region that exists, a date that exists, a number."""
    day, month = int(digits[6:8]), int(digits[8:10])
    if day > WOMEN_ADD:
        day -= WOMEN_ADD
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]) or digits[12:] == "0000":
        return False
    known = load().names
    regency = known.get(digits[:REGENCY])
    return regency is not None and (
        digits[:DISTRICT] in known or 1 <= int(digits[4:6]) <= _districts_of(digits[:REGENCY])
    )


@cache
def _districts_of(regency: str) -> int:
    """The highest district number of a regency: numbers below it that are unused today may stand on older cards."""
    return max(
        (int(code[4:]) for code in load().names if len(code) == DISTRICT and code.startswith(regency)), default=0
    )
