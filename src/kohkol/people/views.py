"""Screens and small answers about the office itself."""

import json

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kohkol.people.models import Draft, Officer

LARGEST_DRAFT = 200_000


@login_required
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The fields of one form as this officer last wrote them: kept here, so that a lost connection loses no words."""
    assert isinstance(request.user, Officer)
    mine = Draft.objects.filter(officer=request.user, key=key)
    if request.method == "POST":
        raw = request.POST.get("fields", "")
        if len(raw) > LARGEST_DRAFT:
            raise BadRequest("draft too large")
        try:
            fields = json.loads(raw)
        except json.JSONDecodeError as problem:
            raise BadRequest("not JSON") from problem
        values = {"fields": fields, "saved_at": timezone.now()}
        Draft.objects.update_or_create(officer=request.user, key=key, defaults=values)
        return HttpResponse(status=204)
    if request.method == "DELETE":
        mine.delete()
        return HttpResponse(status=204)
    kept = mine.first()
    return JsonResponse(kept.fields) if kept else HttpResponse(status=204)
