"""Which messages and deliveries a list shows: filters from its address, so that every list can be shared."""

from collections.abc import Mapping

from django.db.models import F, Q, QuerySet

from kohkol.people.api import Officer, may
from kohkol.publishing.models import Delivery, Message
from kohkol.publishing.states import DeliveryState, MessageState, VariantState

REWORK = "rework"


def listed_messages(messages: QuerySet[Message], asked: Mapping[str, str]) -> QuerySet[Message]:
    """What is to be reworked first, then the latest. Without a state, what was put away is left out."""
    state = asked.get("keadaan", "")
    if state == REWORK:
        messages = messages.exclude(rework_since_at=None)
    elif state == VariantState.RETURNED:
        messages = messages.filter(variants__state=VariantState.RETURNED)
    elif state in MessageState.values:
        messages = messages.filter(state=state)
    else:
        messages = messages.exclude(state=MessageState.ARCHIVED)
    if asked.get("kanal", "").isdigit():
        messages = messages.filter(variants__account=int(asked["kanal"]))
    if asked.get("isu", "").isdigit():
        messages = messages.filter(issue=int(asked["isu"]))
    if words := asked.get("q", "").strip():
        messages = messages.filter(Q(title__icontains=words) | Q(variants__text__icontains=words))
    return messages.distinct().order_by(F("rework_since_at").asc(nulls_last=True), "-written_at")


def visible_deliveries(officer: Officer) -> QuerySet[Delivery]:
    """The ledger, to the desk; nothing of it to others. The one door for every screen."""
    if not may(officer, "publishing.see"):
        return Delivery.objects.none()
    return Delivery.objects.select_related(
        "account", "variant__message", "approval__by", "reported_by", "checked_by", "amends"
    )


def listed_deliveries(deliveries: QuerySet[Delivery], asked: Mapping[str, str]) -> QuerySet[Delivery]:
    """The ledger, the latest first."""
    state = asked.get("keadaan", "")
    if state == REWORK:
        deliveries = deliveries.exclude(rework_since_at=None)
    elif state in DeliveryState.values:
        deliveries = deliveries.filter(state=state)
    if asked.get("kanal", "").isdigit():
        deliveries = deliveries.filter(account=int(asked["kanal"]))
    if asked.get("pesan", "").isdigit():
        deliveries = deliveries.filter(variant__message=int(asked["pesan"]))
    if words := asked.get("q", "").strip():
        deliveries = deliveries.filter(variant__message__title__icontains=words)
    return deliveries.order_by("-due_at", "-pk")
