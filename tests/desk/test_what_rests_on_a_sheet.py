"""On the page of a fact sheet: the messages that a correction would touch."""

import pytest
from django.utils import timezone

from kohkol.channels.testing import FakeNetwork
from kohkol.facts.actions import EvidenceEntry, correct_sheet, save_version
from kohkol.facts.content import SheetText
from kohkol.publishing.actions import Basis
from kohkol.publishing.api import reopen_what_rests_on_ended
from tests import publishing
from tests.facts import sign, signed
from tests.scene import agency, officer
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def fake():
    return FakeNetwork()


def resting_on(sheet, *, by=None, part=False):
    client = signed_in(by or officer("writer"))
    return client.get(f"/meja/lembar/{sheet.code}/bertumpu/", headers=HTMX if part else {})


def test_the_messages_that_rest_on_a_sheet_are_named_with_their_states(fake):
    sheet = signed().sheet
    delivery = publishing.approved(fake, basis=Basis([sheet.versions.get()]))
    said = resting_on(sheet).content.decode()
    assert delivery.variant.message.title in said
    assert f'href="/meja/pesan/{delivery.variant.message_id}/"' in said
    assert str(delivery.get_state_display()) in said
    assert "versi 1" in said


def test_a_message_on_another_sheet_is_not_named(fake):
    publishing.approved(fake)
    assert "Belum ada pesan yang bertumpu" in resting_on(signed().sheet).content.decode()


def test_after_a_correction_the_messages_on_the_old_version_are_still_named_as_work(fake):
    owner = officer("data_owner", of=agency())
    first = signed(owner=owner)
    publishing.approved(fake, basis=Basis([first]))
    second = correct_sheet(first.sheet, by=first.written_by, at=timezone.now())
    words = SheetText(question=second.question, short_answer="Air menyala lagi Kamis.", change_note="Pipa pecah lagi.")
    source = [EvidenceEntry("Berita acara 13", "https://contoh.example/13", is_public=True)]
    second = save_version(second, words, source, by=first.written_by, at=timezone.now(), revision=second.revision)
    sign(second, owner, at=timezone.now())
    reopen_what_rests_on_ended(at=timezone.now())
    said = resting_on(first.sheet).content.decode()
    assert "Perlu diperbaiki" in said
    assert "versi 1" in said


def test_the_sheets_page_takes_it_in_as_a_part_and_links_it_without_a_script():
    sheet = signed().sheet
    page = signed_in(officer("writer")).get(f"/meja/fakta/{sheet.code}/").content.decode()
    address = f"/meja/lembar/{sheet.code}/bertumpu/"
    assert f'hx-get="{address}"' in page
    assert f'<a href="{address}">' in page
    assert "<html" not in resting_on(sheet, part=True).content.decode()
    assert "<html" in resting_on(sheet).content.decode()


def test_an_agencys_officer_sees_her_sheet_but_not_the_desks_messages():
    owner = officer("data_owner", of=agency())
    sheet = signed(owner=owner).sheet
    page = signed_in(owner).get(f"/meja/fakta/{sheet.code}/")
    assert page.status_code == 200
    assert "bertumpu" not in page.content.decode()
    assert resting_on(sheet, by=owner).status_code == 403


def test_the_list_costs_the_same_with_many_messages(fake, django_assert_max_num_queries):
    version = signed()
    by = officer("writer")
    for _n in range(3):
        publishing.approved(fake, basis=Basis([version]))
    client = signed_in(by)
    with django_assert_max_num_queries(14):
        client.get(f"/meja/lembar/{version.sheet.code}/bertumpu/", headers=HTMX)
