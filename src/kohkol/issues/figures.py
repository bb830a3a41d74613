"""How loud an issue is: posts, copies, hours and places of its stories, read for a whole list at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast, Substr

from kohkol.issues.models import Issue, IssueStory
from kohkol.listening.api import Placement, Story

HOURS_SHOWN = 24
HOURS_USUAL = 48  # what is usual is read from the two days before now
MOST_PLACES = 3


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


def figures_of(issues: Sequence[Issue], *, at: datetime) -> dict[int, Figures]:
    """The figures of each issue by its id, in four queries however many issues."""
    found = {issue.pk: Figures() for issue in issues}
    stories = stories_of(issues)
    issue_of = {story.pk: issue_id for story, issue_id in stories}
    for story, issue_id in stories:
        _add_story(found[issue_id], story)
    volumes = hourly(issue_of, since=at - timedelta(hours=HOURS_USUAL + 1))
    per_issue: dict[int, Counter[datetime]] = defaultdict(Counter)
    for (story_id, hour), posts in volumes.items():
        per_issue[issue_of[story_id]][hour] += posts
    for issue_id, counts in per_issue.items():
        _add_hours(found[issue_id], counts, at)
    for issue_id, places in _places(issue_of).items():
        found[issue_id].places = [code for code, _ in places.most_common(MOST_PLACES)]
    return found


def stories_of(issues: Iterable[Issue]) -> list[tuple[Story, int]]:
    """Every story of the issues, also those merged into one of them, each with the id of its issue."""
    links = IssueStory.objects.filter(issue__in=[issue.pk for issue in issues]).values_list("story_id", "issue_id")
    issue_of = dict(links)
    rows = Story.objects.filter(Q(pk__in=issue_of) | Q(head__in=issue_of)).select_related("example")
    return [(story, issue_of.get(story.pk) or issue_of[story.head_id]) for story in rows]


def _add_story(figures: Figures, story: Story) -> None:
    figures.posts += story.size
    figures.copies += story.copies
    figures.first_at = min(filter(None, [figures.first_at, story.first_at]))
    figures.last_at = max(filter(None, [figures.last_at, story.last_at]))
    figures.campaign = figures.campaign or bool(story.campaign)
    figures.keywords += [word for word in story.keywords if word not in figures.keywords]
    if story.example is not None:
        figures.examples.append(story.example.text)


def hourly(story_ids: Iterable[int], *, since: datetime) -> dict[tuple[int, datetime], int]:
    """Public posts by (story id, start of the hour)."""
    hour = Substr(Cast("post__at", CharField()), 1, 13)
    rows = (
        Placement.objects.filter(story__in=list(story_ids), post__at__gte=since, post__is_official=False)
        .annotate(hour=hour)
        .values_list("story_id", "hour")
        .annotate(posts=Count("pk"))
    )
    return {(story, datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)): posts for story, hour, posts in rows}


def _add_hours(figures: Figures, counts: Mapping[datetime, int], at: datetime) -> None:
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    back = [counts.get(this_hour - timedelta(hours=ago), 0) for ago in range(HOURS_USUAL + 1)]
    figures.hours = back[:HOURS_SHOWN][::-1]
    # The hour that runs and the one before it, over the time they have had.
    figures.now_per_hour = (back[0] + back[1]) / (1 + (at - this_hour).total_seconds() / 3600)
    figures.usual_per_hour = sum(back[2:]) / (HOURS_USUAL - 1)


def _places(issue_of: Mapping[int, int]) -> dict[int, Counter[str]]:
    rows = (
        Placement.objects.filter(story__in=list(issue_of), post__is_official=False)
        .exclude(post__place_code="")
        .values_list("story_id", "post__place_code")
        .annotate(posts=Count("pk"))
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for story_id, code, posts in rows:
        found[issue_of[story_id]][code] += posts
    return found
