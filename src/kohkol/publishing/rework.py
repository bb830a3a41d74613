"""Corrects once: what rests on a version that ended comes back as work, wherever it already went."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kohkol.facts.api import VersionState
from kohkol.people.api import record
from kohkol.publishing.actions import reopen_variant
from kohkol.publishing.gates import why_not
from kohkol.publishing.live import live_now
from kohkol.publishing.models import Delivery, Message, RestsOn
from kohkol.publishing.states import MessageState


def reopen_what_rests_on_ended(*, at: datetime) -> int:
    """Find messages whose basis was superseded, withdrawn or ran out, and reopen each; returns how many.

    What is queued is cancelled, approvals are void, and every live delivery, those by hand too, is marked as work.
    Run by the worker every few seconds; nothing goes out in between, because the basis is looked at again before the
    call.
    """
    ended = Q(version__state__in=[VersionState.SUPERSEDED, VersionState.WITHDRAWN]) | Q(version__valid_until__lte=at)
    rests = RestsOn.objects.filter(ended, message__rework_since_at=None).exclude(message__state=MessageState.ARCHIVED)
    seen: set[int] = set()
    for rest in rests.select_related("message", "version__sheet"):
        if rest.version is not None and rest.message_id not in seen:
            seen.add(rest.message_id)
            reopen_message(rest.message, at=at, reason=why_not(rest.version))
    return len(seen)


def reopen_message(message: Message, *, at: datetime, reason: str) -> None:
    """Make a message, its variants and its live deliveries work again, for this reason."""
    with transaction.atomic():
        fresh = Message.objects.filter(pk=message.pk, rework_since_at=None)
        if not fresh.update(rework_since_at=at, rework_reason=reason[:300]):
            return
        for variant in message.variants.all():
            reopen_variant(variant, at=at, reason=reason[:300])
        live = live_now(Delivery.objects.filter(variant__message=message))
        count = Delivery.objects.filter(pk__in=list(live.values_list("pk", flat=True))).update(rework_since_at=at)
        record("publishing.message.reopened", by=None, about=message, at=at, data={"reason": reason, "live": count})
