"""Lets a named official stand in a draft: one person asks, a second one with the role agrees, for exactly one text.

A private person is never let through, and no number or address is: those are taken out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from kohkol.facts.draft_check import CONTACTS, NAMES, Exposed, text_hash
from kohkol.facts.models import NamePermit, SheetVersion
from kohkol.people.api import Officer, may, record, require, subject_of
from kohkol.refusals import Conflict, Invalid, NotPermitted


@dataclass(frozen=True)
class Draft:
    """What a permit is asked for: the row, its texts, what may be let through in it, and who wrote them."""

    row: models.Model
    texts: Sequence[str]
    exposed: Sequence[Exposed]
    title: str
    page: str
    writers: Collection[int]
    kinds: Collection[str] = tuple(NAMES)

    @property
    def names(self) -> list[str]:
        """The stretches that a permit could let through."""
        return [one.said for one in self.exposed if one.kind in self.kinds]


def ask_permit(draft: Draft, *, reason: str, by: Officer, at: datetime) -> NamePermit:
    """Ask that the officials named in a draft may stand. Raises `Invalid` without a reason or without such names."""
    if not (may(by, "facts.write") or may(by, "publishing.write")):
        require(by, "facts.name_officials")
    if not reason.strip():
        raise Invalid("Tulis siapa pejabat itu dan mengapa namanya perlu disebut.", field="reason")
    if not draft.names:
        raise Invalid("Tidak ada nama yang perlu izin di naskah ini.")
    subject, hashed = subject_of(draft.row), hash_of_named(draft.texts, draft.exposed)
    with transaction.atomic():
        known = NamePermit.objects.filter(subject=subject, text_hash=hashed, decided_at=None).first()
        if known is not None:
            return known
        permit = NamePermit.objects.create(
            subject=subject,
            text_hash=hashed,
            words=draft.names,
            title=draft.title[:300],
            page=draft.page,
            writers=sorted(draft.writers),
            reason=reason.strip()[:300],
            asked_by=by,
            asked_at=at,
        )
        _record("asked", permit, by=by, at=at)
    return permit


def decide_permit(permit: NamePermit, *, agrees: bool, by: Officer, at: datetime) -> None:
    """The second person's word. Raises `NotPermitted` for who asked or wrote, `Conflict` when it was decided."""
    require(by, "facts.name_officials")
    if by.pk == permit.asked_by_id or by.pk in permit.writers:
        raise NotPermitted(
            "Izin ini perlu orang kedua: bukan yang meminta dan bukan yang menulis.",
            next_step="Mintalah rekan dengan peran Penyetuju atau Kepala komunikasi publik.",
        )
    with transaction.atomic():
        open_now = NamePermit.objects.filter(pk=permit.pk, decided_at=None)
        if not open_now.update(is_agreed=agrees, decided_by=by, decided_at=at):
            raise Conflict("Permintaan izin ini sudah diputuskan.", next_step="Muat ulang halaman.")
        permit.refresh_from_db()
        _record("agreed" if agrees else "refused", permit, by=by, at=at)


def _record(what: str, permit: NamePermit, *, by: Officer, at: datetime) -> None:
    data = {"draft": permit.subject, "hash": permit.text_hash, "reason": permit.reason}
    record(f"facts.name_permit.{what}", by=by, about=permit, at=at, data=data, personal={"names": permit.names})


def let_through(row: models.Model, texts: Sequence[str], exposed: Sequence[Exposed]) -> list[Exposed]:
    """What still stops the draft: everything but the names that were agreed to for exactly these texts."""
    if not exposed:
        return []
    hashed = hash_of_named(texts, exposed)
    permits = NamePermit.objects.filter(subject=subject_of(row), text_hash=hashed, is_agreed=True)
    allowed = {word for words in permits.values_list("words", flat=True) for word in words}
    return [one for one in exposed if one.said not in allowed]


def hash_of_named(texts: Sequence[str], exposed: Sequence[Exposed]) -> str:
    """What a permit is bound to: each text of the draft that exposes somebody, letter for letter.

    A text that names nobody, such as the description of a picture, may still change.
    """
    said = [one.said for one in exposed]
    return text_hash([text for text in texts if any(words in " ".join(text.split()) for words in said)])


def permits_of(draft: Draft) -> list[NamePermit]:
    """The permits that were asked for exactly these texts, newest first."""
    if not draft.exposed:
        return []
    hashed = hash_of_named(draft.texts, draft.exposed)
    rows = NamePermit.objects.filter(subject=subject_of(draft.row), text_hash=hashed)
    return list(rows.select_related("asked_by", "decided_by"))


def open_permits(officer: Officer) -> list[NamePermit]:
    """The permits that wait for this officer's word."""
    if not may(officer, "facts.name_officials"):
        return []
    rows = NamePermit.objects.filter(decided_at=None).exclude(asked_by=officer).select_related("asked_by")
    return [permit for permit in rows.order_by("asked_at") if officer.pk not in permit.writers]


def may_decide(permit: NamePermit, officer: Officer) -> bool:
    """Whether this officer is the second person who may decide."""
    return (
        permit.decided_at is None
        and may(officer, "facts.name_officials")
        and officer.pk != permit.asked_by_id
        and officer.pk not in permit.writers
    )


# Sheets --------------------------------------------------------------------------------------------------------------

SHEET_KINDS = tuple(NAMES | CONTACTS)  # what is signed becomes public: a service's own number is let through once
TEXTS = ("question", "short_answer", "short_answer_su", "not_known", "explanation", "change_note")


def texts_of(version: SheetVersion) -> list[str]:
    """Every text of a version that the public reads."""
    public = version.evidence.filter(is_public=True).order_by("pk").values_list("label", flat=True)
    return [*(getattr(version, name) for name in TEXTS), *public]
