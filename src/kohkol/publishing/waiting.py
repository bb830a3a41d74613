"""What waits for an officer in publishing: she sees it on the desk's first screen, most urgent first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kohkol.people.api import Account, AccountState, Officer, Task, may
from kohkol.publishing.actions import wrote_it
from kohkol.publishing.models import Delivery, Message, Variant
from kohkol.publishing.states import DeliveryState as S
from kohkol.publishing.states import MessageState, VariantState

MOST = 20
URGENT, SOON, USUAL = 90, 70, 50
SLOW_SECONDS = 15 * 60  # due this long ago and still in the queue: somebody should look


def waiting_for(officer: Officer, at: datetime) -> list[Task]:
    """The tasks of this officer, unordered; sort them by `Task.urgency`."""
    tasks: list[Task] = []
    if may(officer, "publishing.write"):
        tasks += [*_returned(), *_rework()]
    if may(officer, "publishing.approve"):
        tasks += _to_approve(officer)
    if may(officer, "publishing.deliver"):
        tasks += [*_to_report(), *_troubled(), *_slow(at)]
    if may(officer, "publishing.see"):
        tasks += _to_check(officer)
    if may(officer, "people.manage_accounts"):
        tasks += _to_reconnect()
    return tasks


def _returned() -> Iterator[Task]:
    rows = Variant.objects.filter(state=VariantState.RETURNED).select_related("message", "account")
    for row in rows.order_by("message__title")[:MOST]:
        last = row.approvals.order_by("-at").first()
        why = _("Dikembalikan (%(account)s): %(reason)s") % {
            "account": row.account.name,
            "reason": last.reason if last else "",
        }
        yield Task(row.message.title, why, reverse("publishing:message", args=[row.message_id]), weight=SOON)


def _rework() -> Iterator[Task]:
    rows = Message.objects.exclude(rework_since_at=None).exclude(state=MessageState.ARCHIVED)
    for row in rows[:MOST]:
        yield Task(row.title, row.rework_reason, reverse("publishing:message", args=[row.pk]), weight=URGENT)
    # The words rest on the version in force again, but a post with the old ones is still up.
    live = Delivery.objects.exclude(rework_since_at=None).filter(variant__message__rework_since_at=None)
    for one in live.select_related("variant__message", "account")[:MOST]:
        said = _("Di %(account)s masih tayang isi lama. Ajukan isi yang baru, atau tarik.")
        why = said % {"account": one.account.name}
        yield Task(
            one.variant.message.title, why, reverse("publishing:message", args=[one.variant.message_id]), weight=URGENT
        )


def _to_approve(officer: Officer) -> Iterator[Task]:
    rows = Variant.objects.filter(state=VariantState.IN_REVIEW).select_related("message__written_by", "account")
    seen: set[int] = set()
    for row in rows.order_by("edited_at")[: MOST * 3]:
        if row.message_id in seen or wrote_it(row, officer):
            continue
        seen.add(row.message_id)
        why = _("%(writer)s meminta persetujuan Anda.") % {"writer": row.message.written_by.name}
        yield Task(row.message.title, why, reverse("publishing:review", args=[row.message_id]), weight=SOON)


def _to_report() -> Iterator[Task]:
    for one in _deliveries(S.WAITING_FOR_PERSON):
        said = _("Pasang di %(account)s dari ponsel, lalu laporkan tautannya.")
        why = said % {"account": one.account.name}
        yield Task(
            one.variant.message.title,
            why,
            reverse("publishing:phone", args=[one.pk]),
            due_at=one.expires_at,
            weight=SOON,
        )
    for one in _deliveries(S.RETRACTING):
        if one.reason.startswith("Belum ditarik"):
            yield Task(one.variant.message.title, one.reason, _page(one), weight=URGENT)


def _troubled() -> Iterator[Task]:
    said = {
        S.UNKNOWN: _("Belum pasti tayang di %(account)s. Lihat akunnya, lalu catat hasilnya."),
        S.FAILED: _("Gagal di %(account)s: %(reason)s"),
        S.EXPIRED: _("Waktu kirim ke %(account)s sudah lewat. Kirim ulang bila masih perlu, atau batalkan."),
    }
    for state, sentence in said.items():
        for one in _deliveries(state):
            why = sentence % {"account": one.account.name, "reason": one.reason}
            yield Task(one.variant.message.title, why, _page(one), weight=URGENT if state == S.UNKNOWN else SOON)


def _slow(at: datetime) -> Iterator[Task]:
    """Queued forever while everything looks healthy must not happen unseen."""
    late = at - timedelta(seconds=SLOW_SECONDS)
    for one in _deliveries(S.QUEUED).filter(due_at__lte=late).exclude(account__state=AccountState.NEEDS_RECONNECT):
        said = _("Sudah lewat jadwal dan belum terkirim ke %(account)s.") % {"account": one.account.name}
        why = f"{said} {one.reason}".strip()
        yield Task(one.variant.message.title, why, _page(one), due_at=one.due_at, weight=SOON)


def _to_check(officer: Officer) -> Iterator[Task]:
    for one in _deliveries(S.REPORTED_LIVE).exclude(reported_by=officer):
        reporter = one.reported_by.name if one.reported_by else _("Petugas")
        said = _("%(reporter)s melaporkan tayang di %(account)s. Buka dan cek.")
        why = said % {"reporter": reporter, "account": one.account.name}
        yield Task(one.variant.message.title, why, _page(one), weight=USUAL)


def _to_reconnect() -> Iterator[Task]:
    for account in Account.objects.filter(state=AccountState.NEEDS_RECONNECT)[:MOST]:
        waiting = Delivery.objects.filter(account=account, state__in=[S.QUEUED, S.UNKNOWN]).count()
        said = _("Perlu disambungkan ulang; %(count)d kiriman menunggu.") % {"count": waiting}
        why = f"{said} {account.problem}".strip()
        yield Task(
            account.name,
            why,
            reverse("people:account_connect", args=[account.pk]),
            weight=URGENT if waiting else USUAL,
        )


def _deliveries(state: str) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(state=state).select_related("variant__message", "account", "reported_by")
    return rows.order_by("due_at")


def _page(one: Delivery) -> str:
    return reverse("publishing:delivery", args=[one.pk])
