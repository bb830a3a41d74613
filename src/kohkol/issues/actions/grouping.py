"""What belongs to an issue: add, move, merge, split. People decide; the machine only suggests."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kohkol.issues.actions.changing import change, needed
from kohkol.issues.actions.issue import NAMELESS, NO_REASON, head_of, link_story, must_be_live
from kohkol.issues.models import DismissedMerge, FactRequest, Issue, IssuePost, IssueStory
from kohkol.issues.states import ISSUE, IssueState
from kohkol.listening.api import Post, Story
from kohkol.people.api import Officer, record, require
from kohkol.refusals import Conflict, Invalid


@transaction.atomic
def add_story(issue: Issue, story: Story, *, by: Officer, at: datetime) -> None:
    """Take a story that belongs to no issue yet into this one."""
    require(by, "issues.open")
    must_be_live(issue)
    head = head_of(story)
    link_story(issue, head, by=by, at=at)
    record("issues.issue.story_added", by=by, about=issue, at=at, data={"story": head.code})


@transaction.atomic
def move_story(story: Story, *, source: Issue, target: Issue, by: Officer, at: datetime) -> None:
    """Move a story from one issue to another. Raises `Conflict` when a colleague moved it meanwhile."""
    require(by, "issues.open")
    must_be_live(source)
    must_be_live(target)
    moved = IssueStory.objects.filter(issue=source, story=story).update(issue=target, added_by=by, added_at=at)
    if not moved:
        raise Conflict("Percakapan ini sudah tidak ada di isu ini.", next_step="Muat ulang halaman.")
    data = {"story": story.code, "from": source.pk, "to": target.pk}
    record("issues.issue.story_moved", by=by, about=source, at=at, data=data)
    record("issues.issue.story_added", by=by, about=target, at=at, data=data)


def put_post_in(issue: Issue, post: Post, *, by: Officer, at: datetime) -> None:
    """Count this post to the issue, whatever its story says."""
    _place_post(issue, post, is_in=True, by=by, at=at)


def take_post_out(issue: Issue, post: Post, *, by: Officer, at: datetime) -> None:
    """Do not count this post to the issue, whatever its story says."""
    _place_post(issue, post, is_in=False, by=by, at=at)


@transaction.atomic
def _place_post(issue: Issue, post: Post, *, is_in: bool, by: Officer, at: datetime) -> None:
    require(by, "issues.open")
    must_be_live(issue)
    IssuePost.objects.update_or_create(issue=issue, post=post, defaults={"is_in": is_in, "by": by, "at": at})
    kind = "post_put_in" if is_in else "post_taken_out"
    record(f"issues.issue.{kind}", by=by, about=issue, at=at, data={"post": post.pk})


@transaction.atomic
def merge_issues(kept: Issue, other: Issue, *, reason: str, by: Officer, at: datetime, revision: int) -> None:
    """Put `other` into `kept`: stories, posts and fact requests move; both trails stay as they are.

    `revision` is that of `other`, the one that ends.
    """
    require(by, "issues.triage")
    if kept.pk == other.pk:
        raise Invalid("Pilih isu yang berbeda.", field="target")
    must_be_live(kept)
    ISSUE.check(other.state, IssueState.MERGED)
    reason = needed(reason, "reason", NO_REASON)
    data = {"reason": reason, "into": kept.pk}
    fields = {"state": IssueState.MERGED, "merged_into": kept, "closed_at": at, "close_reason": reason}
    change(other, "merged", by=by, at=at, revision=revision, data=data, **fields)
    IssueStory.objects.filter(issue=other).update(issue=kept)
    known = kept.post_links.values("post")
    IssuePost.objects.filter(issue=other).exclude(post__in=known).update(issue=kept)
    FactRequest.objects.filter(issue=other).update(issue=kept)
    Issue.objects.filter(merged_into=other).update(merged_into=kept)
    record("issues.issue.took_in", by=by, about=kept, at=at, data={"reason": reason, "from": other.pk})


@transaction.atomic
def split_issue(
    issue: Issue,
    *,
    title: str,
    reason: str,
    by: Officer,
    at: datetime,
    revision: int,
    stories: Sequence[Story] = (),
    posts: Sequence[Post] = (),
) -> Issue:
    """Take stories or single posts out into a new issue, which says where it came from."""
    require(by, "issues.triage")
    must_be_live(issue)
    title = needed(title, "title", NAMELESS, most=160)
    reason = needed(reason, "reason", NO_REASON)
    links = list(IssueStory.objects.filter(issue=issue, story__in=stories))
    if len(links) != len(stories):
        raise Conflict("Sebagian percakapan sudah tidak ada di isu ini.", next_step="Muat ulang halaman.")
    if not links and not posts:
        raise Invalid("Pilih paling sedikit satu percakapan atau unggahan.", field="stories")
    if not posts and len(links) == issue.story_links.count() and not issue.post_links.filter(is_in=True).exists():
        raise Invalid("Sisakan paling sedikit satu percakapan di isu ini.", field="stories")
    made = Issue.objects.create(
        title=title, level=issue.level, level_reason=issue.level_reason, place_code=issue.place_code,
        split_from=issue, opened_by=by, opened_at=at,
    )  # fmt: skip
    IssueStory.objects.filter(pk__in=[link.pk for link in links]).update(issue=made, added_by=by, added_at=at)
    for post in posts:
        IssuePost.objects.update_or_create(issue=issue, post=post, defaults={"is_in": False, "by": by, "at": at})
        IssuePost.objects.create(issue=made, post=post, by=by, at=at)
    data = {"reason": reason, "stories": [link.story_id for link in links], "posts": [post.pk for post in posts]}
    change(issue, "split", by=by, at=at, revision=revision, data={**data, "to": made.pk})
    record("issues.issue.split_off", by=by, about=made, at=at, data={**data, "from": issue.pk, "revision": 1})
    return made


@transaction.atomic
def accept_merge_suggestion(issue: Issue, story: Story, *, by: Officer, at: datetime) -> None:
    """Take in the story that the machine would have merged, if people were not working on it."""
    link = IssueStory.objects.select_related("issue").filter(story=head_of(story)).first()
    if link is not None:
        raise Conflict(
            _("Percakapan ini ada di isu “%(issue)s”.") % {"issue": link.issue.title},
            next_step="Gabungkan kedua isu bila memang satu soal.",
        )
    add_story(issue, story, by=by, at=at)


@transaction.atomic
def dismiss_merge_suggestion(issue: Issue, story: Story, *, by: Officer, at: datetime) -> None:
    """Say that the suggested story is another matter; it is not suggested for this issue again."""
    require(by, "issues.open")
    _, is_new = DismissedMerge.objects.get_or_create(issue=issue, story=story, defaults={"by": by, "at": at})
    if is_new:
        record("issues.issue.merge_dismissed", by=by, about=issue, at=at, data={"story": story.code})
