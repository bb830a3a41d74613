"""Gathers the morning brief: what people ask, what was answered, what needs a decision, which sources were silent.

It holds no author and no popularity figure, and counts the public's voice only: official accounts are left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kohkol.facts.api import used_between, version_in_force
from kohkol.issues.api import FactRequest, Issue, IssueState, Level, RequestState, stories_of
from kohkol.listening.api import Post, masked, questions_asked, source_health, volumes_by_hour
from kohkol.people.api import Office
from kohkol.publishing.api import Delivery, DeliveryState

DAY = timedelta(hours=24)
MOST_ASKED, MOST_ANSWERED, MOST_DECISIONS, MOST_SILENT, MOST_STILL = 6, 5, 6, 4, 4
LONGEST_QUOTE = 140


@dataclass(frozen=True)
class Asked:
    """An issue people talk about: posts of the last 24 hours beside those of the 24 before."""

    issue: int
    title: str
    question: str
    level: str
    state: str
    posts: int
    posts_before: int


@dataclass(frozen=True)
class Answered:
    """An answer that went live in the last 24 hours, and on what it rests."""

    title: str
    channels: list[str]
    sheet: str
    short_answer: str


@dataclass(frozen=True)
class Decision:
    """Something that somebody has to decide, and why it is on this page."""

    what: str
    why: str


@dataclass(frozen=True)
class BriefContent:
    """Everything that stands on the page, as plain values."""

    office: str
    day: str
    made_at: str
    heard: int
    asked: list[Asked] = field(default_factory=list)
    still_asked: list[Decision] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    decide: list[Decision] = field(default_factory=list)
    silent: list[Decision] = field(default_factory=list)
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def gather_brief(*, at: datetime, day: str) -> BriefContent:
    """The brief as of `at`; `day` is the local date it is for."""
    office = Office.objects.first()
    heard = Post.objects.filter(at__gt=at - DAY, at__lte=at, is_official=False, erased_at=None).count()
    asked = _asked(at)
    return BriefContent(
        office=office.name if office else "Kohkol",
        day=day,
        made_at=at.isoformat(),
        heard=heard,
        asked=asked[:MOST_ASKED],
        still_asked=_still_asked(at)[:MOST_STILL],
        answered=_answered(at)[:MOST_ANSWERED],
        decide=_decisions(at)[:MOST_DECISIONS],
        silent=_silent(at)[:MOST_SILENT],
        left_out=max(len(asked) - MOST_ASKED, 0),
    )


def _live_issues() -> Sequence[Issue]:
    return list(Issue.objects.exclude(state__in=[IssueState.CLOSED, IssueState.MERGED]).order_by("-level", "pk"))


def _asked(at: datetime) -> list[Asked]:
    issues = _live_issues()
    groups: dict[int, Collection[int]] = {issue.pk: [] for issue in issues}
    for story, issue_id in stories_of(issues):
        groups[issue_id] = [*groups[issue_id], story.pk]
    volumes = volumes_by_hour(groups, since=at - 2 * DAY, until=at)
    found = []
    for issue in issues:
        now = sum(posts for hour, posts in volumes[issue.pk] if hour > at - DAY)
        before = sum(posts for hour, posts in volumes[issue.pk] if hour <= at - DAY)
        if now or before or issue.level >= Level.PRIORITY:
            found.append(
                Asked(
                    issue=issue.pk,
                    title=issue.title,
                    question=issue.question or _question_of(groups[issue.pk]),
                    level=str(issue.get_level_display()),
                    state=str(issue.get_state_display()),
                    posts=now,
                    posts_before=before,
                )
            )
    rank = {issue.pk: issue.level for issue in issues}
    return sorted(found, key=lambda one: (-rank[one.issue], -one.posts))


def _question_of(stories: Collection[int]) -> str:
    post = questions_asked(stories).first() if stories else None
    return shortened(masked(post.text)) if post else ""


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _still_asked(at: datetime) -> list[Decision]:
    """Issues that have an answer and about which people went on asking afterwards."""
    found = []
    for issue in Issue.objects.filter(state=IssueState.ANSWERED):
        live = Delivery.objects.filter(variant__message__issue=issue, live_at__isnull=False).order_by("live_at").first()
        stories = [story.pk for story, _ in stories_of([issue])]
        if live is None or not stories:
            continue
        since = max(live.live_at, at - DAY) if live.live_at else at - DAY
        count = questions_asked(stories, since=since).count()
        if count:
            found.append(Decision(issue.title, f"{count} pertanyaan baru setelah jawaban tayang"))
    return found


def _answered(at: datetime) -> list[Answered]:
    rows = Delivery.objects.filter(live_at__gt=at - DAY, live_at__lte=at).select_related("account", "variant__message")
    rows = rows.exclude(state__in=[DeliveryState.RETRACTED]).order_by("live_at")
    by_message: dict[int, list[Delivery]] = {}
    for delivery in rows:
        by_message.setdefault(delivery.variant.message_id, []).append(delivery)
    found = []
    for deliveries in by_message.values():
        message = deliveries[0].variant.message
        rest = message.rests_on.select_related("version__sheet").exclude(version=None).first()
        version = version_in_force(rest.version.sheet) if rest and rest.version else None
        found.append(
            Answered(
                title=message.title,
                channels=sorted({delivery.account.name for delivery in deliveries}),
                sheet=version.sheet.code if version else "",
                short_answer=shortened(version.short_answer, 200) if version else "",
            )
        )
    return found + [
        Answered(
            title=used.issue.title,
            channels=["lembar yang sudah ada"],
            sheet=used.version.sheet.code,
            short_answer=shortened(used.version.short_answer, 200),
        )
        for used in used_between(at - DAY, at)
    ]


def _decisions(at: datetime) -> list[Decision]:
    found = [
        Decision(issue.title, f"Siaga krisis: {issue.level_reason or 'tentukan langkah dan juru bicara'}")
        for issue in Issue.objects.filter(level=Level.CRISIS).exclude(state__in=["closed", "merged"])
    ]
    unowned = Issue.objects.filter(owner=None, level__gte=Level.PRIORITY).exclude(state__in=["closed", "merged"])
    found += [Decision(issue.title, "Belum ada penanggung jawab") for issue in unowned]
    waiting = FactRequest.objects.filter(state__in=[RequestState.SENT, RequestState.SEEN], due_at__lte=at)
    found += [
        Decision(request.issue.title, f"Fakta dari {request.agency.short_name} melewati tenggat")
        for request in waiting.select_related("issue", "agency").order_by("due_at")
    ]
    stuck = Delivery.objects.filter(state__in=[DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.EXPIRED])
    found += [
        Decision(delivery.variant.message.title, f"{delivery.account.name}: {delivery.get_state_display().lower()}")
        for delivery in stuck.select_related("variant__message", "account").order_by("due_at")
    ]
    return found


def _silent(at: datetime) -> list[Decision]:
    return [Decision(one.source.name, one.sentence) for one in source_health(at) if one.needs_a_person]
