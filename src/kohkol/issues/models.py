"""Rows of what the desk works on: issues, the stories and posts in them, fact requests and evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.issues.states import Clock, IssueState, Level, RequestState


class Issue(models.Model):
    """What people at the desk work on. Opened, merged, split or closed with a reason, never without a trace."""

    title = models.CharField(max_length=160)
    question = models.CharField(max_length=300, blank=True, help_text="what people ask, in one sentence")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.WATCH)
    level_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=IssueState, default=IssueState.OPEN)
    owner = models.ForeignKey(
        "people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="issues_owned"
    )
    place_code = models.CharField(max_length=13, blank=True)
    opened_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    owned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_into")
    revision = models.PositiveIntegerField(default=1, help_text="counts edits, so that two people do not overwrite")

    class Meta:
        ordering = ["-level", "-opened_at"]

    def __str__(self) -> str:
        return self.title


class IssueStory(models.Model):
    """A story that belongs to an issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="story_links")
    story = models.ForeignKey("listening.Story", on_delete=models.PROTECT, related_name="issue_links")
    added_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story"], name="issues_story_in_one_issue")]


class IssuePost(models.Model):
    """A single post that a person put into an issue, or took out of it, whatever its story says."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="post_links")
    post = models.ForeignKey("listening.Post", on_delete=models.PROTECT, related_name="issue_links")
    is_in = models.BooleanField(default=True)
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "post"], name="issues_post_once_per_issue")]


class IssueNote(models.Model):
    """What somebody at the desk wants colleagues to know."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class PassedStory(models.Model):
    """A story that a person looked at and made no issue of; it comes back when it has doubled since."""

    story = models.OneToOneField("listening.Story", on_delete=models.CASCADE, related_name="passed")
    size_then = models.PositiveIntegerField()
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DismissedMerge(models.Model):
    """A merge that the machine suggested and a person refused: not suggested again for this issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="dismissed_merges")
    story = models.ForeignKey("listening.Story", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "story"], name="issues_dismissed_once")]


class FactRequest(models.Model):
    """ "Who knows this?": one question to one agency, with a clock."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="fact_requests")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="fact_requests")
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="fact_requests")
    question = models.TextField()
    question_key = models.CharField(max_length=64, help_text="of the question's words: finds the same question again")
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by", help_text="was not theirs"
    )
    clock = models.CharField(max_length=10, choices=Clock, default=Clock.BUSINESS)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.SENT)
    sent_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="the latest; every answer given stays as evidence")
    used_at = models.DateTimeField(null=True, blank=True, help_text="when a sheet was begun from it")
    locked_at = models.DateTimeField(null=True, blank=True, help_text="when a sheet was signed from it")
    reason = models.CharField(
        max_length=300, blank=True, help_text="why not ours, why withdrawn, what is still missing"
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when declared not ours, or withdrawn")
    suggested_agency = models.ForeignKey(
        "people.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who knows instead",
    )
    settled_at = models.DateTimeField(null=True, blank=True, help_text="when the desk dealt with a 'not ours'")
    known_code = models.CharField(max_length=20, blank=True, help_text="a sheet that answered it when it was sent")
    despite = models.CharField(max_length=300, blank=True, help_text="why it was sent all the same")

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "question_key"],
                condition=models.Q(state__in=["sent", "seen"]),
                name="issues_asked_once_while_open",
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_business(self) -> bool:
        """Whether its deadline counts office hours."""
        return self.clock == Clock.BUSINESS

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in {RequestState.SENT, RequestState.SEEN}


class RequestLink(models.Model):
    """The personal link to a fact request; only the hash of its secret is kept."""

    fact_request = models.ForeignKey(FactRequest, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Evidence(models.Model):
    """What an agency gave to show that a fact is so. Never edited: a correction adds rows and dates the old ones."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Keterangan")
        LINK = "link", _("Tautan")
        FILE = "file", _("Foto atau berkas")

    fact_request = models.ForeignKey(FactRequest, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=600, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="when a correction took its place")

    class Meta:
        ordering = ["at", "id"]
