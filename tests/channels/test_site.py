"""The public site is a channel like any other: keyed, local, never unknown."""

from __future__ import annotations

import dataclasses

import pytest

from kohkol.channels.contract import OutgoingVariant, Receipt
from kohkol.channels.errors import Refused
from kohkol.channels.site.writing import SiteWriter
from tests.channels.scene import NOON, connection, variant


class Pages:
    """What the app that owns the pages offers, in memory."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """A page per key."""
        self.pages.setdefault(key, variant.text)
        return Receipt(key, f"https://kabar.contoh.go.id/p/{key}", NOON)

    def find(self, key: str) -> Receipt | None:
        """The page of a key."""
        return Receipt(key, f"https://kabar.contoh.go.id/p/{key}", NOON) if key in self.pages else None

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """New text."""
        self.pages[external_id] = variant.text
        return Receipt(external_id, f"https://kabar.contoh.go.id/p/{external_id}", NOON)

    def retract(self, external_id: str) -> None:
        """Gone."""
        del self.pages[external_id]


def test_the_same_key_again_is_the_same_page() -> None:
    site = Pages()
    writer = SiteWriter(dataclasses.replace(connection(), site=site))
    assert writer.find("k", variant(), since=NOON) is None

    first = writer.publish(variant(), "k")

    assert writer.publish(variant(), "k") == first == writer.find("k", variant(), since=NOON)
    assert len(site.pages) == 1


def test_a_site_that_is_not_connected_says_who_can_help() -> None:
    with pytest.raises(Refused, match="Minta admin"):
        SiteWriter(connection()).publish(variant(), "k")
