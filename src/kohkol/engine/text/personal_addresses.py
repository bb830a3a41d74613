"""Addresses where somebody lives: a street and a number, or RT and RW; those of shops and offices are let through."""

import re
from collections.abc import Iterator, Sequence

from kohkol.engine.text.personal_datum import PersonalDatum

LOOK_BACK = 60  # letters before an address in which a word says whose it is
_STREET = r"(?:jl|jln|jalan|gg|gang|komplek|kompleks|komp|perum|perumahan|blok|kp|kampung|dusun|dsn)\b\.?"
_ESTATE_NUMBER = re.compile(  # a house in an estate: nobody but who lives there has such an address
    r"\b(?:komplek|kompleks|komp|perum|perumahan|griya|taman|graha|villa|cluster|apartemen|apt)\b\.?\s+"
    r"(?:\w[\w'’\-]*[ .,]{1,2}){1,6}?(?:blok|blk|lantai|lt)\b\.?\s*[A-Za-z]{0,2}[\-. ]?\d{1,3}[A-Za-z]?\b"
    r"(?:[ ,/\-]{1,3}(?:no(?:mor)?\b\.?\s*)?\d{1,3}[A-Za-z]?\b)?"
    r"(?:\W{1,3}rt\W{0,2}\d{1,3}\W{1,4}(?:rw\W{0,2})?\d{1,3})?",
    re.IGNORECASE,
)
_STREET_NUMBER = re.compile(
    rf"\b{_STREET}\s*(?:\w[\w'’\-]*[ .,]{{1,2}}){{1,6}}?(?:no\.?|nomor|nmr|blok)\s*\.?:?\s*[A-Za-z]?\d{{1,4}}\w?\b"
    r"(?:/\d{1,4}[A-Za-z]?\b)?"
    r"(?:\W{1,3}rt\W{0,2}\d{1,3}(?:\W{1,4}(?:rw)?\W{0,2}\d{1,3})?)?",
    re.IGNORECASE,
)
_RT_RW = re.compile(
    rf"(?:\b{_STREET}\s*(?:\w[\w'’\-]*[ .,]{{1,2}}){{1,6}}?)?"
    r"\brt\W{0,3}\d{1,3}\W{1,4}(?:rw\W{0,3})?(?:\d{1,3}|[IVX]{1,4})\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(  # only after a word of a home: shops are named so too (`jalan cihampelas 61`)
    r"\b(?:rumah(?:\s*(?:saya|sy|ku|dia|nya|ibu|bapak|pak|bu))?|tinggal|domisili|kost?|kontrakan|kediaman)\s+(?:di\s+)?"
    r"((?:jl|jln|jalan)\b\.?\s*(?:[^\W\d][\w'’\-]*[ .]{1,2}){1,4}\d{1,3}[A-Za-z]?)\b(?![.,:]\d)",
    re.IGNORECASE,
)
_HOME_WORD = re.compile(
    r"\b(?:alamat\w*|rumah\w*|omah\w*|imah\w*|tinggal|menetap|beralamat|domisili|berdomisili|kediaman|kos\w*|ktp|kontrakan|warga"
    r"|keluarga"
    r"|kirim|dikirim|antar|jemput|cod|didatangi|datangi|samperin|bapak|pak|ibu|bu|mas|mbak|sdri?|bpk|an|nama|namanya)\b",
    re.IGNORECASE,
)
_BUSINESS_WORD = re.compile(
    r"\b(?:resto\w*|kafe|cafe|kedai|toko|warung|hotel|kantor|cabang|klinik|puskesmas|sekolah|dinas|gedung"
    r"|terletak|berlokasi|outlet|masjid|mesjid|musholl?a|gereja|panti|yayasan|pt|cv|ksp|koperasi|rsud?"
    r"|makan\w*|posko|pos|gudang|rumah\s+(?:sakit|makan|lansia|singgah|yatim|zakat|produksi|kreatif))\b",
    re.IGNORECASE,
)
_HOME_AFTER = re.compile(  # `... nomor 7 itu rumah bandar`
    r"^[^.!?\n]{0,12}\brumah\b(?!\s+(?:sakit|makan|lansia|singgah|yatim|zakat|produksi|kreatif))", re.IGNORECASE
)
_SITE_WORD = re.compile(r"\blokasi\w*(?!.*\brumah\b)", re.IGNORECASE)  # `lokasi: rumah pak Karsa` is a home
_SENTENCE_END = re.compile(r"[!?\n]")


def addresses(text: str) -> Iterator[PersonalDatum]:
    """Street and number, or street with RT and RW; a street alone or an RT alone is no address."""
    for pattern in (_ESTATE_NUMBER, _STREET_NUMBER, _RT_RW):
        for match in pattern.finditer(text):
            yield PersonalDatum("address", match.start(), match.end())
    for match in _BARE_NUMBER.finditer(text):
        yield PersonalDatum("address", match.start(1), match.end(1))


def is_home(text: str, address: PersonalDatum, found: Sequence[PersonalDatum]) -> bool:
    """An address is personal with RT and RW, or where somebody lives, or beside other data; a shop's is not."""
    before = _SENTENCE_END.split(text[max(0, address.start - LOOK_BACK) : address.start])[-1]
    own = text[address.start : address.end]
    if _BUSINESS_WORD.search(before) or _SITE_WORD.search(before):
        return False
    if any(datum.kind != "address" for datum in found) or _HOME_WORD.search(before):
        return True
    if _ESTATE_NUMBER.fullmatch(own) or _HOME_AFTER.search(text[address.end : address.end + LOOK_BACK]):
        return True
    return _RT_RW.search(own) is not None and not own.lower().startswith("rt")
