"""Who works here, and as what."""

import pytest

from kohkol.people.actions import admit_officer, dismiss_officer, set_roles
from kohkol.people.models import AuditEvent, Officer, PersonalValue
from kohkol.people.proof import make_code, prove_with_code
from kohkol.people.roles import Role
from kohkol.refusals import Invalid, NotPermitted
from tests.scene import NOW, agency, officer

pytestmark = pytest.mark.django_db


def admit(by=None, email="baru@contoh.example", roles=(Role.WRITER,), of=None):
    admin = by or officer("admin")
    return admit_officer(email=email, name="Baru", position="", phone="", agency=of, roles=set(roles), by=admin, at=NOW)


def test_an_admitted_officer_has_her_roles_and_no_password_yet():
    person = admit(roles=[Role.WRITER, Role.ANALYST])
    assert Officer.objects.get(pk=person.pk).role_set() == {Role.WRITER, Role.ANALYST}
    assert not person.has_usable_password()


def test_the_trail_holds_no_name_or_address_in_the_open():
    admit(email="euis@contoh.example")
    event = AuditEvent.objects.get(kind="people.officer.admitted")
    assert "euis" not in str(event.data)
    assert PersonalValue.objects.filter(event=event, value="euis@contoh.example").exists()


def test_an_address_is_used_once():
    admit()
    with pytest.raises(Invalid, match="sudah dipakai"):
        admit()


def test_a_data_owner_without_an_agency_is_refused():
    with pytest.raises(Invalid, match="perangkat daerah"):
        admit(roles=[Role.DATA_OWNER])


def test_nobody_changes_her_own_roles():
    admin = officer("admin")
    with pytest.raises(NotPermitted):
        set_roles(admin, {Role.ADMIN, Role.APPROVER}, by=admin, at=NOW)


def test_changed_roles_hold_at_once_and_both_sets_are_in_the_trail():
    person = officer("writer")
    set_roles(person, {Role.APPROVER}, by=officer("admin"), at=NOW)
    assert person.role_set() == {Role.APPROVER}
    data = AuditEvent.objects.get(kind="people.officer.roles_set").data
    assert data == {"before": ["writer"], "after": ["approver"]}


def test_who_left_has_no_role_no_phone_and_no_password():
    person = officer("data_owner", of=agency())
    prove_with_code(person, make_code(person, by=None, at=NOW), at=NOW)
    dismiss_officer(person, by=officer("admin"), at=NOW)
    gone = Officer.objects.get(pk=person.pk)
    assert gone.role_set() == frozenset()
    assert not gone.devices.filter(revoked_at=None).exists()
    assert not gone.has_usable_password()


def test_a_writer_cannot_open_the_list_of_officers(client):
    client.force_login(officer("writer"))
    assert client.get("/meja/kantor/petugas/").status_code == 403


def test_an_administrator_makes_a_link_by_which_a_password_is_chosen_once(client, settings):
    settings.KOHKOL_PRACTICE = True
    person = admit()
    client.force_login(officer("admin"))
    page = client.post(f"/meja/kantor/petugas/{person.pk}/tautan/").content.decode()
    path = page.split("<code>http://127.0.0.1:8750")[1].split("</code>")[0]
    client.logout()
    form = client.get(path, follow=True)
    words = {"password1": "sandi-yang-panjang-7", "password2": "sandi-yang-panjang-7"}
    client.post(form.request["PATH_INFO"], words)
    assert Officer.objects.get(pk=person.pk).check_password("sandi-yang-panjang-7")
    assert "password1" not in client.get(path, follow=True).content.decode()


def test_the_trail_can_be_read_and_checked_on_screen(client, settings):
    settings.KOHKOL_PRACTICE = True
    admit()
    client.force_login(officer("auditor"))
    assert "people.officer.admitted" in client.get("/meja/kantor/jejak/").content.decode()
    assert "Rantai jejak utuh" in client.post("/meja/kantor/jejak/periksa/", follow=True).content.decode()
