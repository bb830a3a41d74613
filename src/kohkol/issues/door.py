"""The one door to issues and requests: which rows an officer may see, and who may open a page of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from kohkol.issues.models import FactRequest, Issue
from kohkol.people.api import Officer, may, require

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def desk_page(permission: str) -> Callable[[View[Rest]], Callable[..., Any]]:
    """Let only signed-in officers with the permission in; others are sent to sign-in or told why not."""

    def around(view: View[Rest]) -> Any:
        @wraps(view)
        def opened(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            require(officer_of(request), permission)
            return view(request, *rest, **named)

        opened_by_known: Any = login_required(opened)
        opened_by_known.permission = permission  # read by the test that tries every address
        return opened_by_known

    return around


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer of a page that asked for one."""
    return cast(Officer, request.user)


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
