"""Answers what others ask of posts and stories: posts of stories, volumes, counts, questions, what to triage."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kohkol.listening.models import Placement, Post, Story, StoryVolume

HOUR = timedelta(hours=1)
RECENT_HOURS = 6
USUAL_HOURS = 48
# A story of one or two posts is no talk of the town yet.
LEAST_POSTS_TO_TRIAGE = 3


def family_of(stories: Iterable[Story | int]) -> list[int]:
    """Ids of these stories, of those they were merged into and of all that were merged into those. One query."""
    numbers = [story if isinstance(story, int) else story.pk for story in stories]
    roots = Story.objects.filter(pk__in=numbers).annotate(root=Coalesce("head_id", "pk")).values("root")
    return list(Story.objects.filter(Q(pk__in=roots) | Q(head_id__in=roots)).values_list("pk", flat=True))


def posts_of(stories: Iterable[Story | int]) -> QuerySet[Post]:
    """Posts of these stories and of what was merged with them, newest first; erased ones are not among them."""
    posts = Post.objects.filter(placement__story__in=family_of(stories), erased_at=None)
    return posts.select_related("placement", "source").order_by("-at", "-pk")


def volume_by_hour(stories: Iterable[Story | int], *, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """Public posts in each hour from `since` on, also the empty hours."""
    rows = StoryVolume.objects.filter(
        story__in=family_of(stories), hour_at__gte=start_of_hour(since), hour_at__lt=until
    )
    return _filled(dict(rows.values_list("hour_at").annotate(total=Sum("posts"))), since, until)


def volumes_by_hour(
    groups: dict[int, Collection[int]], *, since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, int]]]:
    """The same for many groups of story ids at once (a list of issues), in two queries; keys as given."""
    wanted = {story for stories in groups.values() for story in stories}
    root_of = dict(Story.objects.filter(pk__in=wanted).values_list("pk", Coalesce("head_id", "pk")))
    rows = StoryVolume.objects.filter(hour_at__gte=start_of_hour(since), hour_at__lt=until).annotate(
        root=Coalesce("story__head_id", "story_id")
    )
    sums: dict[int, dict[datetime, int]] = defaultdict(dict)
    for root, hour, posts in (
        rows.filter(root__in=set(root_of.values())).values_list("root", "hour_at").annotate(total=Sum("posts"))
    ):
        sums[root][hour] = posts
    volumes = {}
    for key, stories in groups.items():
        total: dict[datetime, int] = defaultdict(int)
        for root in {root_of[story] for story in stories if story in root_of}:
            for hour, posts in sums[root].items():
                total[hour] += posts
        volumes[key] = _filled(total, since, until)
    return volumes


def _filled(counts: dict[datetime, int], since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    hour, filled = start_of_hour(since), []
    while hour < until:
        filled.append((hour, counts.get(hour, 0)))
        hour += HOUR
    return filled


def start_of_hour(at: datetime) -> datetime:
    """The full hour before or at `at`."""
    return at.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of a set of stories. `questions` is None where no post was read for questions yet."""

    posts: int
    copies: int
    official: int
    questions: int | None
    first_at: datetime | None
    last_at: datetime | None


def counts_of(stories: Iterable[Story | int]) -> Counts:
    """Counts of these stories with all that was merged with them; official posts are counted apart."""
    family = family_of(stories)
    posts = Placement.objects.filter(story__in=family, post__erased_at=None)
    sums = posts.aggregate(
        public=Count("pk", filter=Q(post__is_official=False)),
        copies=Count("copy_of", filter=Q(post__is_official=False)),
        official=Count("pk", filter=Q(post__is_official=True)),
        read=Count("pk", filter=Q(post__is_question__isnull=False)),
        questions=Count("pk", filter=Q(post__is_question=True, post__is_official=False)),
    )
    roots = Story.objects.filter(pk__in=family)
    first = roots.order_by("first_at").values_list("first_at", flat=True).first()
    last = roots.order_by("-last_at").values_list("last_at", flat=True).first()
    questions = sums["questions"] if sums["read"] else None
    return Counts(sums["public"], sums["copies"], sums["official"], questions, first, last)


def questions_asked(stories: Iterable[Story | int], *, since: datetime | None = None) -> QuerySet[Post]:
    """Questions of the public in these stories, newest first, each text once (copies are left out)."""
    posts = posts_of(stories).filter(is_question=True, is_official=False, placement__copy_of=None)
    return posts.filter(at__gte=since) if since else posts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may need an issue, and in words why it stands where it stands."""

    story: Story
    recent: int
    usual: float
    reasons: tuple[str, ...]


def stories_to_triage(at: datetime, *, taken: Collection[int] = (), limit: int = 20) -> list[Candidate]:
    """Stories that grew in the last hours and that nobody works on, what grows fastest against its own past first.

    `taken` are ids of stories that are in an issue; what was merged with one of them is left out too.
    """
    recent_from = start_of_hour(at) - RECENT_HOURS * HOUR
    usual_from = recent_from - USUAL_HOURS * HOUR
    rows = (
        StoryVolume.objects.filter(hour_at__gte=usual_from, hour_at__lte=at)
        .annotate(root=Coalesce("story__head_id", "story_id"))
        .values("root")
        .annotate(
            recent=Coalesce(Sum("posts", filter=Q(hour_at__gte=recent_from)), 0),
            earlier=Coalesce(Sum("posts", filter=Q(hour_at__lt=recent_from)), 0),
        )
        .filter(recent__gte=LEAST_POSTS_TO_TRIAGE)
    )
    gone = set(family_of(taken)) if taken else set()
    scored = []
    for row in rows.order_by("-recent")[: limit * 10]:
        if row["root"] not in gone:
            usual = row["earlier"] * RECENT_HOURS / USUAL_HOURS
            scored.append((_unusual(row["recent"], usual), row["root"], row["recent"], usual))
    best = sorted(scored, reverse=True)[:limit]
    stories = Story.objects.select_related("example").in_bulk([root for _, root, _, _ in best])
    return [
        Candidate(stories[root], recent, usual, reasons(stories[root], recent, usual))
        for _, root, recent, usual in best
    ]


def _unusual(recent: int, usual: float) -> float:
    """How far the last hours lie above the story's own past, in standard deviations of a Poisson count."""
    return float((recent - usual) / (usual + 1) ** 0.5)


def reasons(story: Story, recent: int, usual: float) -> tuple[str, ...]:
    """Why a story ranks high, in sentences an officer can check."""
    said = [_("%(count)d kiriman dalam %(hours)d jam terakhir") % {"count": recent, "hours": RECENT_HOURS}]
    if usual >= 1:
        said.append(_("%(times)s kali dari biasanya") % {"times": f"{recent / usual:.1f}".replace(".", ",")})
    elif story.size <= recent:
        said.append(_("baru muncul"))
    if story.copies >= 5 and story.copies * 2 >= story.size:
        said.append(_("%(count)d di antaranya salinan teks yang sama") % {"count": story.copies})
    if story.is_campaign:
        said.append(_("disebar serentak oleh banyak akun dengan teks yang sama"))
    return tuple(said)
