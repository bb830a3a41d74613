"""What other apps may use of issues: rows to read by one door, questions to ask, and the steps open to them."""

from django.db.models import QuerySet

from kohkol.issues.actions import escalate_due, lock_answer, mark_answered, mark_used
from kohkol.issues.models import Evidence, FactRequest, Issue, IssueNote, IssuePost, IssueStory
from kohkol.issues.stages import StageTimes, stage_times
from kohkol.issues.states import Clock, IssueState, Level, RequestState
from kohkol.issues.trail import Entry, timeline
from kohkol.people.api import Officer, may

__all__ = [
    "Clock",
    "Entry",
    "Evidence",
    "FactRequest",
    "Issue",
    "IssueNote",
    "IssuePost",
    "IssueState",
    "IssueStory",
    "Level",
    "RequestState",
    "StageTimes",
    "escalate_due",
    "family_ids",
    "live_issue",
    "lock_answer",
    "mark_answered",
    "mark_used",
    "stage_times",
    "timeline",
    "visible_issues",
    "visible_requests",
]


def visible_issues(officer: Officer) -> QuerySet[Issue]:
    """The issues this officer may see: the desk all, others none. The one door for every screen."""
    return Issue.objects.all() if may(officer, "issues.see") else Issue.objects.none()


def visible_requests(officer: Officer) -> QuerySet[FactRequest]:
    """The fact requests this officer may see: the desk all, an agency's officer those put to herself."""
    if may(officer, "issues.see"):
        return FactRequest.objects.all()
    return FactRequest.objects.filter(officer=officer)


def live_issue(issue: Issue) -> Issue:
    """Where the work on this issue goes on: itself, or the issue it was merged into."""
    return issue.merged_into or issue


def family_ids(issue: Issue) -> list[int]:
    """The issue and all that were merged into it: what hangs on any of them belongs to it."""
    return [issue.pk, *Issue.objects.filter(merged_into=issue).values_list("pk", flat=True)]
