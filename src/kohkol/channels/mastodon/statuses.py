"""What a status of the Mastodon API says, in the contract's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kohkol.channels.contract import FoundMedia, FoundPost, MediaKind, Receipt
from kohkol.channels.plain_text import plain_text

KINDS = {
    "image": MediaKind.IMAGE,
    "gifv": MediaKind.VIDEO,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
}
PUBLIC = frozenset({"public", "unlisted"})


def receipt(status: dict[str, Any]) -> Receipt:
    """Proof that this status is live. Raises KeyError or ValueError when it is none."""
    return Receipt(str(status["id"]), str(status.get("url") or status["uri"]), moment(status["created_at"]))


def moment(text: str) -> datetime:
    """An aware time. Raises ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at


def words(status: dict[str, Any]) -> str:
    """The warning, where there is one, and the text, without HTML."""
    parts = (plain_text(str(status.get("spoiler_text") or "")), plain_text(str(status.get("content") or "")))
    return "\n\n".join(part for part in parts if part)


def found_post(status: dict[str, Any], *, host: str, now: datetime, me: str = "", to_us: bool = False) -> FoundPost:
    """The status as a post. `external_id` is its address in the federation: one post, whichever server shows it.

    Raises KeyError, TypeError or ValueError when the server left out what a post needs.
    """
    account = status["account"]
    at = moment(status["created_at"])
    acct = str(account.get("acct") or "")
    return FoundPost(
        external_id=str(status["uri"]),
        at=min(at, now),
        at_is_known=at <= now,
        text=words(status),
        url=str(status.get("url") or status["uri"]),
        network="mastodon",
        author=acct if "@" in acct else f"{acct}@{host}",
        is_ours=bool(me) and str(account.get("id")) == me,
        to_us=to_us,
        is_public=status.get("visibility", "public") in PUBLIC,
        media=tuple(media(one) for one in status.get("media_attachments") or () if one.get("url")),
        reply_to=str(status["in_reply_to_id"]) if status.get("in_reply_to_id") else None,
        language=status.get("language") or None,
    )


def media(attachment: dict[str, Any]) -> FoundMedia:
    """A file of a status."""
    kind = KINDS.get(str(attachment.get("type")), MediaKind.DOCUMENT)
    return FoundMedia(str(attachment["url"]), kind, str(attachment.get("description") or ""))
