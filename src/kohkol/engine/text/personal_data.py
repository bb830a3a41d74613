"""Finds personal data in a text, so that screens, exports and logs can hide it and drafts can be stopped.

Rules, not a model: each kind has a form that can be checked (a NIK holds a region and a birth date, a plate begins with
a letter of a region), and weak forms count only beside a word that names them. A name counts only beside another kind.
"""

import re
from collections.abc import Callable, Iterator

from kohkol.engine.text import personal_addresses, personal_names, personal_numbers, personal_plates
from kohkol.engine.text.personal_datum import KINDS, PersonalDatum

__all__ = ["KINDS", "PersonalDatum", "find"]

Finder = Callable[[str], Iterator[PersonalDatum]]

# Which finders are worth running on a text; most posts hold none of this.
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"\d(?:[ .\-()/_]{0,2}\d){6,}")
_NUMBER_AND_LETTERS = re.compile(r"\d[ \-.]?[A-Za-z]{1,3}(?![A-Za-z])")
_HOUSE_NUMBER = re.compile(r"(?:[rR][tT]|[nN][oO]|[nN]omor|[bB]lok)\W{0,3}\w?\W?\d")
_STREETS = ("jl", "Jl", "jalan", "Jalan")  # looked for first, because the pattern is slow
_NUMBER_OF_STREET = re.compile(r"\b[jJ](?:ln?|alan)\b\.? ?(?:\w+\.? ){1,4}\d")
_EMAIL = re.compile(
    r"[\w.+\-]+(?:@|\s?(?:\[at\]|\(at\)|\bat\b)\s?)[\w\-]+(?:(?:\.|\s?(?:\[dot\]|\(dot\)"
    r"|\b(?:dot|titik)\b)\s?)[A-Za-z][\w\-]*)+|[\w.+\-]+ ?@ ?[\w\-]+(?:\.[\w\-]+)*\.(?:com|net|org|id)\b",
    re.IGNORECASE,
)
_OFFICE_MAIL = re.compile(  # the address of an office or a desk, not of a person
    r"@ ?[\w.\-]*\b(?:go|mil|desa|sch)\.id$"
    r"|^(?:dinas|disduk|dukcapil|diskom|dinkes|disdik|dishub|kecamatan|kelurahan|pemkab"
    r"|pemkot|pemprov|pemdes|puskesmas|rsud|polres|polsek|kpud?|bawaslu|pt)[\w.\-]* ?@"
    r"|^(?:humas|info|admin|cs|halo|hello|layanan|pengaduan"
    r"|kontak|contact|support|recruitment|rekrutmen|hrd|customer\w*|help\w*|marketing|redaksi|sekretariat|noreply"
    r"|ppid|lapor)"
    r"[\d._\-]*\w{0,3} ?@",
    re.IGNORECASE,
)


def find(text: str) -> list[PersonalDatum]:
    """Personal data of the text in their order; stretches do not overlap."""
    found: list[PersonalDatum] = []
    for finder in _finders(text):
        for datum in finder(text):
            if all(datum.end <= other.start or datum.start >= other.end for other in found):
                found.append(datum)
    homes = [datum for datum in found if datum.kind != "address" or personal_addresses.is_home(text, datum, found)]
    if homes:
        homes += personal_names.beside(text, homes)
    return sorted(homes, key=lambda datum: datum.start)


def _finders(text: str) -> list[Finder]:
    """Those that may find something, the surest first: a later one leaves what an earlier one took."""
    finders: list[Finder] = []
    if "@" in text or "at]" in text or "at)" in text or " dot " in text or " titik " in text:
        finders.append(_emails)
    if "lapan" in text:
        finders.append(personal_numbers.spelled_phones)
    if _DIGIT.search(text):
        if _LONG_NUMBER.search(text):
            finders += [personal_numbers.cards, personal_numbers.accounts, personal_numbers.phones]
        if _NUMBER_AND_LETTERS.search(text):
            finders.append(personal_plates.plates)
        streets = any(street in text for street in _STREETS)
        if _HOUSE_NUMBER.search(text) or (streets and _NUMBER_OF_STREET.search(text)):
            finders.append(personal_addresses.addresses)
    return finders


def _emails(text: str) -> Iterator[PersonalDatum]:
    for match in _EMAIL.finditer(text):
        written = any(sign in match[0].lower() for sign in ("@", "[at]", "(at)", " dot ", " titik "))
        if written and not _OFFICE_MAIL.search(match[0]):
            yield PersonalDatum("email", match.start(), match.end())
