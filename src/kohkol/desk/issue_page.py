"""The page of one issue: everything the apps know of it, in four parts that each have an address of their own.

Each part stays within 15 queries, however many posts an issue holds.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohkol.facts.api import rows_of_issues
from kohkol.issues.api import (
    Issue,
    figures_of,
    issue_hours,
    merge_suggestions,
    ranking_of,
    relatives_of,
    single_posts,
    spread_of,
    stage_times,
    stories_of,
    timeline,
    visible_issues,
    voices_in,
)
from kohkol.listening.api import tone_words, why_asked
from kohkol.measuring.api import stage_clock
from kohkol.people.api import Office, Officer, desk_page, may, officer_of
from kohkol.publishing.api import MessageRow, rows_of_messages

HOURS_IN_CURVE = 72
Part = Callable[[Issue, Officer, datetime], dict[str, Any]]


@require_GET
@desk_page("issues.see")
def issue_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """One part of one issue: `?bagian=suara`, `jam`, `riwayat`; anything else is the summary."""
    officer, at = officer_of(request), timezone.now()
    rows = visible_issues(officer).select_related("owner", "opened_by", "merged_into", "split_from")
    issue = get_object_or_404(rows, pk=issue_id)
    name = request.GET.get("bagian", "")
    name = name if name in PARTS else ""
    template, _label, part = PARTS[name]
    context = {
        "issue": issue,
        "at": at,
        "can": permissions(officer, issue),
        "part": template,
        "tabs": [
            {"label": label, "url": request.path + (f"?bagian={key}" if key else ""), "active": key == name}
            for key, (_template, label, _part) in PARTS.items()
        ],
        **part(issue, officer, at),
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


def summary(issue: Issue, officer: Officer, at: datetime) -> dict[str, Any]:
    """How loud it is, and what the desk has asked, agreed and answered."""
    family, _relatives = family_of(issue)
    figures = figures_of([issue], at=at, hours=HOURS_IN_CURVE)[issue.pk]
    requests = list(
        issue.fact_requests.select_related("agency", "officer", "suggested_agency").prefetch_related("evidence")
    )
    messages = rows_of_messages(family)
    answers = answer_marks(messages)
    moments = [
        (issue.opened_at, _("Isu dibuka")),
        (issue.owned_at, _("Ada penanggung jawab")),
        (min((row.sent_at for row in requests), default=None), _("Fakta diminta")),
        (min((row.answered_at for row in requests if row.answered_at), default=None), _("Fakta diterima")),
        *answers,
    ]
    earliest = at - timedelta(hours=HOURS_IN_CURVE)
    return {
        "figures": figures,
        "hours": issue_hours(figures, hours=HOURS_IN_CURVE, at=at),
        "marks": [(moment, label) for moment, label in moments if moment and moment >= earliest],
        "answered_at": min((moment for moment, _label in answers), default=None),
        "requests": requests,
        "sheets": rows_of_issues(family, at),
        "may_write_sheets": may(officer, "facts.write") and issue.merged_into_id is None,
        "messages_here": messages,
        "may_write_messages": may(officer, "publishing.write") and issue.merged_into_id is None,
    }


def answer_marks(messages: Sequence[MessageRow]) -> list[tuple[datetime, str]]:
    """When the answer first went live on each account."""
    first: dict[str, datetime] = {}
    for row in messages:
        for delivery in row.deliveries:
            if delivery.live_at:
                name = delivery.account.name
                first[name] = min(first.get(name, delivery.live_at), delivery.live_at)
    return [(moment, _("Jawaban tayang: %(account)s") % {"account": name}) for name, moment in first.items()]


def voices(issue: Issue, officer: Officer, _at: datetime) -> dict[str, Any]:
    """What people ask and state, where, in which languages and in what tone, in their words and with the reasons."""
    story_ids = [story.pk for story, _ in stories_of([issue])]
    office = Office.objects.first()
    links = single_posts(issue)
    heard = voices_in(links, story_ids)
    spread = spread_of(links, story_ids, office.place_names if office else {})
    return {
        "heard": heard,
        "asked": [
            (question, [(voice, why_asked(voice.post)) for voice in question.examples]) for question in heard.questions
        ],
        "spread": spread,
        "unread": bool(heard.read and not spread.languages),  # what nobody read yet is not the same as nothing found
        "tone_words": tone_words([voice.post.text for voice in heard.sample]) if spread.tones else {},
        "may_correct": may(officer, "listening.correct"),
        "links": issue.story_links.select_related("story__example").order_by("-story__size"),
        "suggestions": merge_suggestions(issue),
    }


def clocks(issue: Issue, _officer: Officer, _at: datetime) -> dict[str, Any]:
    """How long the public waited at each stage."""
    stages = stage_times(issue)
    return {"stages": stages, "clock": stage_clock(issue, stages)}


def history(issue: Issue, _officer: Officer, at: datetime) -> dict[str, Any]:
    """Who did what and why, what colleagues should know, and why the issue ranks where it does."""
    family, relatives = family_of(issue)
    figures = figures_of([issue], at=at)[issue.pk]
    return {
        "figures": figures,
        "ranking": ranking_of(issue, figures, at=at),
        "merged_from": [one for one in relatives if one.merged_into_id == issue.pk],
        "split_into": [one for one in relatives if one.split_from_id == issue.pk],
        "notes": issue.notes.select_related("by"),
        "timeline": timeline(family),
    }


def family_of(issue: Issue) -> tuple[list[int], list[Issue]]:
    """Ids of the issue with all that were merged into it, and the issues that came from it or into it."""
    relatives = relatives_of(issue)
    return [issue.pk, *(one.pk for one in relatives if one.merged_into_id == issue.pk)], relatives


PARTS: Mapping[str, tuple[str, str | Promise, Part]] = {
    "": ("desk/issue/summary.html", _("Ringkasan"), summary),
    "suara": ("desk/issue/voices.html", _("Suara publik"), voices),
    "jam": ("desk/issue/clocks.html", _("Jam tiap tahap"), clocks),
    "riwayat": ("desk/issue/history.html", _("Riwayat dan catatan"), history),
}
