"""What waits for an officer in this app: she sees it on the desk's first screen, most urgent first."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kohkol.issues.models import FactRequest, Issue
from kohkol.issues.states import IssueState, Level, RequestState
from kohkol.issues.triage import waiting_stories
from kohkol.people.api import Officer, Task, may

MOST = 10
URGENT, USUAL, LATER = 80, 50, 20


def waiting_for(officer: Officer, at: datetime) -> list[Task]:
    """The tasks of this officer, unordered; sort them by `Task.urgency`."""
    tasks: list[Task] = []
    if may(officer, "issues.answer_request"):
        tasks += _to_answer(officer)
    if may(officer, "issues.open"):
        tasks += _stories(at) + _unowned()
    if may(officer, "issues.request_facts"):
        tasks += _overdue(at) + _returned() + _answered(officer)
    return tasks


def _stories(at: datetime) -> list[Task]:
    waiting = waiting_stories(at)
    if not waiting:
        return []
    loudest = waiting[0]
    why = _("Yang paling keras: “%(title)s” (%(reasons)s).") % {
        "title": loudest.title,
        "reasons": ", ".join(loudest.reasons),
    }
    count = f"{len(waiting)}+" if len(waiting) >= 8 else str(len(waiting))
    title = _("%(count)s percakapan belum jadi isu") % {"count": count}
    return [Task(title, why, reverse("issues:list") + "#belum-jadi-isu", None, USUAL)]


def _unowned() -> list[Task]:
    rows = Issue.objects.filter(owner=None, state__in=[IssueState.OPEN, IssueState.WORKING])[:MOST]
    return [
        Task(
            issue.title,
            _("Isu ini belum punya penanggung jawab."),
            _page(issue.pk),
            None,
            URGENT if issue.level >= Level.PRIORITY else USUAL,
        )
        for issue in rows
    ]


def _overdue(at: datetime) -> list[Task]:
    rows = FactRequest.objects.filter(state__in=[RequestState.SENT, RequestState.SEEN], due_at__lte=at)
    return [
        Task(
            row.question,
            _("%(agency)s belum menjawab sampai tenggat. Teleponlah %(officer)s, atau tanya lagi.")
            % {"agency": row.agency.short_name, "officer": row.officer.name},
            _page(row.issue_id),
            row.due_at,
            URGENT,
        )
        for row in rows.select_related("agency", "officer")[:MOST]
    ]


def _returned() -> list[Task]:
    rows = FactRequest.objects.filter(state=RequestState.NOT_OURS, settled_at=None)
    return [
        Task(
            row.question,
            _("%(agency)s menyatakan bukan kewenangannya: %(reason)s Tentukan siapa yang menjawab.")
            % {"agency": row.agency.short_name, "reason": row.reason},
            _page(row.issue_id),
            None,
            URGENT,
        )
        for row in rows.select_related("agency")[:MOST]
    ]


def _answered(officer: Officer) -> list[Task]:
    if not may(officer, "facts.write"):
        return []
    rows = FactRequest.objects.filter(state=RequestState.ANSWERED, used_at=None)
    return [
        Task(
            row.question,
            _("%(agency)s sudah menjawab. Buat lembar fakta dari jawabannya.") % {"agency": row.agency.short_name},
            _page(row.issue_id),
            None,
            USUAL,
        )
        for row in rows.select_related("agency")[:MOST]
    ]


def _to_answer(officer: Officer) -> list[Task]:
    rows = FactRequest.objects.filter(officer=officer, state__in=[RequestState.SENT, RequestState.SEEN])
    return [
        Task(
            row.question,
            _("Meja komunikasi menunggu jawaban Anda."),
            reverse("answers:one", args=[row.pk]),
            row.due_at,
            URGENT,
        )
        for row in rows[:MOST]
    ]


def _page(issue_id: int) -> str:
    return reverse("desk:issue", args=[issue_id]) + "#permintaan"
