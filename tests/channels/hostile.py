"""A small server on loopback that answers as a test tells it, byte by byte, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; `give` answers it in one line."""

    protocol_version = "HTTP/1.1"

    def give(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole, honest answer; `a_b` in a header's name stands for `a-b`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> None:
        server: Any = self.server
        length = int(self.headers.get("Content-Length") or 0)
        server.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        server.answer(self)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


class Hostile(ThreadingHTTPServer):
    """Answers every request by `answer`; `asked` holds method, path, headers and body of each."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answer = answer
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def host(self) -> str:
        """`host:port`, as the allow list wants it."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        """Its root."""
        return f"http://{self.host}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what these tests are about."""


@contextmanager
def answering(answer: Answer) -> Iterator[Hostile]:
    """A server that lives as long as the block."""
    server = Hostile(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
