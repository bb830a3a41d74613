"""Seals the audit trail in a hash chain, and checks that nothing in it was changed, removed or put between.

One sealer at a time appends links in the order of commit. A link hashes the event's own values and the link before it,
so a change anywhere breaks every later link. Personal values are outside: the event holds salted hashes of them only.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kohkol.people.models import AuditEvent, PersonalValue, Seal

START = "0" * 64
BATCH = 500


@dataclass(frozen=True)
class Finding:
    """A place where the chain does not hold: link number, and what is wrong there."""

    number: int
    problem: str


def seal_events(*, at: datetime, most: int = BATCH) -> int:
    """Append committed events that have no link yet, oldest first; returns how many.

    Safe to run from many processes: the link number is the primary key, so one of two sealers fails whole and changes
    nothing. An event that commits after a younger one is simply sealed later; its own time stays as it was.
    """
    try:
        with transaction.atomic():
            last = Seal.objects.order_by("-number").first()
            number, previous = (last.number, last.hash) if last else (0, START)
            links = []
            for event in AuditEvent.objects.filter(seal=None).order_by("id")[:most]:
                number, link = number + 1, link_hash(number + 1, previous, event)
                links.append(Seal(number=number, event=event, previous_hash=previous, hash=link, sealed_at=at))
                previous = link
            Seal.objects.bulk_create(links)
            return len(links)
    except IntegrityError:
        return 0


def link_hash(number: int, previous: str, event: AuditEvent) -> str:
    """SHA-256 over the link number, the hash before, and the event in canonical JSON."""
    body: dict[str, Any] = {
        "number": number,
        "previous": previous,
        "event": event.pk,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "actor": event.actor_id,
        "subject": event.subject,
        "data": event.data,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify() -> Iterator[Finding]:
    """Walk the whole chain and yield every place where it does not hold; nothing when all is well."""
    number, previous = 0, START
    for seal in Seal.objects.select_related("event").order_by("number").iterator(chunk_size=2000):
        number += 1
        if seal.number != number:
            yield Finding(number, f"missing: the next link is {seal.number}")
            number = seal.number
        if seal.previous_hash != previous:
            yield Finding(number, "does not follow the link before it")
        if seal.hash != link_hash(seal.number, seal.previous_hash, seal.event):
            yield Finding(number, f"event {seal.event_id} was changed after it was sealed")
        previous = seal.hash
    yield from _changed_personal_values()


def _changed_personal_values() -> Iterator[Finding]:
    rows = PersonalValue.objects.filter(erased_at=None).select_related("event__seal").iterator(chunk_size=2000)
    for row in rows:
        digest = hashlib.sha256(f"{row.salt}:{row.value}".encode()).hexdigest()
        if digest != row.event.data.get("personal", {}).get(row.name):
            link = row.event.seal.number if hasattr(row.event, "seal") else 0
            yield Finding(link, f"the value {row.name} of event {row.event_id} is not the one recorded")


def head() -> tuple[int, str]:
    """The number and hash of the last link: printed, and worth keeping somewhere else."""
    last = Seal.objects.order_by("-number").first()
    return (last.number, last.hash) if last else (0, START)
