"""The sealed trail."""

import pytest
from django.db import transaction

from kohkol.people.audit import record
from kohkol.people.chain import head, seal_events, verify
from kohkol.people.models import AuditEvent, PersonalValue, Seal
from tests.scene import NOW, officer

pytestmark = pytest.mark.django_db


def events(count=3):
    ibu = officer("triage")
    with transaction.atomic():
        return [
            record("people.officer.noted", by=ibu, about=ibu, at=NOW, data={"n": n}, personal={"name": f"Nama {n}"})
            for n in range(count)
        ]


def test_a_sealed_trail_verifies():
    events()
    assert seal_events(at=NOW) == 3
    assert seal_events(at=NOW) == 0
    assert list(verify()) == []
    assert head()[0] == 3


def test_a_changed_event_is_found():
    second = events()[1]
    seal_events(at=NOW)
    AuditEvent.objects.filter(pk=second.pk).update(data=second.data | {"n": 99})
    assert [finding.number for finding in verify()] == [2]


def test_a_removed_link_is_found():
    events()
    seal_events(at=NOW)
    Seal.objects.filter(number=2).delete()
    assert any("missing" in finding.problem for finding in verify())


def test_an_erased_personal_value_leaves_the_chain_whole():
    events()
    seal_events(at=NOW)
    PersonalValue.objects.update(value="", erased_at=NOW)
    assert list(verify()) == []


def test_a_changed_personal_value_is_found():
    events()
    seal_events(at=NOW)
    PersonalValue.objects.filter(value="Nama 1").update(value="Nama lain")
    assert len(list(verify())) == 1


def test_a_record_outside_a_transaction_is_a_programming_error(transactional_db):
    ibu = officer("triage")
    with pytest.raises(RuntimeError, match="transaction"):
        record("people.officer.noted", by=ibu, about=ibu, at=NOW)
