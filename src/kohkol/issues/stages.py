"""When each stage of an issue was reached: how long the public waited begins here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from kohkol.issues.figures import stories_of
from kohkol.issues.models import FactRequest, Issue, IssuePost
from kohkol.listening.api import Story


@dataclass(frozen=True)
class StageTimes:
    """Moments of the stages that this app knows; None is not reached (or, for `first_seen_at`, not heard at all)."""

    first_seen_at: datetime | None
    detected_at: datetime
    owned_at: datetime | None
    requested_at: datetime | None
    facts_received_at: datetime | None


def stage_times(issue: Issue, stories: Sequence[Story] | None = None) -> StageTimes:
    """First seen by the public voice, opened as an issue, owned, first asked for facts, first facts received.

    `stories` are those of the issue, where they are known.
    """
    told = [story for story, _ in stories_of([issue])] if stories is None else stories
    requests = FactRequest.objects.filter(issue=issue.pk)
    put_in = IssuePost.objects.filter(issue=issue.pk, is_in=True)
    first = Issue.objects.filter(pk=issue.pk).values_list(
        Subquery(put_in.order_by("post__at").values("post__at")[:1]),
        Subquery(requests.order_by("sent_at").values("sent_at")[:1]),
        Subquery(requests.exclude(answered_at=None).order_by("answered_at").values("answered_at")[:1]),
    )
    post_at, asked, received = first.get()
    return StageTimes(
        first_seen_at=min([*(story.first_at for story in told), *filter(None, [post_at])], default=None),
        detected_at=issue.opened_at,
        owned_at=issue.owned_at,
        requested_at=asked,
        facts_received_at=received,
    )
