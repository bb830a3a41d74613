"""Rows of what was measured: readings of deliveries and the morning briefs as they were given."""

from django.db import models


class Reading(models.Model):
    """A figure of a delivery at a time. Never overwritten; absent where unknown, never zero for it."""

    delivery = models.ForeignKey("publishing.Delivery", on_delete=models.CASCADE, related_name="readings")
    figure = models.CharField(max_length=30)
    value = models.BigIntegerField()
    at = models.DateTimeField()


class Brief(models.Model):
    """The morning brief as it was made: kept, so that what the head of region read can be shown later."""

    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    short_text = models.TextField(help_text="under 1,000 characters, to copy for WhatsApp")

    class Meta:
        ordering = ["-made_at"]
