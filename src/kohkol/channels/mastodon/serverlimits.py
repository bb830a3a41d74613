"""What a Mastodon server takes: asked of the server itself, with Mastodon's own limits where it does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from kohkol.channels.contract import Limits, MediaKind, MediaLimit
from kohkol.channels.counting import graphemes
from kohkol.channels.errors import ChannelError
from kohkol.channels.mastodon.api import Api

LINKS: Final = re.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]}]")
NAMES: Final = re.compile(r"(?<![\w/@])@(\w+(?:[\w.-]*\w)?)@[\w-]+(?:[.:][\w-]+)*")

# Mastodon's defaults, as documented for `GET /api/v2/instance`.
CHARACTERS: Final = 500
LINK_CHARACTERS: Final = 23
MOST_MEDIA: Final = 4
IMAGE_BYTES: Final = 16_777_216
VIDEO_BYTES: Final = 103_809_024
ALT_CHARACTERS: Final = 1500
IMAGES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
VIDEOS: Final = ("video/mp4", "video/webm", "video/quicktime")
SOUNDS: Final = ("audio/mpeg", "audio/mp3", "audio/ogg", "audio/wav", "audio/flac", "audio/aac")


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """The contract's limits, and how many characters each link counts for."""

    limits: Limits
    link_characters: int


def measured(text: str, link_characters: int = LINK_CHARACTERS) -> int:
    """Length as Mastodon counts it: each link a fixed number, a name without its server, the rest as seen."""
    return graphemes(NAMES.sub(r"@\1", LINKS.sub("x" * link_characters, text)))


def asked(api: Api) -> ServerLimits:
    """The server's limits; Mastodon's defaults when it does not answer."""
    for path in ("/api/v2/instance", "/api/v1/instance"):
        try:
            configuration = api.record(path).get("configuration")
        except ChannelError:
            continue
        if isinstance(configuration, dict):
            return from_configuration(configuration)
    return from_configuration({})


def from_configuration(configuration: dict[str, Any]) -> ServerLimits:
    """The limits in the `configuration` of an instance."""
    statuses = section(configuration, "statuses")
    media = section(configuration, "media_attachments")
    taken = media.get("supported_mime_types")
    link_characters = number(statuses, "characters_reserved_per_url", LINK_CHARACTERS)
    limits = Limits(
        max_characters=number(statuses, "max_characters", CHARACTERS),
        counting=f"Setiap tautan dihitung {link_characters}, nama akun tanpa servernya, emoji satu.",
        max_media=number(statuses, "max_media_attachments", MOST_MEDIA),
        media=(
            MediaLimit(MediaKind.IMAGE, among(IMAGES, taken), number(media, "image_size_limit", IMAGE_BYTES)),
            MediaLimit(MediaKind.VIDEO, among(VIDEOS, taken), number(media, "video_size_limit", VIDEO_BYTES)),
            MediaLimit(MediaKind.AUDIO, among(SOUNDS, taken), number(media, "video_size_limit", VIDEO_BYTES)),
        ),
        alt_text_max=number(media, "description_limit", ALT_CHARACTERS),
    )
    return ServerLimits(limits, link_characters)


def section(configuration: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of the configuration, empty when it is not an object."""
    part = configuration.get(name)
    return part if isinstance(part, dict) else {}


def number(part: dict[str, Any], name: str, default: int) -> int:
    """A positive number of the configuration, or the default."""
    value = part.get(name)
    return value if isinstance(value, int) and value > 0 else default


def among(ours: tuple[str, ...], theirs: Any) -> tuple[str, ...]:
    """The kinds of file that both sides know."""
    return tuple(one for one in ours if one in theirs) if isinstance(theirs, list) and theirs else ours
