"""Publishing and accounts in a real browser, on a phone and on a laptop: usable by everyone, nothing too wide."""

import os
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kohkol.facts.actions import correct_sheet
from kohkol.people.models import Account, Office
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery
from kohkol.publishing.rework import reopen_what_rests_on_ended
from tests import facts
from tests.browser import LAPTOP, PHONE, overflow, serious_violations
from tests.publishing.test_screens import approve, asked, at, begin, signed_in
from tests.scene import account, agency, officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KEEP = os.environ.get("KOHKOL_SCREENSHOTS", "")


@pytest.fixture(autouse=True)
def _office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KOHKOL_PRACTICE = True


@pytest.fixture
def everything():
    """A message in each state, and somebody who may do everything but approve her own words."""
    Office.objects.create(name="Diskominfo Latihan", region_name="Provinsi Latihan", hotline="112")
    client, places = Client(), (account("site", state="connected"), account("whatsapp_channel", handle="kabar_latihan"))
    mastodon = account("mastodon", state="needs_reconnect", handle="kabar", problem="Token ditolak server.")
    version = facts.signed(owner=officer("data_owner", of=agency()), at=timezone.now())
    live = asked(client, version, places)
    signed_in(client, "approver")
    approve(client, live)
    Ledger("pekerja", timezone.now).sweep()
    review = asked(client, version, (*places, mastodon))
    new = correct_sheet(version.sheet, by=officer("writer"), at=timezone.now())
    type(new).objects.filter(pk=new.pk).update(short_answer="Air menyala Kamis pagi.", change_note="Pompa rusak lagi.")
    new.refresh_from_db()
    person = officer("writer", "approver", "publisher", "triage", "admin")
    draft_client = Client()
    draft_client.force_login(person)
    draft = begin(draft_client, version, (*places, mastodon))
    return {"person": person, "live": live, "review": review, "draft": draft, "new": new, "version": version}


def pages_of(scene):
    by_hand = Delivery.objects.get(account__network="whatsapp_channel")
    live = Delivery.objects.get(account__network="site")
    return {
        "list": at("list"),
        "new": at("new"),
        "message": at("message", scene["draft"].pk),
        "review": at("review", scene["review"].pk),
        "ledger": at("ledger"),
        "by-hand": at("delivery", by_hand.pk),
        "live": at("delivery", live.pk),
        "phone": at("phone", by_hand.pk),
        "accounts": reverse("people:accounts"),
        "account": reverse("people:account", args=[Account.objects.get(network="mastodon").pk]),
        "connect": reverse("people:account_connect", args=[Account.objects.get(network="mastodon").pk]),
        "home": reverse("desk:home"),
    }


def look_at(page, live_server, name, path):
    """Open it in both sizes; returns what is wrong."""
    wrong = []
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        answer = page.goto(live_server.url + path)
        if answer.status != 200:
            return [f"{name}: {answer.status}"]
        if KEEP:
            page.screenshot(path=Path(KEEP) / f"{name}-{size['width']}.png", full_page=True)
        if overflow(page) > 0:
            wrong.append(f"{name} at {size['width']}: {overflow(page)} px too wide")
        if size == PHONE:
            wrong += [f"{name}: {one}" for one in serious_violations(page)]
    return wrong


def sign_in(page, live_server, person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[live_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": live_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_every_page_fits_and_has_no_serious_violation(page, live_server, everything):
    sign_in(page, live_server, everything["person"])
    wrong = []
    for name, path in pages_of(everything).items():
        wrong += look_at(page, live_server, name, path)
    owner = everything["version"].signer
    facts.sign(everything["new"], owner, at=timezone.now())
    reopen_what_rests_on_ended(at=timezone.now())
    wrong += look_at(page, live_server, "rework", at("message", everything["live"].pk))
    assert wrong == []


def test_what_was_typed_survives_a_page_that_never_was_sent(page, live_server, everything):
    sign_in(page, live_server, everything["person"])
    variant = everything["draft"].variants.first()
    page.goto(live_server.url + at("message", everything["draft"].pk))
    page.locator(f"#teks-{variant.pk}").press_sequentially("Tambahan sebelum listrik padam. ")
    page.wait_for_timeout(2500)
    page.goto("about:blank")
    page.goto(live_server.url + at("message", everything["draft"].pk))
    page.wait_for_function(
        f"document.getElementById('teks-{variant.pk}').value.includes('Tambahan sebelum listrik padam.')"
    )
    assert "Tambahan sebelum listrik padam." in page.locator(f"#lihat-{variant.pk}").inner_text()


def test_a_draft_is_read_while_it_is_typed_and_a_click_puts_the_plainer_words_in(page, live_server, everything):
    sign_in(page, live_server, everything["person"])
    variant = everything["draft"].variants.first()
    page.goto(live_server.url + at("message", everything["draft"].pk))
    field, reading = page.locator(f"#teks-{variant.pk}"), page.locator(f"#periksa-{variant.pk}")
    field.fill("Dalam rangka perbaikan pipa, air mati. Tanya Bu Siti Aminah.")
    reading.get_by_text("Siti Aminah").wait_for()
    reading.get_by_role("button", name="Pakai").first.click()
    assert field.input_value().startswith("Untuk perbaikan pipa")
    assert page.url.endswith(at("message", everything["draft"].pk))
    variant.refresh_from_db()
    assert "rangka" not in variant.text
