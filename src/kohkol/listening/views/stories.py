"""Screens of stories: what one is about, how loud it is, what is asked, and its posts with the copies folded."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kohkol.listening.door import officer_of, permitted
from kohkol.listening.models import Story, StoryEvent
from kohkol.listening.questions import stories_to_triage
from kohkol.listening.story_summary import summary_of, texts_of, with_copies
from kohkol.people.api import may

POSTS_A_PAGE = 50


@permitted("listening.see")
@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """A story with its posts, newest first, each text once with the number of its copies."""
    found = get_object_or_404(Story.objects.select_related("head", "example"), pk=number)
    if found.head:
        return redirect("listening:story", found.head.pk)
    page = Paginator(texts_of(found), POSTS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "story": found,
        "page": page,
        "posts": with_copies(page),
        "summary": summary_of(found),
        "suggestions": found.events.filter(kind=StoryEvent.Kind.MERGE_SUGGESTED, settled_at=None).select_related(
            "other"
        ),
        "members": found.members.count(),
        "may_judge": may(officer_of(request), "issues.open"),
    }
    return render(request, "listening/story.html", context)


@permitted("listening.see")
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories that grew in the last hours, each with the reasons for its place."""
    now = timezone.now()
    found = stories_to_triage(now)
    return render(request, "listening/stories.html", {"candidates": found})
