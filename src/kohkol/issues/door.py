"""The one door to issues and requests: which rows an officer may see."""

from django.db.models import Q, QuerySet

from kohkol.issues.models import FactRequest, Issue
from kohkol.people.api import Officer, may


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


def relatives_of(issue: Issue) -> list[Issue]:
    """The issues that were merged into this one or split from it."""
    return list(Issue.objects.filter(Q(merged_into=issue) | Q(split_from=issue)))
