"""One call of the Mastodon API: where it goes, with whose token, and what each bad answer means for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from kohkol.channels.contract import Connection
from kohkol.channels.errors import Reconnect, Refused, Retry, UnknownOutcome, WaitUntil
from kohkol.channels.guarded import Reply, retry_after

DEFAULT_WAIT = timedelta(minutes=5)  # the window of Mastodon's rate limits
NOT_THE_API = "{host} menjawab dengan bentuk yang bukan API Mastodon. Periksa alamat servernya."


class NotThere(Refused):
    """The server says that this does not exist (404, 410)."""


class Api:
    """The server and account of a connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.server = connection.settings.get("server", "").rstrip("/")
        self.host = urlsplit(self.server).netloc
        self._token = connection.secrets.get("token", "")

    def call(self, method: str, path: str, *, key: str = "", irreversible: bool = False, **body: Any) -> Reply:
        """Make one call; gives answers of the 200s alone and raises what the others mean."""
        headers = {"accept": "application/json"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        if key:
            headers["idempotency-key"] = key
        reply = self.connection.http.request(
            method, f"{self.server}{path}", headers=headers, irreversible=irreversible, **body
        )
        if 200 <= reply.status < 300:
            return reply
        raise meaning(self._without_token(reply), host=self.host, now=self.connection.now(), irreversible=irreversible)

    def _without_token(self, reply: Reply) -> Reply:
        """The answer as it may stand in a log: some servers repeat what they were sent."""
        token = self._token.encode()
        return replace(reply, body=reply.body.replace(token, b"[token]")) if token else reply

    def get(self, path: str, **params: Any) -> Any:
        """The JSON of an address that changes nothing. Raises Refused when the answer is no JSON."""
        reply = self.call("GET", path, params=params)
        try:
            return reply.json()
        except ValueError as error:
            raise Refused(NOT_THE_API, facts={"host": self.host}, reply=reply.excerpt) from error

    def rows(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """As `get`, for addresses that give a list of objects."""
        found = self.get(path, **params)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise Refused(NOT_THE_API, facts={"host": self.host})
        return found

    def record(self, path: str, **params: Any) -> dict[str, Any]:
        """As `get`, for addresses that give one object."""
        found = self.get(path, **params)
        if not isinstance(found, dict):
            raise Refused(NOT_THE_API, facts={"host": self.host})
        return found

    def me(self) -> dict[str, Any]:
        """The account that the token belongs to."""
        return self.record("/api/v1/accounts/verify_credentials")


def meaning(
    reply: Reply, *, host: str, now: datetime, irreversible: bool
) -> Reconnect | Refused | Retry | UnknownOutcome | WaitUntil:
    """The error that a bad answer stands for.

    A server error after a call that cannot be taken back is an unknown outcome: servers are known to create the post
    and then to fail. A 403 without the API's own words comes from a proxy in front and passes.
    """
    facts = {"host": host, "said": said(reply)}
    if reply.status == 401:
        return Reconnect("{host} tidak lagi menerima izin akun ini. Sambungkan lagi akunnya.", **told(facts, reply))
    if reply.status == 403 and facts["said"]:
        return Reconnect("{host} menolak akun ini: {said}. Periksa izin dan keadaan akunnya.", **told(facts, reply))
    if reply.status == 429:
        until = retry_after(reply.headers, now) or reset_at(reply.headers, now) or now + DEFAULT_WAIT
        return WaitUntil("{host} meminta menunggu. Akan dilanjutkan sendiri.", until=until, **told(facts, reply))
    if reply.status >= 500 and irreversible:
        return UnknownOutcome(
            "{host} gagal di tengah jalan. Mungkin sudah tayang; sedang dicari dulu.", **told(facts, reply)
        )
    if reply.status >= 500 or reply.status in {403, 408, 425}:
        return Retry("{host} sedang terganggu. Akan dicoba lagi.", **told(facts, reply))
    if reply.status in {404, 410}:
        return NotThere("{host} tidak menemukan yang diminta; mungkin sudah dihapus.", **told(facts, reply))
    if reply.status == 413:
        return Refused("Berkas terlalu besar untuk {host}. Perkecil lalu ajukan lagi.", **told(facts, reply))
    if facts["said"]:
        return Refused("{host} menolak: {said}. Ubah lalu ajukan lagi.", **told(facts, reply))
    return Refused("{host} menolak permintaan ini (kode {status}).", **told({**facts, "status": reply.status}, reply))


def told(facts: Mapping[str, object], reply: Reply) -> dict[str, Any]:
    """What every error carries."""
    return {"facts": facts, "reply": reply.excerpt}


def said(reply: Reply) -> str:
    """The server's own words, short; empty when it gave none."""
    try:
        body = reply.json()
    except ValueError:
        return ""
    words = body.get("error_description") or body.get("error") if isinstance(body, dict) else None
    return " ".join(str(words or "").split())[:200].rstrip(".")


def reset_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When Mastodon says that the rate limit starts anew: never in the past."""
    try:
        until = datetime.fromisoformat(headers.get("x-ratelimit-reset", ""))
        return max(until, now) if until.tzinfo else None
    except ValueError:
        return None
