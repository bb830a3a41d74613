"""Hands a variant to the app that owns the public pages; it writes locally, by our key, so nothing is ever unknown."""

from __future__ import annotations

from datetime import datetime

from kohkol.channels.contract import Connection, Limits, LocalSite, MediaKind, MediaLimit, OutgoingVariant, Receipt
from kohkol.channels.counting import graphemes
from kohkol.channels.errors import Refused

LIMITS = Limits(
    max_characters=None,
    counting="Tidak ada batas; dihitung karakter yang terlihat.",
    max_media=20,
    media=(
        MediaLimit(MediaKind.IMAGE, ("image/jpeg", "image/png", "image/webp"), 8_000_000),
        MediaLimit(MediaKind.VIDEO, ("video/mp4", "video/webm"), 100_000_000),
        MediaLimit(MediaKind.AUDIO, ("audio/mpeg", "audio/ogg"), 50_000_000),
        MediaLimit(MediaKind.DOCUMENT, ("application/pdf",), 20_000_000),
    ),
)


class SiteWriter:
    """The public site of this installation; `connection.site` does the writing."""

    limits = LIMITS

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def _site(self) -> LocalSite:
        if self.connection.site is None:
            raise Refused("Situs publik belum disambungkan. Minta admin memeriksa pengaturannya.")
        return self.connection.site

    def measure(self, text: str) -> int:
        """Characters as seen."""
        return graphemes(text)

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """Make the page live; the same key again gives the same receipt."""
        return self._site.publish(variant, key)

    def find(self, key: str, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:  # noqa: ARG002
        """The page of this key."""
        return self._site.find(key)

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Replace the text, keeping address and history."""
        return self._site.amend(external_id, variant)

    def retract(self, external_id: str) -> None:
        """Replace the page by a dated notice."""
        self._site.retract(external_id)
