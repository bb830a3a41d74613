"""Official accounts: what is known of each, connecting it to its network by a token (never a password), closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kohkol.channels.contract import Connection, Network
from kohkol.channels.errors import ChannelError, Retry, WaitUntil
from kohkol.channels.guarded import GuardedClient
from kohkol.channels.mastodon.api import Api
from kohkol.channels.registry import networks
from kohkol.people.audit import record
from kohkol.people.models import Account, Agency, Officer
from kohkol.people.roles import require
from kohkol.people.secrets import open_secret, seal_secret
from kohkol.people.states import AccountState
from kohkol.refusals import Invalid, NotNow, Refused


@dataclass(frozen=True)
class AccountEntry:
    """What the registry keeps of an official account."""

    network: str
    name: str
    handle: str = ""
    address: str = ""
    agency: Agency | None = None
    admin: Officer | None = None
    deputy: Officer | None = None
    decree: str = ""


def networks_to_write() -> dict[str, Network]:
    """Networks that accounts can be on: those that take posts."""
    return {name: one for name, one in networks().items() if one.writer is not None and not one.experimental}


def needs_connecting(account: Account) -> bool:
    """Whether the network wants a token; others are by hand, or our own site."""
    found = networks().get(account.network)
    return found is not None and not found.by_hand and any(one.secret for one in found.settings)


def add_account(entry: AccountEntry, *, by: Officer, at: datetime) -> Account:
    """Put an official account on the register."""
    require(by, "people.manage_accounts")
    _check(entry)
    network = networks_to_write()[entry.network]
    with transaction.atomic():
        account = Account(network=entry.network, **_values(entry))
        if network.by_hand:
            account.state = AccountState.BY_HAND
        elif needs_connecting(account):
            account.state, account.problem = AccountState.NEEDS_RECONNECT, "Belum disambungkan."
        else:
            account.state = AccountState.CONNECTED
        account.save()
        record("people.account.added", by=by, about=account, at=at, data=_trail(entry))
    return account


def change_account(account: Account, entry: AccountEntry, *, by: Officer, at: datetime) -> None:
    """Correct what the register says; the network stays, because deliveries belong to it."""
    require(by, "people.manage_accounts")
    _check(entry)
    if entry.network != account.network:
        raise Invalid("Jaringan akun tidak dapat diganti.", next_step="Tutup akun ini dan daftarkan yang baru.")
    values = _values(entry)
    if needs_connecting(account) and account.secret:
        values.pop("address")  # the token belongs to this server; another server means connecting anew
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**values)
        record("people.account.changed", by=by, about=account, at=at, data=_trail(entry))
    account.refresh_from_db()


def _check(entry: AccountEntry) -> None:
    if entry.network not in networks_to_write():
        raise Invalid("Pilih jaringannya.", field="network")
    if not entry.name.strip():
        raise Invalid("Tulis nama akunnya.", field="name")
    if entry.admin is not None and entry.admin == entry.deputy:
        raise Invalid("Admin dan wakilnya harus dua orang.", field="deputy")


def _values(entry: AccountEntry) -> dict[str, object]:
    names = ("name", "address", "agency", "admin", "deputy", "decree")
    return {name: getattr(entry, name) for name in names} | {"handle": entry.handle.strip().lstrip("@")}


def _trail(entry: AccountEntry) -> dict[str, object]:
    return {"network": entry.network, "admin": entry.admin.pk if entry.admin else None, "decree": entry.decree}


def connect_account(account: Account, server: str, token: str, *, by: Officer, at: datetime) -> str:
    """Try the token on its server; only when it works does it take the old one's place. Returns whose it is.

    Raises `Invalid` with the server's own reason; whatever worked before works still.
    """
    require(by, "people.manage_accounts")
    if account.state == AccountState.CLOSED:
        raise NotNow("Akun ini sudah ditutup.", next_step="Daftarkan akun baru.")
    server, token = server.strip().rstrip("/"), token.strip()
    if not token:
        raise Invalid("Tempel token aksesnya.", field="token")
    owner = _owner(_connection(account, {"server": server, "token": token}, at))
    if account.handle and not _same(account.handle, owner):
        raise Invalid(
            _("Token ini milik @%(owner)s, bukan @%(handle)s.") % {"owner": owner, "handle": account.handle},
            next_step="Masuk ke server itu sebagai akun yang benar, lalu buat token lagi.",
            field="token",
        )
    with transaction.atomic():
        kept = {name: value for name, value in _readable(account).items() if name not in {"server", "token"}}
        Account.objects.filter(pk=account.pk).update(
            secret=seal_secret(account, kept | {"token": token}),
            address=server,
            handle=account.handle or owner,
            state=AccountState.CONNECTED,
            problem="",
            checked_at=at,
        )
        record("people.account.connected", by=by, about=account, at=at, data={"server": server, "owner": owner})
    account.refresh_from_db()
    return owner


def check_account(account: Account, *, by: Officer, at: datetime) -> None:
    """Ask the network whether it still takes our token. A passing error changes nothing but is told."""
    require(by, "people.manage_accounts")
    if not needs_connecting(account) or not account.secret:
        raise NotNow("Akun ini tidak memakai token.", next_step="Tidak ada yang perlu diperiksa di sini.")
    try:
        _owner(_connection(account, {"server": account.address, **open_secret(account)}, at))
    except PassingTrouble:
        raise
    except Invalid as problem:
        state, said = AccountState.NEEDS_RECONNECT, problem.sentence
    else:
        state, said = AccountState.CONNECTED, ""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(state=state, problem=said, checked_at=at)
        record("people.account.checked", by=by, about=account, at=at, data={"state": str(state)})
    account.refresh_from_db()


class PassingTrouble(Invalid):
    """The server could not be asked now; that says nothing about the token."""


def _connection(account: Account, given: Mapping[str, str], at: datetime) -> Connection:
    declared = networks()[account.network].settings
    secret = {one.name for one in declared if one.secret}
    return Connection(
        http=GuardedClient(allowed=settings.KOHKOL_PRIVATE_HOSTS),
        now=lambda: at,
        settings={name: value for name, value in given.items() if name not in secret},
        secrets={name: value for name, value in given.items() if name in secret},
    )


def _owner(connection: Connection) -> str:
    """The handle that the token belongs to: one call to the server, which changes nothing there."""
    try:
        return str(Api(connection).me().get("acct") or "")
    except (Retry, WaitUntil) as problem:
        raise PassingTrouble(str(problem), next_step="Yang tersambung sebelumnya tetap dipakai.") from problem
    except ChannelError as problem:
        raise Invalid(str(problem), next_step="Yang tersambung sebelumnya tetap dipakai.", field="token") from problem


def _same(ours: str, theirs: str) -> bool:
    return ours.partition("@")[0].casefold() == theirs.partition("@")[0].casefold()


def _readable(account: Account) -> dict[str, str]:
    """What was sealed before; nothing when its key is lost, since it is being replaced."""
    try:
        return open_secret(account)
    except Refused:
        return {}


def close_account(account: Account, *, by: Officer, at: datetime, reason: str) -> None:
    """Use an account no more: its token is destroyed, its record and deliveries stay."""
    require(by, "people.manage_accounts")
    if not reason.strip():
        raise Invalid("Tulis alasan penutupan.", field="reason")
    if account.state == AccountState.CLOSED:
        raise NotNow("Akun ini sudah ditutup.")
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(state=AccountState.CLOSED, secret=None, problem=reason)
        record("people.account.closed", by=by, about=account, at=at, data={"reason": reason})
    account.refresh_from_db()
