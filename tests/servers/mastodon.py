"""A small stateful stand-in for Mastodon itself, for what snac2 does in another way or not at all.

It keeps Mastodon's documented answers for the calls that Kohkol makes: keys remembered, files processed in their time,
`min_id` and `max_id`, deletion, and the failures that the documentation and the field's bug reports name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.channels.hostile import Hostile, Request, answering

ME = {"id": "1", "acct": "kabar", "username": "kabar"}
CITIZEN = {"id": "2", "acct": "warga", "username": "warga"}


@dataclass
class Mastodon:
    """The server's state. `fail` maps `METHOD /path` to what is answered in place of, or `after`, the real thing."""

    statuses: dict[int, dict[str, Any]] = field(default_factory=dict)
    mentions: dict[int, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    processing: int = 0  # how many times a file is still being worked on when asked for
    newest_first: bool = False  # answer `min_id` as servers do that are not Mastodon
    fail: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    drop_after_accepting: bool = False
    fail_after_accepting: bool = False
    server: Hostile = None  # type: ignore[assignment]

    def answer(self, request: Request) -> None:
        """One call."""
        path = urlsplit(request.path).path
        failure = self.fail.get(f"{request.command} {path}") or self.fail.get("*")
        if failure:
            status, body, headers = failure
            return request.give(status, body, **headers)
        sent = self.server.asked[-1][3]
        if path == "/api/v1/accounts/verify_credentials":
            return give(request, ME)
        if path == "/api/v1/notifications":
            return give(
                request, [{"id": str(n), "type": "mention", "status": s} for n, s in self.page(request, self.mentions)]
            )
        if path == "/api/v1/accounts/1/statuses":
            return give(request, [status for _, status in self.page(request, self.statuses)])
        if path == "/api/v2/media":
            return give(request, {"id": "77", "url": None}, 202 if self.processing else 200)
        if path == "/api/v1/media/77":
            self.processing -= 1
            return give(request, {"id": "77"}, 206 if self.processing >= 0 else 200)
        if path == "/api/v1/statuses":
            return self.post(request, json.loads(sent))
        if path.startswith("/api/v1/statuses/"):
            return self.one(request, int(path.rpartition("/")[2]), sent)
        return give(request, {"error": "Record not found"}, 404)

    def page(self, request: Request, rows: dict[int, dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
        """The rows that the parameters ask for, newest first."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        above, below, limit = int(asked.get("min_id", 0)), int(asked.get("max_id", 10**18)), int(asked.get("limit", 20))
        found = sorted((number, row) for number, row in rows.items() if above < number < below)
        oldest = "min_id" in asked and not self.newest_first
        return (found[:limit] if oldest else found[-limit:])[::-1]

    def post(self, request: Request, body: dict[str, Any]) -> None:
        """A new status, or the one of the same key."""
        key = request.headers.get("Idempotency-Key", "")
        number = self.keys.get(key) or len(self.statuses) + 100
        if number not in self.statuses:
            files = [{"id": one, "type": "image", "url": "http://x/1.png"} for one in body.get("media_ids", ())]
            self.statuses[number] = self.status(number, body["status"], media_attachments=files)
            self.keys[key] = number
        if self.drop_after_accepting:
            request.close_connection = True
            return None
        if self.fail_after_accepting:
            return request.give(500, b'{"error":"Internal"}')
        return give(request, self.statuses[number])

    def one(self, request: Request, number: int, sent: bytes) -> None:
        """Show, edit or delete."""
        if number not in self.statuses:
            return give(request, {"error": "Record not found"}, 404)
        if request.command == "DELETE":
            return give(request, self.statuses.pop(number))
        if request.command == "PUT":
            body = json.loads(sent)
            self.statuses[number]["content"] = f"<p>{body['status']}</p>"
            files = self.statuses[number]["media_attachments"]
            self.statuses[number]["media_attachments"] = [
                one for one in files if one["id"] in body.get("media_ids", ())
            ]
        return give(request, self.statuses[number])

    def status(self, number: int, text: str, **more: Any) -> dict[str, Any]:
        """A status as Mastodon shows it."""
        address = f"http://mastodon.example/@kabar/{number}"
        return {
            "id": str(number),
            "uri": address,
            "url": address,
            "created_at": "2025-11-03T05:00:00.000Z",
            "account": ME,
            "content": f"<p>{text}</p>",
            "visibility": "public",
            "favourites_count": 0,
            "reblogs_count": None,
            "media_attachments": [],
            **more,
        }

    def mention(self, number: int) -> None:
        """A citizen asks us something."""
        self.mentions[number] = self.status(number, f"@kabar pertanyaan {number}", account=CITIZEN)


def give(request: Request, body: Any, status: int = 200) -> None:
    """JSON."""
    request.give(status, json.dumps(body).encode(), Content_Type="application/json")


@contextmanager
def standing_in(**state: Any) -> Iterator[Mastodon]:
    """A stand-in that lives as long as the block."""
    mastodon = Mastodon(**state)
    with answering(mastodon.answer) as server:
        mastodon.server = server
        yield mastodon
