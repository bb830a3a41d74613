"""What a message rests on, for the screens: whether it holds, and what changed when it does not."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kohkol.facts.api import SheetVersion, is_in_force, version_in_force
from kohkol.publishing.gates import why_not
from kohkol.publishing.models import Message


@dataclass(frozen=True)
class Rest:
    """One thing that a message rests on."""

    version: SheetVersion | None
    source_name: str
    source_url: str
    holds: bool
    why_not: str = ""

    @property
    def link(self) -> str:
        """The short public address of the sheet."""
        return f"{settings.KOHKOL_URL}/f/{self.version.sheet.code}" if self.version else self.source_url


@dataclass(frozen=True)
class Change:
    """A version that ended, and what holds in its place (None: nothing does)."""

    before: SheetVersion
    now: SheetVersion | None
    why: str


def rests_of(message: Message, *, at: datetime) -> list[Rest]:
    """Everything that a message rests on."""
    found = []
    for row in message.rests_on.select_related("version__sheet__agency", "version__signer").order_by("pk"):
        version = row.version
        holds = version is None or is_in_force(version, at)
        reason = "" if version is None or holds else why_not(version)
        found.append(Rest(version, row.source_name, row.source_url, holds, reason))
    return found


def changes_of(message: Message, *, at: datetime) -> list[Change]:
    """What no longer holds, each beside what holds in its place."""
    changes = []
    for rest in rests_of(message, at=at):
        if rest.version is None or rest.holds:
            continue
        now = version_in_force(rest.version.sheet)
        fits = now is not None and now.pk != rest.version.pk and is_in_force(now, at)
        changes.append(Change(rest.version, now if fits else None, rest.why_not))
    return changes
