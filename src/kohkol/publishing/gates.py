"""What must hold before a variant may go out: each gate that is shut says why, in words its writer can act on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from kohkol.channels.limits import problems_with
from kohkol.facts.api import SheetVersion, VersionState, is_in_force
from kohkol.people.api import AccountState
from kohkol.publishing.connections import Connect, connect_for_pages
from kohkol.publishing.content import frozen, outgoing
from kohkol.publishing.models import Message, Variant
from kohkol.publishing.personal import stops_of
from kohkol.refusals import Refused


@dataclass(frozen=True)
class ShutGate:
    """One reason why a variant may not go out; `gate` is basis, limits, account, or personal."""

    gate: str
    sentence: str


def shut_gates(variant: Variant, *, at: datetime, connect_to: Connect = connect_for_pages) -> list[ShutGate]:
    """Every shut gate of a variant; empty when it may be laid before an approver."""
    personal = [ShutGate("personal", stop.sentence) for stop in stops_of(variant)]
    return [*basis_gates(variant.message, at=at), *_channel_gates(variant, connect_to), *personal]


def basis_gates(message: Message, *, at: datetime) -> list[ShutGate]:
    """Whether what the message rests on is there and still holds."""
    rests = list(message.rests_on.select_related("version__sheet"))
    if message.basis == Message.Basis.SOURCE:
        named = any(rest.source_name.strip() for rest in rests)
        return [] if named else [ShutGate("basis", _("Pesan rutin perlu menyebut sumbernya."))]
    versions = [rest.version for rest in rests if rest.version is not None]
    if not versions:
        return [ShutGate("basis", _("Pesan belum bertumpu pada lembar fakta."))]
    return [ShutGate("basis", why_not(version)) for version in versions if not is_in_force(version, at)]


def why_not(version: SheetVersion) -> str:
    """Why one cannot rest on this version, and what to do."""
    name = _("Lembar %(code)s versi %(number)d") % {"code": version.sheet.code, "number": version.number}
    if version.state in {VersionState.DRAFT, VersionState.AWAITING}:
        return _("%(sheet)s belum ditandatangani.") % {"sheet": name}
    if version.state == VersionState.SUPERSEDED:
        return _("%(sheet)s sudah digantikan. Periksa teksnya terhadap versi terbaru.") % {"sheet": name}
    if version.state == VersionState.WITHDRAWN:
        return _("%(sheet)s ditarik: %(reason)s") % {"sheet": name, "reason": version.end_reason}
    return _("Masa berlaku %(sheet)s belum mulai atau sudah lewat.") % {"sheet": name}


def _channel_gates(variant: Variant, connect_to: Connect) -> list[ShutGate]:
    if variant.account.state == AccountState.CLOSED:
        said = _("Akun %(account)s sudah ditutup. Hapus kanal ini dari pesan.") % {"account": variant.account.name}
        return [ShutGate("account", said)]
    try:
        _network, writer = connect_to(variant.account, lambda: datetime.now(UTC))
    except Refused as problem:
        return [ShutGate("account", f"{problem.sentence} {problem.next_step}".strip())]
    return [ShutGate("limits", str(problem)) for problem in problems_with(outgoing(frozen(variant)), writer)]
