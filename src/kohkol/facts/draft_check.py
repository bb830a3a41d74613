"""Reads our own drafts, sheets and messages alike: what would expose somebody, what is hard to read, what could hurt.

What exposes somebody stops a draft. Everything else is advice to its writer, with the words that decided.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kohkol.engine.text import deciding, harm
from kohkol.engine.text.draft_names import find_handles, find_names, maybe_names
from kohkol.engine.text.personal_data import PersonalDatum, find
from kohkol.engine.text.readability import HardSpot, hard_spots, score
from kohkol.people.api import Account, AccountState, Office

CONTACTS = {"phone", "email"}  # may be a public service's own
NAMES = {"name", "handle"}  # may be an official's, who speaks as one
# On the pairs of bench/sets/readability.tsv, first half: three of four plain texts lie above 90, three of four
# bureaucratic ones below 55.
EASY, FAIR = 80, 60
HURTS = 0.6  # a word of the list alone scores .5 to .6 and is left alone; two, or one aimed at somebody, score more
BAITS = 0.5  # where the model itself decides
MOST_SPOTS, MOST_ASKED = 5, 3


@dataclass(frozen=True)
class Exposed:
    """A stretch of a draft that may not go out as it is."""

    kind: str
    said: str

    @property
    def sentence(self) -> str:
        """What it is and what to do, for the writer."""
        if self.kind == "handle":
            what = _("Teks menyebut akun %(said)s, yang bukan akun resmi kita. Hapus.")
        elif self.kind == "name":
            what = _("Teks menyebut nama orang: “%(said)s”. Hapus, kecuali ia pejabat yang disebut karena jabatannya.")
        else:
            what = _("Teks memuat %(kind)s: “%(said)s”. Hapus atau samarkan.")
        return what % {"said": self.said, "kind": kind_label(self.kind)}


def kind_label(kind: str) -> str:
    """What a kind of personal data is called."""
    labels = {
        "nik": _("NIK"),
        "kk": _("nomor kartu keluarga"),
        "phone": _("nomor telepon"),
        "email": _("alamat surel"),
        "plate": _("nomor kendaraan"),
        "bank_account": _("nomor rekening"),
        "address": _("alamat rumah"),
    }
    return labels.get(kind, kind)


def exposed_in(texts: Sequence[str], *, public: str = "") -> list[Exposed]:
    """What may not go out of these texts, each once; `public` holds words that officials have made public already."""
    handles = {f"@{handle.lstrip('@').casefold()}" for handle in _official_handles()} if _any_handle(texts) else set()
    found: dict[Exposed, None] = {}
    for text in texts:
        for datum in _data(text):
            said = " ".join(text[datum.start : datum.end].split())
            if not _is_public(datum.kind, said, public, handles):
                found[Exposed(datum.kind, said)] = None
    return list(found)


def office_words() -> str:
    """What the office itself has made public: its hotline."""
    office = Office.objects.first()
    return office.hotline if office else ""


def _any_handle(texts: Sequence[str]) -> bool:
    return any("@" in text for text in texts)


def _official_handles() -> Collection[str]:
    rows = Account.objects.exclude(state=AccountState.CLOSED).exclude(handle="")
    return rows.values_list("handle", flat=True)


def _data(text: str) -> Iterator[PersonalDatum]:
    personal = find(text)
    yield from personal
    for datum in (*find_names(text), *find_handles(text)):
        if all(datum.end <= other.start or datum.start >= other.end for other in personal):
            yield datum


def _is_public(kind: str, said: str, public: str, handles: Collection[str]) -> bool:
    if kind == "handle":
        return said.casefold() in handles or said.casefold().split("@")[1] in {one.strip("@") for one in handles}
    if kind == "email":
        return said.lower().endswith(".go.id") or said.lower() in public.lower()
    if kind == "name":
        return said in public
    return kind == "phone" and _digits(said) in _digits(public)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def text_hash(texts: Sequence[str]) -> str:
    """SHA-256 of exactly these texts: what a permit to name somebody is bound to."""
    return hashlib.sha256(json.dumps(list(texts), ensure_ascii=False).encode()).hexdigest()


# Advice --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plainer:
    """A hard spot: `text[start:end]` could be `new`, or there is only advice."""

    start: int
    end: int
    said: str
    reason: str
    new: str
    advice: str


@dataclass
class DraftCheck:
    """What the writer is told while she types; `score` is None for an empty text."""

    score: int | None = None
    label: str = ""
    tone: str = ""
    plainer: list[Plainer] = field(default_factory=list)
    exposed: list[Exposed] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def check_draft(text: str, *, public: str = "") -> DraftCheck:
    """Everything about one text."""
    checked = DraftCheck(exposed=exposed_in([text], public=public))
    if text.strip():
        checked.score = round(score(text))
        checked.label, checked.tone = _reading_level(checked.score)
        checked.plainer = [_plainer(text, spot) for spot in hard_spots(text)[:MOST_SPOTS]]
    names = [text[one.start : one.end] for one in maybe_names(text)[:MOST_ASKED]]
    if names:
        checked.hints.append(
            _("Nama orang? %(names)s. Bila warga biasa, hapus.") % {"names": ", ".join(f"“{name}”" for name in names)}
        )
    checked.hints += _hurting(text)
    return checked


def _reading_level(points: int) -> tuple[str, str]:
    if points >= EASY:
        return _("mudah dibaca"), "good"
    return (_("cukup mudah dibaca"), "info") if points >= FAIR else (_("sulit dibaca"), "wait")


def _plainer(text: str, spot: HardSpot) -> Plainer:
    said = text[spot.start : spot.end]
    if spot.plainer.startswith("["):
        return Plainer(spot.start, spot.end, said, spot.reason, "", spot.plainer.strip("[]"))
    new = spot.plainer[:1].upper() + spot.plainer[1:] if said[:1].isupper() else spot.plainer
    return Plainer(spot.start, spot.end, said, spot.reason, new, "")


def put_plainer(text: str, start: int, end: int) -> str:
    """The text with the plainer wording in that place; as it was where nothing hard stands there any more."""
    spots = (_plainer(text, spot) for spot in hard_spots(text))
    found = next((spot for spot in spots if (spot.start, spot.end) == (start, end) and spot.new), None)
    return text if found is None else text[: found.start] + found.new + text[found.end :]


def bait_in(headline: str) -> str:
    """What to tell the writer of a title that hides what it is about; empty for one that says it."""
    if headline.strip() and harm.mood_of(headline).bait >= BAITS:
        words = deciding.class_words(headline, "clickbait", "clickbait")
        quoted = ", ".join(f"“{word}”" for word in words)
        return _("Judulnya seperti umpan klik (%(words)s). Katakan langsung pokoknya.") % {"words": quoted}
    return ""


def _hurting(text: str) -> Iterator[str]:
    labels = {"hatred": _("kebencian"), "abuse": _("hinaan"), "threat": _("ancaman")}
    for found in harm.judge(text):
        if found.kind in labels and found.words and found.score >= HURTS:
            quoted = ", ".join(f"“{word}”" for word in found.words)
            yield _("%(words)s bisa terbaca sebagai %(kind)s. Pakai kata lain.") % {
                "words": quoted,
                "kind": labels[found.kind],
            }
