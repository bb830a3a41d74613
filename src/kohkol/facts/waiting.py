"""What waits for an officer among the sheets: she sees it on the desk's first screen, most urgent first."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kohkol.facts.models import SheetVersion
from kohkol.facts.naming import open_permits
from kohkol.facts.rows import ended_uses
from kohkol.facts.states import VersionState
from kohkol.facts.trail import return_reason
from kohkol.people.api import Officer, Task, may, rule_value

MOST = 10
URGENT, USUAL, LATER = 80, 50, 20
SOON = timedelta(days=2)
SLOW_SIGNATURE = timedelta(hours=4)


def waiting_for(officer: Officer, at: datetime) -> list[Task]:
    """The tasks of this officer, unordered; sort them by `Task.urgency`."""
    tasks: list[Task] = []
    if may(officer, "facts.sign"):
        tasks += _to_sign(officer)
    if may(officer, "facts.write"):
        tasks += _drafts(officer) + _unsigned(at) + _ending(at) + _old(at)
    tasks += [
        Task(
            permit.title,
            _("%(name)s meminta izin menyebut %(names)s.") % {"name": permit.asked_by.name, "names": permit.names},
            permit.page,
            None,
            USUAL,
        )
        for permit in open_permits(officer)[:MOST]
    ]
    if may(officer, "issues.request_facts"):
        tasks += _answers_lost(at)
    return tasks


def _answers_lost(at: datetime) -> list[Task]:
    return [
        Task(
            used.issue.title,
            _("Lembar %(code)s, jawaban isu ini, tidak berlaku lagi. Cari jawaban lain.")
            % {"code": used.version.sheet.code},
            reverse("desk:issue", args=[used.issue_id]),
            None,
            URGENT,
        )
        for used in ended_uses(at)[:MOST]
    ]


def _to_sign(officer: Officer) -> list[Task]:
    rows = SheetVersion.objects.filter(state=VersionState.AWAITING, signer=officer).order_by("asked_at")
    return [
        Task(row.question, _("Lembar fakta ini menunggu tanda tangan Anda."), _signing(row), None, URGENT)
        for row in rows[:MOST]
    ]


def _drafts(officer: Officer) -> list[Task]:
    rows = SheetVersion.objects.filter(state=VersionState.DRAFT).select_related("sheet")
    tasks = []
    for row in rows.order_by("-written_at")[: 2 * MOST]:
        returned = return_reason(row)
        if returned:
            why = _("Dikembalikan untuk diubah: %(reason)s") % {"reason": returned}
            tasks.append(Task(row.question, why, _page(row), None, URGENT))
        elif row.written_by_id == officer.pk:
            why = _("Draf Anda belum diajukan untuk ditandatangani.")
            tasks.append(Task(row.question, why, _page(row), None, USUAL))
    return tasks[:MOST]


def _unsigned(at: datetime) -> list[Task]:
    rows = SheetVersion.objects.filter(state=VersionState.AWAITING, asked_at__lte=at - SLOW_SIGNATURE)
    return [
        Task(
            row.question,
            _("%(signer)s belum menandatangani. Teleponlah.") % {"signer": row.signer.name if row.signer else ""},
            _page(row),
        )
        for row in rows.select_related("sheet", "signer")[:MOST]
    ]


def _ending(at: datetime) -> list[Task]:
    rows = SheetVersion.objects.filter(state=VersionState.SIGNED, valid_until__lte=at + SOON).select_related("sheet")
    return [
        Task(row.question, _("Masa berlakunya habis. Perbarui, atau tarik."), _page(row), row.valid_until, USUAL)
        for row in rows.order_by("valid_until")[:MOST]
    ]


def _old(at: datetime) -> list[Task]:
    days = int(rule_value("sheet.review_days", at))
    rows = SheetVersion.objects.filter(
        state=VersionState.SIGNED, valid_until=None, signed_at__lte=at - timedelta(days=days)
    ).select_related("sheet")
    why = _("Sudah %(days)d hari tanpa diperiksa lagi. Masih benar?") % {"days": days}
    return [Task(row.question, why, _page(row), None, LATER) for row in rows.order_by("signed_at")[:MOST]]


def _page(version: SheetVersion) -> str:
    return reverse("facts:sheet", args=[version.sheet.code])


def _signing(version: SheetVersion) -> str:
    return reverse("signing:one", args=[version.pk])
