"""The text with which the desk sends a data owner her personal link, by WhatsApp or any other way."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from kohkol.facts.models import SheetVersion


@dataclass(frozen=True)
class HandOver:
    """The link that is shown once, and the text around it."""

    link: str
    text: str

    @property
    def whatsapp_address(self) -> str:
        """Opens WhatsApp with the text; the person chooses whom it goes to."""
        return f"https://wa.me/?text={quote(self.text)}"


def hand_over(version: SheetVersion, secret: str) -> HandOver:
    """What the data owner reads in her chat: a forwarded text betrays nothing of the sheet."""
    link = settings.KOHKOL_URL + reverse("signing:link", args=[secret])
    name = version.signer.name if version.signer else ""
    text = (
        f"Yth. {name}, meja komunikasi meminta Anda membaca dan menandatangani satu lembar fakta "
        f"{version.sheet.agency.short_name}.\nBaca dari HP, cukup beberapa menit: {link}\n"
        "Tautan ini khusus untuk Anda dan tidak dapat dibuka orang lain."
    )
    return HandOver(link, text)
