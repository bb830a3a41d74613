"""Connects an official account to its network: the only place where rows and channels meet."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kohkol.channels.contract import Connection, Network, Writer
from kohkol.channels.guarded import GuardedClient
from kohkol.channels.registry import networks
from kohkol.people.api import Account, open_secret
from kohkol.publishing.site import LocalPages
from kohkol.refusals import Refused

Connect = Callable[[Account, Callable[[], datetime]], tuple[Network, Writer]]

LIMITS_SECONDS = 600  # how long a page trusts what a server said of its limits; the worker always asks anew
_writers: dict[tuple[int | None, str, bytes], tuple[float, Writer]] = {}


def connect(account: Account, now: Callable[[], datetime]) -> tuple[Network, Writer]:
    """The network of an account and a writer for it. Raises `Refused` when the network takes no posts.

    What the network declares as `settings` comes from the account: the server's address from its row, everything else
    from what was sealed with the token.
    """
    found = networks().get(account.network)
    if found is None or found.writer is None:
        raise Refused(
            _("Kohkol tidak dapat mengirim ke %(network)s.") % {"network": account.network},
            next_step="Periksa jaringan akun ini.",
        )
    sealed = open_secret(account)
    given = {"server": account.address} | sealed
    secret = {one.name for one in found.settings if one.secret}
    connection = Connection(
        http=GuardedClient(allowed=settings.KOHKOL_PRIVATE_HOSTS),
        now=now,
        settings={one.name: given[one.name] for one in found.settings if not one.secret and given.get(one.name)},
        secrets={name: value for name, value in sealed.items() if name in secret},
        site=LocalPages(now),
    )
    return found, found.writer(connection)


def is_by_hand(account: Account) -> bool:
    """Whether a person posts there. A network that we do not know is always by hand."""
    found = networks().get(account.network)
    return found is None or found.by_hand


def writer_for_pages(account: Account) -> Writer:
    """A writer for limits and counters. It is kept for some minutes, so that no page waits for a foreign server twice.

    Raises `Refused` when the network takes no posts.
    """
    key = (account.pk, f"{account.network} {account.address}", bytes(account.secret or b""))
    kept = _writers.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    writer = connect(account, lambda: datetime.now(UTC))[1]
    _writers[key] = (time.monotonic() + LIMITS_SECONDS, writer)
    return writer


def connect_for_pages(account: Account, _now: Callable[[], datetime]) -> tuple[Network, Writer]:
    """As `connect`, with the limits that are known already: for gates and counters, never for sending."""
    writer = writer_for_pages(account)
    return networks()[account.network], writer
