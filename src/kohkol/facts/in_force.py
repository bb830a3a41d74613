"""Says which version of a sheet one may rest on at a moment."""

from datetime import datetime

from kohkol.facts.models import Sheet, SheetVersion
from kohkol.facts.states import VersionState


def version_in_force(sheet: Sheet) -> SheetVersion | None:
    """The signed version, or None when there is none yet or it was withdrawn."""
    return sheet.versions.filter(state=VersionState.SIGNED).first()


def is_in_force(version: SheetVersion, at: datetime) -> bool:
    """Whether one may rest on this version now: signed, neither replaced nor withdrawn, and within its validity."""
    return (
        version.state == VersionState.SIGNED
        and version.valid_from <= at
        and (version.valid_until is None or at < version.valid_until)
    )
