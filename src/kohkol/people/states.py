"""The states of official accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountState(models.TextChoices):
    CONNECTED = "connected", _("Tersambung")
    BY_HAND = "by_hand", _("Dikelola manual")
    NEEDS_RECONNECT = "needs_reconnect", _("Perlu disambungkan ulang")
    CLOSED = "closed", _("Ditutup")
