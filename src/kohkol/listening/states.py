"""The states of sources and imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.states import Lifecycle, moves


class SourceState(models.TextChoices):
    ACTIVE = "active", _("Aktif")
    PAUSED = "paused", _("Dijeda")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


IMPORT = Lifecycle(
    "Import",
    ImportState,
    "waiting",
    moves(waiting="running failed", running="done failed waiting", done="", failed=""),
)
