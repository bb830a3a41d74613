"""Makes messages and deliveries of a test in one line each."""

from collections.abc import Callable
from datetime import datetime

from kohkol.channels.contract import Connection, Network, Writer
from kohkol.channels.guarded import GuardedClient
from kohkol.channels.testing import FakeNetwork
from kohkol.publishing.actions import Basis, add_variant, approve_variant, ask_review, write_message
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery, Variant
from tests import facts
from tests.scene import NOW, account, officer


def connector(fake: FakeNetwork):
    """Connects every account to the fake."""

    def connect_to(_account: object, now: Callable[[], datetime]) -> tuple[Network, Writer]:
        return fake.network, fake.network.writer(Connection(http=GuardedClient(), now=now))

    return connect_to


def variant(
    fake: FakeNetwork, *, basis: Basis | None = None, text: str = "Air menyala lagi pukul 18.", **who
) -> Variant:
    """A variant in review, resting on a signed sheet unless a basis is given."""
    writer = who.get("by") or officer("writer")
    message = write_message("Air mati", "Warga utara", basis or Basis([facts.signed()]), by=writer, at=NOW)
    rest = message.rests_on.get()
    link = f" http://127.0.0.1:8750/f/{rest.version.sheet.code}" if rest.version else ""
    made = add_variant(message, account("fake", state="connected"), text + link, by=writer, at=NOW)
    ask_review(made, by=writer, at=NOW, connect_to=connector(fake))
    return made


def approved(fake: FakeNetwork, *, due_at: datetime = NOW, **fields) -> Delivery:
    """A delivery in the queue, approved by somebody who did not write it."""
    made = variant(fake, **fields)
    return approve_variant(
        made,
        by=officer("approver"),
        at=NOW,
        seen_hash=made.content_hash,
        due_at=due_at,
        connect_to=connector(fake),
    )


def sweep(fake: FakeNetwork, at: datetime = NOW, *, name: str = "pekerja") -> int:
    """One round of a worker at that time."""
    return Ledger(name, lambda: at, connector(fake)).sweep()
