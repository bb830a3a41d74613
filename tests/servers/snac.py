"""Starts a real server with the Mastodon API (snac2) on loopback, so that nothing about that network is pretended."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

Value = TypeVar("Value")
START_SECONDS = 10
PATIENCE_SECONDS = 30
DELIVERY_SECONDS = 15  # snac2 hands posts over through a queue, its own users' too


@dataclass(frozen=True)
class Snac:
    """A running server: its address, `host:port`, folder, and a token for each of its users."""

    url: str
    host: str
    folder: Path
    tokens: Mapping[str, str]

    def say(self, user: str, text: str, **more: object) -> dict[str, Any]:
        """Post as one of the users, through the API, as a citizen's phone would."""
        answer = httpx.post(
            f"{self.url}/api/v1/statuses",
            headers={"Authorization": f"Bearer {self.tokens[user]}"},
            json={"status": text, "visibility": "public", **more},
            timeout=PATIENCE_SECONDS,
        )
        answer.raise_for_status()
        return dict(answer.json())

    def status(self, user: str, status_id: str) -> dict[str, Any]:
        """A status as one of the users sees it."""
        answer = httpx.get(
            f"{self.url}/api/v1/statuses/{status_id}",
            headers={"Authorization": f"Bearer {self.tokens[user]}"},
            timeout=PATIENCE_SECONDS,
        )
        answer.raise_for_status()
        return dict(answer.json())

    def statuses(self, user: str) -> list[dict[str, Any]]:
        """What the user said, newest first, as her profile shows it."""
        headers = {"Authorization": f"Bearer {self.tokens[user]}"}
        one_each = httpx.Limits(max_keepalive_connections=0)  # snac2 closes connections that it said it would keep
        with httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_SECONDS, limits=one_each) as browser:
            me = browser.get("/api/v1/accounts/verify_credentials").raise_for_status().json()["id"]
            return list(browser.get(f"/api/v1/accounts/{me}/statuses").raise_for_status().json())

    def address(self, user: str) -> str:
        """The user as mentioned from elsewhere."""
        return f"@{user}@{self.host}"


def why_not() -> str | None:
    """Why this server cannot run here, in one sentence; None when it can."""
    return None if shutil.which("snac") else "snac2 is not installed: run tests/install-servers as root"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(look: Callable[[], Value], seconds: float = DELIVERY_SECONDS) -> Value:
    """What `look` gives as soon as it is truthy; its last answer when the time is over."""
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def made(folder: Path, port: int, users: tuple[str, ...]) -> dict[str, str]:
    """A fresh server folder with these users; gives their passwords."""
    answers = f"127.0.0.1\n{port}\nlocalhost:{port}\n\n\n"
    subprocess.run(["snac", "init", str(folder)], input=answers, text=True, check=True, capture_output=True)
    settings_file = folder / "server.json"
    settings = json.loads(settings_file.read_text())
    settings_file.write_text(json.dumps({**settings, "protocol": "http", "num_threads": 12, "disable_sandbox": True}))
    passwords = {}
    for user in users:
        output = subprocess.run(
            ["snac", "adduser", str(folder), user], input="", text=True, check=True, capture_output=True
        )
        said = re.search(r"User password is (\S+)", output.stdout + output.stderr)
        assert said, output
        passwords[user] = said[1]
    return passwords


def signed_in(url: str, user: str, password: str) -> str:
    """A token, got by the same steps of OAuth that a person takes in a browser."""
    one_each = httpx.Limits(max_keepalive_connections=0)  # snac2 closes connections that it said it would keep
    with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, limits=one_each) as browser:
        redirect = "urn:ietf:wg:oauth:2.0:oob"
        app = browser.post(
            "/api/v1/apps", data={"client_name": "Kohkol", "redirect_uris": redirect, "scopes": "read write"}
        ).json()
        asked = {
            "response_type": "code",
            "client_id": app["client_id"],
            "redirect_uri": redirect,
            "scope": "read write",
        }
        form = browser.get("/oauth/authorize", params=asked).text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        page = browser.post("/oauth/x-snac-login", data={**hidden, "login": user, "passwd": password})
        code = re.search(r"code=(\w+)", page.headers.get("location", "")) or re.search(r"\b([0-9a-f]{32})\b", page.text)
        assert code, page.text
        token = browser.post(
            "/oauth/token",
            data={
                "grant_type": "authorization_code",
                "code": code[1],
                "client_id": app["client_id"],
                "client_secret": app["client_secret"],
                "redirect_uri": redirect,
            },
        ).json()
        return str(token["access_token"])


@contextmanager
def running(folder: Path, users: tuple[str, ...] = ("kabar", "warga")) -> Iterator[Snac]:
    """A server that lives as long as the block; its log is `snac.log` in the folder's parent."""
    port = free_port()
    passwords = made(folder, port, users)
    url = f"http://localhost:{port}"
    with (folder.parent / "snac.log").open("wb") as log:
        process = subprocess.Popen(["snac", "httpd", str(folder)], stdout=log, stderr=log)
        try:
            assert eventually(lambda: process.poll() is None and answers(url), START_SECONDS), "snac2 did not start"
            yield Snac(
                url, f"localhost:{port}", folder, {user: signed_in(url, user, passwords[user]) for user in users}
            )
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(url: str) -> bool:
    """Whether the server answers yet."""
    try:
        return httpx.get(f"{url}/api/v1/instance").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def snac(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snac]:
    """A running snac2 with the users `kabar` (the office) and `warga` (a citizen)."""
    if reason := why_not():
        pytest.skip(reason)
    with running(tmp_path_factory.mktemp("snac") / "data") as server:
        yield server
