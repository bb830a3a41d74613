"""Numbers that belong to somebody: NIK and KK, telephones, bank accounts; what offices publish is let through."""

import re
from collections.abc import Iterator

from kohkol.engine.text import regions
from kohkol.engine.text.personal_datum import PersonalDatum

_SIXTEEN = re.compile(r"(?<![\d.,])\d(?:[ .\-]?\d){15}(?![\d])")
_CARD_WORD = re.compile(r"\b(?:nik|(?:no\.?)?kk|kartu\s+keluarga)(?:nya)?\b", re.IGNORECASE)
_BOTH_CARDS = re.compile(  # `NIK/KK: ... / ...`: the numbers follow in the same order
    r"\b(nik|kk)\s?(?:/|&|,|dan|sama)\s?(?:no\w*\.?\s)?(nik|kk)\b[^\d]{0,25}$", re.IGNORECASE
)
_MOBILE = re.compile(
    r"(?:(?<![\d.,/])|(?<=wa\.me/))(?:\(?\+?62\)?[ .\-]?\(?|\(?(?:0|\bO))8[1-9](?:\)?[ .\-]{0,2}\d){7,11}(?!\d)"
)
_ODD_MOBILE = re.compile(  # only after a word of telephones, or with the same sign between its parts
    r"(?<![\d.,/])(?:\+?62|0)[ .\-_/]?8[ .\-_/]?[1-9](?:[ .\-_/]{0,2}\d){7,10}(?!\d)"
)
_EVEN_PARTS = re.compile(r"08\d\d([_/])\d{3,4}\1\d{3,5}")
_LANDLINE = re.compile(
    r"(?<![\d.,])(?<!\d[ \-])(?:\(0[2-9]\d{1,2}\)[ .\-]?|0[2-9]\d{1,2}[ \-]|\+62[ \-]?[2-9]\d{1,2}[ \-])"
    r"\d{3,4}[ \-]?\d{3,4}(?![\d.,]\d|\d)"
)
_UNBROKEN_LANDLINE = re.compile(r"(?<![\d.,])0[2-79]\d{8,9}(?![\d.,]\d|\d)")
_PHONE_WORD = re.compile(
    r"\b(?:hp|hape|handphone|ponsel|wa|whatsapp|telp?|telepon|tlp|phone|nomor|nomer|nmr|no|kontak|hubungi|call|sms)"
    r"(?:nya|ku)?\b(?:\W{0,3}(?:saya|sy|aku|abdi|ibu|bapak|dia|ini|itu|hp|hape|wa))?\W{0,12}$",
    re.IGNORECASE,
)
_TELEPHONE_WORD = re.compile(r"\b(?:telp?|telepon|tlp|phone|kontak|hubungi|call)\W{0,12}$", re.IGNORECASE)
_BARE_MOBILE = re.compile(r"(?<![\d.,])8[1-9]\d(?:[ .\-]?\d){6,9}(?!\d)")
_DIGIT_WORD = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|\d)"
_SPELLED = re.compile(rf"\b(?:nol|kosong)[ ,\-]{{1,2}}d?e?lapan(?:[ ,\-]{{1,2}}{_DIGIT_WORD}){{7,11}}\b", re.IGNORECASE)
_CALL_CENTRE = re.compile(
    r"(?:\b(?:call|contact|kontak|nomor|no|darurat)\s*cent(?:er|re)|\b(?:customer service|hot ?line|call cent\w+"
    r"|layanan|pengaduan|darurat"
    r"|kantor|dinas|rsud|puskesmas|posko|pmk|damkar|pln|pdam|bpbd|polres|polsek|outlet|toko|resto\w*|reservasi|cabang))"
    r"\b[^\d!?\n]{0,30}$",
    re.IGNORECASE,
)
_OFFICE_MOBILE = re.compile(  # a desk's own mobile number, called so, unless a person's word stands between
    # The name of an office alone does not do: `anak hilang di puskesmas, hubungi 0812...` is a mother's number.
    r"\b(?:call\s?cent(?:er|re)|hot ?line|(?:wa|whatsapp|nomor|nomer|no|telp|telepon|kontak)\.?\s(?:layanan|pengaduan)"
    r"|layanan\s(?:wa|whatsapp|pengaduan|darurat|informasi)|pengaduan\s(?:wa|whatsapp))\b"
    r"(?:(?!\b(?:saya|sy|aku|ku|gue?|gw|kami|abdi|pak|bapak|bpk|bu|ibu|sdri?|an|mas|mbak|kang|teh|nama\w*)\b)[^\d!?\n])"
    r"{0,30}$",
    re.IGNORECASE,
)
_SHOP_ADDRESS = re.compile(r"\balamat\b.{0,50}$|\b(?:jl|jln|jalan)\b[^!?\n]{0,45}$", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<![\d.,+])(?<!\d-)\d(?:[ .\-]?\d){7,17}(?!\d)")
_BANKS = "bca|bri|bni|bsi|btn|bjb|cimb|mandiri|danamon|permata|jago|seabank|jenius|btpn|muamalat|panin|ocbc|maybank"
_ACCOUNT_WORD = re.compile(
    rf"\b(?:no\.?\s?rek\w*|norek|rek|rekening|transfer|tf|bank|{_BANKS}"
    r"|dana|ovo|gopay|shopeepay|linkaja|virtual account|va)\b[^\d!?\n]{0,40}$",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:resi|awb|transaksi|tagihan|order|pesanan|invoice|tiket|booking|laporan|pelanggan|meter"
    r"|seri|referensi|ref|polis|imei)\b[^\d!?\n]{0,25}$",
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
_ACCOUNT_AFTER = re.compile(
    rf"^\W{{0,4}}(?:(?:bank\s+)?(?:{_BANKS})\b\W{{0,3}}|a\.?\s?/?n\.?\b|atas\s+nama\b|an\b)", re.IGNORECASE
)


def cards(text: str) -> Iterator[PersonalDatum]:
    """NIK and KK: sixteen digits with a region and a date; the word before tells them apart."""
    after, coming = 0, ""
    for match in _SIXTEEN.finditer(text):
        before = text[max(after, match.start() - 40) : match.start()]
        both = _BOTH_CARDS.search(before)
        words = [both[1]] if both else _CARD_WORD.findall(before)[-1:] or [coming]
        coming, after = both[2] if both else "", match.end()
        if regions.is_card_number("".join(letter for letter in match[0] if letter.isdigit())):
            kind = "nik" if words[0].lower().startswith("nik") or not words[0] else "kk"
            yield PersonalDatum(kind, match.start(), match.end())


def phones(text: str) -> Iterator[PersonalDatum]:
    """Mobile numbers, and fixed ones that no office or shop publishes."""
    for pattern, wanted in ((_MOBILE, None), (_ODD_MOBILE, _PHONE_WORD), (_BARE_MOBILE, _PHONE_WORD)):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            sure = wanted is None or wanted.search(before) or _EVEN_PARTS.fullmatch(match[0])
            if sure and not _OFFICE_MOBILE.search(before):
                yield PersonalDatum("phone", match.start(), match.end())
    for pattern, wanted in ((_LANDLINE, None), (_UNBROKEN_LANDLINE, _TELEPHONE_WORD)):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 50) : match.start()]
            published = "1500" in match[0] or _CALL_CENTRE.search(before) or _SHOP_ADDRESS.search(before)
            if not published and (wanted is None or wanted.search(before)):
                yield PersonalDatum("phone", match.start(), match.end())


def spelled_phones(text: str) -> Iterator[PersonalDatum]:
    """Numbers in words (`nol delapan satu dua ...`), which people write so that no machine sees them."""
    for match in _SPELLED.finditer(text):
        yield PersonalDatum("phone", match.start(), match.end())


def accounts(text: str) -> Iterator[PersonalDatum]:
    """Numbers beside a word of banks or before an owner's name, unless they are given out to be paid to."""
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
