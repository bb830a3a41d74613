"""Looks for a post whose answer was lost, among what the account itself has posted since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any, Final

from kohkol.channels.contract import OutgoingVariant, Receipt
from kohkol.channels.errors import Refused, Retry
from kohkol.channels.mastodon.api import Api
from kohkol.channels.mastodon.statuses import moment, receipt, words

PAGE: Final = 40
MOST_PAGES: Final = 25
SKEW: Final = timedelta(minutes=5)  # between our clock and the server's
# Servers change the text on its way (links, names, **bold**). Two variants of one sheet, which share its link, are in
# two languages or for two audiences and lie far below.
SAME: Final = 0.8


def find(api: Api, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:
    """The live status with this variant's link and text, posted at or after `since` less five minutes."""
    if not variant.link:
        raise Refused("Kiriman ini tanpa tautan pendek, jadi tidak bisa dicari. Lihat akunnya, lalu catat.")
    try:
        likeness = [
            (alike(variant.text, words(status)), status)
            for status in own_statuses(api, since - SKEW)
            if has_link(words(status), variant.link)
        ]
        best, status = max(likeness, key=lambda pair: pair[0], default=(0.0, {}))
        return receipt(status) if best >= SAME else None
    except (KeyError, TypeError, ValueError) as error:
        raise Retry(
            "Daftar kiriman di {host} tidak terbaca. Akan dicari lagi.", facts={"host": api.host}, reply=repr(error)
        ) from error


def has_link(text: str, link: str) -> bool:
    """Whether the link stands there as a whole: K7Q2 is not K7Q21."""
    return any(word.strip("().,;:!?\"'<>[]") == link for word in text.split())


def alike(ours: str, theirs: str) -> float:
    """Share of equal words in order, from 0 to 1."""
    return SequenceMatcher(None, ours.casefold().split(), theirs.casefold().split(), autojunk=False).ratio()


def own_statuses(api: Api, since: datetime) -> Iterator[dict[str, Any]]:
    """What the account posted at or after `since`. Raises Retry when the server does not show that far back."""
    path = f"/api/v1/accounts/{api.me()['id']}/statuses"
    seen: set[str] = set()
    older: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        rows = api.rows(path, limit=PAGE, exclude_reblogs="true", **older)
        fresh = [row for row in rows if str(row["id"]) not in seen]
        seen |= {str(row["id"]) for row in fresh}
        for row in fresh:
            if moment(row["created_at"]) >= since:
                yield row
        if not rows or any(moment(row["created_at"]) < since for row in fresh):
            return
        if not fresh and len(rows) < PAGE:
            return  # the server does not page and has shown all it has
        if not fresh:
            break
        older = {"max_id": str(rows[-1]["id"])}
    raise Retry(
        "{host} tidak menunjukkan cukup kiriman lama untuk mencari. Akan dicoba lagi.", facts={"host": api.host}
    )
