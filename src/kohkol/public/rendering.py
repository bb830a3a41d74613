"""Renders a public page without the visitor: no session, no cookie, nothing that a cache could not keep."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from kohkol.people.api import Office


def render_public(request: HttpRequest, template: str, context: dict[str, Any], *, index: bool = True) -> HttpResponse:
    """The page; `index=False` asks search engines to leave it out, as every page does in practice mode."""
    whole = {
        "office": Office.objects.first(),
        "practice": settings.KOHKOL_PRACTICE,
        "product_version": settings.KOHKOL_VERSION,
        "site": settings.KOHKOL_URL,
        "path": request.path,
        "now": timezone.now(),
        "noindex": settings.KOHKOL_PRACTICE or not index,
    }
    answer = HttpResponse(render_to_string(template, whole | context))
    if not index:
        answer["X-Robots-Tag"] = "noindex"
    return answer
