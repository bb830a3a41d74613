"""Packs a variant for a person: text, files, their descriptions, and the steps to take on the phone."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from kohkol.channels.by_hand.places import Place
from kohkol.channels.contract import Connection, Handover, Limits, OutgoingVariant, Receipt
from kohkol.channels.errors import Refused

REPORT = "Salin tautan kirimannya (atau ambil tangkapan layar), lalu laporkan di sini."


class HandWriter:
    """Never publishes: it gives a Handover, and only a person's report with proof makes the delivery live."""

    def __init__(self, connection: Connection, *, place: Place) -> None:  # noqa: ARG002 - a network by hand needs none
        self.place = place

    @property
    def limits(self) -> Limits:
        """What the network's app takes."""
        return self.place.limits

    def measure(self, text: str) -> int:
        """Length as the network's app counts it."""
        return self.place.measure(text)

    def publish(self, variant: OutgoingVariant, key: str) -> Handover:  # noqa: ARG002 - the key stays in the ledger
        """Everything that a person needs; nothing is live yet."""
        text = share_text(variant)
        saving = ("Simpan berkas ke ponsel.",) if variant.media else ()
        address = whatsapp_address(text) if self.place.shares_by_whatsapp else ""
        return Handover(text, (*saving, *self.place.steps, REPORT), variant.media, address)

    def find(self, key: str, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Nobody but a person can say."""
        raise Refused("Hanya orang yang bisa melihat apakah ini sudah tayang. Buka akunnya, lalu laporkan di sini.")

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:  # noqa: ARG002
        """A person has to."""
        raise Refused("Ralat di {title} harus dipasang orang. Buka kirimannya, ubah, lalu laporkan.", facts=self._facts)

    def retract(self, external_id: str) -> None:  # noqa: ARG002
        """A person has to."""
        raise Refused("Hapus sendiri kirimannya di {title}, lalu laporkan di sini.", facts=self._facts)

    @property
    def _facts(self) -> dict[str, object]:
        return {"title": self.place.title}


def share_text(variant: OutgoingVariant) -> str:
    """The text to paste: the variant's own, with the sheet's link at the end where it is not in it yet."""
    text = variant.text.strip()
    return text if not variant.link or variant.link in text else f"{text}\n\n{variant.link}"


def whatsapp_address(text: str) -> str:
    """An address that opens WhatsApp with this text and asks whom to send it to: for every "salin untuk WhatsApp"."""
    return f"https://wa.me/?text={quote(text, safe='')}"
