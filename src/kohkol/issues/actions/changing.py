"""The one way to change an issue's own fields: nobody overwrites what a colleague changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kohkol.issues.models import Issue
from kohkol.issues.trail import changes_since
from kohkol.people.api import Officer, record
from kohkol.refusals import Conflict, Invalid


def change(
    issue: Issue,
    kind: str,
    *,
    by: Officer | None,
    at: datetime,
    revision: int,
    data: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Write the fields if the issue is still at `revision`, and record `issues.issue.<kind>`.

    Raises `Conflict` with a sentence that says who changed what. Runs inside the caller's transaction.
    """
    if not Issue.objects.filter(pk=issue.pk, revision=revision).update(revision=revision + 1, **fields):
        raise conflict(issue, revision)
    for name, value in fields.items():
        setattr(issue, name, value)
    issue.revision = revision + 1
    record(f"issues.issue.{kind}", by=by, about=issue, at=at, data={**(data or {}), "revision": revision + 1})


def conflict(issue: Issue, revision: int) -> Conflict:
    """The refusal for somebody who worked on an older state of the issue."""
    changes = [
        f"{entry.actor} {entry.sentence} ({timezone.localtime(entry.at):%H.%M})"
        for entry in changes_since(issue, revision)
    ]
    what = "; ".join(changes[-3:]) or "rekan Anda mengubah isu ini"
    return Conflict(
        _("Sementara Anda bekerja: %(what)s.") % {"what": what},
        next_step="Muat ulang halaman, lihat perubahannya, lalu ulangi bila masih perlu. Belum ada yang ditimpa.",
    )


def needed(words: str, field: str, sentence: str, *, most: int = 300) -> str:
    """The words without outer blanks. Raises `Invalid` with the sentence when none are left or they are too many."""
    kept = " ".join(words.split())
    if not kept:
        raise Invalid(sentence, field=field)
    if len(kept) > most:
        raise Invalid(
            _("Terlalu panjang: %(kept)s huruf, paling banyak %(most)s.") % {"kept": len(kept), "most": most},
            field=field,
        )
    return kept
