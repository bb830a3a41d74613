"""What the public reads of a version: one thing for the public page, the preview and the phone of who signs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from kohkol.facts.content import as_html
from kohkol.facts.models import SheetEvidence, SheetVersion


@dataclass(frozen=True)
class ShownEvidence:
    """A source as it is listed; `address` is empty where there is nothing to open."""

    label: str
    kind: str
    address: str


@dataclass(frozen=True)
class ShownSheet:
    """The words and the public sources of a version, rendered by `facts/_shown.html`."""

    question: str
    short_answer: str
    short_answer_su: str
    not_known: str
    explanation: SafeString
    valid_from: datetime | None
    valid_until: datetime | None
    evidence: tuple[ShownEvidence, ...]


def shown_of(
    version: SheetVersion, evidence: Iterable[SheetEvidence], address_of_file: Callable[[SheetEvidence], str]
) -> ShownSheet:
    """What the public reads; of the evidence only what is marked public is taken."""
    return ShownSheet(
        question=version.question,
        short_answer=version.short_answer,
        short_answer_su=version.short_answer_su,
        not_known=version.not_known,
        explanation=as_html(version.explanation),
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        evidence=tuple(
            ShownEvidence(row.label, row.kind, address_of_file(row) if row.kind == SheetEvidence.Kind.FILE else row.url)
            for row in evidence
            if row.is_public
        ),
    )
