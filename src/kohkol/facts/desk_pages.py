"""The desk's list of sheets and the page of one sheet."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kohkol.facts.api import visible_sheets
from kohkol.facts.evidence_files import serve_evidence
from kohkol.facts.forms import data_owners
from kohkol.facts.models import Sheet, SheetEvidence, SheetVersion
from kohkol.facts.naming import may_decide, permits_of
from kohkol.facts.rows import ENDING_SOON, SheetRow, row_of
from kohkol.facts.sheet_gate import draft_of, stopping
from kohkol.facts.shown import shown_of
from kohkol.facts.states import VersionState
from kohkol.facts.trail import return_reason, trail_of
from kohkol.people.api import Agency, Officer, desk_page, may, officer_of

PER_PAGE = 25
STATES = [
    ("draft", _("Tersimpan")),
    ("awaiting", _("Menunggu tanda tangan")),
    ("signed", _("Terverifikasi, berlaku")),
    ("ending", _("Masa berlaku segera habis")),
    ("expired", _("Masa berlaku sudah habis")),
    ("withdrawn", _("Ditarik")),
]


@require_GET
@desk_page("facts.see", "facts.sign")
def list_page(request: HttpRequest) -> HttpResponse:
    """The sheets, newest first; every filter is in the address, so that a list can be shared."""
    at = timezone.now()
    rows = filtered(visible_sheets(officer_of(request)), request.GET, at)
    page = Paginator(rows.select_related("agency").prefetch_related("versions"), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "page": page,
        "rows": [row_of(sheet, at) for sheet in page],
        "states": STATES,
        "agencies": Agency.objects.filter(sheets__isnull=False).distinct(),
        "chosen": request.GET,
        "may_write": may(officer_of(request), "facts.write"),
    }
    return render(request, "facts/list.html", context)


def filtered(rows: QuerySet[Sheet], asked: Any, at: datetime) -> QuerySet[Sheet]:
    """The sheets that the query asks for; what it does not understand it leaves out."""
    words, state, agency = asked.get("q", "").strip(), asked.get("status", ""), asked.get("opd", "")
    if words:
        text = Q(versions__question__icontains=words) | Q(versions__short_answer__icontains=words)
        rows = rows.filter(text | Q(code__icontains=words))
    if agency.isdecimal():
        rows = rows.filter(agency=int(agency))
    signed = SheetVersion.objects.filter(state=VersionState.SIGNED)
    if state == "ending":
        rows = rows.filter(versions__in=signed.filter(valid_until__gt=at, valid_until__lte=at + ENDING_SOON))
    elif state == "expired":
        rows = rows.filter(versions__in=signed.filter(valid_until__lte=at))
    elif state == "withdrawn":
        rows = rows.filter(versions__state=state).exclude(versions__state=VersionState.SIGNED)
    elif state in VersionState.values:
        rows = rows.filter(versions__state=state)
    return rows.distinct()


@require_GET
@desk_page("facts.see", "facts.sign")
def sheet_page(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet: what is being written, what is in force, its sources, who asked and signed, all versions."""
    officer, at = officer_of(request), timezone.now()
    sheets = visible_sheets(officer).select_related("agency", "issue").prefetch_related("versions__evidence")
    sheet = get_object_or_404(sheets, code=code)
    row = row_of(sheet, at)
    context = {
        "sheet": sheet,
        "row": row,
        "panels": [
            _panel(version, officer) for version in (row.opened, row.current or _ended(row)) if version is not None
        ],
        "naming": naming_of(row.opened, officer) if row.opened else {},
        "versions": sheet.versions.select_related("signer", "written_by"),
        "trail": trail_of(sheet),
        "can": permissions(officer, sheet, row),
        "public_address": f"{settings.KOHKOL_URL}/f/{sheet.code}",
    }
    return render(request, "facts/sheet.html", context)


def naming_of(version: SheetVersion, officer: Officer) -> dict[str, Any]:
    """What stops an opened version, and the permits that were asked for it."""
    draft = draft_of(version)
    permits = permits_of(draft)
    return {
        "stopping": stopping(draft),
        "permits": [(permit, may_decide(permit, officer)) for permit in permits],
        "may_ask": bool(draft.names) and may(officer, "facts.write") and not any(p.decided_at is None for p in permits),
    }


def _ended(row: SheetRow) -> SheetVersion | None:
    """What to show of a sheet without a version in force and without a draft: how it ended."""
    return None if row.opened else row.last


def _panel(version: SheetVersion, officer: Officer) -> dict[str, Any]:
    evidence = sorted(version.evidence.all(), key=lambda row: row.pk)
    return {
        "version": version,
        "shown": shown_of(version, evidence, lambda row: reverse("facts:evidence", args=[row.pk])),
        "private": [row for row in evidence if not row.is_public],
        "returned": return_reason(version),
        "may_sign": version.state == VersionState.AWAITING and version.signer_id == officer.pk,
    }


def permissions(officer: Officer, sheet: Sheet, row: SheetRow) -> dict[str, bool]:
    """What the officer may do here, so that the page offers nothing that would be refused."""
    write = may(officer, "facts.write")
    opened = row.opened.state if row.opened else ""
    own = may(officer, "facts.sign") and officer.agency_id == sheet.agency_id
    return {
        "see_messages": may(officer, "publishing.see"),
        "edit": write and opened == VersionState.DRAFT,
        "ask": write and opened == VersionState.DRAFT and bool(row.opened and row.opened.evidence.all()),
        "follow": write and opened == VersionState.AWAITING,
        "correct": write and row.opened is None,
        "withdraw": row.current is not None and (write or own),
        "give_up": write and row.opened is not None,
        "has_signers": data_owners(sheet).exists() if write and row.opened else True,
    }


@require_GET
@desk_page("facts.see", "facts.sign")
def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A file of a sheet's evidence, for who may see the sheet."""
    rows = SheetEvidence.objects.filter(version__sheet__in=visible_sheets(officer_of(request)))
    return serve_evidence(get_object_or_404(rows, pk=evidence_id))
