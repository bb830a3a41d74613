"""Rows of what is known: the sheets that may be offered, what people corrected, and what was found for a subject."""

from django.db import models


class KnownSheet(models.Model):
    """A fact sheet as matching reads it; written by facts in the transaction that signs, replaces or withdraws it."""

    code = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField(help_text="of the version")
    question = models.CharField(max_length=300)
    short_answer = models.TextField()
    explanation = models.TextField(blank=True)
    agency = models.CharField(max_length=40, help_text="whose facts they are, by its short name")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    is_offered = models.BooleanField(default=True, help_text="False: withdrawn, never offered again")
    digest = models.CharField(max_length=32, help_text="of the words, so that an index sees what changed")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class IndexStamp(models.Model):
    """One row that changes with every sheet and every correction: by it each process sees that its index is old."""

    changes = models.PositiveIntegerField(default=0)
    token = models.CharField(max_length=32, help_text="another one after each change, also after a restored backup")
    sheets_token = models.CharField(max_length=32, help_text="another one when a sheet came, changed or went")
    changed_at = models.DateTimeField()


class Judgement(models.Model):
    """What a person said of one pair of text and sheet: the same, or not. Texts of citizens are not kept here."""

    fingerprint = models.CharField(max_length=48, help_text="of the text's words, see engine/matching/corrections.py")
    code = models.CharField(max_length=20, help_text="of the sheet, whatever its version")
    is_same = models.BooleanField()
    score = models.FloatField(null=True, blank=True, help_text="what the machine had said")
    post = models.ForeignKey("listening.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="the desk's own question, where it was one")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.Officer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "code"],
                condition=models.Q(undone_at=None),
                name="matching_one_judgement_per_pair",
            )
        ]

    @property
    def chance(self) -> int | None:
        """What the machine had said, in per cent."""
        return None if self.score is None else round(self.score * 100)


class Lookup(models.Model):
    """What was found in the background for an issue or a story, so that its page need not search."""

    subject = models.CharField(max_length=60, unique=True, help_text="such as issues.issue:12")
    signature = models.CharField(max_length=60, help_text="of what was asked; another one means: look again")
    token = models.CharField(max_length=32, help_text="of the sheets at that time")
    looked_at = models.DateTimeField(db_index=True)
    found = models.JSONField(default=list)
    codes = models.TextField(blank=True, help_text="of the sheets found, between blanks")
