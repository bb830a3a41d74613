"""What people do at the ledger: report and check posts made by hand, retract, send again, settle what is unknown."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction

from kohkol.people.api import Officer, record, require, rule_value
from kohkol.publishing.connections import is_by_hand
from kohkol.publishing.live import issue_is_answered
from kohkol.publishing.models import Delivery, Message
from kohkol.publishing.states import DELIVERY, DeliveryState, MessageState
from kohkol.refusals import Conflict, Invalid, NotPermitted


def report_live(
    delivery: Delivery, *, by: Officer, at: datetime, url: str = "", proof: "File[bytes] | None" = None
) -> None:
    """Somebody posted it by hand and shows where: a link or a screenshot. A promise is not enough."""
    require(by, "publishing.deliver")
    if not url and proof is None:
        raise Invalid("Tempel tautan kiriman, atau unggah tangkapan layarnya.", field="url")
    with transaction.atomic():
        values: dict[str, Any] = {"reported_by": by, "reported_at": at, "live_at": at, "url": url, "reason": ""}
        if delivery.state == DeliveryState.CANCELLED:
            values |= _posted_before_the_word_came(delivery, at)
        _move(delivery, DeliveryState.REPORTED_LIVE, by=by, at=at, data={"url": url, "proof": bool(proof)}, **values)
        published = Message.objects.filter(pk=delivery.variant.message_id).exclude(state=MessageState.ARCHIVED)
        published.update(state=MessageState.PUBLISHED)
        issue_is_answered(delivery, at=at)
        if proof is not None:
            delivery.proof.save(proof.name or f"{delivery.pk}", proof)
        if delivery.amends_id:
            Delivery.objects.filter(pk=delivery.amends_id).update(rework_since_at=None)


def _posted_before_the_word_came(delivery: Delivery, at: datetime) -> dict[str, Any]:
    """A hand-over that was cancelled while somebody was posting it: live without approval, so it is work at once."""
    if not delivery.claimed_by or not is_by_hand(delivery.account):
        raise Conflict("Kiriman ini dibatalkan sebelum diserahkan kepada petugas.", next_step="Muat ulang halaman.")
    return {"rework_since_at": at, "reason": f"Dipasang sebelum kabar pembatalan sampai. {delivery.reason}"[:500]}


def check_delivery(delivery: Delivery, *, by: Officer, at: datetime) -> None:
    """A second person looked: it is there, and it says what was approved."""
    require(by, "publishing.see")
    if by.pk == delivery.reported_by_id:
        raise NotPermitted("Anda sendiri yang melaporkannya.", next_step="Mintalah orang lain mengecek.")
    _move(delivery, DeliveryState.CHECKED, by=by, at=at, checked_by=by, checked_at=at)


def dispute_report(delivery: Delivery, *, by: Officer, at: datetime, reason: str) -> None:
    """A second person looked and it is not there, or says something else: back to waiting."""
    require(by, "publishing.see")
    if not reason.strip():
        raise Invalid("Tulis apa yang tidak cocok.", field="reason")
    _move(delivery, DeliveryState.WAITING_FOR_PERSON, by=by, at=at, reason=reason, reported_by=None, reported_at=None)


def ask_retraction(delivery: Delivery, *, by: Officer, at: datetime, reason: str) -> None:
    """Have it taken down on the network itself; by hand, a person does it and then confirms."""
    require(by, "publishing.deliver")
    if not reason.strip():
        raise Invalid("Tulis alasan penarikan.", field="reason")
    _move(delivery, DeliveryState.RETRACTING, by=by, at=at, reason=reason, not_before_at=None, claimed_at=None)


def confirm_retraction(delivery: Delivery, *, by: Officer, at: datetime) -> None:
    """A person took a post made by hand down and says so."""
    require(by, "publishing.deliver")
    _move(delivery, DeliveryState.RETRACTED, by=by, at=at, rework_since_at=None, reason="")


def keep_live(delivery: Delivery, *, by: Officer, at: datetime, reason: str) -> None:
    """Not to be taken down after all; back to how it was known to be live."""
    require(by, "publishing.deliver")
    if not reason.strip():
        raise Invalid("Tulis mengapa tidak jadi ditarik.", field="reason")
    if delivery.checked_at:
        state = DeliveryState.CHECKED
    else:
        state = DeliveryState.REPORTED_LIVE if delivery.reported_at else DeliveryState.SENT
    _move(delivery, state, by=by, at=at, reason=reason)


def cancel_delivery(delivery: Delivery, *, by: Officer, at: datetime, reason: str) -> None:
    """Not to go out after all."""
    require(by, "publishing.deliver")
    _move(delivery, DeliveryState.CANCELLED, by=by, at=at, reason=reason or "Dibatalkan.")


def send_again(delivery: Delivery, *, by: Officer, at: datetime) -> None:
    """A person wants a failed or expired delivery sent after all; it gets time again from now."""
    require(by, "publishing.deliver")
    until = at + timedelta(seconds=rule_value("delivery.expires_seconds", at))
    fresh: dict[str, Any] = {"due_at": at, "expires_at": until, "not_before_at": None, "called_at": None, "reason": ""}
    _move(delivery, DeliveryState.QUEUED, by=by, at=at, attempts=0, **fresh)


def settle_unknown(delivery: Delivery, *, by: Officer, at: datetime, is_live: bool, url: str = "") -> None:
    """A person looked at the account and says whether an unknown delivery is live."""
    require(by, "publishing.deliver")
    if delivery.state != DeliveryState.UNKNOWN:
        raise Conflict("Kiriman ini sudah tidak dalam keadaan belum pasti.", next_step="Muat ulang halaman.")
    if is_live:
        if not url:
            raise Invalid("Tempel tautan kiriman yang Anda lihat.", field="url")
        _move(delivery, DeliveryState.SENT, by=by, at=at, url=url, live_at=at, reason="", reported_by=by)
    else:
        reason = "Petugas memeriksa: tidak tayang."
        _move(delivery, DeliveryState.FAILED, by=by, at=at, reason=reason, called_at=None)


def _move(
    delivery: Delivery,
    state: DeliveryState,
    *,
    by: Officer,
    at: datetime,
    data: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    DELIVERY.check(delivery.state, state)
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(state=state, **values):
            raise Conflict("Keadaan kiriman berubah pada saat yang sama.", next_step="Muat ulang halaman.")
        trail = data or ({"reason": values["reason"]} if values.get("reason") else {})
        record(f"publishing.delivery.{state}", by=by, about=delivery, at=at, data=trail)
    delivery.refresh_from_db()
