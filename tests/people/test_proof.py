"""Proving once, on a phone, who one is."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from kohkol.people.models import AuditEvent
from kohkol.people.proof import COOKIE, MOST_FAILED_TRIES, make_code, officer_of_device, prove_with_code, revoke_devices
from kohkol.refusals import Refused
from tests.scene import NOW, later, officer

pytestmark = pytest.mark.django_db


def asks_with(secret):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = secret
    return request


def test_a_right_code_makes_the_phone_known():
    ibu = officer("data_owner")
    secret = prove_with_code(ibu, make_code(ibu, by=None, at=NOW), at=NOW)
    assert officer_of_device(asks_with(secret), at=later(days=30)) == ibu


def test_a_code_works_once():
    ibu = officer("data_owner")
    code = make_code(ibu, by=None, at=NOW)
    prove_with_code(ibu, code, at=NOW)
    with pytest.raises(Refused):
        prove_with_code(ibu, code, at=NOW)


def test_a_code_for_one_officer_does_not_prove_another():
    ibu, bapak = officer("data_owner"), officer("data_owner")
    code = make_code(ibu, by=None, at=NOW)
    make_code(bapak, by=None, at=NOW)
    with pytest.raises(Refused):
        prove_with_code(bapak, code if code != "000000" else "000001", at=NOW)


def test_guessing_ends_after_a_few_tries_even_with_the_right_code():
    ibu = officer("data_owner")
    code = make_code(ibu, by=None, at=NOW)
    for _ in range(MOST_FAILED_TRIES):
        with pytest.raises(Refused):
            prove_with_code(ibu, "x", at=NOW)
    with pytest.raises(Refused):
        prove_with_code(ibu, code, at=NOW)


def test_an_old_code_is_refused_with_what_to_do():
    ibu = officer("data_owner")
    code = make_code(ibu, by=None, at=NOW)
    with pytest.raises(Refused) as refusal:
        prove_with_code(ibu, code, at=NOW + timedelta(hours=1))
    assert "kode baru" in refusal.value.next_step


def test_a_lost_phone_is_forgotten_and_the_trail_says_who_did_it():
    ibu, admin = officer("data_owner"), officer("admin")
    secret = prove_with_code(ibu, make_code(ibu, by=None, at=NOW), at=NOW)
    assert revoke_devices(ibu, by=admin, at=NOW) == 1
    assert officer_of_device(asks_with(secret), at=NOW) is None
    assert AuditEvent.objects.get(kind="people.device.revoked").actor == admin


def test_an_officer_who_left_is_nobody():
    ibu = officer("data_owner")
    secret = prove_with_code(ibu, make_code(ibu, by=None, at=NOW), at=NOW)
    ibu.is_active = False
    ibu.save()
    assert officer_of_device(asks_with(secret), at=NOW) is None
