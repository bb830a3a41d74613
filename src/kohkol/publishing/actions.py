"""Every change to messages and variants: an action checks the permission, writes and records, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kohkol.facts.api import SheetVersion
from kohkol.issues.api import Issue
from kohkol.people.api import Account, Officer, record, require, rule_value
from kohkol.publishing.connections import Connect, connect_for_pages
from kohkol.publishing.content import frozen, hash_content
from kohkol.publishing.gates import shut_gates
from kohkol.publishing.live import live_now
from kohkol.publishing.models import Approval, Delivery, Message, RestsOn, Variant, VariantMedia
from kohkol.publishing.personal import writers_of
from kohkol.publishing.states import MESSAGE, VARIANT, DeliveryState, MessageState, VariantState
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted


@dataclass(frozen=True)
class Basis:
    """What a message rests on: versions of sheets, or one source by name (routine messages)."""

    versions: Sequence[SheetVersion] = ()
    source_name: str = ""
    source_url: str = ""


def write_message(
    title: str, audience: str, basis: Basis, *, by: Officer, at: datetime, issue: Issue | None = None
) -> Message:
    """Begin a message. Raises `Invalid` when it rests on nothing."""
    require(by, "publishing.write")
    if not title.strip():
        raise Invalid("Beri judul pesan ini.", field="title")
    if not basis.versions and not basis.source_name.strip():
        raise Invalid("Pilih lembar fakta, atau sebut sumber untuk pesan rutin.", field="basis")
    kind = Message.Basis.SHEET if basis.versions else Message.Basis.SOURCE
    with transaction.atomic():
        message = Message.objects.create(
            title=title, audience=audience, basis=kind, issue=issue, written_by=by, written_at=at
        )
        _rest(message, basis)
        record("publishing.message.written", by=by, about=message, at=at, data={"basis": str(kind)})
    return message


def rest_on(message: Message, basis: Basis, *, by: Officer, at: datetime) -> None:
    """Let the message rest on something else, such as the corrected version; approvals become void."""
    require(by, "publishing.write")
    if not basis.versions and not basis.source_name.strip():
        raise Invalid("Pilih lembar fakta, atau sebut sumber untuk pesan rutin.", field="basis")
    with transaction.atomic():
        message.rests_on.all().delete()
        _rest(message, basis)
        for variant in message.variants.all():
            reopen_variant(variant, at=at, reason="Dasar pesan diganti.")
        message.basis = Message.Basis.SHEET if basis.versions else Message.Basis.SOURCE
        message.rework_since_at, message.rework_reason = None, ""
        message.save(update_fields=["basis", "rework_since_at", "rework_reason"])
        versions = [version.pk for version in basis.versions]
        record("publishing.message.rests_on_changed", by=by, about=message, at=at, data={"versions": versions})


def _rest(message: Message, basis: Basis) -> None:
    rows = [RestsOn(message=message, version=version) for version in basis.versions]
    if not rows:
        rows = [RestsOn(message=message, source_name=basis.source_name, source_url=basis.source_url)]
    RestsOn.objects.bulk_create(rows)


def add_variant(message: Message, account: Account, text: str, *, by: Officer, at: datetime) -> Variant:
    """The message in the form of one account's channel."""
    require(by, "publishing.write")
    with transaction.atomic():
        variant, made = Variant.objects.get_or_create(
            message=message, account=account, defaults={"text": text, "edited_by": by, "edited_at": at}
        )
        if not made:
            raise Conflict(
                _("Varian untuk %(account)s sudah ada.") % {"account": account.name}, next_step="Buka varian itu."
            )
        record("publishing.variant.saved", by=by, about=variant, at=at, data={"revision": 1})
    return variant


def save_variant(
    variant: Variant,
    text: str,
    *,
    by: Officer,
    at: datetime,
    revision: int,
    language: str = "id",
    media: Sequence[VariantMedia] | None = None,
) -> Variant:
    """Store the words and, when given, the pictures. An approval, and what was queued on it, become void."""
    require(by, "publishing.write")
    with transaction.atomic():
        changed = Variant.objects.filter(pk=variant.pk, revision=revision).update(
            text=text, language=language, revision=revision + 1, edited_by=by, edited_at=at
        )
        variant.refresh_from_db()
        if not changed:
            raise Conflict(
                _("%(edited_by)s menyimpan perubahan lebih dulu.") % {"edited_by": variant.edited_by.name},
                next_step="Tulisan Anda masih ada di bawah; bandingkan lalu simpan lagi.",
            )
        if media is not None:
            keep = [row.pk for row in media if row.pk]
            variant.media.exclude(pk__in=keep).delete()
            for order, row in enumerate(media):
                row.variant, row.order = variant, order
                row.save()
        reopen_variant(variant, at=at, reason="Isi diubah setelah disetujui.")
        record("publishing.variant.saved", by=by, about=variant, at=at, data={"revision": variant.revision})
    return variant


def retitle_message(message: Message, title: str, audience: str, *, by: Officer, at: datetime) -> None:
    """Change title and audience; the title goes out on the public site, so approvals become void."""
    require(by, "publishing.write")
    if not title.strip():
        raise Invalid("Beri judul pesan ini.", field="title")
    if (title, audience) == (message.title, message.audience):
        return
    with transaction.atomic():
        if title != message.title:
            for variant in message.variants.all():
                reopen_variant(variant, at=at, reason="Judul diubah setelah disetujui.")
        message.title, message.audience = title, audience
        message.save(update_fields=["title", "audience"])
        record("publishing.message.retitled", by=by, about=message, at=at, data={"title": title})


def remove_variant(variant: Variant, *, by: Officer, at: datetime) -> None:
    """Leave a channel out. Refused once anybody decided on it or it went out: the record stays."""
    require(by, "publishing.write")
    if variant.approvals.exists() or variant.deliveries.exists():
        raise NotNow(
            "Kanal ini sudah pernah ditinjau atau dikirim, jadi catatannya tetap ada.",
            next_step="Biarkan tersimpan; yang tidak diajukan tidak akan tayang.",
        )
    with transaction.atomic():
        data = {"account": variant.account_id}
        record("publishing.variant.removed", by=by, about=variant.message, at=at, data=data)
        variant.media.all().delete()
        variant.delete()


def reopen_variant(variant: Variant, *, at: datetime, reason: str) -> None:
    """Back to draft: approvals are void and what was queued on them is cancelled. Runs within a transaction."""
    variant.approvals.filter(voided_at=None).update(voided_at=at, void_reason=reason)
    waiting = (DeliveryState.QUEUED, DeliveryState.WAITING_FOR_PERSON, DeliveryState.EXPIRED)
    variant.deliveries.filter(state__in=waiting).update(state=DeliveryState.CANCELLED, reason=reason)
    if variant.state != VariantState.DRAFT:
        VARIANT.check(variant.state, VariantState.DRAFT)
        Variant.objects.filter(pk=variant.pk).update(state=VariantState.DRAFT, content_hash="")
        variant.refresh_from_db()


def ask_review(variant: Variant, *, by: Officer, at: datetime, connect_to: Connect = connect_for_pages) -> None:
    """Lay a variant before an approver. Raises `Invalid` with every shut gate in the sentence."""
    require(by, "publishing.write")
    VARIANT.check(variant.state, VariantState.IN_REVIEW)
    shut = shut_gates(variant, at=at, connect_to=connect_to)
    if shut:
        raise Invalid(" ".join(gate.sentence for gate in shut), next_step="Perbaiki, lalu ajukan lagi.")
    with transaction.atomic():
        _move(variant, VariantState.IN_REVIEW, content_hash=hash_content(frozen(variant)))
        if variant.message.state != MessageState.IN_REVIEW:
            MESSAGE.check(variant.message.state, MessageState.IN_REVIEW)
            Message.objects.filter(pk=variant.message_id).update(state=MessageState.IN_REVIEW)
        record("publishing.variant.review_asked", by=by, about=variant, at=at, data={"hash": variant.content_hash})


def _move(variant: Variant, state: VariantState, **values: object) -> None:
    VARIANT.check(variant.state, state)
    held = Variant.objects.filter(pk=variant.pk, state=variant.state, revision=variant.revision)
    if not held.update(state=state, **values):
        raise Conflict("Orang lain mengubah varian ini pada saat yang sama.", next_step="Muat ulang halaman.")
    variant.refresh_from_db()


def wrote_it(variant: Variant, officer: Officer) -> bool:
    """Whether any of the words are this officer's: who began the message, or ever saved this variant."""
    return officer.pk in writers_of(variant)


def approve_variant(
    variant: Variant,
    *,
    by: Officer,
    at: datetime,
    seen_hash: str,
    due_at: datetime | None = None,
    connect_to: Connect = connect_for_pages,
) -> Delivery:
    """Approve exactly what was shown and put it in the ledger, to go out at `due_at` (None: now).

    Where the same variant is live already, the delivery renews that post. Raises `NotPermitted` for who wrote any of
    it, `Conflict` when it changed since it was shown, `NotNow` when a gate shut meanwhile.
    """
    require(by, "publishing.approve")
    if wrote_it(variant, by):
        raise NotPermitted("Anda ikut menulis pesan ini.", next_step="Mintalah orang lain menyetujuinya.")
    VARIANT.check(variant.state, VariantState.APPROVED)
    shut = shut_gates(variant, at=at, connect_to=connect_to)
    if shut:
        raise NotNow(" ".join(gate.sentence for gate in shut), next_step="Kembalikan kepada penulis.")
    due = due_at or at
    with transaction.atomic():
        content = frozen(variant)
        if not seen_hash == variant.content_hash == hash_content(content):
            raise Conflict("Isi berubah sejak Anda buka.", next_step="Muat ulang dan baca lagi.")
        _move(variant, VariantState.APPROVED)
        approval = Approval.objects.create(
            variant=variant, content_hash=seen_hash, decision=Approval.Decision.APPROVED, by=by, at=at
        )
        delivery = Delivery.objects.create(
            variant=variant,
            approval=approval,
            account=variant.account,
            content=content,
            due_at=due,
            expires_at=due + timedelta(seconds=rule_value("delivery.expires_seconds", at)),
            amends=live_now(variant.deliveries.all()).order_by("-live_at").first(),
            made_at=at,
        )
        record("publishing.variant.approved", by=by, about=variant, at=at, data={"hash": seen_hash})
    return delivery


def return_variant(variant: Variant, *, by: Officer, at: datetime, reason: str) -> None:
    """Back to the writer, with what to change."""
    require(by, "publishing.approve")
    if not reason.strip():
        raise Invalid("Tulis apa yang perlu diubah.", field="reason")
    with transaction.atomic():
        _move(variant, VariantState.RETURNED)
        Approval.objects.create(
            variant=variant,
            content_hash=variant.content_hash,
            decision=Approval.Decision.RETURNED,
            reason=reason,
            by=by,
            at=at,
        )
        record("publishing.variant.returned", by=by, about=variant, at=at, data={"reason": reason})


def archive_message(message: Message, *, by: Officer, at: datetime) -> None:
    """Put a message away; what is live stays live until it is retracted."""
    require(by, "publishing.deliver")
    MESSAGE.check(message.state, MessageState.ARCHIVED)
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state=MessageState.ARCHIVED)
        record("publishing.message.archived", by=by, about=message, at=at)
