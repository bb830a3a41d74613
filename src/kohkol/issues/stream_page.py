"""The page of the stream: issues in order of urgency, beside them what waits to become an issue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kohkol.issues.actions import add_story, open_issue, pass_story
from kohkol.issues.door import live_issue
from kohkol.issues.forms import IntoIssueForm, OpenForm
from kohkol.issues.models import IssueStory
from kohkol.issues.spreadsheet import FORMATS, spreadsheet
from kohkol.issues.states import IssueState, Level
from kohkol.issues.stream import SORTS, Asked, lines
from kohkol.issues.triage import waiting_stories, waiting_story
from kohkol.listening.api import Post, Story, posts_waiting_for_radar, summary_of, texts_of, with_copies
from kohkol.matching.api import looked
from kohkol.people.api import desk_page, may, officer_of
from kohkol.refusals import Invalid

LATEST_SHOWN = 6
LINES_ON_A_PAGE = 25  # drawing 40 took 0.16 s of 0.41 s under the profiler


@require_GET
@desk_page("issues.see")
def stream(request: HttpRequest) -> HttpResponse:
    """The list of issues as the address asks for it."""
    at, officer = timezone.now(), officer_of(request)
    asked = Asked.of(request.GET.dict())
    pages = Paginator(lines(officer, asked, at=at), LINES_ON_A_PAGE)
    page = pages.get_page(request.GET.get("halaman"))
    waiting = waiting_stories(at) if may(officer, "listening.see") else []
    context = {
        "page": page,
        "known": looked([*(line.issue for line in page), *(item.story for item in waiting)], at=at),
        "asked": asked,
        "sorts": [(key, label) for key, (label, _key) in SORTS.items()],
        "states": IssueState.choices,
        "levels": Level.choices,
        "at": at,
        "may_open": may(officer, "issues.open"),
        "waiting": waiting,
        "unread": posts_waiting_for_radar(at) if may(officer, "listening.see") else 0,
    }
    return render(request, "issues/stream.html", context)


@require_GET
@desk_page("issues.see")
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The same list as a spreadsheet, every page of it."""
    if form not in FORMATS:
        raise Http404
    at = timezone.now()
    return spreadsheet(lines(officer_of(request), Asked.of(request.GET.dict()), at=at), form, at=at)


@desk_page("issues.open")
def open_page(request: HttpRequest) -> HttpResponse:
    """Open an issue: in one tap from a story (its title is offered), or by hand."""
    at, officer = timezone.now(), officer_of(request)
    stories = _chosen_stories(request)
    offered = waiting_story(stories[0]) if stories else None
    first = {"title": offered.title, "question": offered.question} if offered else {}
    form = OpenForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        posts = list(Post.objects.filter(pk__in=_numbers(request, "post")))
        try:
            issue = open_issue(by=officer, at=at, stories=stories, posts=posts, **form.cleaned_data)
        except Invalid as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Isu dibuka. Tentukan level dan penanggung jawabnya."))
            return redirect("desk:issue", issue.pk)
    context = {"form": form, "stories": stories, "offered": offered, "posts": _numbers(request, "post")}
    return render(request, "issues/open.html", context, status=422 if form.errors else 200)


def _chosen_stories(request: HttpRequest) -> list[Story]:
    return list(Story.objects.filter(pk__in=_numbers(request, "story")).select_related("example", "head"))


def _numbers(request: HttpRequest, name: str) -> list[int]:
    values = request.POST.getlist(name) or request.GET.getlist(name)
    return [int(value) for value in values if value.isdecimal()][:200]


@desk_page("issues.open")
def judge_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """What a waiting story says, and the choice: an issue of its own, part of one that exists, or passed over."""
    story = get_object_or_404(Story.objects.select_related("example", "head"), pk=story_id)
    if story.head:
        return redirect("issues:judge_story", story.head.pk)
    link = IssueStory.objects.filter(story=story).select_related("issue__merged_into").first()
    if link and request.method == "GET":
        return redirect("desk:issue", live_issue(link.issue).pk)
    at, officer = timezone.now(), officer_of(request)
    if "lewati" in request.POST:
        pass_story(story, by=officer, at=at)
        messages.success(request, _("Dilewati. Percakapan ini muncul lagi bila membesar dua kali lipat."))
        return redirect("issues:list")
    form = IntoIssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issue = form.cleaned_data["issue"]
        add_story(issue, story, by=officer, at=at)
        messages.success(request, _("Percakapan masuk ke isu “%(title)s”.") % {"title": issue.title})
        return redirect("desk:issue", issue.pk)
    summary = summary_of(story)
    others = texts_of(story).exclude(pk__in=[post.pk for post, _copies in summary.asked])
    context = {
        "item": waiting_story(story),
        "form": form,
        "summary": summary,
        "latest": with_copies(others[:LATEST_SHOWN]),
    }
    return render(request, "issues/judge.html", context, status=422 if form.errors else 200)
