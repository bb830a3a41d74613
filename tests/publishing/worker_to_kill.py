"""A worker in a process of its own that kills itself at a named step: run by test_killed_workers.

usage: worker_to_kill.py ACTION FAKE_FILE MINUTES [STEP]; ACTION is prepare or sweep, MINUTES such as 4,5,6.
"""

import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from kohkol.channels.testing import FakeNetwork  # noqa: E402
from kohkol.publishing.ledger import Ledger  # noqa: E402
from kohkol.publishing.models import Delivery  # noqa: E402
from tests.publishing import approved, connector  # noqa: E402
from tests.scene import later  # noqa: E402


def main(action: str, file: str, minutes: str, fatal: str = "") -> None:
    fake = FakeNetwork(file=Path(file))
    if action == "prepare":
        approved(fake)
        return

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for minute in minutes.split(","):
        at = later(minutes=float(minute))
        Ledger(f"pekerja-{os.getpid()}", lambda at=at: at, connector(fake), step=step).sweep()
    sys.stdout.write(Delivery.objects.get().state)


main(*sys.argv[1:])
