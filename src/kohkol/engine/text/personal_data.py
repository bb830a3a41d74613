"""Finds personal data in a text, so that screens, exports and logs can hide it and drafts can be stopped.

Rules, not a model: each kind has a form that can be checked (a NIK holds a region and a birth date, a plate begins with
a letter of a region), and weak forms count only beside a word that names them. A name counts only beside another kind.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kohkol.engine.text import normalise, regions

KINDS = ("nik", "kk", "phone", "email", "plate", "bank_account", "address", "name")
NAME_REACH = 60  # letters between a name and the datum that makes it private


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """A stretch `text[start:end]` of one kind of `KINDS`."""

    kind: str
    start: int
    end: int


# Which finders are worth running on a text; most posts hold none of this.
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"\d(?:[ .\-()]{0,2}\d){6,}")
_NUMBER_AND_LETTERS = re.compile(r"\d[ \-]?[A-Za-z]{1,3}(?![A-Za-z])")
_HOUSE_NUMBER = re.compile(r"(?:[rR][tT]|[nN][oO]|[nN]omor|[bB]lok)\W{0,3}\w?\d")
_SIXTEEN = re.compile(r"(?<![\d.,])\d(?:[ .\-]?\d){15}(?![\d])")
_KK_WORD = re.compile(r"\b(?:kk|kartu\s+keluarga)\b(?!.*\bnik\b)[^\d]{0,25}$", re.IGNORECASE | re.DOTALL)
_MOBILE = re.compile(r"(?<![\d.,/])(?:\(?\+?62\)?[ .\-]?|\(?0)8[1-9]\d(?:\)?[ .\-]{0,2}\d){6,10}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d.,])(?:\(0[2-9]\d{1,2}\)[ .\-]?|0[2-9]\d{1,2}[ \-]|\+62[ \-]?[2-9]\d{1,2}[ \-])"
    r"\d{3,4}[ \-]?\d{3,4}(?![\d.,]\d|\d)"
)
_PHONE_WORD = re.compile(
    r"\b(?:hp|wa|whatsapp|telp?|telepon|tlp|nomor|no|kontak|hubungi|call|sms)\W{0,12}$", re.IGNORECASE
)
_BARE_MOBILE = re.compile(r"(?<![\d.,])8[1-9]\d(?:[ .\-]?\d){6,9}(?!\d)")
_EMAIL = re.compile(
    r"[\w.+\-]+(?:@|\s?(?:\[at\]|\(at\)|\bat\b)\s?)[\w\-]+(?:(?:\.|\s?(?:\[dot\]|\(dot\)"
    r"|\bdot\b)\s?)[A-Za-z][\w\-]*)+",
    re.IGNORECASE,
)
_PLATE = re.compile(r"\b([A-Za-z]{1,2})[ \-]?(\d{1,4})[ \-]?([A-Za-z]{1,3})\b")
_PLATE_WORD = re.compile(
    r"\b(?:plat|pelat|nopol|no\.?\s?pol\w*|nomor\s+polisi|mobil|motor|truk|angkot|avanza|bernomor"
    r"|kendaraan)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_NO_PLATE_END = frozenset(
    [
        "am",
        "pm",
        "tv",
        "gb",
        "mb",
        "kb",
        "km",
        "cm",
        "kg",
        "mm",
        "wib",
        "wit",
        "rt",
        "rw",
        "gt",
        "cc",
        "th",
        "jt",
        "rb",
        "an",
        "ha",
    ]
)
_PLATE_REGIONS = frozenset("abdefghklmnprstwz") | frozenset(
    prefix + letter
    for prefix, letters in {
        "a": "abdeg", "b": "abdeghklmnp", "d": "abcdeghklmnprstw", "e": "abd", "k": "bhtu", "p": "abdgst"
    }.items()
    for letter in letters
)  # fmt: skip
_ACCOUNT = re.compile(r"(?<![\d.,+])(?<!\d-)\d(?:[ .\-]?\d){7,17}(?!\d)")
_ACCOUNT_WORD = re.compile(
    r"\b(?:no\.?\s?rek\w*|norek|rek|rekening|transfer|tf|bank|bca|bri|bni|bsi|btn|bjb|cimb|mandiri|danamon"
    r"|permata|jago|seabank"
    r"|dana|ovo|gopay|shopeepay|linkaja|virtual account|va)\b[^\d!?\n]{0,40}$",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:resi|awb|transaksi|tagihan|order|pesanan|invoice|tiket|booking|laporan|pelanggan|meter"
    r"|seri)\b[^\d!?\n]{0,25}$",
    re.IGNORECASE,
)
_CALL_CENTRE = re.compile(
    r"(?:\b(?:call|contact|kontak|nomor|no|darurat)\s*cent(?:er|re)|\b(?:customer service|hot ?line|call cent\w+"
    r"|layanan|pengaduan|darurat"
    r"|kantor|dinas|rsud|puskesmas|posko|pmk|damkar|pln|pdam|bpbd|polres|polsek|outlet|toko|resto\w*|reservasi|cabang))"
    r"\b[^\d!?\n]{0,30}$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_MONEY_WORD = re.compile(r"\b(?:rp|idr|rupiah|sebesar|senilai|nominal|total|harga)\W{0,4}$", re.IGNORECASE)
_FOR_ALL = re.compile(  # accounts that organisations publish to be given to
    r"\b(?:masjid|mesjid|mush?olla|gereja|yayasan|yys|panti|donasi|infaq?k?|sedekah|shodaqoh|zakat|wakaf|baznas|pmi"
    r"|kas daerah"
    r"|koperasi|pt\.?|cv\.?)\b",
    re.IGNORECASE,
)
_OFFICE_MAIL = re.compile(  # the address of an office or a desk, not of a person
    r"@[\w.\-]*\b(?:go|mil|desa|sch)\.id$|^(?:dinas|disduk|dukcapil|diskom|dinkes|disdik|dishub|kecamatan|kelurahan|pemkab"
    r"|pemkot|pemprov|pemdes|puskesmas|rsud|polres|polsek|kpud?|bawaslu|pt)[\w.\-]*@|^(?:humas|info|admin|cs|halo|hello|layanan|pengaduan"
    r"|kontak|contact|support|recruitment|rekrutmen|hrd|customer\w*|help\w*|marketing|redaksi|sekretariat|noreply"
    r"|ppid|lapor)"
    r"[\d._\-]*\w{0,3}@",
    re.IGNORECASE,
)
_SHOP_ADDRESS = re.compile(r"\balamat\b.{0,50}$|\b(?:jl|jln|jalan)\b[^!?\n]{0,45}$", re.IGNORECASE)
_ACCOUNT_AFTER = re.compile(r"^\W{0,4}(?:a\.?\s?/?n\.?|atas\s+nama|an)\b", re.IGNORECASE)
_STREET = r"(?:jl|jln|jalan|gg|gang|komplek|kompleks|komp|perum|perumahan|blok|kp|kampung|dusun|dsn)\b\.?"
_STREET_NUMBER = re.compile(
    rf"\b{_STREET}\s*(?:\w[\w'’\-]*[ .,]{{1,2}}){{1,6}}?(?:no\.?|nomor|nmr|blok)\s*\.?:?\s*[A-Za-z]?\d{{1,4}}\w?\b"
    r"(?:\W{1,3}rt\W{0,2}\d{1,3}(?:\W{1,4}(?:rw)?\W{0,2}\d{1,3})?)?",
    re.IGNORECASE,
)
_RT_RW = re.compile(
    rf"(?:\b{_STREET}\s*(?:\w[\w'’\-]*[ .,]{{1,2}}){{1,6}}?)?"
    r"\brt\W{0,3}\d{1,3}\W{1,4}(?:rw\W{0,3})?\d{1,3}\b",
    re.IGNORECASE,
)
_HOME_WORD = re.compile(
    r"\b(?:alamat\w*|rumah\w*|tinggal|menetap|beralamat|domisili|berdomisili|kediaman|kos\w*|ktp|kontrakan|warga"
    r"|keluarga"
    r"|kirim|dikirim|antar|jemput|cod|didatangi|datangi|samperin|bapak|pak|ibu|bu|mas|mbak|sdri?|bpk|an|nama|namanya)\b[^!?\n]{0,45}$",
    re.IGNORECASE,
)
_BUSINESS_WORD = re.compile(
    r"\b(?:resto\w*|kafe|cafe|kedai|toko|warung|hotel|kantor|cabang|klinik|puskesmas|sekolah|dinas|gedung"
    r"|terletak|berlokasi|outlet|masjid|mesjid|musholl?a|gereja|panti|yayasan|pt|cv"
    r"|makan\w*|posko|pos|gudang|lokasi\w*)\b[^!?\n]{0,45}$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(
    r"(?<!\w)(?:nama(?:\s+(?:lengkap|saya|pemilik|pasien|korban|pelapor))?|a\s?[./]\s?n\.?|atas\s+nama|an\s?\."
    r"|penerima|pengirim|pelanggan|bpk\.?|bapak|pak|ibu|bu|sdri?\.?"
    r"|saudari?|hubungi|kontak|pemilik|milik|pelaku|namanya|kang|teh|mas|mbak|h\.|hj\.)\s*(?:adalah|ialah|:|=|,)?\s*"
    r"((?:[^\W\d_][^\W\d_'’.]*[ ]?){1,4})",
    re.IGNORECASE,
)
_TITLES = frozenset(
    ["pak", "bapak", "bpk", "ibu", "bu", "sdr", "sdri", "mas", "mbak", "kang", "teh", "h", "hj", "dr", "saudara", "bp"]
)
_NO_NAMES = frozenset(
    ["call", "center", "office", "admin", "customer", "service", "cs", "wa", "whatsapp", "info", "tim", "team", "pt"]
)
_CAPITALISED = re.compile(r"(?<![\w@#.])(?:[A-Z][a-z’'.]+|[A-Z]{3,})(?:[ ](?:[A-Z][a-z’'.]*|[A-Z]{2,}|bin|binti))*")


def find(text: str) -> list[PersonalDatum]:
    """Personal data of the text in their order; stretches do not overlap."""
    finders = []
    if "@" in text or "at]" in text or "at)" in text or " dot " in text:
        finders.append(_emails)
    if _DIGIT.search(text):
        if _LONG_NUMBER.search(text):
            finders += [_card_numbers, _accounts, _phones]
        if _NUMBER_AND_LETTERS.search(text):
            finders.append(_plates)
        if _HOUSE_NUMBER.search(text):
            finders.append(_addresses)
    found: list[PersonalDatum] = []
    for finder in finders:
        for datum in finder(text):
            if all(datum.end <= other.start or datum.start >= other.end for other in found):
                found.append(datum)
    found = [datum for datum in found if datum.kind != "address" or _is_home(text, datum, found)]
    if found:
        found += _names(text, found)
    return sorted(found, key=lambda datum: datum.start)


def _emails(text: str) -> Iterator[PersonalDatum]:
    for match in _EMAIL.finditer(text):
        written = any(sign in match[0].lower() for sign in ("@", "[at]", "(at)", " dot "))
        if written and not _OFFICE_MAIL.search(match[0]):
            yield PersonalDatum("email", match.start(), match.end())


def _card_numbers(text: str) -> Iterator[PersonalDatum]:
    """NIK and KK: sixteen digits with a region and a date; the word before tells them apart."""
    for match in _SIXTEEN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if regions.is_card_number(digits):
            kind = "kk" if _KK_WORD.search(text[max(0, match.start() - 40) : match.start()]) else "nik"
            yield PersonalDatum(kind, match.start(), match.end())


def _phones(text: str) -> Iterator[PersonalDatum]:
    for match in _MOBILE.finditer(text):
        yield PersonalDatum("phone", match.start(), match.end())
    for match in _LANDLINE.finditer(text):
        before = text[max(0, match.start() - 50) : match.start()]
        if "1500" not in match[0] and not _CALL_CENTRE.search(before) and not _SHOP_ADDRESS.search(before):
            yield PersonalDatum("phone", match.start(), match.end())
    for match in _BARE_MOBILE.finditer(text):
        if _PHONE_WORD.search(text[max(0, match.start() - 30) : match.start()]):
            yield PersonalDatum("phone", match.start(), match.end())


def _accounts(text: str) -> Iterator[PersonalDatum]:
    for match in _ACCOUNT.finditer(text):
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 30]
        if _OTHER_NUMBER.search(before) or _AMOUNT.fullmatch(match[0]) or _MONEY_WORD.search(before):
            continue
        if _FOR_ALL.search(after) or _FOR_ALL.search(before):
            continue
        named = _ACCOUNT_WORD.search(before)
        mobile = _MOBILE.match(text, match.start())
        if (named and not (mobile and _PHONE_WORD.search(before))) or (_ACCOUNT_AFTER.match(after) and not mobile):
            yield PersonalDatum("bank_account", match.start(), match.end())


def _plates(text: str) -> Iterator[PersonalDatum]:
    for match in _PLATE.finditer(text):
        region, digits, end = match[1], match[2], match[3]
        if region.lower() not in _PLATE_REGIONS or digits[0] == "0" or region.isupper() != end.isupper():
            continue
        if len(digits) < 3 and end.lower() in normalise.stop_words():
            continue
        named = _PLATE_WORD.search(text[max(0, match.start() - 50) : match.start()])
        formal = (
            end.lower() not in _NO_PLATE_END
            and region.isupper()
            and end.isupper()
            and (len(digits) >= 3 or (len(end) >= 2 and len(digits) >= 2))
        )
        if named or formal:
            yield PersonalDatum("plate", match.start(), match.end())


def _addresses(text: str) -> Iterator[PersonalDatum]:
    """Street and number, or street with RT and RW; a street alone or an RT alone is no address."""
    for pattern in (_STREET_NUMBER, _RT_RW):
        for match in pattern.finditer(text):
            yield PersonalDatum("address", match.start(), match.end())


def _is_home(text: str, address: PersonalDatum, found: list[PersonalDatum]) -> bool:
    """An address is personal with RT and RW, or where somebody lives, or beside other data; a shop's is not."""
    before = text[max(0, address.start - 60) : address.start]
    own = text[address.start : address.end]
    if _BUSINESS_WORD.search(before):
        return False
    if any(datum.kind != "address" for datum in found):
        return True
    return _HOME_WORD.search(before) is not None or (
        _RT_RW.search(own) is not None and not own.lower().startswith("rt")
    )


def _names(text: str, found: list[PersonalDatum]) -> list[PersonalDatum]:
    """Names near one of the data found: after a word that announces a name, or capitalised and beside it."""
    names: list[PersonalDatum] = []
    for match in _NAME_WORD.finditer(text):
        start, end = _trim_name(text, match.start(1), match.end(1))
        if end > start:
            names.append(PersonalDatum("name", start, end))
    for match in _CAPITALISED.finditer(text):
        words = match[0].lower().replace(".", " ").split()
        if any(word in _person_names() for word in words):
            start, end = _trim_name(text, match.start(), match.end())
            if end > start:
                names.append(PersonalDatum("name", start, end))
    kept: list[PersonalDatum] = []
    for name in names:
        near = any(
            -NAME_REACH <= datum.start - name.end <= NAME_REACH or -NAME_REACH <= name.start - datum.end <= NAME_REACH
            for datum in found
        )
        free = all(name.end <= other.start or name.start >= other.end for other in (*found, *kept))
        if near and free:
            kept.append(name)
    return kept


def _trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut a stretch of letters down to the words at its beginning that can be a name."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" ."))
    last = start
    capitals = not text.islower()
    for match in re.finditer(r"[^\W\d_][^\W\d_'’.]*", text[start:end]):
        word = match[0].rstrip(".")
        if last == start and word.lower() in _TITLES:
            return _trim_name(text, start + match.end(), end)
        if word.lower() in _NO_NAMES:
            break
        known = word.lower() in _person_names() or word.lower() in {"bin", "binti"}
        looks = word[0].isupper() and capitals and not _everyday(word.lower())
        if not (known or looks):
            if last == start and word[0].isupper() and _everyday(word.lower()):
                return start, start
            break
        last = start + match.start() + len(word)
    return start, last


@cache
def _person_names() -> frozenset[str]:
    return frozenset(normalise.table("person_names.txt").split())


def _everyday(word: str) -> bool:
    return word in normalise.stop_words() or normalise.is_root(word)
