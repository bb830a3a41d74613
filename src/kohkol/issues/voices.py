"""What people say in an issue: their questions, what they state again and again, and the posts that tell most.

Read from the latest posts of the issue at once, with the copies put together, so that a page costs the same however
many posts there are.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from kohkol.engine.text.normalise import terms
from kohkol.issues.asking import KINDS, OTHER, kind_of
from kohkol.issues.models import Issue, IssuePost
from kohkol.issues.statements import LEAST_TIMES, Why, why_stated
from kohkol.listening.api import Placement, Post

MOST_READ = 5000  # the latest posts of an issue that are looked at
MOST_COMPARED = 300  # texts of each sort whose words are compared: the most repeated, then the newest
# Share of the weight of their words that two texts have in common (weighted Jaccard) from which they say the same:
# read by eye on the practice week, .5 leaves nearly every text alone, .1 puts different things together.
SAME_WORDS = 0.2
MOST_WORDS = 80  # of a long text only so many of its words are compared
MOST_EXAMPLES = 2
MOST_QUESTIONS, MOST_STATEMENTS, MOST_TELLING, MOST_SAMPLED = 8, 6, 8, 80


@dataclass(frozen=True)
class Voice:
    """A post that stands for others: how many posts say the same, itself included."""

    post: Post
    times: int


@dataclass(frozen=True)
class Question:
    """A sort of question, a key of `KINDS`, with how many posts ask so, and examples that most others repeat."""

    kind: str
    times: int
    examples: list[Voice]

    @property
    def label(self) -> str:
        """What is asked, for the screen."""
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Statement:
    """Something that people state again and again; whether it is so is for people to find out."""

    example: Post
    times: int
    copies: int
    why: Why


@dataclass
class Voices:
    """What was found; `sample` are the texts from which the words that decided are shown.

    `read` is how many posts they stand for, `is_all` whether those are all of the issue.
    """

    questions: list[Question] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    telling: list[Voice] = field(default_factory=list)
    sample: list[Voice] = field(default_factory=list)
    read: int = 0
    is_all: bool = True


def posts_of(issue: Issue, story_ids: Sequence[int]) -> QuerySet[Post]:
    """Every post that counts to the issue, newest first; official ones too."""
    links = IssuePost.objects.filter(issue=issue)
    taken_out = links.filter(is_in=False).values("post")
    put_in = links.filter(is_in=True).values("post")
    rows = Post.objects.filter(Q(placement__story__in=story_ids) | Q(pk__in=put_in), erased_at=None)
    return rows.exclude(pk__in=taken_out)


def single_posts(issue: Issue) -> list[IssuePost]:
    """The posts that a person put in or took out, with their places."""
    return list(IssuePost.objects.filter(issue=issue).select_related("post").prefetch_related("post__places"))


def voices_in(links: Sequence[IssuePost], story_ids: Sequence[int]) -> Voices:
    """Questions, statements and telling posts of the public voice, in two queries; `links` are the `single_posts`."""
    window = Placement.objects.filter(story__in=story_ids).order_by("-pk").values("pk")[:MOST_READ]
    rows = Placement.objects.filter(pk__in=window, post__is_official=False, post__erased_at=None).order_by("-pk")
    taken_out = {link.post_id for link in links if not link.is_in}
    said: list[tuple[int, int | None, bool | None]]
    said = [row for row in rows.values_list("pk", "copy_of_id", "post__is_question") if row[0] not in taken_out]
    placed = {row[0] for row in said}
    said += [
        (link.post_id, None, link.post.is_question)
        for link in links
        if link.is_in and link.post_id not in placed and not (link.post.is_official or link.post.erased_at)
    ]
    times = Counter(copy_of or pk for pk, copy_of, _ in said)
    asked = {copy_of or pk for pk, copy_of, is_question in said if is_question}
    repeated = times.most_common()
    numbers = [pk for pk, _ in repeated if pk in asked][:MOST_COMPARED]
    numbers += [pk for pk, _ in repeated if pk not in asked][:MOST_COMPARED]
    posts = Post.objects.filter(erased_at=None).in_bulk(numbers)
    # Copies are read one by one, but what one text is must not depend on the copy: its first post decides.
    found = [Voice(posts[pk], count) for pk, count in repeated if pk in posts]
    return Voices(
        questions=_questions([voice for voice in found if voice.post.is_question])[:MOST_QUESTIONS],
        statements=_statements([voice for voice in found if not voice.post.is_question])[:MOST_STATEMENTS],
        telling=found[:MOST_TELLING],
        sample=found[:MOST_SAMPLED],
        read=times_of(found),
        is_all=len(said) < MOST_READ and len(found) == len(times),
    )


def _questions(voices: Sequence[Voice]) -> list[Question]:
    by_kind: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        by_kind[kind_of(voice.post.text)].append(voice)
    found = []
    for kind, group in by_kind.items():
        examples = [Voice(same[0].post, times_of(same)) for same in together(group)]
        found.append(Question(kind, times_of(group), examples[:MOST_EXAMPLES]))
    return sorted(found, key=lambda question: (question.kind == OTHER, -question.times))


def _statements(voices: Sequence[Voice]) -> list[Statement]:
    found = []
    for group in together(voices):
        times = times_of(group)
        if times >= LEAST_TIMES and (why := why_stated(group[0].post.text, times)):
            found.append(Statement(group[0].post, times, times - len(group), why))
    return sorted(found, key=lambda statement: (-statement.why.weight, -statement.times))


def times_of(group: Sequence[Voice]) -> int:
    """How many posts a group stands for."""
    return sum(voice.times for voice in group)


def together(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Put together the texts that share their telling words; the most said group first.

    Words count by how rare they are among these texts: what the whole issue is about puts nothing together. The first
    text of a group is the one that others were compared with: its example.
    """
    read = [(voice, frozenset(terms(voice.post.text)[:MOST_WORDS])) for voice in voices]
    spread = Counter(word for _, words in read for word in words)
    weights = {word: math.log((len(read) + 1) / (count + 0.5)) for word, count in spread.items()}
    groups: list[tuple[float, list[Voice]]] = []
    groups_with: dict[str, list[int]] = defaultdict(list)
    for voice, words in read:
        weight = sum(weights[word] for word in words)
        shared: Counter[int] = Counter()
        for word in words:
            for number in groups_with[word]:
                shared[number] += weights[word]  # type: ignore[assignment]
        alike = {number: common / (weight + groups[number][0] - common) for number, common in shared.items()}
        best = max(alike, key=lambda number: alike[number], default=None)
        if best is not None and alike[best] >= SAME_WORDS:
            groups[best][1].append(voice)
            continue
        for word in words:
            groups_with[word].append(len(groups))
        groups.append((weight, [voice]))
    return sorted((group for _, group in groups), key=lambda group: -times_of(group))
