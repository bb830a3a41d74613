"""What other apps may use of measuring: the stage clock of an issue, and the morning brief."""

from kohkol.measuring.actions import keep_brief
from kohkol.measuring.models import Brief, Reading
from kohkol.measuring.morning import keep_morning_brief
from kohkol.measuring.stage_clock import Stage, StageClock, stage_clock

__all__ = [
    "Brief",
    "Reading",
    "Stage",
    "StageClock",
    "keep_brief",
    "keep_morning_brief",
    "stage_clock",
]
