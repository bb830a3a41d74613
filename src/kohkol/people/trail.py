"""Reads the audit trail for people: filtered, paged, with the seal of each event."""

from dataclasses import dataclass

from django.db.models import QuerySet

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
