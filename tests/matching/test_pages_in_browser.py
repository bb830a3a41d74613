"""The screens of what is known in a real browser: nobody is shut out, nothing is wider than a phone, parts arrive."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kohkol.issues.known import look_up_what_is_due
from kohkol.issues.models import Issue
from kohkol.matching.actions import Pair, judge
from tests.browser import serious_violations
from tests.facts import signed
from tests.scene import issue, officer
from tests.screens import assert_good_at_both_sizes, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ASKED = "kapan air menyala lagi?"
SCREENS = ["/meja/sudah-ada/", "/meja/sudah-ada/koreksi/", "/meja/isu/{}/", "/meja/isu/{}/tanya/"]


@pytest.fixture
def desk(page, live_server):
    now = timezone.now()
    by, version = officer("writer"), signed(at=now)
    made = issue("Keluhan warga", ASKED)
    Issue.objects.update(question=ASKED)
    judge(Pair("air mati", version.sheet.code, words="air mati"), is_same=False, reason="lain", by=by, at=now)
    look_up_what_is_due(now)
    sign_in(page.context, live_server.url, by)
    return made, version


def test_every_screen_is_good_on_a_laptop_and_on_a_phone(page, desk, live_server):
    for address in SCREENS:
        assert_good_at_both_sizes(page, live_server.url + address.format(desk[0].pk))


def test_a_pasted_text_finds_its_sheet_and_the_question_of_a_form_too(page, desk, live_server):
    made, version = desk
    page.goto(f"{live_server.url}/meja/sudah-ada/")
    page.fill("#teks", f"Sebarkan!! {ASKED}")
    page.click("text=Cari jawaban")
    assert version.sheet.code in page.inner_text("main")
    assert serious_violations(page) == []
    page.goto(f"{live_server.url}/meja/isu/{made.pk}/tanya/")
    page.fill("#id_question", "berapa tarif bus?")
    page.press("#id_question", "Tab")
    expect(page.locator("#sudah-ada")).to_have_text("")
    page.fill("#id_question", ASKED)
    page.press("#id_question", "Tab")
    page.wait_for_selector(f"#sudah-ada >> text={version.sheet.code}")
