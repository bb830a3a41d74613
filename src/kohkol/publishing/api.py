"""What other apps may use of publishing: messages and deliveries to read, by one door each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kohkol.people.api import Officer, may
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.live import LIVE, live_now
from kohkol.publishing.models import Approval, Delivery, Message, RestsOn, SitePage, Variant, VariantMedia
from kohkol.publishing.page_pictures import page_picture
from kohkol.publishing.rework import reopen_what_rests_on_ended
from kohkol.publishing.states import DeliveryState, MessageState, VariantState
from kohkol.publishing.waiting import waiting_for

__all__ = [
    "Approval",
    "Delivery",
    "DeliveryState",
    "Ledger",
    "LiveTime",
    "Message",
    "MessageRow",
    "MessageState",
    "RestsOn",
    "SitePage",
    "Variant",
    "VariantMedia",
    "VariantState",
    "live_now",
    "live_times_of_issues",
    "messages_of_issue",
    "messages_resting_on_sheet",
    "page_picture",
    "public_pages",
    "reopen_what_rests_on_ended",
    "rows_of_messages",
    "visible_messages",
    "waiting_for",
]


@dataclass(frozen=True)
class LiveTime:
    """When the answer to an issue first stood on an account: `at` is the network's own time where it gives one."""

    issue_id: int
    account_id: int
    account: str
    network: str
    at: datetime


def visible_messages(officer: Officer) -> QuerySet[Message]:
    """The messages this officer may see: the desk's, all; everybody else's, none."""
    return Message.objects.all() if may(officer, "publishing.see") else Message.objects.none()


def messages_of_issue(issue_id: int) -> QuerySet[Message]:
    """The messages that answer an issue."""
    return Message.objects.filter(issue=issue_id).prefetch_related("variants__deliveries", "variants__account")


@dataclass(frozen=True)
class MessageRow:
    """A message in one line of an issue, with its deliveries that were not cancelled."""

    message: Message
    deliveries: list[Delivery]


def rows_of_messages(issue_ids: list[int]) -> list[MessageRow]:
    """The messages that answer an issue and what was merged into it; two queries."""
    rows = {message.pk: MessageRow(message, []) for message in Message.objects.filter(issue__in=issue_ids)}
    deliveries = Delivery.objects.filter(variant__message__issue__in=issue_ids).exclude(state=DeliveryState.CANCELLED)
    for delivery in deliveries.select_related("account", "variant").order_by("pk"):
        rows[delivery.variant.message_id].deliveries.append(delivery)
    return list(rows.values())


def messages_resting_on_sheet(sheet_id: int) -> QuerySet[Message]:
    """Every message that rests on any version of a sheet: what a correction touches."""
    return Message.objects.filter(rests_on__version__sheet=sheet_id).distinct()


def public_pages() -> QuerySet[SitePage]:
    """What stands on the public site, withdrawn pages included: they say so."""
    return SitePage.objects.all()


def live_times_of_issues(issue_ids: list[int]) -> list[LiveTime]:
    """For each issue and account the first moment at which an answer was live there, the earliest first.

    What was retracted afterwards counts too: the public could read it then.
    """
    states = (*LIVE, DeliveryState.RETRACTING, DeliveryState.RETRACTED)
    rows = Delivery.objects.filter(variant__message__issue__in=issue_ids, state__in=states, live_at__isnull=False)
    columns = ("variant__message__issue", "account", "account__name", "account__network", "live_at")
    first: dict[tuple[int, int], LiveTime] = {}
    for row in rows.order_by("live_at").values_list(*columns):
        first.setdefault((row[0], row[1]), LiveTime(*row))
    return list(first.values())
