"""The states of a fact-sheet version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.states import Lifecycle, moves


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Tersimpan")
    AWAITING = "awaiting", _("Menunggu tanda tangan")
    SIGNED = "signed", _("Terverifikasi")
    SUPERSEDED = "superseded", _("Digantikan")
    WITHDRAWN = "withdrawn", _("Ditarik")


SHEET_VERSION = Lifecycle(
    "SheetVersion",
    VersionState,
    "draft",
    moves(
        draft="awaiting withdrawn",
        awaiting="draft signed withdrawn",
        signed="superseded withdrawn",
        superseded="",
        withdrawn="",
    ),
)
