"""One table from each state of each thing to its colour and icon, so that a word looks the same on every screen."""

from typing import NamedTuple


class Tone(NamedTuple):
    """Colour class and icon."""

    colour: str
    icon: str


FRESH = Tone("plain", "circle-dashed")
_WAIT = Tone("wait", "clock")
_GOOD = Tone("good", "circle-check")
_BAD = Tone("bad", "alert-triangle")
_OVER = Tone("plain", "archive")
_BUSY = Tone("info", "loader")

# "model.state" where a word means something else for one kind of row; the tag `state` looks there first.
TONES: dict[str, Tone] = {
    "factrequest.sent": Tone("info", "send"),
    "open": Tone("info", "circle-dot"),
    "working": _BUSY,
    "answered": _GOOD,
    "closed": _OVER,
    "merged": Tone("plain", "arrows-join"),
    "sent": Tone("good", "circle-check"),
    "seen": Tone("info", "eye"),
    "not_ours": Tone("wait", "arrow-back-up"),
    "withdrawn": Tone("plain", "circle-x"),
    "draft": Tone("plain", "pencil"),
    "awaiting": Tone("wait", "signature"),
    "signed": Tone("good", "shield-check"),
    "superseded": Tone("plain", "history"),
    "in_review": Tone("wait", "eye"),
    "approved": _GOOD,
    "returned": Tone("wait", "arrow-back-up"),
    "published": Tone("good", "world"),
    "archived": _OVER,
    "queued": _WAIT,
    "sending": _BUSY,
    "failed": _BAD,
    "unknown": Tone("unknown", "help-circle"),
    "cancelled": Tone("plain", "circle-x"),
    "expired": Tone("bad", "clock-exclamation"),
    "waiting_for_person": Tone("wait", "device-mobile"),
    "reported_live": Tone("info", "check"),
    "checked": Tone("good", "checks"),
    "retracting": Tone("wait", "trash"),
    "retracted": Tone("plain", "trash"),
    "active": _GOOD,
    "fine": _GOOD,
    "paused": Tone("plain", "player-pause"),
    "quiet": Tone("wait", "volume-off"),
    "failing": _BAD,
    "connected": _GOOD,
    "by_hand": Tone("info", "device-mobile"),
    "needs_reconnect": _BAD,
    "waiting": _WAIT,
    "running": _BUSY,
    "done": _GOOD,
    "same": _GOOD,
    "suggest": Tone("wait", "zoom-question"),
    "other": Tone("plain", "x"),
    "rework": Tone("bad", "refresh"),
}

NETWORKS: dict[str, tuple[str, str]] = {
    "site": ("Situs publik", "world"),
    "mastodon": ("Mastodon", "brand-mastodon"),
    "instagram": ("Instagram", "brand-instagram"),
    "whatsapp": ("WhatsApp", "brand-whatsapp"),
    "whatsapp_channel": ("Saluran WhatsApp", "brand-whatsapp"),
    "whatsapp_group": ("Grup WhatsApp", "brand-whatsapp"),
    "facebook": ("Facebook", "brand-facebook"),
    "tiktok": ("TikTok", "brand-tiktok"),
    "x": ("X", "brand-x"),
    "youtube": ("YouTube", "brand-youtube"),
    "telegram": ("Telegram", "brand-telegram"),
    "bluesky": ("Bluesky", "brand-bluesky"),
    "feed": ("RSS/Atom", "rss"),
    "berita": ("Berita", "news"),
    "lapor": ("SP4N-LAPOR!", "speakerphone"),
}

LEVELS = {1: "plain", 2: "info", 3: "wait", 4: "level-4"}  # colour class of an issue's level; its word says which

MESSAGES = {
    "success": Tone("good", "circle-check"),
    "warning": Tone("wait", "alert-triangle"),
    "error": Tone("bad", "alert-circle"),
}
