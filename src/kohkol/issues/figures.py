"""How loud an issue is: posts, copies, hours and places of its stories, read for a whole list at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from kohkol.issues.models import Issue, IssuePost, IssueStory
from kohkol.listening.api import Story, is_campaign

HOURS_SHOWN = 24
HOURS_USUAL = 48  # what is usual is read from the two days before now
MOST_PLACES = 3
MOST_KEYWORDS = 20
# A story that was merged into another belongs where that one does.
OF_ISSUE = Coalesce("issue_links__issue", "head__issue_links__issue")

# What is read of a story and of its example; a list of 60 issues reads some hundred of them.
READ = (
    *("head", "size", "copies", "first_at", "last_at", "keywords", "campaign", "example"),
    *("example__text", "example__place_code"),
)


@dataclass
class Figures:
    """What is known of one issue's loudness at one moment. `hours` are posts per hour, oldest first, ending now."""

    posts: int = 0
    copies: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    hours: list[int] = field(default_factory=lambda: [0] * HOURS_SHOWN)
    now_per_hour: float = 0.0
    usual_per_hour: float = 0.0
    by_hour: Counter[datetime] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    campaign: bool = False
    examples: list[str] = field(default_factory=list)

    @property
    def voices(self) -> int:
        """Posts without the copies."""
        return max(self.posts - self.copies, 0)

    @property
    def growth(self) -> float:
        """How many times louder than usual it is now; at least one post an hour counts as usual."""
        return self.now_per_hour / max(self.usual_per_hour, 1.0)


def figures_of(issues: Sequence[Issue], *, at: datetime, hours: int = HOURS_USUAL + 1) -> dict[int, Figures]:
    """The figures of each issue by its id, in three queries however many issues.

    `hours` is how far back the posts are counted by the hour.
    """
    found = {issue.pk: Figures() for issue in issues}
    places: dict[int, Counter[str]] = defaultdict(Counter)
    for issue_id, *story in _stories(list(found)):
        if issue_id in found:
            _add_story(found[issue_id], places[issue_id], *story)
    for issue_id, hour, posts in hourly(list(found), since=at - timedelta(hours=max(hours, HOURS_USUAL + 1))):
        if issue_id in found:
            found[issue_id].by_hour[hour] += posts
    for link in IssuePost.objects.filter(issue__in=list(found)).select_related("post"):
        _add_single_post(found[link.issue_id], places[link.issue_id], link)
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    starts = [this_hour - timedelta(hours=ago) for ago in range(HOURS_USUAL + 1)]
    for figures in found.values():
        _add_hours(figures, at, starts)
    for issue_id, named in places.items():
        found[issue_id].places = [code for code, _ in named.most_common(MOST_PLACES)]
    return found


def stories_of(issues: Iterable[Issue]) -> list[tuple[Story, int]]:
    """Every story of the issues, also those merged into one of them, each with its issue's id; the largest first."""
    wanted = {issue.pk for issue in issues}
    rows = Story.objects.filter(pk__in=_stories_in(wanted)).annotate(of_issue=OF_ISSUE)
    rows = rows.select_related("example").only(*READ)
    return [(story, story.of_issue) for story in rows.order_by("-size", "pk") if story.of_issue in wanted]


def _stories_in(issue_ids: Collection[int]) -> QuerySet[Any, Any]:
    linked = IssueStory.objects.filter(issue__in=issue_ids).order_by().values("story")
    # Two look-ups by index put together: one condition with OR reads every story there is (160 ms of 40,000).
    return linked.union(Story.objects.filter(head__in=linked).order_by().values("pk"), all=True)


def _stories(issue_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """The same as plain values in the order of `_add_story`: for a list a third of the time that rows take."""
    rows = Story.objects.filter(pk__in=_stories_in(issue_ids)).annotate(of_issue=OF_ISSUE).order_by("-size", "pk")
    told = ("size", "copies", "first_at", "last_at", "keywords", "campaign", "example__text", "example__place_code")
    return rows.values_list("of_issue", *told)


def _add_story(
    figures: Figures,
    places: Counter[str],
    size: int,
    copies: int,
    first_at: datetime,
    last_at: datetime,
    keywords: list[str],
    campaign: dict[str, Any] | None,
    example: str | None,
    place_code: str | None,
) -> None:
    figures.posts += size
    figures.copies += copies
    figures.first_at = min(first_at, figures.first_at or first_at)
    figures.last_at = max(last_at, figures.last_at or last_at)
    figures.campaign = figures.campaign or is_campaign(campaign)
    if len(figures.keywords) < MOST_KEYWORDS:
        figures.keywords += [word for word in keywords if word not in figures.keywords]
    if example is not None:
        figures.examples.append(example)
    if place_code:
        places[place_code] += size


def _add_single_post(figures: Figures, places: Counter[str], link: IssuePost) -> None:
    """A post that a person put in counts once more, one that she took out once less."""
    post, sign = link.post, 1 if link.is_in else -1
    if post.is_official:
        return
    figures.posts = max(figures.posts + sign, 0)
    figures.by_hour[post.at.replace(minute=0, second=0, microsecond=0)] += sign
    if post.place_code:
        places[post.place_code] += sign
    if link.is_in:
        figures.first_at = min(filter(None, [figures.first_at, post.at]))
        figures.last_at = max(filter(None, [figures.last_at, post.at]))
        figures.examples.append(post.text)


def hourly(issue_ids: Sequence[int], *, since: datetime) -> Iterable[tuple[int, datetime, int]]:
    """Public posts as (issue, start of the hour, posts), added up in the database."""
    talked = Story.objects.filter(pk__in=_stories_in(issue_ids), last_at__gte=since)
    rows = talked.filter(volumes__hour_at__gte=since).order_by()
    counted = rows.annotate(of_issue=OF_ISSUE).values_list("of_issue", "volumes__hour_at")
    return counted.annotate(posts=Sum("volumes__posts"))


def issue_hours(figures: Figures, *, hours: int, at: datetime) -> list[tuple[datetime, int]]:
    """Public posts by start of the hour, oldest first, for `hours` hours up to the one that runs.

    The figures have to reach as far back.
    """
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    starts = [this_hour - timedelta(hours=ago) for ago in reversed(range(hours))]
    return [(start, max(figures.by_hour[start], 0)) for start in starts]


def _add_hours(figures: Figures, at: datetime, starts: Sequence[datetime]) -> None:
    """`starts` are the beginnings of the hours, the one that runs first."""
    back = [max(figures.by_hour.get(start, 0), 0) for start in starts]
    figures.hours = back[:HOURS_SHOWN][::-1]
    # The hour that runs and the one before it, over the time they have had.
    figures.now_per_hour = (back[0] + back[1]) / (1 + (at - starts[0]).total_seconds() / 3600)
    figures.usual_per_hour = sum(back[2:]) / (HOURS_USUAL - 1)
