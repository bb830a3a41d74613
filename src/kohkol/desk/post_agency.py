"""Whose a post probably is: the machine's suggestion with its reason, and a person's word, which is learned from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kohkol.issues.api import suggest_by_decisions
from kohkol.listening.api import Post
from kohkol.people.api import Agency, desk_page, may, officer_of


@require_GET
@desk_page("listening.see")
def agency_of_post(request: HttpRequest, number: int) -> HttpResponse:
    """A part of the post's page, or a page of its own."""
    post = get_object_or_404(Post, pk=number, erased_at=None)
    agencies = list(Agency.objects.filter(is_active=True))
    told = post.corrections.filter(about="agency").select_related("by").first()
    context = {
        "post": post,
        "suggestions": suggest_by_decisions(post.text, agencies, most=2),
        "told": told,
        "told_agency": next((one for one in agencies if told and str(one.pk) == told.value), None),
        "agencies": agencies,
        "may_correct": may(officer_of(request), "listening.correct"),
    }
    template = "desk/post/_agency.html" if request.headers.get("HX-Request") else "desk/post/agency.html"
    answer = render(request, template, context)
    answer["Vary"] = "HX-Request"
    return answer
