"""What other apps may use of measuring: the stage clock of an issue, and the morning brief."""

from kohkol.measuring.actions import keep_brief
from kohkol.measuring.models import Brief, Reading
from kohkol.measuring.morning import keep_morning_brief
from kohkol.measuring.stage_clock import Stage, live_by_account, stage_clock, waited_seconds

__all__ = [
    "Brief",
    "Reading",
    "Stage",
    "keep_brief",
    "keep_morning_brief",
    "live_by_account",
    "stage_clock",
    "waited_seconds",
]
