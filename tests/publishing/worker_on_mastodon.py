"""A worker in a process of its own that kills itself at a named step, on a real server: run by test_killed_on_mastodon.

usage: worker_on_mastodon.py prepare SERVER TOKEN | sweep MINUTES [STEP]; MINUTES such as 4,5,6.
"""

import os
import signal
import sys

import django

django.setup()

from kohkol.people.connecting import AccountEntry, add_account, connect_account  # noqa: E402
from kohkol.publishing.actions import Basis, add_variant, approve_variant, ask_review, write_message  # noqa: E402
from kohkol.publishing.connections import connect  # noqa: E402
from kohkol.publishing.ledger import Ledger  # noqa: E402
from kohkol.publishing.models import Delivery  # noqa: E402
from tests import facts  # noqa: E402
from tests.scene import NOW, later, officer  # noqa: E402

WORDS = "Pekerja boleh mati, kiriman tetap satu."


def prepare(server: str, token: str) -> None:
    """One approved delivery to the real account."""
    admin, writer = officer("publisher"), officer("writer")
    account = add_account(AccountEntry("mastodon", "Kabar"), by=admin, at=NOW)
    connect_account(account, server, token, by=admin, at=NOW)
    version = facts.signed()
    message = write_message("Air mati", "Warga utara", Basis([version]), by=writer, at=NOW)
    made = add_variant(message, account, f"{WORDS} http://127.0.0.1:8750/f/{version.sheet.code}", by=writer, at=NOW)
    ask_review(made, by=writer, at=NOW)
    approve_variant(made, by=officer("approver"), at=NOW, seen_hash=made.content_hash, due_at=NOW)


def sweep(minutes: str, fatal: str = "") -> None:
    """Rounds of a worker at these minutes; it dies at the step named."""

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for minute in minutes.split(","):
        at = later(minutes=float(minute))
        Ledger(f"pekerja-{os.getpid()}", lambda at=at: at, connect, step=step).sweep()
    sys.stdout.write(Delivery.objects.get().state)


{"prepare": prepare, "sweep": sweep}[sys.argv[1]](*sys.argv[2:])
