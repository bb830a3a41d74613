"""What other apps may use of facts: sheets to read by one door each, and the questions asked about them."""

from django.db.models import Prefetch, QuerySet

from kohkol.facts.actions import undo_use, use_sheet
from kohkol.facts.content import as_html
from kohkol.facts.draft_check import DraftCheck, Exposed, bait_in, check_draft, exposed_in, office_words, put_plainer
from kohkol.facts.evidence_files import serve_evidence
from kohkol.facts.in_force import is_in_force, version_in_force
from kohkol.facts.known import tell_all, untold
from kohkol.facts.models import NamePermit, Sheet, SheetEvidence, SheetUse, SheetVersion
from kohkol.facts.naming import Draft, ask_permit, let_through, may_decide, permits_of
from kohkol.facts.rows import SheetRow, ended_uses, rows_of_issues, used_between, uses_of_issues
from kohkol.facts.shown import ShownSheet, shown_of
from kohkol.facts.states import VersionState
from kohkol.facts.waiting import waiting_for
from kohkol.people.api import Officer, may

__all__ = [
    "Draft",
    "DraftCheck",
    "Exposed",
    "NamePermit",
    "Sheet",
    "SheetEvidence",
    "SheetRow",
    "SheetUse",
    "SheetVersion",
    "ShownSheet",
    "VersionState",
    "as_html",
    "ask_permit",
    "bait_in",
    "check_draft",
    "ended_uses",
    "exposed_in",
    "is_in_force",
    "let_through",
    "may_decide",
    "office_words",
    "permits_of",
    "public_sheets",
    "public_versions",
    "put_plainer",
    "rows_of_issues",
    "serve_evidence",
    "sheets_of_issue",
    "shown_of",
    "tell_all",
    "undo_use",
    "untold",
    "use_sheet",
    "used_between",
    "uses_of_issues",
    "version_in_force",
    "visible_sheets",
    "waiting_for",
]

PUBLIC_STATES = [VersionState.SIGNED, VersionState.SUPERSEDED, VersionState.WITHDRAWN]


def visible_sheets(officer: Officer) -> QuerySet[Sheet]:
    """The sheets this officer may see: the desk all, an agency's officer those of her agency."""
    if may(officer, "facts.see"):
        return Sheet.objects.all()
    return Sheet.objects.filter(agency=officer.agency_id) if officer.agency_id else Sheet.objects.none()


def public_versions() -> QuerySet[SheetVersion]:
    """Every version that was ever signed, with its public evidence: what a permanent address shows."""
    return (
        SheetVersion.objects.filter(signed_at__isnull=False, state__in=PUBLIC_STATES)
        .select_related("sheet__agency", "signer")
        .prefetch_related(
            Prefetch("evidence", queryset=SheetEvidence.objects.filter(is_public=True).order_by("pk"), to_attr="shown")
        )
        .order_by("-signed_at")
    )


def public_sheets() -> QuerySet[SheetVersion]:
    """The version of each sheet that is in force."""
    return public_versions().filter(state=VersionState.SIGNED)


def sheets_of_issue(issue_id: int) -> QuerySet[Sheet]:
    """The sheets that answer an issue, with their versions."""
    return Sheet.objects.filter(issue=issue_id).select_related("agency").prefetch_related("versions")
