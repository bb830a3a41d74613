"""Which deliveries stand before the public now: an amended post counts once, as what it became."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from kohkol.issues.api import live_issue, mark_answered
from kohkol.publishing.models import Delivery
from kohkol.publishing.states import DeliveryState

LIVE = (DeliveryState.SENT, DeliveryState.REPORTED_LIVE, DeliveryState.CHECKED)
# What was renewed by one of these is the same post, whether that still stands or was taken down.
REPLACED_BY = (*LIVE, DeliveryState.RETRACTING, DeliveryState.RETRACTED)


def live_now(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Of these deliveries, those that the public can see, each post once."""
    newer = Delivery.objects.filter(amends=OuterRef("pk"), state__in=REPLACED_BY)
    return deliveries.filter(~Exists(newer), state__in=LIVE)


def not_down_yet(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """As `live_now`, and those whose retraction was asked for but not yet shown by the network or by a person."""
    newer = Delivery.objects.filter(amends=OuterRef("pk"), state__in=REPLACED_BY)
    return deliveries.filter(~Exists(newer), state__in=(*LIVE, DeliveryState.RETRACTING))


def issue_is_answered(delivery: Delivery, *, at: datetime) -> None:
    """Something of the answer stands on an account: the issue it is for counts as answered."""
    issue = delivery.variant.message.issue
    if issue is not None:
        mark_answered(live_issue(issue), at=at)
