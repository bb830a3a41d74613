"""How loud an issue is: posts, copies, hours and places of its stories, read for a whole list at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kohkol.issues.models import Issue, IssuePost, IssueStory
from kohkol.listening.api import Story

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
    """The figures of each issue by its id, in five queries however many issues."""
    found = {issue.pk: Figures() for issue in issues}
    stories = stories_of(issues)
    issue_of = {story.pk: issue_id for story, issue_id in stories}
    for story, issue_id in stories:
        _add_story(found[issue_id], story)
    volumes = hourly(issue_of, since=at - timedelta(hours=HOURS_USUAL + 1))
    per_issue: dict[int, Counter[datetime]] = defaultdict(Counter)
    for (story_id, hour), posts in volumes.items():
        per_issue[issue_of[story_id]][hour] += posts
    places: dict[int, Counter[str]] = defaultdict(Counter)
    for story, issue_id in stories:
        if story.example is not None and story.example.place_code:
            places[issue_id][story.example.place_code] += story.size
    for link in IssuePost.objects.filter(issue__in=found).select_related("post"):
        _add_single_post(found[link.issue_id], per_issue[link.issue_id], places[link.issue_id], link)
    for issue_id, counts in per_issue.items():
        _add_hours(found[issue_id], counts, at)
    for issue_id, named in places.items():
        found[issue_id].places = [code for code, _ in named.most_common(MOST_PLACES)]
    return found


def stories_of(issues: Iterable[Issue]) -> list[tuple[Story, int]]:
    """Every story of the issues, also those merged into one of them, each with the id of its issue."""
    links = IssueStory.objects.filter(issue__in=[issue.pk for issue in issues]).values_list("story_id", "issue_id")
    issue_of: dict[int, int] = dict(links)
    # Two look-ups by index: one condition with OR reads every story there is (160 ms of 40,000).
    for story_id, head_id in Story.objects.filter(head__in=list(issue_of)).values_list("pk", "head_id"):
        issue_of.setdefault(story_id, issue_of[head_id or 0])
    rows = Story.objects.filter(pk__in=list(issue_of)).select_related("example")
    return [(story, issue_of[story.pk]) for story in rows]


def _add_story(figures: Figures, story: Story) -> None:
    figures.posts += story.size
    figures.copies += story.copies
    figures.first_at = min(filter(None, [figures.first_at, story.first_at]))
    figures.last_at = max(filter(None, [figures.last_at, story.last_at]))
    figures.campaign = figures.campaign or bool(story.campaign)
    figures.keywords += [word for word in story.keywords if word not in figures.keywords]
    if story.example is not None:
        figures.examples.append(story.example.text)


def _add_single_post(figures: Figures, hours: Counter[datetime], places: Counter[str], link: IssuePost) -> None:
    """A post that a person put in counts once more, one that she took out once less."""
    post, sign = link.post, 1 if link.is_in else -1
    if post.is_official:
        return
    figures.posts = max(figures.posts + sign, 0)
    hours[post.at.replace(minute=0, second=0, microsecond=0)] += sign
    if post.place_code:
        places[post.place_code] += sign
    if link.is_in:
        figures.first_at = min(filter(None, [figures.first_at, post.at]))
        figures.last_at = max(filter(None, [figures.last_at, post.at]))
        figures.examples.append(post.text)


def hourly(story_ids: Iterable[int], *, since: datetime) -> dict[tuple[int, datetime], int]:
    """Public posts by (story id, start of the hour)."""
    rows = Story.objects.filter(pk__in=list(story_ids), volumes__hour_at__gte=since)
    counts = rows.values_list("pk", "volumes__hour_at", "volumes__posts")
    return {(story, hour): posts for story, hour, posts in counts}


def issue_hours(issue: Issue, story_ids: Sequence[int], *, hours: int, at: datetime) -> list[tuple[datetime, int]]:
    """Public posts of the issue by start of the hour, oldest first, for `hours` hours up to the one that runs."""
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    begins = this_hour - timedelta(hours=hours - 1)
    counts: Counter[datetime] = Counter()
    for (_, hour), posts in hourly(story_ids, since=begins).items():
        counts[hour] += posts
    for link in IssuePost.objects.filter(issue=issue, post__is_official=False).select_related("post"):
        counts[link.post.at.replace(minute=0, second=0, microsecond=0)] += 1 if link.is_in else -1
    starts = [begins + timedelta(hours=number) for number in range(hours)]
    return [(start, max(counts[start], 0)) for start in starts]


def _add_hours(figures: Figures, counts: Mapping[datetime, int], at: datetime) -> None:
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    back = [max(counts.get(this_hour - timedelta(hours=ago), 0), 0) for ago in range(HOURS_USUAL + 1)]
    figures.hours = back[:HOURS_SHOWN][::-1]
    # The hour that runs and the one before it, over the time they have had.
    figures.now_per_hour = (back[0] + back[1]) / (1 + (at - this_hour).total_seconds() / 3600)
    figures.usual_per_hour = sum(back[2:]) / (HOURS_USUAL - 1)
