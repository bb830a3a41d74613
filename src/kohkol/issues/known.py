"""Looks up in the background which sheets answer the issues and the stories that wait to become one."""

import math
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from kohkol.issues.figures import stories_of
from kohkol.issues.models import Issue, IssuePost
from kohkol.issues.stream import ACTIVE
from kohkol.issues.triage import unjudged_stories
from kohkol.issues.voices import single_posts, voices_in
from kohkol.listening.api import Post, Story
from kohkol.matching.api import Said, due, forget_old_lookups, look_up
from kohkol.people.api import subject_of

MOST_STORIES = 200  # the loudest of the last two days; more than triage looks at in a day
MOST_A_ROUND = 10  # an issue takes some 50 ms with 14 texts, so a round of the worker takes half a second at most
FINE = 20  # below this many posts each one counts; above, a tenth more makes it worth looking again


def look_up_what_is_due(at: datetime) -> int:
    """Look up the issues and stories whose posts, words or sheets have changed; returns how many."""
    erased = Post.objects.filter(erased_at__isnull=False).count()  # what was erased must leave the findings too
    by_hand = dict(IssuePost.objects.filter(issue__state__in=ACTIVE).values_list("issue").annotate(n=Count("pk")))
    issues = {subject_of(issue): issue for issue in _active_issues()}
    stories = {subject_of(Story(pk=number)): (number, example) for number, example in _loudest(at)}
    signatures = {
        subject: _signature_of_issue(issue, by_hand.get(issue.pk, 0), erased) for subject, issue in issues.items()
    }
    signatures |= {subject: f"{example}:{erased}" for subject, (_, example) in stories.items()}
    chosen = due(signatures, most=MOST_A_ROUND)
    for subject in chosen:
        said = said_in_issue(issues[subject]) if subject in issues else said_in_story(stories[subject][0])
        look_up(subject, said, signature=signatures[subject], at=at)
    forget_old_lookups(at)
    return len(chosen)


def _loudest(at: datetime) -> list[tuple[int, int | None]]:
    """Id and example of the stories that wait, without their texts: this is read every two seconds."""
    return list(unjudged_stories(at).values_list("pk", "example")[:MOST_STORIES])


def _active_issues() -> Sequence[Issue]:
    heard = Coalesce(Sum("story_links__story__size"), 0)
    return list(Issue.objects.filter(state__in=ACTIVE).order_by().annotate(heard=heard))


def _signature_of_issue(issue: Issue, by_hand: int, erased: int) -> str:
    return f"{issue.revision}:{steps(getattr(issue, 'heard', 0))}:{by_hand}:{erased}"


def steps(posts: int) -> int:
    """A number that changes with each post while there are few, later with each tenth more."""
    return posts if posts <= FINE else 1000 + int(math.log(posts, 1.1))


def said_in_issue(issue: Issue) -> list[Said]:
    """What an issue asks: the desk's question and title, what people ask most, and what most of them say."""
    story_ids = [story.pk for story, _ in stories_of([issue])]
    said = [Said(issue.question, "question")] if issue.question else []
    said += [Said(issue.title, "title")]
    voices = voices_in(single_posts(issue), story_ids)
    said_most = [*(question.examples[0] for question in voices.questions), *voices.telling]
    said += [Said(one.post.text, "post", one.post.pk, one.times) for one in said_most]
    return said


def said_in_story(number: int) -> list[Said]:
    """The example of a story."""
    story = Story.objects.select_related("example").get(pk=number)
    return [Said(story.example.text, "post", story.example.pk, story.size)] if story.example else []
