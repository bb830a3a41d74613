"""Tells matching which sheets are in force: at each signature and withdrawal, and all when it may have missed one."""

from datetime import datetime

from django.db import transaction

from kohkol.facts.models import SheetVersion
from kohkol.facts.states import VersionState
from kohkol.matching.api import KnownSheet, Told, forget_sheet, tell_sheet


def tell_version(version: SheetVersion, *, at: datetime) -> None:
    """This version is in force from now on. Runs in the transaction that signs it."""
    tell_sheet(told_of(version), at=at)


def forget_version(version: SheetVersion, *, at: datetime) -> None:
    """Nothing of this sheet is in force any more. Runs in the transaction that withdraws it."""
    forget_sheet(version.sheet.code, at=at)


def told_of(version: SheetVersion) -> Told:
    """The words and the validity of a version."""
    return Told(
        code=version.sheet.code,
        number=version.number,
        question=version.question,
        short_answer=version.short_answer,
        explanation="\n".join(filter(None, [version.explanation, version.short_answer_su])),
        agency=version.sheet.agency.short_name,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
    )


def untold() -> tuple[list[SheetVersion], list[str]]:
    """Versions in force that matching does not know as they are, and codes that it offers though none is in force."""
    signed = SheetVersion.objects.filter(state=VersionState.SIGNED).select_related("sheet__agency")
    in_force = {version.sheet.code: version for version in signed}
    known = dict(KnownSheet.objects.filter(is_offered=True).values_list("code", "number"))
    missing = [version for code, version in in_force.items() if known.get(code) != version.number]
    return missing, [code for code in known if code not in in_force]


@transaction.atomic
def tell_all(at: datetime) -> int:
    """Put right what matching knows; returns how many sheets were wrong. After an update, or a restored backup."""
    missing, ended = untold()
    for version in missing:
        tell_version(version, at=at)
    for code in ended:
        forget_sheet(code, at=at)
    return len(missing) + len(ended)
