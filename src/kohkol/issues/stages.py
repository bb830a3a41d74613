"""When each stage of an issue was reached: how long the public waited begins here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from kohkol.issues.figures import stories_of
from kohkol.issues.models import FactRequest, Issue, IssuePost


@dataclass(frozen=True)
class StageTimes:
    """Moments of the stages that this app knows; None is not reached (or, for `first_seen_at`, not heard at all)."""

    first_seen_at: datetime | None
    detected_at: datetime
    owned_at: datetime | None
    requested_at: datetime | None
    facts_received_at: datetime | None


def stage_times(issue: Issue) -> StageTimes:
    """First seen by the public voice, opened as an issue, owned, first asked for facts, first facts received."""
    seen = [story.first_at for story, _ in stories_of([issue])]
    posts = IssuePost.objects.filter(issue=issue, is_in=True).aggregate(first=Min("post__at"))["first"]
    requests = FactRequest.objects.filter(issue=issue)
    asked = requests.aggregate(first=Min("sent_at"))["first"]
    received = requests.aggregate(first=Min("answered_at"))["first"]
    return StageTimes(
        first_seen_at=min([*seen, *filter(None, [posts])], default=None),
        detected_at=issue.opened_at,
        owned_at=issue.owned_at,
        requested_at=asked,
        facts_received_at=received,
    )
