"""What people say and ask in an issue: telling posts with their copies put together, and the questions among them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from kohkol.engine.text.normalise import terms
from kohkol.issues.models import Issue, IssuePost
from kohkol.listening.api import Placement, Post

MOST_QUESTIONS_READ = 400
SAME_QUESTION = 0.5  # share of words in common (Jaccard) from which two questions ask the same
NO_WORDS = frozenset({""})  # questions of asking words alone ask the same
ASKING_WORDS = frozenset(
    terms("apa apakah kapan bagaimana gimana kenapa mengapa siapa dimana mana berapa benar betul tolong min admin info")
)


@dataclass(frozen=True)
class Voice:
    """A post that stands for others: how many posts say the same, itself included."""

    post: Post
    times: int


@dataclass(frozen=True)
class Question:
    """Something that people ask: an example in their words, and how many posts ask it."""

    example: Post
    times: int


def posts_of(issue: Issue, story_ids: Sequence[int]) -> QuerySet[Post]:
    """Every post that counts to the issue, newest first; official ones too."""
    links = IssuePost.objects.filter(issue=issue)
    taken_out = links.filter(is_in=False).values("post")
    put_in = links.filter(is_in=True).values("post")
    rows = Post.objects.filter(Q(placement__story__in=story_ids) | Q(pk__in=put_in), erased_at=None)
    return rows.exclude(pk__in=taken_out)


def telling_posts(issue: Issue, story_ids: Sequence[int], *, most: int = 8) -> list[Voice]:
    """The posts that most others repeat, each once with its number; then the newest single ones. Public voice only."""
    taken_out = IssuePost.objects.filter(issue=issue, is_in=False).values("post")
    roots = (
        Placement.objects.filter(story__in=story_ids, post__is_official=False, post__erased_at=None)
        .exclude(post__in=taken_out)
        .annotate(root=Coalesce(F("copy_of_id"), F("post_id")))
        .values_list("root")
        .annotate(times=Count("pk"))
        .order_by("-times", "-root")[:most]
    )
    times = dict(roots)
    single = IssuePost.objects.filter(issue=issue, is_in=True, post__erased_at=None).order_by("-at")[:most]
    times |= {link.post_id: 1 for link in single if link.post_id not in times}
    found = Post.objects.in_bulk(list(times))
    voices = [Voice(found[root], count) for root, count in times.items() if root in found]
    return sorted(voices, key=lambda voice: -voice.times)[:most]


def questions_in(issue: Issue, story_ids: Sequence[int], *, most: int = 6) -> list[Question]:
    """What is asked, most asked first, from the latest 400 questions of the public voice."""
    rows = posts_of(issue, story_ids).filter(is_question=True, is_official=False).order_by("-at").only("text", "at")
    return same_questions(rows[:MOST_QUESTIONS_READ])[:most]


def same_questions(posts: Iterable[Post]) -> list[Question]:
    """Put together the questions that share most of their words; the first one met is the example."""
    groups: list[tuple[frozenset[str], Post]] = []
    groups_with: dict[str, list[int]] = defaultdict(list)
    times: Counter[int] = Counter()
    for post in posts:
        words = frozenset(terms(post.text)) - ASKING_WORDS or NO_WORDS
        shared = Counter(number for word in words for number in groups_with[word])
        same = [number for number, common in shared.items() if _overlap(words, groups[number][0], common)]
        if not same:
            for word in words:
                groups_with[word].append(len(groups))
            groups.append((words, post))
        times[min(same, default=len(groups) - 1)] += 1
    return [Question(groups[number][1], count) for number, count in times.most_common()]


def _overlap(one: frozenset[str], other: frozenset[str], common: int) -> bool:
    return common >= SAME_QUESTION * (len(one) + len(other) - common)
