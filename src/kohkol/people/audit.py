"""Writes what was changed, by whom, into the trail; sealing and checking the chain is in `chain.py`."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from kohkol.people.models import AuditEvent, Officer, PersonalValue


def subject_of(thing: models.Model) -> str:
    """How the trail names a row: `issues.issue:12`."""
    return f"{thing._meta.app_label}.{thing._meta.model_name}:{thing.pk}"


def record(
    kind: str,
    *,
    by: Officer | None,
    about: models.Model,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> AuditEvent:
    """Write one event such as `facts.sheet.signed`; `by` is None when the machine did it.

    `data` must hold no personal values; those go into `personal`, of which the chain holds a salted hash only.
    Must run inside the transaction that makes the change.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must run in the transaction that makes the change")
    hashes, values = {}, []
    for name, value in (personal or {}).items():
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()
        hashes[name] = digest
        values.append(PersonalValue(name=name, value=value, salt=salt, salted_hash=digest))
    whole = dict(data or {}) | ({"personal": hashes} if hashes else {})
    event = AuditEvent.objects.create(kind=kind, actor=by, subject=subject_of(about), at=at, data=whole)
    for row in values:
        row.event = event
    PersonalValue.objects.bulk_create(values)
    return event
