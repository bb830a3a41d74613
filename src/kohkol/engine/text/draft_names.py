"""Finds the names of people and the handles in our own drafts, where a name alone already exposes somebody.

In posts a name counts only beside other personal data (`personal_data`); a draft goes out to everybody, so each name is
shown to its writer. Rules: a word that announces a person (`Pak`, `bernama`, `a.n.`) before capital letters, a title of
office before them, or two or more words with capitals of which one is a common given name. Streets, buildings and
places named after people are left out.

On the test rows of NERP (news, capital letters put back) it finds a quarter of all names, and 96 of 100 of what it
finds are names (`kohkol bench text`): single and foreign names that nothing announces stay for the writer to see.
"""

import re
from collections.abc import Iterator
from functools import cache

from kohkol.engine.text import normalise, regions
from kohkol.engine.text.personal_data import PersonalDatum

_WORD = r"[A-Z][A-Za-z’'\-]*\.?"
_NAME = rf"(?:{_WORD}(?:[ ](?:{_WORD}|bin|binti|al|el))*)"
_CUES = (
    "[Pp]ak|[Bb]apak|[Bb]pk\\.?|[Bb]u|[Ii]bu|[Ss]audar[ai]|[Ss]dri?\\.?|[Mm]as|[Mm]bak|[Kk]ang|[Tt]eh|[Nn]eng"
    "|Hj?\\.|KH\\.?|[Kk]iai|[Uu]sta(?:d|z)(?:ah)?|[Tt]n\\.?|[Nn]y\\.?|[Tt]uan|[Nn]yonya|dr\\.|Dr\\.|Ir\\.|Prof\\."
    "|[Bb]ernama|[Aa]tas nama|[Aa]\\.\\s?[Nn]\\.|[Bb]erinisial|[Kk]orban|[Tt]ersangka"
    "|[Pp]elaku|[Ss]aksi|[Kk]ata|[Uu]jar|[Mm]enurut|[Jj]elas"
    "|[Tt]utur|[Uu]ngkap|[Tt]egas|[Pp]apar|[Tt]ambah|[Ii]mbau"
)
_ANNOUNCED = re.compile(rf"\b(?:{_CUES})[ :]{{1,2}}(?P<name>{_NAME})")
_OFFICE_WORDS = (
    "Gubernur Wagub Bupati Wabup Wali Walikota Camat Lurah Kades Sekda Kapolres Kapolsek Kapolda Dandim Menteri "
    "Presiden Kepala Ketua Direktur Dirut Kadis Kabid Kabag Plt Pj Juru Sekretaris Komandan Rektor Dokter Bidan "
    "Bripka Briptu AKP Kompol AKBP Letkol Mayor Kapten"
)
_OFFICE = _OFFICE_WORDS.split()
_AFTER_OFFICE = re.compile(
    rf"\b(?:{'|'.join(_OFFICE)})\b(?:[ ][A-Za-z]+){{0,6}}?[ ,]{{1,2}}(?P<name>{_WORD}(?:[ ]{_WORD})+)"
)
_RUN = re.compile(rf"(?<![\w@#.]){_WORD}(?:[ ](?:{_WORD}|bin|binti))*")
_PLACE_BEFORE = re.compile(
    r"\b(?:jalan|jl|jln|gang|gg|gedung|rsud|rsu|rs|rumah sakit|stadion|gor|bandara|universitas|univ|sma|smk|smp|sd|sdn"
    r"|smpn|sman|smkn|tk|masjid|alun-alun|taman|terminal|pasar|jembatan|desa|kecamatan|kelurahan|kabupaten|kota|provinsi"
    r"|kampung|kp|dusun|sungai|ci|gunung|waduk|bendungan|situ|pantai|yayasan|pt|cv|hotel|museum|tol|stasiun|puskesmas"
    r"|posko|lapangan|balai|bukit|perumahan|komplek|kompleks|pondok|pesantren|aula)\.?\s+"
    r"(?:(?:dr|prof|h|hj|kh|jend|jenderal|letjen|ir|r)\.?\s+){0,2}$",
    re.IGNORECASE,
)
_NO_NAME_WORDS = (
    "hari kota dinas badan kantor provinsi kabupaten kecamatan desa kelurahan rt rw warga hamil menyusui rumah tangga "
    "guru pertiwi pkk dprd opd pns asn tni polri dan di ke dari yang untuk kami anda semua sekalian indonesia negara "
    "daerah senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september "
    "oktober november desember call center service hotline"
)
_NO_NAME = frozenset(word.lower() for word in _OFFICE) | frozenset(_NO_NAME_WORDS.split())
_HANDLE = re.compile(r"(?<![\w@/.+\-])@(\w[\w.]*\w)(?:@[\w-]+(?:\.[\w-]+)+)?")


def find_names(text: str) -> list[PersonalDatum]:
    """Names of people in their order; stretches do not overlap."""
    found: list[PersonalDatum] = []
    for start, end in sorted({*_announced(text), *_named(text, known=True)}, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1].end:
            found.append(PersonalDatum("name", start, end))
    return found


def maybe_names(text: str) -> list[PersonalDatum]:
    """What may be somebody's name and may as well be a programme or a firm: to ask about, not to stop for."""
    sure = find_names(text)
    spans = [
        span for span in _named(text, known=False) if all(span[1] <= one.start or span[0] >= one.end for one in sure)
    ]
    return [PersonalDatum("name", start, end) for start, end in spans]


def find_handles(text: str) -> list[PersonalDatum]:
    """Handles of accounts (`@somebody`) in their order; whose they are is for the office to know."""
    return [PersonalDatum("handle", match.start(), match.end()) for match in _HANDLE.finditer(text)]


def _announced(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_ANNOUNCED, _AFTER_OFFICE):
        for match in pattern.finditer(text):
            start, end = _cut(text, match.start("name"), match.end("name"))
            words = text[start:end].split()
            if not words or start > match.start("name") or _PLACE_BEFORE.search(text[: match.start()]):
                continue
            if pattern is _ANNOUNCED or any(_is_given(word) for word in words):
                yield start, end


def _named(text: str, *, known: bool) -> Iterator[tuple[int, int]]:
    """Words with capitals, one of them a given name, or (not `known`) two and more that could be one."""
    for match in _RUN.finditer(text):
        start, end = _cut(text, match.start(), match.end())
        words = text[start:end].split()
        if (
            not words
            or (len(words) < 2 and (not _is_given(words[0]) or _begins_sentence(text, start)))
            or _PLACE_BEFORE.search(text[:start])
            or regions.load().of(regions.plain_key(text[start:end]))
        ):
            continue
        if any(_is_given(word) for word in words) == known:
            yield start, end


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”‘’(")
    return not before or before[-1] in ".!?:\n"


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch up to the first word that is none of a name, without words of that sort at its beginning."""
    first: int | None = None
    last = start
    for match in re.finditer(r"\S+", text[start:end]):
        word = match[0].strip(".,:;!?")
        is_no_name = word.lower() in _NO_NAME or (len(word) > 1 and word.isupper()) or _everyday(word)
        if is_no_name and first is not None:
            break
        if is_no_name:
            continue
        first = start + match.start() if first is None else first
        last = start + match.start() + len(match[0].rstrip(".,:;!?"))
    return (first, last) if first is not None else (start, start)


def _everyday(word: str) -> bool:
    folded = word.lower()
    return not _is_given(word) and (
        folded in normalise.stop_words() or normalise.is_root(folded) or normalise.is_root(normalise.canonical(folded))
    )


def _is_given(word: str) -> bool:
    return word.lower().strip(".,") in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(normalise.table("person_names.txt").split())
