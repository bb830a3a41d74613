"""The desk, the social network and the people of the journey."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import PHONE
from tests.journey import voices
from tests.journey.desk import Desk, running
from tests.journey.person import Person
from tests.servers.snac import Snac, snac

__all__ = ["snac"]

LAPTOP = {"viewport": {"width": 1440, "height": 900}}
HAND = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
Invite = Callable[..., Person]


@pytest.fixture
def feed_host() -> Iterator[str]:
    """The `host:port` of a news feed on loopback."""
    with voices.feed(voices.now()) as host:
        yield host


@pytest.fixture
def desk(snac: Snac, feed_host: str, tmp_path: Path) -> Iterator[Desk]:
    """An office at work, with an account on the real network."""
    with running(tmp_path / "data", snac.url, snac.tokens["kabar"], private_hosts=(snac.host, feed_host)) as found:
        yield found


@pytest.fixture
def invite(browser: Browser, desk: Desk) -> Iterator[Invite]:
    """`invite("Sari")` sits her down at a laptop, `invite("Nani", phone=True)` gives her a phone."""
    contexts = []

    def sit_down(name: str, *, phone: bool = False, signed_in: bool = True, scripts: bool = True) -> Person:
        context = browser.new_context(
            **(HAND if phone else LAPTOP),
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        person = Person(name, context, desk, scripts)
        return person.sign_in() if signed_in else person

    yield sit_down
    for context in contexts:
        context.close()
