"""Writing a sheet: begin one, edit a draft, see it as the public will, and what to do when two wrote at once."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohkol.facts.actions import open_sheet, save_version
from kohkol.facts.api import visible_sheets
from kohkol.facts.draft_check import check_draft, office_words, put_plainer
from kohkol.facts.forms import EvidenceFormSet, OpenForm, WordsForm
from kohkol.facts.models import SheetEvidence, SheetVersion
from kohkol.facts.shown import shown_of
from kohkol.facts.sources import entries, given_by_id, rows_from, rows_of, words_from, words_of
from kohkol.facts.states import VersionState
from kohkol.issues.api import FactRequest, Issue, visible_issues, visible_requests
from kohkol.people.api import Officer, desk_page, officer_of
from kohkol.refusals import Conflict, NotPermitted, Refused

CHECKED = ("question", "short_answer", "not_known", "explanation")


@desk_page("facts.write")
def new_page(request: HttpRequest) -> HttpResponse:
    """Begin a sheet: empty, from an issue, or from an answered fact request."""
    officer = officer_of(request)
    asked, issue = _origin(request, officer)
    form = OpenForm(_with_plainer(request) or None, initial=words_from(asked, issue))
    rows = EvidenceFormSet(request.POST or None, initial=rows_from(asked), prefix="bukti")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            try:
                version = _begin(form, rows, officer, asked, issue)
            except NotPermitted:
                raise
            except Refused as refused:
                status = 409 if isinstance(refused, Conflict) else 422
                _add_refusal(form, refused)
            else:
                return _onwards(request, version)
    context = {
        "form": form,
        "rows": rows,
        "asked": asked,
        "issue": issue,
        "checks": checks_of(form.data or form.initial),
        "draft_key": f"lembar-baru-{asked.pk if asked else 0}-{issue.pk if issue else 0}",
        "names": _names(rows, given_by_id(asked, None)),
    }
    return render(request, "facts/new.html", context, status=status)


def _origin(request: HttpRequest, officer: Officer) -> tuple[FactRequest | None, Issue | None]:
    """The fact request and the issue that the address names, when this officer may see them."""
    number, issue_number = request.GET.get("permintaan", ""), request.GET.get("isu", "")
    if number.isdecimal():
        requests = visible_requests(officer).select_related("issue", "agency").exclude(answered_at=None)
        asked = get_object_or_404(requests, pk=int(number))
        return asked, asked.issue
    if issue_number.isdecimal():
        return None, get_object_or_404(visible_issues(officer), pk=int(issue_number))
    return None, None


@transaction.atomic
def _begin(form: Any, rows: Any, officer: Officer, asked: FactRequest | None, issue: Issue | None) -> SheetVersion:
    at, text = timezone.now(), form.text()
    agency = form.cleaned_data["agency"]
    version = open_sheet(text, agency=agency, by=officer, at=at, issue=issue, from_request=asked)
    named = entries(rows.cleaned_data, given_by_id(asked, version))
    return save_version(version, text, named, by=officer, at=at, revision=version.revision)


@desk_page("facts.write")
def edit_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Edit a draft. When a colleague saved meanwhile, both versions are shown and neither is lost."""
    officer = officer_of(request)
    version = version_of(officer, code, number)
    if version.state != VersionState.DRAFT:
        messages.warning(request, _("Versi ini tidak lagi dapat disunting."))
        return redirect("facts:sheet", code)
    form = WordsForm(_with_plainer(request) or None, initial=words_of(version))
    if version.number == 1:
        del form.fields["change_note"]
    rows = EvidenceFormSet(request.POST or None, initial=rows_of(version), prefix="bukti")
    stored: dict[str, Any] = {}
    status, revision = 200, version.revision
    if request.method == "POST":
        status, sent = 422, request.POST.get("revision", "")
        revision = int(sent) if sent.isdecimal() else 0
        if form.is_valid() and rows.is_valid():
            named = entries(rows.cleaned_data, given_by_id(version.from_request, version))
            try:
                save_version(version, form.text(), named, by=officer, at=timezone.now(), revision=revision)
                return _onwards(request, version)
            except Conflict as refused:
                # Saving once more is a person's decision now: she has the other's words before her.
                status, revision, stored = 409, version.revision, _differences(version, form)
                _add_refusal(form, refused)
            except NotPermitted:
                raise
            except Refused as refused:
                _add_refusal(form, refused)
    context = {
        "sheet": version.sheet,
        "sheet_version": version,
        "form": form,
        "rows": rows,
        "revision": revision,
        "stored": stored,
        "draft_key": f"lembar-{version.pk}",
        "checks": checks_of(form.data or form.initial),
        "names": _names(rows, given_by_id(version.from_request, version)),
    }
    return render(request, "facts/edit.html", context, status=status)


def version_of(officer: Officer, code: str, number: int) -> SheetVersion:
    """The version of a sheet that the officer may see, or 404."""
    rows = SheetVersion.objects.filter(sheet__in=visible_sheets(officer))
    related = rows.select_related("sheet__agency", "sheet__issue", "signer", "written_by", "from_request__agency")
    return get_object_or_404(related, sheet__code=code, number=number)


def _onwards(request: HttpRequest, version: SheetVersion) -> HttpResponse:
    messages.success(request, _("Tersimpan."))
    if "ganti" in request.POST:
        return redirect("facts:edit", version.sheet.code, version.number)
    if "lanjut" in request.POST:
        return redirect("facts:ask", version.sheet.code, version.number)
    return redirect("facts:sheet", version.sheet.code)


def _add_refusal(form: Any, refused: Refused) -> None:
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, f"{refused.sentence} {refused.next_step}".strip())


def _differences(version: SheetVersion, form: Any) -> dict[str, Any]:
    """The stored words where they differ from what was typed, with the names of the fields, and the stored sources."""
    typed = form.cleaned_data
    words = [
        (form.fields[name].label, getattr(version, name))
        for name in form.fields
        if (getattr(version, name) or None) != (typed.get(name) or None)
    ]
    return {"by": version.written_by, "at": version.written_at, "words": words, "evidence": version.evidence.all()}


def _names(rows: Any, given: dict[int, Any]) -> list[tuple[Any, Any]]:
    """Each row of the form with what the agency gave for it, so that the page can show what it is."""
    pairs = []
    for row in rows:
        number = str(row["given"].value() or "")
        pairs.append((row, given.get(int(number)) if number.isdecimal() else None))
    return pairs


@require_POST
@desk_page("facts.write")
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as the public would read it; nothing is stored."""
    form = WordsForm(request.POST)
    form.is_valid()
    values = {name: form.cleaned_data.get(name) or request.POST.get(name, "") for name in ("question", "short_answer")}
    values |= {name: form.cleaned_data.get(name) or "" for name in ("short_answer_su", "not_known", "explanation")}
    times = {name: form.cleaned_data.get(name) for name in ("valid_from", "valid_until")}
    rows = EvidenceFormSet(request.POST, prefix="bukti")
    rows.is_valid()
    named = [row.cleaned_data for row in rows if getattr(row, "cleaned_data", None) and row.cleaned_data.get("label")]
    version = SheetVersion(**values, valid_from=times["valid_from"] or timezone.now(), valid_until=times["valid_until"])
    evidence = [_unsaved(row) for row in named]
    shown = shown_of(version, evidence, lambda row: "")  # noqa: ARG005 - nothing to open before it is stored
    return render(request, "facts/_preview.html", {"shown": shown})


@require_POST
@desk_page("facts.write")
def check(request: HttpRequest) -> HttpResponse:
    """What is being typed, read: how easy it is, plainer words, what would expose somebody. Nothing is stored."""
    return render(request, "facts/_checks.html", {"checks": checks_of(request.POST)})


def checks_of(words: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Name of the field, its label and what was read in it, for each field that holds words."""
    public = office_words()
    labels = WordsForm.base_fields
    return [
        (name, labels[name].label, check_draft(str(words[name]).replace("\r\n", "\n"), public=public))
        for name in CHECKED
        if str(words.get(name) or "").strip()
    ]


def _with_plainer(request: HttpRequest) -> Any:
    """What was sent, with the plainer wording in its place where a button asked for one: `short_answer-12-30`."""
    sent = request.POST.copy()
    name, _dash, stretch = sent.get("ganti", "").partition("-")
    start, _dash, end = stretch.partition("-")
    if name in CHECKED and start.isdecimal() and end.isdecimal():
        sent[name] = put_plainer(sent.get(name, "").replace("\r\n", "\n"), int(start), int(end))
    return sent


def _unsaved(row: dict[str, Any]) -> SheetEvidence:
    kind = SheetEvidence.Kind.LINK if row.get("url") else SheetEvidence.Kind.TEXT
    return SheetEvidence(kind=kind, label=row["label"], url=row.get("url") or "", is_public=bool(row.get("is_public")))
