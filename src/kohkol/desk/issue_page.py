"""The page of one issue: everything the apps know of it, in one place."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kohkol.facts.api import rows_of_issues
from kohkol.issues.api import (
    Issue,
    StageTimes,
    desk_page,
    family_ids,
    figures_of,
    issue_hours,
    merge_suggestions,
    officer_of,
    place_names,
    questions_in,
    ranking_of,
    stage_times,
    story_ids_of,
    telling_posts,
    timeline,
    visible_issues,
)
from kohkol.measuring.api import StageClock, stage_clock
from kohkol.people.api import Officer, may
from kohkol.publishing.api import messages_of_issues

HOURS_IN_CURVE = 72


@require_GET
@desk_page("issues.see")
def issue_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """One issue. Other apps add their parts in `sections_of`."""
    officer, at = officer_of(request), timezone.now()
    rows = visible_issues(officer).select_related("owner", "opened_by", "merged_into", "split_from")
    issue = get_object_or_404(rows, pk=issue_id)
    stages = stage_times(issue)
    clock = stage_clock(issue, stages)
    figures = figures_of([issue], at=at)[issue.pk]
    story_ids = story_ids_of(issue)
    hours = issue_hours(issue, story_ids, hours=HOURS_IN_CURVE, at=at)
    context = {
        "issue": issue,
        "at": at,
        "figures": figures,
        "ranking": ranking_of(issue, figures, at=at),
        "places": place_names(figures.places),
        "stages": stages,
        "hours": hours,
        "clock": clock,
        "marks": [*marks_of(stages, at), *answer_marks(clock, at)],
        "questions": questions_in(issue, story_ids),
        "voices": telling_posts(issue, story_ids),
        "links": issue.story_links.select_related("story__example").order_by("-story__size"),
        "suggestions": merge_suggestions(issue),
        "requests": issue.fact_requests.select_related("agency", "officer", "suggested_agency").prefetch_related(
            "evidence"
        ),
        "notes": issue.notes.select_related("by"),
        "timeline": timeline(issue),
        "merged_from": issue.merged_from.all(),
        "split_into": issue.split_into.all(),
        "can": permissions(officer, issue),
        **sections_of(issue, officer, at),
    }
    return render(request, "desk/issue/page.html", context)


def permissions(officer: Officer, issue: Issue) -> dict[str, bool]:
    """What the officer may do here, so that the page offers nothing that would be refused."""
    live = issue.state not in {"closed", "merged"}
    return {
        "open": live and may(officer, "issues.open"),
        "triage": live and may(officer, "issues.triage"),
        "ask": live and may(officer, "issues.request_facts"),
        "reopen": issue.state == "closed" and may(officer, "issues.triage"),
        "take": live and issue.owner_id != officer.pk and may(officer, "issues.open"),
    }


def marks_of(stages: StageTimes, at: datetime) -> list[tuple[datetime, str]]:
    """The moments of the desk that are drawn into the curve."""
    named = [
        (stages.detected_at, "Isu dibuka"),
        (stages.owned_at, "Ada penanggung jawab"),
        (stages.requested_at, "Fakta diminta"),
        (stages.facts_received_at, "Fakta diterima"),
    ]
    return [(moment, label) for moment, label in named if moment and moment >= at - timedelta(hours=HOURS_IN_CURVE)]


def answer_marks(clock: StageClock, at: datetime) -> list[tuple[datetime, str]]:
    """When the answer went live on each account, as far as the curve reaches."""
    earliest = at - timedelta(hours=HOURS_IN_CURVE)
    return [(moment, f"Jawaban tayang: {account}") for account, moment in clock.live if moment >= earliest]


def sections_of(issue: Issue, officer: Officer, at: datetime) -> dict[str, Any]:
    """What sheets and messages add to the page; their templates are `desk/issue/_sheets.html` and so on."""
    return {
        "sheets": rows_of_issues(family_ids(issue), at),
        "may_write_sheets": may(officer, "facts.write") and issue.merged_into_id is None,
        "messages_here": messages_of_issues(family_ids(issue)),
        "may_write_messages": may(officer, "publishing.write") and issue.merged_into_id is None,
    }
