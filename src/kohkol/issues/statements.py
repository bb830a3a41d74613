"""Tells which repeated texts state something that can be checked, and says why it is shown; never whether it is true.

Rules, not a model: a text that is repeated and names a number, a time, a place or where it was heard, or that many pass
on in the same words. Wishes and thanks state nothing.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.engine.text.normalise import fold, words

LEAST_TIMES = 2
OFTEN = 4  # so often in nearly the same words it is shown whatever it names
FEWEST_WORDS = 4
_NUMBER = re.compile(r"\d")
_HEARD_WORDS = (
    "katanya ktnya kabarnya konon denger dengar info beredar viral hoaks hoax isu gosip cenah cenahna ceunah jarene"
)
_HAPPENING_WORDS = (
    "akan bakal mau sudah udah udh sdh belum blm batal jadi naik turun tutup buka mati putus jebol retak rusak ditutup "
    "dibuka dihapus diganti gratis wajib dilarang bayar dibayar cair telat habis langka penuh geus"
)
_HEARD, _HAPPENS = frozenset(_HEARD_WORDS.split()), frozenset(_HAPPENING_WORDS.split())
_WISHES = re.compile(
    r"^\W*(?:semoga|smoga|moga|mudah\W?mudahan|mugi|mugia|turut|terima ?kasih|makasih|trims|hatur|nuhun|alhamdulillah"
    r"|sabar|amin|aamiin|yuk|ayo|hayu|selamat|innalillahi)\b"
)


@dataclass(frozen=True)
class Why:
    """Why a text is shown as stated, in words; a greater weight comes first."""

    weight: int
    reasons: tuple[str | Promise, ...]


def why_stated(text: str, times: int) -> Why | None:
    """Why a text that was said so often states something; None where it states nothing that can be checked."""
    said = words(text)
    if len(said) < FEWEST_WORDS or _WISHES.match(fold(text)):
        return None
    reasons = []
    if _NUMBER.search(text):
        reasons.append(_("menyebut angka atau waktu"))
    if _HEARD.intersection(said):
        reasons.append(_("dikatakan sebagai kabar"))
    if _HAPPENS.intersection(said):
        reasons.append(_("menyebut sesuatu yang terjadi"))
    weight = len(reasons)
    if times >= OFTEN:
        reasons.append(_("sering diulang"))
        weight += 2
    return Why(weight, tuple(reasons)) if reasons else None
