"""One person at her laptop or phone: signs in, opens, fills, presses; every page she comes to is looked at."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import LAPTOP, PHONE, overflow, serious_violations, watch
from tests.journey.desk import Desk

SHOTS = os.environ.get("KOHKOL_SHOTS", "")
SEEN: set[str] = set()  # kinds of pages that were looked at in this run, over all people
PROBLEMS: list[str] = []  # what was found on them: all of it is told at once, at the end of a journey
WAIT_MS = 20_000
SECRETS = re.compile(r"/(t|s)/[\w-]{30,}/")
NUMBERS = re.compile(r"\d+")


@dataclass
class Person:
    """A person with a browser of her own. `taps` counts what she tapped since `count_taps()`."""

    name: str
    context: BrowserContext
    desk: Desk
    scripts: bool = True
    page: Page = field(init=False)
    complaints: list[str] = field(init=False)
    taps: int = 0

    def __post_init__(self) -> None:
        self.new_page()

    def new_page(self) -> None:
        """A fresh page in the same browser, as after a crash."""
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.complaints = watch(self.page)

    def sign_in(self) -> Person:
        self.open("/akun/login/")
        self.page.locator("[name=login]").fill(f"{self.name.lower()}@contoh.example")
        self.page.locator("[name=password]").fill(self.desk.password)
        self.press("Masuk")
        return self

    def open(self, path: str) -> None:
        """Go to an address of the desk, or to any address."""
        self.page.goto(path if "://" in path else self.desk.url + path)
        self.look()

    def follow(self, words: str, *, within: str = "#isi") -> None:
        """Click a link by its words."""
        self.page.locator(within).get_by_role("link", name=words).first.click()
        self.look()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True).first

    def press(self, words: str) -> None:
        """Click a button by its words and look at where it leads."""
        self.button(words).click()
        self.look()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label).first.fill(words)

    def types(self, label: str, words: str) -> None:
        """Key by key, after what stands there, until the page says that it keeps the words."""
        box = self.page.get_by_label(label).first
        box.press("End")
        box.press_sequentially(words)
        self.sees("Tulisan tersimpan di perangkat ini")

    def loses_power(self) -> None:
        """The page is gone without a goodbye; afterwards she opens its address again."""
        address = self.page.url
        self.page.close(run_before_unload=False)
        self.new_page()
        self.open(address)

    def tap(self, target: Locator) -> None:
        """Tap as a finger does, and count it."""
        self.taps += 1
        target.tap()

    def sees(self, words: str) -> None:
        """The words stand on the page, now or soon."""
        expect(self.page.locator("body")).to_contain_text(words, timeout=WAIT_MS)

    def reads(self) -> str:
        """What stands on the page, in one line."""
        return " ".join(self.page.locator("body").inner_text().split())

    def waits_for(self, words: str, *, seconds: int = 30) -> None:
        """Load the page again until the words stand there."""
        for _ in range(seconds * 2):
            if words in self.reads():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        assert words in self.reads(), f"{words!r} did not come:\n{self.reads()}"

    def look(self) -> None:
        """Check the page that is open now, once per kind of page: axe, 360 px, scripts, errors."""
        self.page.wait_for_load_state()
        kind = self.kind()
        if not self.scripts or kind in SEEN or self.page.locator("html").get_attribute("lang") is None:
            return
        SEEN.add(kind)
        before = self.page.viewport_size or LAPTOP
        for size in (LAPTOP, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            if SHOTS:
                self.keep_a_picture(kind, size["width"])
        if (pixels := overflow(self.page)) > 0:
            PROBLEMS.append(f"{kind} scrolls sideways at 360 px, by {pixels} px")
        self.page.set_viewport_size(before)
        PROBLEMS.extend(f"{kind}: {problem}" for problem in serious_violations(self.page))

    def kind(self) -> str:
        """The page with its numbers and secrets left out, and its heading: one kind is looked at once."""
        address = urlsplit(self.page.url)
        part = f"?{address.query}" if address.query.startswith("bagian=") else ""
        path = NUMBERS.sub("0", SECRETS.sub(r"/\1/rahasia/", address.path)) + part
        heading = self.page.locator("h1").first
        return f"{path} {NUMBERS.sub('0', heading.inner_text())[:60] if heading.count() else ''}".strip()

    def keep_a_picture(self, kind: str, width: int) -> None:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", kind).strip("-") or "beranda"
        self.page.screenshot(path=f"{SHOTS}/{name[:80]}-{width}.png", full_page=True)
