"""The only way out: an HTTP client that a foreign address cannot turn against our own network, memory or time.

It takes http and https alone, resolves each name itself, refuses addresses that are not on the open internet, connects
to exactly the address it checked (a second answer of the name server changes nothing), checks each redirect anew, caps
bytes and seconds, unpacks compressed answers within the cap, keeps no cookies and reads no proxy from the environment.
One request, one connection, one deadline.
"""

from __future__ import annotations

import json
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from kohkol import __version__
from kohkol.channels import addresses
from kohkol.channels.errors import ChannelError, Refused, Retry, UnknownOutcome

MAX_REDIRECTS: Final = 5
MAX_BYTES: Final = 8_000_000  # a feed of 10,000 entries is about 5 MB
TOTAL_SECONDS: Final = 20.0
LONGEST_WAIT: Final = timedelta(days=7)
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
NEVER_ACCEPTED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: status, headers (names in lower case), unpacked body, and the address that finally gave it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def json(self) -> Any:
        """The body as JSON. Raises ValueError when it is none, or nested beyond reason."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    @property
    def excerpt(self) -> str:
        """Status and start of the body, for the log."""
        return f"{self.status} {self.body[:500].decode('utf-8', 'replace')}"


class GuardedClient:
    """Makes guarded requests. Safe to share between threads: it holds no state but its settings.

    `allowed` names the operator's own servers as `host:port`; only for exactly those the address is not checked.
    """

    def __init__(
        self,
        *,
        allowed: Iterable[str] = (),
        max_bytes: int = MAX_BYTES,
        total_seconds: float = TOTAL_SECONDS,
        resolve: Callable[[str, int], list[str]] = addresses.resolve,
    ) -> None:
        self.allowed = frozenset(one.strip().lower() for one in allowed if one.strip())
        self.max_bytes = max_bytes
        self.total_seconds = total_seconds
        self.resolve = resolve

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, params: Any = None) -> Reply:
        """Fetch an address, following up to five redirects, each checked anew."""
        return self.request("GET", url, headers=headers, params=params)

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        irreversible: bool = False,
        total_seconds: float | None = None,
        **body: Any,
    ) -> Reply:
        """Make one call; `body` is `params`, `data`, `files`, `json` or `content` as in httpx.

        Only GET and HEAD follow redirects. Any status is an answer, not an error. Raises Refused for an address that
        is not allowed or an answer that is too large, Retry when no answer came - and, with `irreversible`,
        UnknownOutcome in place of both as soon as the other side may have got the request.
        """
        deadline = time.monotonic() + (total_seconds or self.total_seconds)
        kept = {"user-agent": f"Kohkol/{__version__}", "accept-encoding": "gzip", **lowered(headers)}
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._one(method, url, kept, deadline, irreversible, body)
            target = reply.headers.get("location")
            if method not in {"GET", "HEAD"} or reply.status not in REDIRECTS or not target:
                return reply
            body = {}
            following = redirected(url, target)
            if origin(following) != origin(url):
                kept.pop("authorization", None)
            url = following
        raise Refused("{host} terus mengalihkan ke alamat lain. Periksa alamatnya.", facts={"host": host_of(url)})

    def _one(
        self, method: str, url: str, headers: Mapping[str, str], deadline: float, irreversible: bool, body: Any
    ) -> Reply:
        facts = {"host": checked_host(url)}
        transport = _Transport(_Backend(self, deadline), self._tls)
        try:
            with (
                closing(transport),
                closing(transport.handle_request(httpx.Request(method, url, headers=headers, **body))) as response,
            ):
                content = self._content(response, facts)
                return Reply(response.status_code, lowered(response.headers), content, url)
        except ChannelError as error:
            if irreversible and transport.backend.connected:
                raise UnknownOutcome(UNKNOWN, facts=facts, reply=error.reply or str(error)) from error
            raise
        except httpx.InvalidURL as error:
            raise Refused(NOT_AN_ADDRESS, reply=repr(error)) from error
        except httpx.HTTPError as error:
            if irreversible and transport.backend.connected and not isinstance(error, NEVER_ACCEPTED):
                raise UnknownOutcome(UNKNOWN, facts=facts, reply=repr(error)) from error
            raise Retry(NO_ANSWER, facts=facts, reply=repr(error)) from error

    def _content(self, response: httpx.Response, facts: Mapping[str, object]) -> bytes:
        """The body, unpacked, never more than the cap in memory however well it was packed."""
        packed = response.headers.get("content-encoding", "identity").lower()
        if packed not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            raise Refused("{host} mengirim data dalam bentuk yang tidak dapat dibuka.", facts=facts, reply=packed)
        unpacker = zlib.decompressobj(47) if packed not in {"identity", ""} else None
        content = bytearray()
        try:
            for chunk in response.iter_raw():
                room = self.max_bytes + 1 - len(content)
                content += unpacker.decompress(chunk, room) if unpacker else chunk[:room]
                if len(content) > self.max_bytes:
                    raise Refused(
                        "Jawaban {host} lebih besar dari {megabytes} MB, jadi tidak diambil.",
                        facts={**facts, "megabytes": self.max_bytes // 1_000_000},
                    )
        except zlib.error as error:
            raise Retry("Jawaban {host} rusak di jalan. Akan dicoba lagi.", facts=facts, reply=repr(error)) from error
        return bytes(content)


NO_ANSWER = "{host} tidak menjawab. Akan dicoba lagi."
UNKNOWN = "Sambungan ke {host} putus sebelum ada jawaban. Mungkin sudah tayang; sedang dicari dulu."
NOT_AN_ADDRESS = "Ini bukan alamat web yang lengkap. Contoh: https://contoh.go.id/umpan.xml"
NOT_PUBLIC = (
    "{host} mengarah ke jaringan dalam, jadi tidak dibuka. Bila ini server sendiri, minta admin mengizinkannya."
)


def lowered(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Headers with names in lower case."""
    return {name.lower(): value for name, value in (headers or {}).items()}


def redirected(url: str, target: str) -> str:
    """Where a redirect points. Raises Refused when that is no address."""
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise Refused(NOT_AN_ADDRESS, reply=repr(error)) from error


def origin(url: str) -> tuple[str, str]:
    """Scheme and host:port: what a token may travel to."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def host_of(url: str) -> str:
    """The host of an address, or a dash, for sentences."""
    try:
        return urlsplit(url).hostname or "-"
    except ValueError:
        return "-"


def checked_host(url: str) -> str:
    """The host of an address that may be opened. Raises Refused for any other scheme, no host, or a password in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(NOT_AN_ADDRESS, reply=repr(error)) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise Refused(NOT_AN_ADDRESS, reply=f"scheme {parts.scheme!r}")
    if parts.username or parts.password:
        raise Refused("Alamat tidak boleh memuat nama pengguna atau kata sandi.")
    return host


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When `Retry-After` (seconds or an HTTP date) allows the next call: never in the past, at most a week ahead."""
    value = headers.get("retry-after", "").strip()
    try:
        until = now + timedelta(seconds=min(int(value), 10**9)) if value.isdigit() else parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until, now), now + LONGEST_WAIT)


class _Backend(httpcore.SyncBackend):
    """Opens the connection to an address that was checked, and gives every read and write the time that is left."""

    def __init__(self, client: GuardedClient, deadline: float) -> None:
        self.client = client
        self.deadline = deadline
        self.connected = False

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        name = host.strip("[]").lower()
        try:
            found = self.client.resolve(name, port)
        except (OSError, UnicodeError) as error:
            raise Retry("Alamat {host} tidak ditemukan. Periksa ejaannya.", facts={"host": name}) from error
        is_ours = f"{name}:{port}" in self.client.allowed
        if not is_ours and not (found and all(addresses.is_public(one) for one in found)):
            raise Refused(NOT_PUBLIC, facts={"host": name}, reply=f"{name}:{port} -> {found}")
        stream = self._first_that_answers(found, port)
        self.connected = True
        return stream

    def _first_that_answers(self, found: list[str], port: int) -> httpcore.NetworkStream:
        last: Exception = httpcore.ConnectError("no address")
        for address in found[:4]:
            try:
                return _Stream(super().connect_tcp(address, port, timeout=min(left(self.deadline), 8.0)), self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last


class _Stream(httpcore.NetworkStream):
    """A connection on which no read or write outlives the deadline of its request."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self.stream.read(max_bytes, timeout=left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.stream.write(buffer, timeout=left(self.deadline))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def left(deadline: float) -> float:
    """Seconds until the deadline; a hair when it has passed, so that the next read times out."""
    return max(deadline - time.monotonic(), 0.001)


class _Transport(httpx.HTTPTransport):
    """httpx over one guarded connection."""

    def __init__(self, backend: _Backend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self.backend = backend
        self._pool = httpcore.ConnectionPool(ssl_context=tls, max_connections=1, network_backend=backend)
