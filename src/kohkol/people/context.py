"""Gives every page the office's name, the practice mark and the time that relative times count from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from kohkol.people.models import Office


def office(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - the shape Django asks for
    """Variables `office`, `practice`, `version`, `now`."""
    return {
        "office": Office.objects.first(),
        "practice": settings.KOHKOL_PRACTICE,
        "version": settings.KOHKOL_VERSION,
        "now": timezone.now(),
    }
