"""Open, level, own, rename, close and reopen an issue; leave a note."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kohkol.issues.actions.changing import change, needed
from kohkol.issues.models import Issue, IssueNote, IssuePost, IssueStory, PassedStory
from kohkol.issues.states import ISSUE, IssueState, Level
from kohkol.listening.api import Post, Story, pin_story
from kohkol.people.api import Officer, may, record, require
from kohkol.refusals import Conflict, Invalid, NotNow

NAMELESS = "Beri judul yang menyebut pokok soalnya, misalnya “Air mati di Kecamatan Utara”."
NO_REASON = "Tulis alasannya, supaya rekan yang lain mengerti."


@transaction.atomic
def open_issue(
    *,
    title: str,
    by: Officer,
    at: datetime,
    question: str = "",
    stories: Sequence[Story] = (),
    posts: Sequence[Post] = (),
    level: int = Level.WATCH,
    level_reason: str = "",
    place_code: str = "",
) -> Issue:
    """Open an issue from stories, from single posts, or by hand; its stories are pinned from now on.

    Raises `Conflict` when one of the stories already belongs to an issue.
    """
    require(by, "issues.open")
    if level != Level.WATCH:
        require(by, "issues.triage")
        level_reason = needed(level_reason, "level_reason", NO_REASON)
    issue = Issue.objects.create(
        title=needed(title, "title", NAMELESS, most=160),
        question=" ".join(question.split())[:300],
        level=Level(level),
        level_reason=level_reason,
        place_code=place_code,
        opened_by=by,
        opened_at=at,
    )
    for story in dict.fromkeys(head_of(story) for story in stories):
        link_story(issue, story, by=by, at=at)
    IssuePost.objects.bulk_create([IssuePost(issue=issue, post=post, by=by, at=at) for post in dict.fromkeys(posts)])
    data = {"stories": [story.code for story in stories], "posts": [post.pk for post in posts], "level": int(level)}
    record("issues.issue.opened", by=by, about=issue, at=at, data={**data, "revision": 1})
    return issue


def head_of(story: Story) -> Story:
    """The story that this one was merged into, or itself."""
    while story.head is not None:
        story = story.head
    return story


def link_story(issue: Issue, story: Story, *, by: Officer, at: datetime) -> None:
    """Tie the story to the issue and pin it. Raises `Conflict` when it belongs to an issue already."""
    taken = IssueStory.objects.select_related("issue").filter(story=story).first()
    if taken is not None:
        raise Conflict(
            _("Percakapan ini sudah masuk isu “%(issue)s”.") % {"issue": taken.issue.title},
            next_step="Buka isu itu, atau pindahkan percakapannya dari sana.",
        )
    IssueStory.objects.create(issue=issue, story=story, added_by=by, added_at=at)
    pin_story(story)


def must_be_live(issue: Issue) -> None:
    """Raise `NotNow` when the issue was closed or merged."""
    if issue.state in {IssueState.CLOSED, IssueState.MERGED}:
        label = ISSUE.label(issue.state).lower()
        raise NotNow(
            _("Isu ini berstatus %(label)s.") % {"label": label},
            next_step="Buka kembali isu ini, atau kerjakan isu penggabungnya.",
        )


@transaction.atomic
def pass_story(story: Story, *, by: Officer, at: datetime) -> None:
    """Make no issue of this story; it waits for triage again when it has doubled."""
    require(by, "issues.open")
    values = {"size_then": story.size, "by": by, "at": at}
    PassedStory.objects.update_or_create(story=story, defaults=values)
    record("issues.story.passed", by=by, about=story, at=at, data={"size": story.size})


@transaction.atomic
def set_level(issue: Issue, level: int, *, reason: str, by: Officer, at: datetime, revision: int) -> None:
    """Say how pressing the issue is, and why."""
    require(by, "issues.triage")
    must_be_live(issue)
    if level not in Level.values:
        raise Invalid("Level tidak dikenal.", field="level")
    reason = needed(reason, "reason", NO_REASON)
    data = {"level": int(level), "was": issue.level, "reason": reason}
    change(issue, "levelled", by=by, at=at, revision=revision, data=data, level=int(level), level_reason=reason)


@transaction.atomic
def own_issue(issue: Issue, owner: Officer, *, by: Officer, at: datetime, revision: int) -> None:
    """Make an officer of the desk answerable for the issue: herself, or a colleague."""
    require(by, "issues.open")
    must_be_live(issue)
    if not may(owner, "issues.see"):
        raise Invalid(_("%(owner)s tidak bekerja di meja komunikasi.") % {"owner": owner.name}, field="owner")
    state = IssueState.WORKING if issue.state == IssueState.OPEN else issue.state
    change(
        issue,
        "owned",
        by=by,
        at=at,
        revision=revision,
        data={"owner_id": owner.pk},
        owner=owner,
        owned_at=issue.owned_at or at,
        state=state,
    )


@transaction.atomic
def rename_issue(issue: Issue, *, title: str, question: str, by: Officer, at: datetime, revision: int) -> None:
    """Give the issue a better title and the question that people really have."""
    require(by, "issues.open")
    must_be_live(issue)
    title = needed(title, "title", NAMELESS, most=160)
    question = needed(question, "question", "", most=300) if question.strip() else ""
    data = {"was": {"title": issue.title, "question": issue.question}}
    change(issue, "renamed", by=by, at=at, revision=revision, data=data, title=title, question=question)


@transaction.atomic
def close_issue(issue: Issue, *, reason: str, by: Officer, at: datetime, revision: int) -> None:
    """End the work on the issue. Raises `NotNow` while a fact request is open: somebody would answer for nothing."""
    require(by, "issues.triage")
    ISSUE.check(issue.state, IssueState.CLOSED)
    reason = needed(reason, "reason", NO_REASON)
    if issue.fact_requests.filter(state__in=["sent", "seen"]).exists():
        raise NotNow(
            "Masih ada permintaan fakta yang belum dijawab.",
            next_step="Batalkan permintaan itu dulu, atau tunggu jawabannya.",
        )
    fields = {"state": IssueState.CLOSED, "closed_at": at, "close_reason": reason}
    change(issue, "closed", by=by, at=at, revision=revision, data={"reason": reason}, **fields)


@transaction.atomic
def reopen_issue(issue: Issue, *, reason: str, by: Officer, at: datetime, revision: int) -> None:
    """Take up a closed issue again."""
    require(by, "issues.triage")
    if issue.state != IssueState.CLOSED:
        raise NotNow("Hanya isu yang sudah selesai yang dapat dibuka kembali.")
    reason = needed(reason, "reason", NO_REASON)
    fields = {"state": IssueState.WORKING, "closed_at": None, "close_reason": ""}
    change(issue, "reopened", by=by, at=at, revision=revision, data={"reason": reason}, **fields)


@transaction.atomic
def mark_answered(issue: Issue, *, at: datetime) -> bool:
    """The machine's own step when the first answer is live; False: it was answered, closed or merged before."""
    moved = Issue.objects.filter(pk=issue.pk, state__in=[IssueState.OPEN, IssueState.WORKING])
    if not moved.update(state=IssueState.ANSWERED):
        return False
    record("issues.issue.answered", by=None, about=issue, at=at)
    return True


@transaction.atomic
def mark_unanswered(issue: Issue, *, at: datetime) -> None:
    """The machine's own step when the only answer was taken back; leaves issues in other states as they are."""
    if Issue.objects.filter(pk=issue.pk, state=IssueState.ANSWERED).update(state=IssueState.WORKING):
        record("issues.issue.unanswered", by=None, about=issue, at=at)


@transaction.atomic
def add_note(issue: Issue, *, text: str, by: Officer, at: datetime) -> IssueNote:
    """Tell colleagues something about the issue."""
    require(by, "issues.see")
    if not text.strip():
        raise Invalid("Catatan masih kosong.", field="text")
    note = IssueNote.objects.create(issue=issue, text=text.strip()[:4000], by=by, at=at)
    record("issues.issue.noted", by=by, about=issue, at=at, data={"note": note.pk})
    return note
