"""What other apps may use of publishing: messages and deliveries to read, by one door each."""

from django.db.models import QuerySet

from kohkol.people.api import Officer, may
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Approval, Delivery, Message, RestsOn, SitePage, Variant, VariantMedia
from kohkol.publishing.rework import reopen_what_rests_on_ended
from kohkol.publishing.states import DeliveryState, MessageState, VariantState

__all__ = [
    "Approval",
    "Delivery",
    "DeliveryState",
    "Ledger",
    "Message",
    "MessageState",
    "RestsOn",
    "SitePage",
    "Variant",
    "VariantMedia",
    "VariantState",
    "messages_of_issue",
    "messages_resting_on_sheet",
    "public_pages",
    "reopen_what_rests_on_ended",
    "visible_messages",
]


def visible_messages(officer: Officer) -> QuerySet[Message]:
    """The messages this officer may see: the desk's, all; everybody else's, none."""
    return Message.objects.all() if may(officer, "publishing.see") else Message.objects.none()


def messages_of_issue(issue_id: int) -> QuerySet[Message]:
    """The messages that answer an issue."""
    return Message.objects.filter(issue=issue_id).prefetch_related("variants__deliveries", "variants__account")


def messages_resting_on_sheet(sheet_id: int) -> QuerySet[Message]:
    """Every message that rests on any version of a sheet: what a correction touches."""
    return Message.objects.filter(rests_on__version__sheet=sheet_id).distinct()


def public_pages() -> QuerySet[SitePage]:
    """What stands on the public site, withdrawn pages included: they say so."""
    return SitePage.objects.all()
