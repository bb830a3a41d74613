"""Screens of stories: what one is about, how loud it is, what is asked, and its posts with the copies folded."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kohkol.listening.door import permitted
from kohkol.listening.models import Placement, Post, Story, StoryEvent
from kohkol.listening.questions import posts_of, questions_asked, stories_to_triage, volume_by_hour

POSTS_A_PAGE = 50
DAYS_SHOWN = 3
ASKED_READ = 200  # the latest questions of a story, among which those asked most are shown
ASKED_SHOWN = 5


@permitted("listening.see")
@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """A story with its posts, newest first, each text once with the number of its copies."""
    found = get_object_or_404(Story.objects.select_related("head", "example"), pk=number)
    if found.head:
        return redirect("listening:story", found.head.pk)
    posts = posts_of([found]).filter(placement__copy_of=None)
    page = Paginator(posts, POSTS_A_PAGE).get_page(request.GET.get("halaman"))
    latest_asked = list(questions_asked([found])[:ASKED_READ])
    copies = copies_of([*page, *latest_asked])
    asked = sorted(latest_asked, key=lambda post: -copies.get(post.pk, 0))[:ASKED_SHOWN]
    end = max(found.last_at, found.first_at + timedelta(hours=1))
    hours = volume_by_hour([found], since=max(found.first_at, end - timedelta(days=DAYS_SHOWN)), until=end)
    context = {
        "story": found,
        "page": page,
        "posts": [(post, copies.get(post.pk, 0)) for post in page],
        "asked": [(post, copies.get(post.pk, 0)) for post in asked],
        "hours": hours,
        "suggestions": found.events.filter(kind=StoryEvent.Kind.MERGE_SUGGESTED, settled_at=None).select_related(
            "other"
        ),
        "members": found.members.count(),
    }
    return render(request, "listening/story.html", context)


def copies_of(posts: Iterable[Post]) -> dict[int, int]:
    """How many copies each of these posts has, where it has any."""
    copies = Placement.objects.filter(copy_of__in=[post.pk for post in posts], post__erased_at=None)
    return dict(copies.values_list("copy_of").annotate(number=Count("pk")))


@permitted("listening.see")
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories that grew in the last hours, each with the reasons for its place."""
    now = timezone.now()
    found = stories_to_triage(now)
    return render(request, "listening/stories.html", {"candidates": found})
