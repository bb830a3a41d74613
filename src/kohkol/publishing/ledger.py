"""Works the ledger: claims what is due, makes the one irreversible call, and looks up what is unknown.

A delivery that could have been accepted is `unknown` until it was looked up; it is never sent again before. Every step
is a conditional update on the row, so that two workers, or a worker and a person, cannot both act. What a killed
worker left behind is found by the age of its claim: before the call it goes back to the queue, after it is `unknown`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kohkol.channels.contract import Handover, Network, Receipt, Reliability, Writer
from kohkol.channels.errors import ChannelError, Reconnect, Retry, UnknownOutcome, WaitUntil
from kohkol.people.api import Account, AccountState, record
from kohkol.publishing.connections import Connect, connect
from kohkol.publishing.content import hash_content, outgoing
from kohkol.publishing.gates import basis_gates
from kohkol.publishing.live import LIVE, issue_is_answered
from kohkol.publishing.models import Delivery, Message
from kohkol.publishing.states import DELIVERY, DeliveryState, MessageState
from kohkol.refusals import Refused

log = logging.getLogger(__name__)

CLAIM_SECONDS = 180  # longer than the guarded client's deadline (20 s) times the calls of one delivery (media, status)
FIRST_PAUSE_SECONDS = 30
LONGEST_PAUSE_SECONDS = 1800
UNKNOWN_PAUSE_SECONDS = 20
MOST_ATTEMPTS = 8
NOT_REACHED = (
    "Kiriman lama di {url} dicatat oleh petugas, jadi tidak dapat diganti dari sini. Hapus kiriman itu, "
    "konfirmasi penarikannya, lalu kirim ulang yang ini."
)
BUG = "Terjadi kesalahan di Kohkol saat mengirim; kiriman mungkin sudah tayang. Periksa akunnya lalu catat hasilnya."


def no_step(_name: str) -> None:
    """The default of `Ledger.step`: nothing watches."""


@dataclass
class Ledger:
    """One worker at the ledger. `step` is called with the name of each step, so that a test can kill it there."""

    name: str
    now: Callable[[], datetime]
    connect_to: Connect = connect
    step: Callable[[str], None] = no_step
    handled: int = field(default=0)

    def sweep(self, most: int = 50) -> int:
        """One round: what expired, what a dead worker left, what is unknown, what is due. Returns how many."""
        self.handled = 0
        expire_late(at=self.now())
        recover_abandoned(at=self.now())
        for delivery in self._claim(Q(state=DeliveryState.UNKNOWN), most):
            self._look_up(delivery)
        for delivery in self._claim(Q(state=DeliveryState.QUEUED), most):
            self._deliver(delivery)
        for delivery in self._claim(Q(state=DeliveryState.RETRACTING), most):
            self._retract(delivery)
        return self.handled

    def _claim(self, which: Q, most: int) -> list[Delivery]:
        """Take due rows for this worker, each by a conditional update; a row that another took is left out."""
        at = self.now()
        free = Q(claimed_at=None) | Q(claimed_at__lte=at - timedelta(seconds=CLAIM_SECONDS))
        due = Q(due_at__lte=at) & (Q(not_before_at=None) | Q(not_before_at__lte=at))
        paused = Q(account__state=AccountState.NEEDS_RECONNECT)
        rows = Delivery.objects.filter(which & free & due).exclude(paused).order_by("due_at", "pk")[:most]
        taken = []
        for row in rows.values_list("pk", "state"):
            then = DeliveryState.SENDING if row[1] == DeliveryState.QUEUED else row[1]
            mine = Delivery.objects.filter(which & free, pk=row[0])
            if mine.update(state=then, claimed_at=at, claimed_by=self.name):
                taken.append(row[0])
        self.step("claimed")
        self.handled += len(taken)
        return list(Delivery.objects.filter(pk__in=taken).select_related("account", "variant__message", "amends"))

    def _deliver(self, delivery: Delivery) -> None:
        if hash_content(delivery.content) != delivery.approval.content_hash or delivery.approval.voided_at:
            self._put(delivery, DeliveryState.FAILED, reason="Persetujuan tidak berlaku lagi untuk isi ini.")
            return
        shut = basis_gates(delivery.variant.message, at=self.now())
        if shut:
            self._put(delivery, DeliveryState.FAILED, reason=shut[0].sentence)
            return
        try:
            network, writer = self.connect_to(delivery.account, self.now)
        except Refused as problem:
            self._put(delivery, DeliveryState.FAILED, reason=f"{problem.sentence} {problem.next_step}")
            return
        if network.by_hand:
            self._call(delivery, network, writer)  # packs a hand-over: nothing irreversible, so nothing to mark
            return
        renewed = _renewed(delivery)
        if renewed is not None and not renewed.external_id:
            self._put(delivery, DeliveryState.FAILED, reason=NOT_REACHED.format(url=renewed.url))
            return
        self.step("before_call")
        if not _mark_called(delivery, at=self.now()):
            return
        self.step("marked")
        self._call(delivery, network, writer)

    def _call(self, delivery: Delivery, network: Network, writer: Writer) -> None:
        """The irreversible call, made once, alone here; whatever is not certain afterwards is unknown."""
        try:
            result = send(delivery, writer)
        except UnknownOutcome as problem:
            self._unknown(delivery, network, str(problem), problem.reply)
        except ChannelError as problem:
            self._not_accepted(delivery, problem)
        except Exception as problem:
            log.exception("delivery %s", delivery.pk)
            self._unknown(delivery, network, BUG, repr(problem))
        else:
            self.step("after_call")
            self._accepted(delivery, result)

    def _accepted(self, delivery: Delivery, result: Receipt | Handover) -> None:
        if isinstance(result, Handover):
            self._put(delivery, DeliveryState.WAITING_FOR_PERSON, called_at=None, reason="")
            return
        self._put(
            delivery,
            DeliveryState.SENT,
            external_id=result.external_id,
            url=result.url,
            live_at=result.at,
            reason="",
            not_before_at=None,
        )

    def _unknown(self, delivery: Delivery, network: Network, reason: str, detail: str) -> None:
        pause = max(UNKNOWN_PAUSE_SECONDS, network.settle_seconds)
        later = self.now() + timedelta(seconds=pause)
        self._put(delivery, DeliveryState.UNKNOWN, reason=reason, detail=detail, not_before_at=later)

    def _not_accepted(self, delivery: Delivery, problem: ChannelError) -> None:
        """Nothing was accepted: wait, try again, or ask a person, as the error's kind says."""
        values: dict[str, Any] = {"reason": str(problem), "detail": problem.reply, "called_at": None}
        if isinstance(problem, WaitUntil):
            _hold_account(delivery.account, until=problem.until)
            self._put(delivery, DeliveryState.QUEUED, not_before_at=problem.until, **values)
        elif isinstance(problem, Reconnect):
            _needs_reconnect(delivery.account, problem, at=self.now())
            self._put(delivery, DeliveryState.QUEUED, **values)
        elif isinstance(problem, Retry) and delivery.attempts < MOST_ATTEMPTS:
            pause = min(FIRST_PAUSE_SECONDS * 2**delivery.attempts, LONGEST_PAUSE_SECONDS)
            later = self.now() + timedelta(seconds=pause)
            self._put(delivery, DeliveryState.QUEUED, not_before_at=later, attempts=delivery.attempts + 1, **values)
        else:
            self._put(delivery, DeliveryState.FAILED, **values)

    def _look_up(self, delivery: Delivery) -> None:
        """Find out whether an unknown delivery is live, before anything else is done with it."""
        at = self.now()
        called = delivery.called_at or delivery.claimed_at or delivery.made_at
        try:
            network, writer = self.connect_to(delivery.account, self.now)
            found = self._find(delivery, writer, since=called)
        except Reconnect as problem:
            _needs_reconnect(delivery.account, problem, at=at)
            self._put(delivery, DeliveryState.UNKNOWN, reason=str(problem))
            return
        except (ChannelError, Refused) as problem:
            later = at + timedelta(seconds=LONGEST_PAUSE_SECONDS if not isinstance(problem, Retry) else 60)
            self._put(delivery, DeliveryState.UNKNOWN, reason=str(problem), not_before_at=later)
            return
        self.step("looked_up")
        if found is not None:
            self._accepted(delivery, found)
        elif at < called + timedelta(seconds=max(network.settle_seconds, UNKNOWN_PAUSE_SECONDS)):
            later = at + timedelta(seconds=UNKNOWN_PAUSE_SECONDS)
            self._put(delivery, DeliveryState.UNKNOWN, not_before_at=later)
        elif _key_is_too_old(network, called, at):
            self._put(
                delivery,
                DeliveryState.FAILED,
                reason="Tidak ditemukan di akun. Kiriman lama tidak diulang otomatis; kirim ulang bila masih perlu.",
            )
        else:
            self._put(delivery, DeliveryState.QUEUED, called_at=None, reason="Belum tayang; dikirim lagi.")

    def _find(self, delivery: Delivery, writer: Writer, *, since: datetime) -> Receipt | None:
        renewed = _renewed(delivery)
        if renewed is not None:
            # Renewing the same post twice gives the same post: for an amendment, doing it again is the look-up.
            return writer.amend(renewed.external_id, outgoing(delivery.content))
        return writer.find(str(delivery.key), outgoing(delivery.content), since=since - timedelta(seconds=60))

    def _retract(self, delivery: Delivery) -> None:
        """Take a live post down on the network itself, not only here.

        Where the network offers no way, it stays in `retracting` with the steps for a person, who then confirms; it is
        looked at again now and then, because the network may show that the post is gone.
        """
        try:
            network, writer = self.connect_to(delivery.account, self.now)
            if not delivery.external_id and not network.by_hand:
                raise Refused(
                    _("Hapus sendiri kirimannya di %(url)s, lalu konfirmasi di sini.") % {"url": delivery.url}
                )
            writer.retract(delivery.external_id)
        except WaitUntil as problem:
            self._put(delivery, DeliveryState.RETRACTING, reason=str(problem), not_before_at=problem.until)
        except (Retry, UnknownOutcome) as problem:
            later = self.now() + timedelta(seconds=60)
            self._put(delivery, DeliveryState.RETRACTING, reason=str(problem), not_before_at=later)
        except Reconnect as problem:
            _needs_reconnect(delivery.account, problem, at=self.now())
            self._put(delivery, DeliveryState.RETRACTING, reason=f"Belum ditarik. {problem}")
        except (ChannelError, Refused) as problem:
            later = self.now() + timedelta(seconds=LONGEST_PAUSE_SECONDS)
            reason = f"Belum ditarik. {problem}"
            self._put(delivery, DeliveryState.RETRACTING, reason=reason[:500], not_before_at=later)
        else:
            self._put(delivery, DeliveryState.RETRACTED, reason="", rework_since_at=None)

    def _put(self, delivery: Delivery, state: DeliveryState, **values: Any) -> None:
        """Record an outcome and let go of the claim, unless somebody else took the row meanwhile."""
        self.step(f"before_{state}")
        put(delivery, state, at=self.now(), claimed_by=self.name, **values)
        self.step(f"after_{state}")


def send(delivery: Delivery, writer: Writer) -> Receipt | Handover:
    """The irreversible call itself: publish, or renew the post that is live already. Nothing else happens here."""
    content = outgoing(delivery.content)
    renewed = _renewed(delivery)
    if renewed is not None and renewed.external_id:
        return writer.amend(renewed.external_id, content)
    return writer.publish(content, str(delivery.key))


def _renewed(delivery: Delivery) -> Delivery | None:
    """The post whose words this delivery replaces, as long as it stands."""
    return delivery.amends if delivery.amends is not None and delivery.amends.state in LIVE else None


def put(delivery: Delivery, state: DeliveryState, *, at: datetime, claimed_by: str, **values: Any) -> None:
    """Move a claimed delivery, with its trail, in one transaction."""
    if delivery.state != state:
        DELIVERY.check(delivery.state, state)
    with transaction.atomic():
        held = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, claimed_by=claimed_by)
        if not held.update(state=state, claimed_at=None, **values):
            log.warning("delivery %s was taken over before its outcome could be recorded", delivery.pk)
            return
        if delivery.state != state:
            record(f"publishing.delivery.{state}", by=None, about=delivery, at=at, data=_trail(values))
        if state == DeliveryState.SENT:
            _after_live(delivery, at=at)
    for name, value in {"state": state, "claimed_at": None, **values}.items():
        setattr(delivery, name, value)


def _trail(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(values[name]) for name in ("reason", "external_id", "url") if values.get(name)}


def _after_live(delivery: Delivery, *, at: datetime) -> None:
    """The message counts as published, and what this delivery renewed rests on the new words from now on."""
    message = delivery.variant.message
    if message.state != MessageState.PUBLISHED:
        Message.objects.filter(pk=message.pk).exclude(state=MessageState.ARCHIVED).update(state=MessageState.PUBLISHED)
    issue_is_answered(delivery, at=at)
    if delivery.amends_id:
        Delivery.objects.filter(pk=delivery.amends_id).update(rework_since_at=None)


def _mark_called(delivery: Delivery, *, at: datetime) -> bool:
    """Write down that the call is about to be made; from here on a crash means unknown."""
    held = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, claimed_by=delivery.claimed_by)
    marked = bool(held.update(called_at=at))
    delivery.called_at = at
    return marked


def _key_is_too_old(network: Network, called: datetime, at: datetime) -> bool:
    if network.reliability is not Reliability.KEYED or network.key_lifetime_seconds is None:
        return False
    return at >= called + timedelta(seconds=network.key_lifetime_seconds)


def _hold_account(account: Account, *, until: datetime) -> None:
    """A network's request to wait is for the account, so nothing else of it is tried before."""
    Delivery.objects.filter(account=account, state=DeliveryState.QUEUED).filter(
        Q(not_before_at=None) | Q(not_before_at__lt=until)
    ).update(not_before_at=until)


def _needs_reconnect(account: Account, problem: Reconnect, *, at: datetime) -> None:
    with transaction.atomic():
        changed = Account.objects.filter(pk=account.pk).exclude(state=AccountState.NEEDS_RECONNECT)
        if changed.update(state=AccountState.NEEDS_RECONNECT, problem=str(problem), checked_at=at):
            record("people.account.needs_reconnect", by=None, about=account, at=at)


def expire_late(*, at: datetime) -> int:
    """Nothing past its time is sent by surprise: what is still queued then waits for a person's word."""
    late = Delivery.objects.filter(state=DeliveryState.QUEUED, expires_at__lte=at)
    moved = 0
    for delivery in late[:200]:
        with transaction.atomic():
            reason = "Waktu kirimnya sudah lewat. Kirim ulang bila masih perlu, atau batalkan."
            still = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED)
            if still.update(state=DeliveryState.EXPIRED, reason=reason):
                record("publishing.delivery.expired", by=None, about=delivery, at=at)
                moved += 1
    return moved


def recover_abandoned(*, at: datetime) -> int:
    """Take over what a dead worker left in `sending`: not called yet goes back to the queue, called is unknown."""
    old = Q(claimed_at__lte=at - timedelta(seconds=CLAIM_SECONDS))
    moved = 0
    for delivery in Delivery.objects.filter(old, state=DeliveryState.SENDING):
        called = delivery.called_at is not None
        state = DeliveryState.UNKNOWN if called else DeliveryState.QUEUED
        reason = "Pengiriman terputus di tengah jalan; sedang dicari di akun." if called else ""
        with transaction.atomic():
            held = Delivery.objects.filter(old, pk=delivery.pk, state=DeliveryState.SENDING)
            if held.update(state=state, claimed_at=None, reason=reason, not_before_at=None):
                record(f"publishing.delivery.{state}", by=None, about=delivery, at=at, data={"reason": "abandoned"})
                moved += 1
    return moved
