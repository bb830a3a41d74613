"""Rows of what goes out: messages, variants, approvals, and the ledger of deliveries."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.publishing.states import DeliveryState, MessageState, VariantState


class Message(models.Model):
    """One communication for one audience. Rests on fact-sheet versions or, when routine, on a named source."""

    class Basis(models.TextChoices):
        SHEET = "sheet", _("Lembar fakta")
        SOURCE = "source", _("Sumber bernama (pesan rutin)")

    issue = models.ForeignKey("issues.Issue", null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    title = models.CharField(max_length=160)
    audience = models.CharField(max_length=160)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.SHEET)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.DRAFT)
    written_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    rework_since_at = models.DateTimeField(null=True, blank=True, help_text="what it rests on was corrected")
    rework_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.title


class RestsOn(models.Model):
    """What a message rests on: a version of a sheet, or a source by name."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="rests_on")
    version = models.ForeignKey("facts.SheetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=600, blank=True)


class Variant(models.Model):
    """The message in the form of one channel. `content_hash` covers text, media and alt text: what is approved."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="variants")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="variants")
    text = models.TextField()
    language = models.CharField(max_length=5, default="id")
    state = models.CharField(max_length=10, choices=VariantState, default=VariantState.DRAFT)
    content_hash = models.CharField(max_length=64, blank=True)
    edited_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "account"], name="publishing_one_variant_per_account")
        ]


class VariantMedia(models.Model):
    """A picture of a variant, with the alt text that is demanded."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="media")
    file = models.FileField(upload_to="variants/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)
    alt_text = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="what is written in the picture, typed by a person")
    cleared_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(
        null=True, blank=True, help_text="when a person looked and recognised no private person and no minor in it"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]


class Approval(models.Model):
    """A person's decision about exactly this content; void as soon as the content changes."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Disetujui")
        RETURNED = "returned", _("Dikembalikan")

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)


class Delivery(models.Model):
    """One variant to one account: the ledger. Never deleted; never retried while unknown."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="deliveries")
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="deliveries")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.QUEUED, db_index=True)
    content = models.JSONField(help_text="frozen: text, language, link, media with hashes and alt text")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    due_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="not sent after this without a person's word")
    not_before_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    called_at = models.DateTimeField(null=True, blank=True, help_text="just before the irreversible call")
    attempts = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=600, blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="a sentence a clerk can act on")
    detail = models.TextField(blank=True, help_text="the technical reply")
    reported_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    proof = models.FileField(upload_to="proofs/%Y/%m/", blank=True)
    checked_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    rework_since_at = models.DateTimeField(null=True, blank=True, help_text="live, but rests on what was corrected")
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amended_by",
        help_text="live post to renew",
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]


class SitePage(models.Model):
    """A message as it stands on the public site. Withdrawn pages keep their address and say so."""

    key = models.UUIDField(unique=True)
    slug = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    text = models.TextField()
    language = models.CharField(max_length=5)
    link = models.CharField(max_length=600, blank=True)
    pictures = models.JSONField(default=list, help_text="as approved: file, type and alt text of each")
    published_at = models.DateTimeField(db_index=True)
    amended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """The page's permanent address on this site."""
        return f"/pesan/{self.pk}-{self.slug}/"
