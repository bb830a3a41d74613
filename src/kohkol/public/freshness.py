"""Answers a flood of visitors cheaply: an unchanged page costs six small queries and no rendering."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kohkol.facts.api import public_sheets, public_versions
from kohkol.people.api import Account, Office
from kohkol.publishing.api import public_pages

FRESH_SECONDS = 60  # a correction reaches every reader within a minute, whatever stands in between
KEPT_SECONDS = 300
View = Callable[..., HttpResponse]


def last_change(at: datetime) -> tuple[datetime, str]:
    """When anything on the public site last changed, and a fingerprint of its state.

    A validity that begins or runs out is a change. The hour counts too, so that what this does not watch (the new name
    of an agency) is shown an hour later at most.
    """
    signed = public_versions().aggregate(Max("signed_at"), Max("ended_at"), Count("pk"))
    ended = public_sheets().filter(valid_until__lte=at).aggregate(Max("valid_until"), Count("pk"))
    begun = public_sheets().filter(valid_from__lte=at).aggregate(Max("valid_from"), Count("pk"))
    pages = public_pages().aggregate(Max("published_at"), Max("amended_at"), Max("withdrawn_at"), Count("pk"))
    seen = [*signed.values(), *ended.values(), *begun.values(), *pages.values()]
    moments = [value for value in seen if isinstance(value, datetime) and value <= at]
    hour = at.replace(minute=0, second=0, microsecond=0)
    return max([hour, *moments]), repr([hour, *seen])


def public_page(view: View) -> View:
    """Only GET and HEAD, without cookies: ETag, Last-Modified, Cache-Control, and the page itself kept for a while.

    In the office's language whoever asks: the sheets are written in it, and one address has one page.
    """

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        with override(settings.LANGUAGE_CODE):
            return fresh(request, view, *given, **named)

    return opened


def fresh(request: HttpRequest, view: View, *given: Any, **named: Any) -> HttpResponse:
    """The page as it was kept, or made anew; or only word that it has not changed."""
    at = timezone.now()
    changed_at, state = last_change(at)
    office = Office.objects.first()
    parts = [
        state, request.get_full_path(), settings.KOHKOL_VERSION, settings.KOHKOL_URL,
        str(settings.KOHKOL_PRACTICE), repr(office and (office.name, office.region_name, office.hotline)),
        repr(list(Account.objects.order_by("pk").values_list("pk", "state", "handle", "name"))),
    ]  # fmt: skip
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    etag = f'"{digest}"'
    answer = get_conditional_response(request, etag=etag, last_modified=int(changed_at.timestamp()))
    if answer is None:
        answer = _kept(digest) or _keep(digest, view(request, *given, **named))
    if answer.status_code in {200, 304}:
        answer["ETag"] = etag
        answer["Last-Modified"] = http_date(changed_at.timestamp())
    answer["Content-Language"] = settings.LANGUAGE_CODE
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}, stale-if-error=86400"
    if settings.KOHKOL_PRACTICE:
        answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _kept(digest: str) -> HttpResponse | None:
    kept = cache.get(f"public:{digest}")
    return HttpResponse(kept[0], headers=kept[1]) if kept else None


def _keep(digest: str, answer: HttpResponse) -> HttpResponse:
    if answer.status_code == 200:
        cache.set(f"public:{digest}", (answer.content, dict(answer.headers)), KEPT_SECONDS)
    return answer
