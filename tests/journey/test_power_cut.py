"""The server loses power while somebody writes: her words are still there, on the same computer and on another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journey.desk import Desk, running

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(290)]
WORDS = "Kapan jembatan dibuka lagi?"
PLACES = {"sheet": ("/meja/fakta/baru/", "Pertanyaan warga"), "message": ("/meja/pesan/tulis/", "Khalayak sasaran")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running(tmp_path / "data") as found:
        yield found


def test_a_power_cut_of_the_server_loses_no_draft(desk: Desk, invite) -> None:
    sari = invite("Sari")
    for path, label in PLACES.values():
        sari.open(path)
        sari.types(label, WORDS)
        sari.sees("Draf tersimpan")
    desk.pull_the_plug()
    sari.button("Mulai menulis").click(no_wait_after=True)
    expect(sari.page).to_have_url(re.compile("^chrome-error:"))  # she pressed, and nobody answered
    desk.start()
    for computer in (sari.sign_in(), invite("Sari")):
        for path, label in PLACES.values():
            computer.open(path)
            computer.sees("Draf Anda dipulihkan.")
            expect(computer.page.get_by_label(label).first).to_have_value(WORDS)
