"""Stops personal data in drafts, and shows where a draft is hard to read; what officials signed as public may stand."""

import re

from kohkol.engine.text.personal_data import PersonalDatum
from kohkol.engine.text.readability import HardSpot
from kohkol.engine.text.reading import read_draft
from kohkol.people.api import Office
from kohkol.publishing.models import Variant

KINDS = {
    "nik": "NIK",
    "kk": "nomor kartu keluarga",
    "phone": "nomor telepon",
    "email": "alamat e-mail",
    "plate": "nomor kendaraan",
    "bank_account": "nomor rekening",
    "address": "alamat rumah",
    "name": "nama orang",
}
CONTACTS = {"phone", "email"}  # may be a public service's own
MOST_HINTS = 3


def personal_data_in(variant: Variant) -> list[str]:
    """A sentence for each stretch of personal data in text and alt texts that may not go out."""
    public = _public_words(variant)
    sentences = []
    for text in [variant.text, *(row.alt_text for row in variant.media.all())]:
        for found in read_draft(text).personal_data:
            said = text[found.start : found.end]
            if not _is_public(found, said, public):
                kind = KINDS.get(found.kind, found.kind)
                also = (
                    " Nomor atau e-mail layanan boleh bila tertulis di lembar fakta yang ditandatangani."
                    if found.kind in CONTACTS
                    else ""
                )
                sentences.append(f"Teks memuat {kind}: \u201c{said}\u201d. Hapus atau samarkan.{also}")
    return sentences


def hints_for(variant: Variant) -> list[str]:
    """Where the words are hard, with a plainer wording: advice, never a shut gate."""
    return [_hint(variant.text, spot) for spot in read_draft(variant.text).hard_spots[:MOST_HINTS]]


def _hint(text: str, spot: HardSpot) -> str:
    said = " ".join(text[spot.start : spot.end].split())
    short = said if len(said) <= 70 else f"{said[:67]}…"
    return f"\u201c{short}\u201d ({spot.reason}): {spot.plainer}"


def _public_words(variant: Variant) -> str:
    """What may be quoted with its numbers: the signed sheets, and the office's own hotline."""
    office = Office.objects.first()
    words = [office.hotline if office else ""]
    for rest in variant.message.rests_on.select_related("version"):
        if rest.version is not None:
            words += [rest.version.short_answer, rest.version.explanation]
    return " ".join(words)


def _is_public(found: PersonalDatum, said: str, public: str) -> bool:
    if found.kind not in CONTACTS:
        return False
    if found.kind == "email":
        return said.lower().endswith(".go.id") or said.lower() in public.lower()
    return _digits(said) in _digits(public)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
