"""Works what is due, round after round: the rows are the truth, so nothing is lost when this process dies.

Each sweep is a function over rows; a sweep that fails is logged and tried again next round, and never keeps the others
from running.
"""

import logging
import os
import platform
import signal
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

import django
from django.db import close_old_connections, connections
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
django.setup()

from kohkol.facts.api import tell_all  # noqa: E402 - Django has to be set up first
from kohkol.issues.api import escalate_due, look_up_what_is_due, remind_officers  # noqa: E402
from kohkol.matching.api import sheet_index  # noqa: E402
from kohkol.measuring.api import keep_morning_brief  # noqa: E402
from kohkol.people.api import seal_events  # noqa: E402
from kohkol.publishing.api import Ledger, reopen_what_rests_on_ended  # noqa: E402

log = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
LEDGER_SECONDS = 10.0  # a long queue is worked off in one round, but corrections and reminders get their turn
Sweep = Callable[[datetime], object]


def sweeps(name: str) -> Mapping[str, Sweep]:
    """What one round does, in order: corrections before deliveries, sealing last."""
    ledger = Ledger(name, timezone.now)
    return {
        "rework": lambda at: reopen_what_rests_on_ended(at=at),
        "ledger": lambda _at: work_off(ledger.sweep),
        "reminders": remind_officers,
        "escalation": lambda at: escalate_due(at),
        "brief": keep_morning_brief,
        "known sheets": lambda at: sheet_index().save(at),
        "lookups": look_up_what_is_due,
        "seal": lambda at: seal_events(at=at),
    }


def work_off(sweep: Callable[[], int], seconds: float = LEDGER_SECONDS) -> None:
    """Sweep until nothing is due any more, or the time is up."""
    until = time.monotonic() + seconds
    while sweep() and time.monotonic() < until:
        pass


def run_round(work: Mapping[str, Sweep], at: datetime) -> list[str]:
    """Run every sweep once; returns the names of those that failed."""
    failed = []
    for name, sweep in work.items():
        try:
            sweep(at)
        except Exception:
            log.exception("the sweep %s failed; it is tried again next round", name)
            failed.append(name)
            close_old_connections()
    return failed


def main(_arguments: list[str]) -> int:
    """Run rounds until told to stop; the round in progress is finished first."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_round({"telling matching what is in force": tell_all}, timezone.now())
    work = sweeps(f"{platform.node()}-{os.getpid()}")
    while not stop.wait(ROUND_SECONDS):
        run_round(work, timezone.now())
    connections.close_all()
    return 0
