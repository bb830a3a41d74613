"""A signed version as the public site speaks of it: its addresses, what became of it, and the words to forward."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kohkol.facts.api import SheetVersion, VersionState


@dataclass(frozen=True)
class PublicVersion:
    """A signed version as the public site speaks of it."""

    row: SheetVersion
    at: datetime

    @property
    def path(self) -> str:
        return reverse("public:version", args=[self.row.sheet.code, self.row.number])

    @property
    def short_address(self) -> str:
        return f"{settings.KOHKOL_URL}/f/{self.row.sheet.code}"

    @property
    def status(self) -> str:
        """`signed`, `expired`, `early`, `superseded` or `withdrawn`."""
        if self.row.state != VersionState.SIGNED:
            return self.row.state
        if self.row.valid_until and self.row.valid_until <= self.at:
            return "expired"
        return "signed" if self.row.valid_from <= self.at else "early"

    @property
    def is_in_force(self) -> bool:
        return self.status == "signed"

    @property
    def signed_by(self) -> str:
        """The office that answers for the words; a person's name is not the public's business."""
        position = self.row.signer.position if self.row.signer else ""
        return f"{position or 'Penanggung jawab data'}, {self.row.sheet.agency.name}"

    @property
    def text_to_forward(self) -> str:
        """What is copied into a chat: it carries its source and the address where it can be checked."""
        day = date_format(timezone.localtime(self.row.signed_at), "j F Y") if self.row.signed_at else ""
        mark = "[LATIHAN, bukan informasi resmi]\n" if settings.KOHKOL_PRACTICE else ""
        return (
            f"{mark}*{self.row.question}*\n{self.row.short_answer}\n\n"
            f"{self.row.sheet.agency.name}, {day}. Cek di sini: {self.short_address}"
        )

    @property
    def whatsapp_address(self) -> str:
        return f"https://wa.me/?text={quote(self.text_to_forward)}"
