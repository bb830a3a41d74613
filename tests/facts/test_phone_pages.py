"""A data owner signs on her phone: proven once, exactly what she read, and nobody else."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kohkol.facts.actions import ask_signature, take_back
from kohkol.facts.api import public_versions
from kohkol.facts.content import hash_version
from kohkol.facts.states import VersionState
from kohkol.people.api import make_code
from tests.facts import draft, signed
from tests.scene import agency, officer
from tests.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_counted():
    cache.clear()


def laid_before(owner, **fields):
    """A version that awaits the owner's signature, and the address of her link."""
    version = draft(owner=owner, **fields)
    secret = ask_signature(version, signer=owner, by=version.written_by, at=timezone.now())
    return version, f"/s/{secret}/"


def proven_phone(owner, address):
    """A phone on which the owner entered her code."""
    phone = Client()
    phone.post(address, {"code": make_code(owner, by=None, at=timezone.now())})
    return phone


def test_an_unknown_phone_is_asked_for_a_code_and_told_nothing():
    version, address = laid_before(officer("data_owner", of=agency(), name="Dadang"))
    html = Client().get(address).content.decode()
    assert 'name="code"' in html
    for word in ("Dadang", version.question, version.sheet.code):
        assert word not in html


def test_the_code_opens_the_sheet_and_the_phone_is_known_from_then_on():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    phone = proven_phone(owner, address)
    html = phone.get(address, follow=True).content.decode()
    assert version.short_answer in html
    assert "Setelah Anda tanda tangani, lembar ini terbuka untuk umum." in html
    assert phone.get("/s/").content.decode().count(version.question) == 1


def test_a_wrong_code_opens_nothing():
    owner = officer("data_owner", of=agency())
    _, address = laid_before(owner)
    code = make_code(owner, by=None, at=timezone.now())
    phone = Client()
    answer = phone.post(address, {"code": "000000" if code != "000000" else "111111"})
    assert answer.status_code == 422
    assert not phone.cookies.get("kohkol_perangkat")


def test_a_forwarded_link_is_worth_nothing_to_another_proven_officer():
    home = agency()
    asked, colleague = officer("data_owner", of=home), officer("data_owner", of=home)
    version, address = laid_before(asked)
    other = proven_phone(colleague, laid_before(colleague)[1])
    assert other.get(address).status_code == 404
    assert other.get(f"/s/lembar/{version.pk}/").status_code == 404
    assert other.post(f"/s/lembar/{version.pk}/", {"seen_hash": hash_version(version)}).status_code == 404


def test_a_link_that_was_renewed_or_guessed_is_not_there():
    from kohkol.facts.actions import renew_signature_link

    version, address = laid_before(officer("data_owner", of=agency()))
    renew_signature_link(version, by=version.written_by, at=timezone.now())
    assert Client().get(address).status_code == 404
    assert Client().get("/s/tebakan/").status_code == 404


def test_her_signature_makes_the_sheet_public_and_the_same_tap_twice_signs_once():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    phone = proven_phone(owner, address)
    values = {"seen_hash": hash_version(version)}
    for _ in range(2):
        answer = phone.post(f"/s/lembar/{version.pk}/", values, follow=True)
    assert f"/f/{version.sheet.code}" in answer.content.decode()
    assert list(public_versions()) == [version]


def test_words_that_changed_since_she_read_them_are_not_signed_and_she_is_told():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    phone = proven_phone(owner, address)
    answer = phone.post(f"/s/lembar/{version.pk}/", {"seen_hash": "0" * 64})
    assert answer.status_code == 409
    assert "berubah sejak Anda buka" in answer.content.decode()
    assert not public_versions()


def test_she_can_send_it_back_with_a_reason_and_no_reason_is_refused():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    phone = proven_phone(owner, address)
    page = f"/s/lembar/{version.pk}/"
    assert phone.post(page, {"ubah": "1", "reason": ""}).status_code == 409
    phone.post(page, {"ubah": "1", "reason": "Jamnya salah"})
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT
    assert "Jamnya salah" in signed_in(version.written_by).get(f"/meja/fakta/{version.sheet.code}/").content.decode()


def test_a_draft_that_was_taken_back_shows_its_words_to_the_desk_alone():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    phone = proven_phone(owner, address)
    take_back(version, by=version.written_by, at=timezone.now(), reason="Ada yang kurang")
    html = phone.get(f"/s/lembar/{version.pk}/").content.decode()
    assert version.short_answer not in html
    assert "sedang diperbaiki" in html


def test_she_sees_which_sources_stay_inside():
    owner = officer("data_owner", of=agency())
    version, address = laid_before(owner)
    version.evidence.create(kind="text", label="Catatan dalam", is_public=False)
    html = proven_phone(owner, address).get(f"/s/lembar/{version.pk}/").content.decode()
    inside = html.index("Tidak dibuka untuk umum")
    assert html.index("Berita acara 12") < inside < html.index("Catatan dalam")


def test_a_phone_that_nobody_proved_sees_no_list_and_no_sheet():
    version = signed()
    assert "belum dikenal" in Client().get("/s/").content.decode()
    assert Client().get(f"/s/lembar/{version.pk}/").status_code == 404
    assert Client().get(f"/s/bukti/{version.evidence.get().pk}/").status_code == 404


def test_who_guesses_links_is_slowed_down():
    _, address = laid_before(officer("data_owner", of=agency()))
    guesser = Client()
    for number in range(32):
        guesser.get(f"/s/tebakan{number}/")
    assert guesser.get(address).status_code == 404
