"""The states of messages, variants and deliveries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.states import Lifecycle, moves


class MessageState(models.TextChoices):
    DRAFT = "draft", _("Tersimpan")
    IN_REVIEW = "in_review", _("Menunggu Review")
    PUBLISHED = "published", _("Diterbitkan")
    ARCHIVED = "archived", _("Diarsipkan")


MESSAGE = Lifecycle(
    "Message",
    MessageState,
    "draft",
    moves(
        draft="in_review archived", in_review="draft published archived", published="in_review archived", archived=""
    ),
)


class VariantState(models.TextChoices):
    DRAFT = "draft", _("Tersimpan")
    IN_REVIEW = "in_review", _("Menunggu Review")
    APPROVED = "approved", _("Disetujui")
    RETURNED = "returned", _("Dikembalikan")


VARIANT = Lifecycle(
    "Variant",
    VariantState,
    "draft",
    moves(draft="in_review", in_review="draft approved returned", approved="draft", returned="draft"),
)


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Antre")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Tayang")
    FAILED = "failed", _("Gagal")
    UNKNOWN = "unknown", _("Belum pasti")
    CANCELLED = "cancelled", _("Dibatalkan")
    EXPIRED = "expired", _("Lewat waktu")
    WAITING_FOR_PERSON = "waiting_for_person", _("Menunggu petugas")
    REPORTED_LIVE = "reported_live", _("Dilaporkan tayang")
    CHECKED = "checked", _("Sudah dicek")
    RETRACTING = "retracting", _("Sedang ditarik")
    RETRACTED = "retracted", _("Ditarik")


DELIVERY = Lifecycle(
    "Delivery",
    DeliveryState,
    "queued",
    moves(
        queued="sending waiting_for_person cancelled expired failed",
        sending="sent queued failed unknown waiting_for_person",
        unknown="sent queued failed",
        sent="retracting",
        failed="queued cancelled",
        waiting_for_person="reported_live cancelled expired",
        reported_live="checked waiting_for_person retracting",
        checked="retracting",
        retracting="retracted sent checked reported_live",
        retracted="",
        cancelled="reported_live",  # somebody had posted it by hand before the word reached her
        expired="queued cancelled",
    ),
)
