"""The states of issues and fact requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.states import Lifecycle, moves


class Level(models.IntegerChoices):
    WATCH = 1, _("Dipantau")
    ROUTINE = 2, _("Rutin")
    PRIORITY = 3, _("Isu prioritas")
    CRISIS = 4, _("Siaga krisis")


class IssueState(models.TextChoices):
    OPEN = "open", _("Baru")
    WORKING = "working", _("Ditindaklanjuti")
    ANSWERED = "answered", _("Sudah dijawab")
    CLOSED = "closed", _("Selesai")
    MERGED = "merged", _("Digabung")


ISSUE = Lifecycle(
    "Issue",
    IssueState,
    "open",
    moves(
        open="working closed merged",
        working="answered closed merged open",
        answered="working closed merged",
        closed="working",
        merged="",
    ),
)


class RequestState(models.TextChoices):
    SENT = "sent", _("Terkirim")
    SEEN = "seen", _("Dibuka")
    ANSWERED = "answered", _("Dijawab")
    NOT_OURS = "not_ours", _("Bukan kewenangan")
    WITHDRAWN = "withdrawn", _("Dibatalkan")


FACT_REQUEST = Lifecycle(
    "FactRequest",
    RequestState,
    "sent",
    moves(
        sent="seen answered not_ours withdrawn",
        seen="answered not_ours withdrawn",
        answered="seen",  # the desk asks for what is missing
        not_ours="",
        withdrawn="",
    ),
)


class Clock(models.TextChoices):
    BUSINESS = "business", _("Jam kerja")
    WALL = "wall", _("Jam terus berjalan")
