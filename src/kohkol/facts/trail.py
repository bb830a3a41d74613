"""What happened to a sheet, in words, from the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kohkol.facts.models import Sheet, SheetVersion
from kohkol.people.api import AuditEvent, subject_of

_WORDS = {
    "facts.sheet.opened": _("membuka lembar ini"),
    "facts.version.saved": _("menyimpan perubahan"),
    "facts.version.signature_asked": _("meminta tanda tangan"),
    "facts.version.link_renewed": _("membuat tautan baru"),
    "facts.version.taken_back": _("mengembalikan untuk diubah"),
    "facts.sheet.signed": _("menandatangani"),
    "facts.version.opened": _("membuka perbaikan"),
    "facts.version.withdrawn": _("menarik"),
}


@dataclass(frozen=True)
class Happened:
    """One line: when, who, what, to which version, and the reason where one was given."""

    at: datetime
    who: str
    what: str
    number: int | None
    reason: str


def trail_of(sheet: Sheet) -> list[Happened]:
    """Newest first. Saves of one person in a row count as one line."""
    numbers = {subject_of(version): version.number for version in sheet.versions.all()}
    events = AuditEvent.objects.filter(subject__in=[subject_of(sheet), *numbers]).select_related("actor")
    lines: list[Happened] = []
    before: tuple[str, int | None, str] | None = None
    for event in events.order_by("-id"):
        key = (event.kind, event.actor_id, event.subject)
        if event.kind == "facts.version.saved" and key == before:
            continue
        before = key
        who = event.actor.name if event.actor else str(_("Sistem"))
        what = str(_WORDS.get(event.kind, event.kind))
        lines.append(Happened(event.at, who, what, numbers.get(event.subject), str(event.data.get("reason", ""))))
    return lines


def return_reason(version: SheetVersion) -> str:
    """Why a draft came back from who was to sign it; empty when it did not."""
    event = (
        AuditEvent.objects.filter(subject=subject_of(version))
        .filter(kind__in=["facts.version.taken_back", "facts.version.signature_asked"])
        .order_by("-id")
        .first()
    )
    return str(event.data.get("reason", "")) if event and event.kind == "facts.version.taken_back" else ""
