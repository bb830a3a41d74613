"""Takes the people out of what was heard: handles in the text, user names in links. Runs before anything is stored.

What it cannot do: a person's name written as plain words beside the text stays, because it cannot be told from what the
post is about. Screens mask it where the reader of Indonesian finds it; docs/listening.md says so to the office.
"""

import re
from collections.abc import Callable, Collection
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit

HANDLE = re.compile(r"(?<![\w@/.+-])@(\w[\w.-]*\w|\w)(?:@[\w-]+(?:\.[\w-]+)+)?")
LINK = re.compile(r"https?://[^\s<>\"'\u201c\u201d]+", re.IGNORECASE)
SOMEBODY = "@…"
NO_LINK = "[tautan]"

_PERSON_SEGMENTS = frozenset(
    ("user", "users", "u", "profile", "profil", "people", "author", "penulis", "member", "members")
)
_PERSON_PARAMETERS = frozenset(
    ("user", "username", "author", "u", "name", "profile", "id_user", "fbclid", "igshid", "igsh", "si")
)


def without_handles(text: str, official: Collection[str] = ()) -> str:
    """The text with `@…` in place of handles and with nameless links; handles in `official` (lower case) stay."""
    if "://" in text:
        text = LINK.sub(lambda link: nameless_url(link[0]) or NO_LINK, text)
    if "@" not in text:
        return text
    return HANDLE.sub(lambda found: found[0] if found[1].lower() in official else SOMEBODY, text)


def nameless_url(url: str) -> str:
    """The address of the same post without the name of who wrote it; empty where no such address exists."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    rule = _RULES.get(site_of(host), _other)
    return rule(parts, [segment for segment in parts.path.split("/") if segment])


def site_of(host: str) -> str:
    """The registered name that a rule is kept under: `m.facebook.com` -> `facebook.com`."""
    return ".".join(host.lower().split(".")[-2:])


def guess_network(url: str) -> str:
    """The network that an address belongs to; `web` for any other, empty without an address."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return NETWORK_OF_SITE.get(site_of(host), "web") if host else ""


NETWORK_OF_SITE = {
    "x.com": "x", "twitter.com": "x", "instagram.com": "instagram", "tiktok.com": "tiktok", "facebook.com": "facebook",
    "fb.watch": "facebook", "fb.com": "facebook", "youtube.com": "youtube", "youtu.be": "youtube",
    "threads.net": "threads", "threads.com": "threads", "wa.me": "whatsapp", "whatsapp.com": "whatsapp",
    "t.me": "telegram", "bsky.app": "bluesky", "linkedin.com": "linkedin", "reddit.com": "reddit",
}  # fmt: skip


def _x(_: SplitResult, path: list[str]) -> str:
    number = _after(path, "status")
    return f"https://x.com/i/status/{number}" if number.isdigit() else ""


def _instagram(_: SplitResult, path: list[str]) -> str:
    for kind in ("p", "reel", "tv"):
        if _after(path, kind):
            return f"https://www.instagram.com/{kind}/{_after(path, kind)}/"
    return ""


def _tiktok(parts: SplitResult, path: list[str]) -> str:
    for kind in ("video", "photo"):
        if _after(path, kind).isdigit():
            return f"https://www.tiktok.com/@/{kind}/{_after(path, kind)}"
    return f"https://{parts.hostname}/{path[0]}" if len(path) == 1 and not path[0].startswith("@") else ""


def _facebook(parts: SplitResult, path: list[str]) -> str:
    parameters = parse_qs(parts.query)
    if path[:1] == ["groups"] and _after(path, "posts"):
        return f"https://www.facebook.com/groups/{path[1]}/posts/{_after(path, 'posts')}"
    if path[:1] in (["share"], ["reel"]) and len(path) > 1:
        return "https://www.facebook.com/" + "/".join(path[:3])
    video = _after(path, "videos") or "".join(parameters.get("v", [])[:1])
    if video.isdigit():
        return f"https://www.facebook.com/watch/?v={video}"
    number = _after(path, "posts") or "".join((parameters.get("story_fbid") or parameters.get("fbid") or [])[:1])
    return f"https://www.facebook.com/{number}" if re.fullmatch(r"\d+|pfbid\w+", number) else ""


def _youtube(parts: SplitResult, path: list[str]) -> str:
    if parts.hostname == "youtu.be" and path:
        return f"https://youtu.be/{path[0]}"
    film = "".join(parse_qs(parts.query).get("v", [])[:1]) if path[:1] == ["watch"] else ""
    film = film or _after(path, "shorts") or _after(path, "live")
    return f"https://www.youtube.com/watch?v={film}" if film else ""


def _threads(_: SplitResult, path: list[str]) -> str:
    code = _after(path, "post") or _after(path, "t")
    return f"https://www.threads.net/t/{code}" if code else ""


def _linkedin(parts: SplitResult, _: list[str]) -> str:
    number = re.search(r"activity[-:](\d+)", parts.path)
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{number[1]}" if number else ""


def _nameless(_: SplitResult, __: list[str]) -> str:
    return ""


def _other(parts: SplitResult, path: list[str]) -> str:
    """News sites and Mastodon-API servers: the page's address, unless a part of it names a person."""
    mastodon = re.fullmatch(r"/(?:@[^/]+|users/[^/]+/statuses)/(\d+)", parts.path.rstrip("/"))
    if mastodon:
        return f"{parts.scheme}://{_host(parts)}/web/statuses/{mastodon[1]}"
    if any(part.startswith(("@", "~")) or part.lower() in _PERSON_SEGMENTS for part in path):
        return ""
    if len(path) == 3 and path[1] == "p":  # snac2: /NAME/p/NUMBER
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name.lower() not in _PERSON_PARAMETERS and not name.lower().startswith("utm_") and "@" not in value
    ]
    return f"{parts.scheme}://{_host(parts)}{parts.path}" + (f"?{urlencode(kept)}" if kept else "")


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _after(path: list[str], word: str) -> str:
    """The segment after `word`, or nothing."""
    return path[path.index(word) + 1] if word in path[:-1] else ""


_RULES: dict[str, Callable[[SplitResult, list[str]], str]] = {
    "x.com": _x, "twitter.com": _x, "instagram.com": _instagram, "tiktok.com": _tiktok, "facebook.com": _facebook,
    "youtube.com": _youtube, "youtu.be": _youtube, "threads.net": _threads, "threads.com": _threads,
    "linkedin.com": _linkedin, "bsky.app": _nameless, "t.me": _nameless, "wa.me": _nameless,
}  # fmt: skip
