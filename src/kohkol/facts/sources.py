"""Where a draft's words and sources come from: an answered fact request, an issue, or the version before."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format

from kohkol.facts.actions import EvidenceEntry
from kohkol.facts.content import LONGEST_SHORT_ANSWER, text_of
from kohkol.facts.models import SheetEvidence, SheetVersion
from kohkol.issues.api import Evidence, FactRequest, Issue


def words_from(request: FactRequest | None, issue: Issue | None) -> dict[str, Any]:
    """First values of a new sheet: question and answer as they were asked and given. A person edits them."""
    if request is None:
        return {"question": (issue.question or issue.title) if issue else "", "valid_from": timezone.now()}
    short = request.answer if len(request.answer) <= LONGEST_SHORT_ANSWER else ""
    return {
        "question": (request.issue.question or request.question)[:300],
        "short_answer": short,
        "explanation": "" if short else request.answer,
        "agency": request.agency_id,
        "valid_from": request.answered_at or timezone.now(),
    }


def words_of(version: SheetVersion) -> dict[str, Any]:
    """The words of a stored version as first values of the form."""
    return dict(text_of(version).__dict__)


def rows_from(request: FactRequest | None) -> list[dict[str, Any]]:
    """What the agency gave, each ready to be named as a source; nothing is public until a person says so."""
    return [_row(given, label=default_label(given)) for given in _given(request)]


def rows_of(version: SheetVersion) -> list[dict[str, Any]]:
    """The sources of a version, and what else the agency gave (without a name, so not used until it gets one)."""
    stored = list(version.evidence.select_related("from_evidence").order_by("pk"))
    used = {row.from_evidence_id for row in stored}
    rows = [
        {"label": row.label, "url": row.url, "is_public": row.is_public, "given": row.from_evidence_id}
        for row in stored
    ]
    return rows + [_row(given, label="") for given in _given(version.from_request) if given.pk not in used]


def _given(request: FactRequest | None) -> Iterable[Evidence]:
    return request.evidence.filter(replaced_at=None) if request else ()


def _row(given: Evidence, *, label: str) -> dict[str, Any]:
    return {"label": label, "url": given.url, "is_public": False, "given": given.pk}


def default_label(given: Evidence) -> str:
    """A name for what an agency gave, which the writer may better."""
    agency = given.fact_request.agency.short_name
    day = date_format(timezone.localtime(given.at), "j F Y")
    if given.kind == Evidence.Kind.LINK:
        return f"{urlsplit(given.url).hostname}, dari {agency}"
    what = {"image/jpeg": "Foto", "application/pdf": "Surat"}.get(given.media_type, "Keterangan")
    return f"{what} dari {agency}, {day}"


def given_by_id(request: FactRequest | None, version: SheetVersion | None) -> dict[int, Evidence]:
    """Which given evidence a draft may name: that of its own request, and what an earlier version named already."""
    allowed = {row.pk: row for row in _given(request)}
    if version is not None:
        rows = SheetEvidence.objects.filter(version__sheet=version.sheet_id).exclude(from_evidence=None)
        allowed |= {
            row.from_evidence.pk: row.from_evidence for row in rows.select_related("from_evidence") if row.from_evidence
        }
    return allowed


def entries(rows: Sequence[dict[str, Any]], allowed: dict[int, Evidence]) -> list[EvidenceEntry]:
    """The sources that were named in the form; a row without a name is not a source."""
    return [
        EvidenceEntry(row["label"], row.get("url") or "", bool(row["is_public"]), allowed.get(row.get("given") or 0))
        for row in rows
        if row.get("label")
    ]
