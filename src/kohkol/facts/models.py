"""Rows of the one narrative: fact sheets and their append-only versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.facts.states import VersionState


class Sheet(models.Model):
    """A fact sheet. What it says lives in its versions; its code is its permanent public address."""

    code = models.CharField(max_length=20, unique=True, help_text="such as LF-2026-0007")
    issue = models.ForeignKey("issues.Issue", null=True, blank=True, on_delete=models.PROTECT, related_name="sheets")
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, related_name="sheets", help_text="whose facts they are"
    )
    opened_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.code


class SheetVersion(models.Model):
    """One version: edited while a draft, never after it was signed."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.DRAFT)
    question = models.CharField(max_length=300)
    short_answer = models.TextField(help_text="what may be quoted, at most 400 characters")
    explanation = models.TextField(blank=True, help_text="Markdown")
    short_answer_su = models.TextField(blank=True, help_text="the short answer in Sundanese")
    not_known = models.TextField(blank=True, help_text="what is not known yet, said plainly")
    change_note = models.CharField(max_length=300, blank=True, help_text="what changed against the version before")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    from_request = models.ForeignKey(
        "issues.FactRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signer = models.ForeignKey(
        "people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="sheets_to_sign"
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the signature was asked for")
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when superseded or withdrawn")
    end_reason = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, help_text="of what was signed")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sheet", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="facts_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["sheet"], condition=models.Q(state=VersionState.SIGNED), name="facts_one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.code} v{self.number}"


class SheetUse(models.Model):
    """A sheet that was there already, taken as the answer to another issue; its version is the one in force then."""

    version = models.ForeignKey(SheetVersion, on_delete=models.PROTECT, related_name="uses")
    issue = models.ForeignKey("issues.Issue", on_delete=models.PROTECT, related_name="sheet_uses")
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()
    answered_it = models.BooleanField(default=False, help_text="the issue counted as answered from then on by this")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "issue"], condition=models.Q(undone_at=None), name="facts_used_once_per_issue"
            )
        ]


class SheetEvidence(models.Model):
    """A source that a version names: public ones are shown on the public page, others to the desk alone."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Keterangan")
        LINK = "link", _("Tautan")
        FILE = "file", _("Berkas")

    version = models.ForeignKey(SheetVersion, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=200)
    url = models.URLField(max_length=600, blank=True)
    file = models.FileField(upload_to="sheets/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(default=False)
    from_evidence = models.ForeignKey(
        "issues.Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class SignatureLink(models.Model):
    """The personal link by which a data owner reads and signs a version on her phone."""

    version = models.ForeignKey(SheetVersion, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class NamePermit(models.Model):
    """A second person's word that a draft may name officials: for exactly one text, asked for with a reason."""

    subject = models.CharField(max_length=60, db_index=True, help_text="the draft, as the trail names it")
    text_hash = models.CharField(max_length=64, help_text="of exactly the texts it was asked for")
    words = models.JSONField(help_text="the names and handles that may stand")
    title = models.CharField(max_length=300, help_text="what the draft is called, for who decides")
    page = models.CharField(max_length=200, help_text="where the draft is read")
    writers = models.JSONField(default=list, help_text="ids of who wrote the text: none of them agrees")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_agreed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at"]

    @property
    def names(self) -> str:
        """The names in a line."""
        return ", ".join(f"\u201c{word}\u201d" for word in self.words)
