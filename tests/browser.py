"""The browser of the tests: Chromium, two sizes of page, and axe. tests/conftest.py takes up its fixtures."""

import os
import shutil
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

# Playwright's synchronous interface runs a loop in the test's thread; the tests' own queries there are safe.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("KOHKOL_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = "http://localhost"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A laptop in West Java; `page.set_viewport_size(PHONE)` makes it a phone."""
    return {"viewport": LAPTOP, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}


def serious_violations(page: Page) -> list[str]:
    """What axe calls serious or critical on the page, as sentences; empty when the page can be used by everyone."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def watch(page: Page) -> list[str]:
    """A list that fills with what the page complains about: failing scripts, refused styles, lost files."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    return complaints


def serve(page: Page, client: Client) -> None:
    """Answer what the page asks of `HERE` from the test's own client: no port, no thread, no database to empty."""

    def answer(route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/").partition("?")[0])
            return route.fulfill(path=found) if found else route.fulfill(status=404)
        reply = client.generic(
            request.method,
            path,
            request.post_data_buffer or b"",
            content_type=request.headers.get("content-type", "text/html"),
        )
        return route.fulfill(status=reply.status_code, headers=dict(reply.items()), body=reply.content)

    page.route(f"{HERE}/**", answer)
