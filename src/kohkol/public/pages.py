"""The other public pages: home and search, all sheets, messages, official accounts, how this office works."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kohkol.facts.api import SheetVersion, VersionState, public_sheets, public_versions
from kohkol.look.tones import NETWORKS
from kohkol.people.api import Account, AccountState, Holiday, office_calendar
from kohkol.public.finding import LONGEST_QUERY, find_sheets
from kohkol.public.freshness import public_page
from kohkol.public.public_version import PublicVersion
from kohkol.public.rendering import render_public
from kohkol.publishing.api import page_picture, public_pages

_CODE = re.compile(r"^\s*LF-\d{4}-\d{4,}\s*$", re.IGNORECASE)
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
PER_PAGE = 30


def corrections() -> list[SheetVersion]:
    """Signed versions that replaced an earlier one, and versions that were withdrawn; newest first."""
    replaced = list(public_versions().filter(number__gt=1)[:50])
    withdrawn = list(public_versions().filter(state=VersionState.WITHDRAWN, number=1).order_by("-ended_at")[:50])
    return sorted(
        [*replaced, *withdrawn], key=lambda row: row.ended_at or row.signed_at or row.written_at, reverse=True
    )


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search box, what was found, the newest sheets, what was corrected, messages."""
    at, query = timezone.now(), request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if _CODE.match(query) and public_versions().filter(sheet__code=query.strip().upper()).exists():
        return redirect("public:sheet", query.strip().upper())
    context: dict[str, Any] = {"query": query}
    if query:
        context["found"] = [PublicVersion(row, at) for row in find_sheets(query)]
    else:
        context["newest"] = [PublicVersion(row, at) for row in public_sheets()[:8]]
        context["corrected"] = [PublicVersion(row, at) for row in corrections()[:5]]
        context["messages"] = public_pages().filter(withdrawn_at=None)[:6]
    return render_public(request, "public/home.html", context, index=not query)


@public_page
def all_sheets(request: HttpRequest) -> HttpResponse:
    """Every sheet in force, newest first."""
    page = Paginator(public_sheets(), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "sheets": [PublicVersion(row, timezone.now()) for row in page]}
    return render_public(request, "public/all.html", context, index=page.number == 1)


@public_page
def message(request: HttpRequest, page_id: int, slug: str) -> HttpResponse:
    """A message; a withdrawn one keeps its address and says so."""
    page = get_object_or_404(public_pages(), pk=page_id)
    if slug != page.slug:
        return redirect(page.path, permanent=True)
    return render_public(request, "public/message.html", {"page": page}, index=page.withdrawn_at is None)


@require_safe
def picture(request: HttpRequest, page_id: int, number: int) -> HttpResponseBase:  # noqa: ARG001
    """A picture of a message as it was approved; none of a withdrawn one."""
    page = get_object_or_404(public_pages(), pk=page_id, withdrawn_at=None)
    return page_picture(page, number)


@public_page
def accounts(request: HttpRequest) -> HttpResponse:
    """The official accounts: whatever is not here does not speak for the office."""
    rows = Account.objects.exclude(network="site").select_related("agency")
    context = {
        "accounts": [(_network(row), row) for row in rows if row.state != AccountState.CLOSED],
        "closed": [(_network(row), row) for row in rows if row.state == AccountState.CLOSED],
    }
    return render_public(request, "public/accounts.html", context)


def _network(account: Account) -> str:
    return NETWORKS.get(account.network, (account.network, ""))[0]


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """How this office works: what is signed, corrected and kept, when it is open, how to report an error."""
    at, calendar = timezone.now(), office_calendar()
    counts = {
        "in_force": public_sheets().count(),
        "versions": public_versions().count(),
        "corrected": public_versions().filter(number__gt=1).count(),
        "withdrawn": public_versions().filter(state=VersionState.WITHDRAWN).count(),
        "pages": public_pages().count(),
        "pages_withdrawn": public_pages().exclude(withdrawn_at=None).count(),
        "accounts": Account.objects.exclude(state=AccountState.CLOSED).exclude(network="site").count(),
    }
    context = {
        "counts": counts,
        "corrected": [PublicVersion(row, at) for row in corrections()[:20]],
        "hours": [(DAYS[day], *calendar.hours[day]) for day in sorted(calendar.hours)],
        "holidays": Holiday.objects.filter(day__gte=timezone.localdate())[:5],
    }
    return render_public(request, "public/about.html", context)
