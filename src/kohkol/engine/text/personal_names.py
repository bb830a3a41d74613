"""Names of private people beside other personal data: a name alone exposes nobody."""

import re
from collections.abc import Iterator, Sequence

from kohkol.engine.text import normalise
from kohkol.engine.text.personal_datum import PersonalDatum

NAME_REACH = 60  # letters between a name and the datum that makes it private
_NAME_WORD = re.compile(
    r"(?<!\w)(?:nama(?:\s+(?:lengkap|saya|pemilik|pasien|korban|pelapor))?|a\s?[./]\s?n\.?|atas\s+nama|an\s?\.|an(?=\s)"
    r"|penerima|pengirim|pelanggan|bpk\.?|bapak|pak|ibu|bu|sdri?\.?|ny\.?|nyonya|tn\.?|mang|mak|abah|mbah"
    r"|saudari?|hubungi|kontak|pemilik|milik|pelaku|namanya|kang|teh|mas|mbak|h\.|hj\.)\s*(?:adalah|ialah|:|=|,)?\s*"
    r"(?:(?:h|hj|kh|dr|drs|ir)\.?\s+)?((?:[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))*[ ]?){1,4})",
    re.IGNORECASE,
)
_OWNER = re.compile(  # written small and listed nowhere (`penerima wenny silfanus`): two words that mean nothing else
    r"\b(?:a\s?[./]\s?n\.?|atas\s+nama|an\s?\.|penerima|pengirim|nama)\s*[:=]?\s*([a-z]{3,} [a-z]{3,})\b"
)
_TITLES = frozenset(
    "pak bapak bpk ibu bu sdr sdri mas mbak kang teh h hj dr saudara bp ny tn mang mak abah mbah haji rt rw".split()  # noqa: SIM905
)
_NO_NAMES = frozenset(
    ["call", "center", "office", "admin", "customer", "service", "cs", "wa", "whatsapp", "info", "tim", "team", "pt"]
)
_CAPITALISED = re.compile(r"(?<![\w@#.])(?:[A-Z][a-z’'.]+|[A-Z]{3,})(?:[ ](?:[A-Z][a-z’'.]*|[A-Z]{2,}|bin|binti))*")
_RIGHT_BEFORE = re.compile(  # two or three words with capitals, then a comma and the number
    r"(?<![\w@#.])([A-Z][a-z’']+(?: [A-Z][a-z’']+){1,2}),\s?(?:(?i:nik|kk|hp|wa|no)\b\W{0,3}){0,2}$"
)
_OWN = re.compile(r"\b(?:saya|sy|aku|abdi) ([A-Z][a-z’']+(?: [A-Z][a-z’']+){0,2})(?=,| \d| (?:nik|hp|wa|email)\b)")
_FIRST = re.compile(r"^([A-Z][a-z’']{2,}(?: [A-Z][a-z’']+){0,2})[,:]? $")  # `Aceng 0857...`
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))*\.?")


def beside(text: str, found: Sequence[PersonalDatum]) -> list[PersonalDatum]:
    """Names near one of the data found: after a word that announces a name, or capitalised and beside it."""
    kept: list[PersonalDatum] = []
    for name in (*_announced(text), *_known(text), *_right_before(text, found), *_owners(text)):
        near = any(
            -NAME_REACH <= datum.start - name.end <= NAME_REACH or -NAME_REACH <= name.start - datum.end <= NAME_REACH
            for datum in found
        )
        free = all(name.end <= other.start or name.start >= other.end for other in (*found, *kept))
        if near and free:
            kept.append(name)
    return kept


def _announced(text: str) -> Iterator[PersonalDatum]:
    for match in _NAME_WORD.finditer(text):
        start, end = _trim(text, match.start(1), match.end(1))
        if end > start:
            yield PersonalDatum("name", start, end)


def _known(text: str) -> Iterator[PersonalDatum]:
    for match in _CAPITALISED.finditer(text):
        words = match[0].lower().replace(".", " ").split()
        if any(word in normalise.person_names() for word in words):
            begin = max((title.end() for title in _WORD.finditer(match[0]) if _is_title(title[0])), default=0)
            start, end = _trim(text, match.start() + begin, match.end())  # `Hubungi Ibu Siti`: the name comes after
            if end > start:
                yield PersonalDatum("name", start, end)


def _right_before(text: str, found: Sequence[PersonalDatum]) -> Iterator[PersonalDatum]:
    """`Teti Rosmiati, 3217...`: no listed name, but words that mean nothing else, right before a person's number."""
    for datum in found:
        if datum.kind not in {"nik", "kk", "phone"}:
            continue
        from_here = max(0, datum.start - NAME_REACH)
        match = _RIGHT_BEFORE.search(text[from_here : datum.start]) or _FIRST.search(text[: datum.start])
        if match and match[1].istitle() and not any(_everyday(word) for word in match[1].lower().split()):
            start = match.start(1) + (from_here if match.re is _RIGHT_BEFORE else 0)
            yield PersonalDatum("name", start, start + len(match[1]))


def _owners(text: str) -> Iterator[PersonalDatum]:
    for match in _OWN.finditer(text):
        if not any(_everyday(word) for word in match[1].lower().split()):
            yield PersonalDatum("name", match.start(1), match.end(1))
    for match in _OWNER.finditer(text):
        if not any(_everyday(word) or normalise.standard(word) != word for word in match[1].split()):
            yield PersonalDatum("name", match.start(1), match.end(1))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut a stretch of letters down to the words at its beginning that can be a name."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" ."))
    last = start
    capitals = not text.islower()
    for match in _WORD.finditer(text[start:end]):
        word = match[0].rstrip(".")
        if last == start and _is_title(word):
            return _trim(text, start + match.end(), end)
        if word.lower() in _NO_NAMES:
            break
        known = word.lower() in normalise.person_names() or word.lower() in {"bin", "binti"}
        plain = _everyday(word.lower()) if last == start else word.lower() in normalise.stop_words()
        if not (known or (word[0].isupper() and capitals and not plain)):
            if last == start and word[0].isupper() and plain:
                return start, start
            break
        last = start + match.start() + len(word)
    return start, last


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in _TITLES


def _everyday(word: str) -> bool:
    return word in normalise.stop_words() or normalise.is_root(word)
