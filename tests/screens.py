"""Opens pages in the browser as somebody, at both sizes, and looks for what a person would stumble over."""

from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from kohkol.people.models import Officer
from tests.browser import LAPTOP, PHONE, overflow, serious_violations, watch

SIZES = {"360": PHONE, "1440": LAPTOP}


def signed_in(officer: Officer) -> Client:
    """A client with the session of this officer, as after a sign-in."""
    client = Client()
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def sign_in(context: BrowserContext, address: str, officer: Officer) -> None:
    """The same for a browser."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": signed_in(officer).cookies[name].value, "url": address}])


class _Form(HTMLParser):
    """Collects what a browser would send of a page's main form, without boxes that are not ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag in {"textarea", "select"}:
            self._open = name
            self.values[name] = ""
        elif tag == "option" and "selected" in given:
            self.values[self._open] = given.get("value") or ""
        elif tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.values[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.values[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._open] = self.values[self._open].lstrip("\r\n")
        if tag in {"textarea", "select"}:
            self._open = ""


def form_values(html: str) -> dict[str, str]:
    """The values of the form on a page, ready to be changed and sent."""
    parser = _Form()
    parser.feed(html)
    return {name: value for name, value in parser.values.items() if name != "csrfmiddlewaretoken"}


def assert_good_at_both_sizes(page: Page, address: str) -> None:
    """Nobody is shut out (axe), nothing is wider than the screen, nothing is refused or lost in the console."""
    complaints = watch(page)
    for size in SIZES.values():
        page.set_viewport_size(size)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert serious_violations(page) == []
        assert overflow(page) <= 0, f"{address} is {overflow(page)} px too wide at {size['width']} px"
    assert complaints == []


def weight_of(page: Page, address: str) -> int:
    """How many bytes a first visit loads, bodies only, as sent."""
    loaded: list[Any] = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sum(len(answer.body()) for answer in loaded)
