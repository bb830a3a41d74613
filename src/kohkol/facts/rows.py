"""A sheet in one line, for lists: what is in force, what is being written, how long it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from kohkol.facts.models import Sheet, SheetUse, SheetVersion
from kohkol.facts.states import VersionState

ENDING_SOON = timedelta(days=3)
OPEN = {VersionState.DRAFT, VersionState.AWAITING}


@dataclass(frozen=True)
class SheetRow:
    """A sheet as the list shows it: what is in force, and what is being written."""

    sheet: Sheet
    current: SheetVersion | None
    opened: SheetVersion | None
    last: SheetVersion
    is_expired: bool
    is_ending: bool

    @property
    def question(self) -> str:
        return (self.current or self.last).question


def row_of(sheet: Sheet, at: datetime, versions: Sequence[SheetVersion] | None = None) -> SheetRow:
    """Reads the versions of a sheet once, unless they are given; they are ordered newest first."""
    versions = list(sheet.versions.all()) if versions is None else versions
    current = next((one for one in versions if one.state == VersionState.SIGNED), None)
    opened = next((one for one in versions if one.state in OPEN), None)
    ends = current.valid_until if current else None
    return SheetRow(
        sheet, current, opened, versions[0], bool(ends and ends <= at), bool(ends and at < ends <= at + ENDING_SOON)
    )


def rows_of_issues(issue_ids: Sequence[int], at: datetime) -> list[SheetRow]:
    """The sheets that answer an issue or any that was merged into it, the latest first; one query."""
    versions = SheetVersion.objects.filter(sheet__issue__in=issue_ids).select_related("sheet__agency")
    told = versions.order_by("-sheet__opened_at", "sheet", "-number")
    return [row_of(sheet, at, list(group)) for sheet, group in groupby(told, key=lambda version: version.sheet)]


def ended_uses(at: datetime) -> QuerySet[SheetUse]:
    """Uses by issues that are still worked on, of sheets of which nothing is in force any more."""
    ends_later = Q(valid_until=None) | Q(valid_until__gt=at)
    in_force = SheetVersion.objects.filter(ends_later, state=VersionState.SIGNED, valid_from__lte=at)
    uses = SheetUse.objects.filter(undone_at=None).exclude(issue__state__in=["closed", "merged"])
    return uses.exclude(version__sheet__in=in_force.values("sheet")).select_related("version__sheet", "issue")


def used_between(since: datetime, until: datetime) -> list[SheetUse]:
    """The sheets that were taken as answers in that time, the earliest first."""
    rows = SheetUse.objects.filter(undone_at=None, used_at__gt=since, used_at__lte=until)
    return list(rows.select_related("version__sheet", "issue").order_by("used_at"))


def uses_of_issues(issue_ids: Sequence[int]) -> list[SheetUse]:
    """The sheets that were taken as answers to these issues, the earliest first; one query."""
    rows = SheetUse.objects.filter(issue__in=issue_ids, undone_at=None)
    return list(rows.select_related("version__sheet__agency", "by", "issue").order_by("used_at"))
