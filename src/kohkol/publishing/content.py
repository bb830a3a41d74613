"""What a variant says, as one thing: hashed when approved, frozen into the ledger, handed to a network."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings

from kohkol.channels.contract import Attachment, OutgoingVariant
from kohkol.publishing.models import Message, Variant


def basis_link(message: Message) -> str:
    """The short public address of what the message rests on: its first sheet, else the named source's own address."""
    rest = message.rests_on.select_related("version__sheet").order_by("pk").first()
    if rest is None:
        return ""
    return f"{settings.KOHKOL_URL}/f/{rest.version.sheet.code}" if rest.version else rest.source_url


def frozen(variant: Variant) -> dict[str, Any]:
    """Everything that goes out, as plain values: what an approval covers and a delivery keeps."""
    return {
        "title": variant.message.title,
        "text": variant.text,
        "language": variant.language,
        "link": basis_link(variant.message) if variant.message.basis == Message.Basis.SHEET else "",
        "account": variant.account_id,
        "rests_on": sorted(variant.message.rests_on.exclude(version=None).values_list("version_id", flat=True)),
        "media": [
            {"file": row.file.name, "sha256": row.sha256, "type": row.media_type, "alt": row.alt_text}
            for row in variant.media.all()
        ],
    }


def hash_content(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical form of `frozen`."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def outgoing(content: dict[str, Any]) -> OutgoingVariant:
    """The frozen content as the channels take it."""
    media = tuple(
        Attachment(Path(settings.MEDIA_ROOT) / one["file"], one["type"], one["alt"]) for one in content["media"]
    )
    return OutgoingVariant(
        text=content["text"],
        link=content["link"],
        language=content["language"],
        media=media,
        title=content["title"],
    )
