"""What an examination of the doctor is, and how its findings are told."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kohkol.running.refusal import say

MANY = 5


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what, and what to do. A notice does not make the installation unhealthy."""

    sentence: str
    is_notice: bool = False


@dataclass(frozen=True)
class Examination:
    """A check with its name; `look` gives what is wrong, nothing when all is well."""

    name: str
    look: Callable[[Path, datetime], Sequence[Finding]]


def examine(examinations: Sequence[Examination], data: Path, at: datetime) -> bool:
    """Do the examinations, printing each; True when nothing is wrong."""
    healthy = True
    for examination in examinations:
        started = time.monotonic()
        found = examination.look(data, at)
        wrong = [finding for finding in found if not finding.is_notice]
        healthy = healthy and not wrong
        word = "WRONG" if wrong else "note" if found else "ok"
        say(f"{word:<6} {examination.name}" + ("" if found else f" ({time.monotonic() - started:.1f} s)"))
        for finding in found[:MANY]:
            say(f"       {finding.sentence}")
        if len(found) > MANY:
            say(f"       ... and {len(found) - MANY} more of these")
    return healthy
