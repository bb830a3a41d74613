"""What is found in the background for issues and stories, kept in rows: which are due, and what their pages show."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from kohkol.engine.matching import ranking
from kohkol.engine.matching.corrections import fingerprint
from kohkol.matching.index import sheets_token
from kohkol.matching.models import Judgement, KnownSheet, Lookup
from kohkol.matching.searching import Finding, KnownAnswer, findings, order, sheets_in_force
from kohkol.people.api import subject_of

KEPT = timedelta(days=7)  # then a row that nobody renewed goes; what is still worked on is looked up again
MOST_KEPT = 8  # sheets for a subject


@dataclass(frozen=True)
class Said:
    """One text of a subject: what it is (`question`, `title`, `post`), the post it is from, and how many say it."""

    text: str
    kind: str
    post: int | None = None
    times: int = 1


@dataclass(frozen=True)
class KnownFor:
    """A sheet that answers a subject, and the text because of which it was found."""

    answer: KnownAnswer
    kind: str
    post: int | None
    times: int


@dataclass(frozen=True)
class Looked:
    """What was found for a subject, and the state of the sheets then."""

    answers: list[KnownFor]
    token: str

    def is_behind(self) -> bool:
        """Whether sheets came or went since; one query."""
        return self.token not in {sheets_token(), ""}


@cache
def rules() -> str:
    """Changes when what decides does, so that a new version of the program looks everything up again."""
    engine = Path(ranking.FILE).parents[1]
    sources = [*engine.glob("*.py"), ranking.FILE, Path(__file__).with_name("searching.py")]
    digest = hashlib.blake2b(digest_size=4)
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def due(signatures: dict[str, str], *, most: int) -> list[str]:
    """Of these subjects (subject -> signature), those to look up now: never looked up first, then the oldest."""
    token = sheets_token()
    signatures = {subject: f"{rules()}:{signature}" for subject, signature in signatures.items()}
    rows = Lookup.objects.filter(subject__in=list(signatures)).order_by("looked_at")
    known = {
        subject: (signature, seen) for subject, signature, seen in rows.values_list("subject", "signature", "token")
    }
    new = [subject for subject in signatures if subject not in known]
    old = [subject for subject in known if known[subject] != (signatures[subject], token)]
    return [*new, *old][:most]


def look_up(subject: str, said: Sequence[Said], *, signature: str, at: datetime) -> None:
    """Search for everything that was said of a subject and keep what was found, each sheet once by its best text."""
    token = sheets_token()
    best: dict[str, tuple[Finding, Said]] = {}
    for one, found in zip(said, findings([one.text for one in said], at=at), strict=True):
        for finding in found:
            if finding.code not in best or order(finding) < order(best[finding.code][0]):
                best[finding.code] = (finding, one)
    kept = sorted(best.values(), key=lambda pair: order(pair[0]))[:MOST_KEPT]
    rows = [
        asdict(finding) | {"kind": one.kind, "post": one.post, "times": one.times, "mark": fingerprint(one.text)}
        for finding, one in kept
    ]
    codes = "".join(f" {finding.code} " for finding, _ in kept)
    values = {"signature": f"{rules()}:{signature}", "token": token, "looked_at": at, "found": rows, "codes": codes}
    Lookup.objects.update_or_create(subject=subject, defaults=values)


def looked(things: Iterable[models.Model], *, at: datetime) -> dict[str, Looked]:
    """What was found for each of these issues and stories, by `subject_of`; two or three queries for any number."""
    subjects = [subject_of(thing) for thing in things]
    rows = list(Lookup.objects.filter(subject__in=subjects)) if subjects else []
    if not rows:
        return {}
    sheets = sheets_in_force({one["code"] for row in rows for one in row.found}, at)
    # A correction takes the token from every row that holds its sheet; a row looked up since then knows of it.
    corrected = [row for row in rows if not row.token]
    other = _called_another({one["mark"] for row in corrected for one in row.found}) if corrected else set()

    def holds(one: dict[str, Any]) -> bool:
        return one["code"] in sheets and (one["mark"], one["code"]) not in other

    return {
        row.subject: Looked([_known(one, sheets, at) for one in row.found if holds(one)], row.token) for row in rows
    }


def _called_another(marks: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs that a person called not the same, also after they were looked up."""
    rows = Judgement.objects.filter(fingerprint__in=list(marks), is_same=False, undone_at=None)
    return set(rows.values_list("fingerprint", "code"))


def _known(kept: dict[str, Any], sheets: dict[str, KnownSheet], at: datetime) -> KnownFor:
    finding = Finding(**{name: kept[name] for name in Finding.__dataclass_fields__})
    return KnownFor(KnownAnswer(sheets[finding.code], finding, at), kept["kind"], kept["post"], kept["times"])


def forget_old_lookups(at: datetime) -> None:
    """Take out what nobody looks at any more."""
    Lookup.objects.filter(looked_at__lt=at - KEPT).delete()
