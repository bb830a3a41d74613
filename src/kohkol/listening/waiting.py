"""What waits for an officer among the sources: silence is never calm, so a silent source is somebody's work."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kohkol.listening.health import Health, source_health
from kohkol.people.api import Officer, Task, may

MOST = 5
FAILING, QUIET = 70, 40


def waiting_for(officer: Officer, at: datetime) -> list[Task]:
    """A task for each source that fails, went quiet or is not read; sort them by `Task.urgency`."""
    if not may(officer, "listening.manage_sources"):
        return []
    return [
        Task(
            _("Sumber %(name)s: %(word)s") % {"name": one.source.name, "word": one.word},
            one.sentence,
            reverse("listening:sources"),
            weight=QUIET if one.health is Health.QUIET else FAILING,
        )
        for one in source_health(at)
        if one.needs_a_person
    ][:MOST]
