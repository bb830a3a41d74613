"""Connects an official account to its network: the only place where rows and channels meet."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from kohkol.channels.contract import Connection, Network, Writer
from kohkol.channels.guarded import GuardedClient
from kohkol.channels.registry import networks
from kohkol.people.api import Account, open_secret
from kohkol.publishing.site import LocalPages
from kohkol.refusals import Refused

Connect = Callable[[Account, Callable[[], datetime]], tuple[Network, Writer]]


def connect(account: Account, now: Callable[[], datetime]) -> tuple[Network, Writer]:
    """The network of an account and a writer for it. Raises `Refused` when the network takes no posts."""
    found = networks().get(account.network)
    if found is None or found.writer is None:
        raise Refused(f"Kohkol tidak dapat mengirim ke {account.network}.", next_step="Periksa jaringan akun ini.")
    connection = Connection(
        http=GuardedClient(allowed=settings.KOHKOL_PRIVATE_HOSTS),
        now=now,
        settings={"server": account.address, "address": account.address, "handle": account.handle},
        secrets=open_secret(account),
        site=LocalPages(now),
    )
    return found, found.writer(connection)
