"""The page of a fact sheet: its short address shows what is in force, each version has its own permanent one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kohkol.facts.api import (
    SheetEvidence,
    SheetVersion,
    ShownSheet,
    VersionState,
    public_versions,
    serve_evidence,
    shown_of,
)
from kohkol.people.api import Office
from kohkol.public.freshness import public_page
from kohkol.public.linked_data import question_and_answer
from kohkol.public.public_version import PublicVersion
from kohkol.public.rendering import render_public


def versions_of(code: str) -> list[SheetVersion]:
    """All public versions of a sheet, newest first. Raises 404 when there is none."""
    rows = list(public_versions().filter(sheet__code=code).order_by("-number"))
    if not rows:
        raise Http404
    return rows


def current_of(rows: list[SheetVersion]) -> SheetVersion | None:
    """The one that is signed and neither replaced nor withdrawn."""
    return next((row for row in rows if row.state == VersionState.SIGNED), None)


@public_page
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The short address: the version in force, or the last one, which then says how it ended."""
    if code != code.upper():
        return redirect("public:sheet", code.upper(), permanent=True)
    rows = versions_of(code)
    return _page(request, current_of(rows) or rows[0], rows)


@public_page
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The permanent address of one version, whatever became of it."""
    rows = versions_of(code)
    row = next((one for one in rows if one.number == number), None)
    if row is None:
        raise Http404
    return _page(request, row, rows)


def _page(request: HttpRequest, row: SheetVersion, rows: list[SheetVersion]) -> HttpResponse:
    at = timezone.now()
    shown = PublicVersion(row, at)
    current = current_of(rows)
    replacing = next((one for one in reversed(rows) if one.number > row.number), None)
    ended = shown.status in {"superseded", "withdrawn"}
    context = {
        "shown": words_of(row),
        "version": row,
        "public": shown,
        "current": PublicVersion(current, at) if current and current != row else None,
        "replacing": replacing,
        "history": [PublicVersion(one, at) for one in rows],
        "linked_data": None if ended else question_and_answer(row, shown, Office.objects.first()),
        "canonical": shown.short_address if not ended else settings.KOHKOL_URL + shown.path,
    }
    return render_public(request, "public/sheet.html", context, index=not ended)


def words_of(row: SheetVersion) -> ShownSheet:
    """The words and the public evidence of a version."""
    return shown_of(row, row.shown, lambda one: evidence_path(row, one))  # type: ignore[attr-defined]


def evidence_path(row: SheetVersion, evidence: SheetEvidence) -> str:
    """Where a public evidence file of a version is read."""
    return reverse("public:evidence", args=[row.sheet.code, row.number, evidence.pk])


@require_safe
def evidence_file(request: HttpRequest, code: str, number: int, evidence_id: int) -> HttpResponseBase:  # noqa: ARG001
    """A file that a signed version marks as public; any other is not there."""
    versions = public_versions().filter(sheet__code=code, number=number)
    rows = SheetEvidence.objects.filter(version__in=versions.prefetch_related(None), is_public=True)
    return serve_evidence(get_object_or_404(rows, pk=evidence_id), cache="public, max-age=300")
