"""Reads the audit trail for people: filtered, paged, with the seal of each event."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from kohkol.people.audit_words import WORDS
from kohkol.people.models import AuditEvent


@dataclass(frozen=True)
class TrailFilter:
    """What to show: kinds that begin so, one subject, one actor."""

    kind: str = ""
    subject: str = ""
    actor: str = ""


def trail(wanted: TrailFilter) -> QuerySet[AuditEvent]:
    """Events, newest first."""
    events = AuditEvent.objects.select_related("actor", "seal").order_by("-id")
    if wanted.kind:
        events = events.filter(kind__startswith=wanted.kind)
    if wanted.subject:
        events = events.filter(subject=wanted.subject)
    if wanted.actor.isdigit():
        events = events.filter(actor=int(wanted.actor))
    return events


@dataclass(frozen=True)
class Line:
    """An event as the screen shows it: what it is in words, and what was written with it."""

    event: AuditEvent
    words: str | Promise
    details: list[tuple[str, str]]


def line_of(event: AuditEvent) -> Line:
    """The event in words; the bare kind where nobody wrote any."""
    details = [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in event.data.items()
    ]
    return Line(event, WORDS.get(event.kind, event.kind), details)
