"""The life of a fact sheet."""

import pytest
from django.db import IntegrityError

from kohkol.facts.actions import (
    ask_signature,
    correct_sheet,
    save_version,
    sign_fact_sheet,
    take_back,
    withdraw_version,
)
from kohkol.facts.api import is_in_force, public_versions, version_in_force, visible_sheets
from kohkol.facts.content import SheetText, as_html, hash_version, text_of
from kohkol.facts.models import SheetVersion
from kohkol.facts.states import VersionState
from kohkol.people.models import AuditEvent
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests.facts import WORDS, draft, sign, signed
from tests.scene import NOW, agency, later, officer

pytestmark = pytest.mark.django_db


def test_a_signed_version_is_in_force_and_public():
    version = signed()
    assert is_in_force(version, later(minutes=1))
    assert list(public_versions()) == [version]
    assert AuditEvent.objects.filter(kind="facts.sheet.signed").count() == 1


def test_a_draft_is_not_public():
    draft()
    assert not public_versions()


def test_a_correction_supersedes_and_the_old_version_stays_readable():
    owner = officer("data_owner", of=agency())
    first = signed(owner=owner)
    second = sign(correct_sheet(first.sheet, by=officer("writer"), at=later(hours=1)), owner, at=later(hours=2))
    first.refresh_from_db()
    assert first.state == VersionState.SUPERSEDED
    assert version_in_force(first.sheet) == second
    assert set(public_versions()) == {first, second}


def test_what_is_in_force_stays_until_the_correction_is_signed():
    first = signed()
    correct_sheet(first.sheet, by=officer("writer"), at=later(hours=1))
    assert version_in_force(first.sheet) == first


def test_a_correction_carries_the_sources_over():
    first = signed()
    second = correct_sheet(first.sheet, by=officer("writer"), at=later(hours=1))
    assert [row.label for row in second.evidence.all()] == [row.label for row in first.evidence.all()]
    assert first.evidence.count() == 1


def test_two_corrections_at_once_are_refused():
    first = signed()
    correct_sheet(first.sheet, by=officer("writer"), at=NOW)
    with pytest.raises(Conflict, match="sudah dibuka"):
        correct_sheet(first.sheet, by=officer("writer"), at=NOW)


def test_a_signed_version_cannot_be_edited():
    version = signed()
    with pytest.raises(NotNow):
        save_version(version, WORDS, [], by=officer("writer"), at=NOW, revision=version.revision)


def test_the_writer_cannot_sign_her_own_words():
    both = officer("writer", "data_owner", of=agency())
    version = draft(by=both, owner=both)
    with pytest.raises(Invalid, match="tulisannya sendiri"):
        ask_signature(version, signer=both, by=both, at=NOW)


def test_another_agencys_data_owner_cannot_sign():
    version = draft(owner=officer("data_owner", of=agency()))
    with pytest.raises(Invalid, match="bukan penanggung jawab data"):
        ask_signature(version, signer=officer("data_owner", of=agency("Dinas Jalan")), by=version.written_by, at=NOW)


def test_only_the_asked_officer_signs():
    home = agency()
    asked, colleague = officer("data_owner", of=home), officer("data_owner", of=home)
    version = draft(owner=asked)
    ask_signature(version, signer=asked, by=version.written_by, at=NOW)
    with pytest.raises(NotPermitted):
        sign_fact_sheet(version, by=colleague, at=NOW, seen_hash=hash_version(version))


def test_signing_what_changed_meanwhile_is_refused_and_changes_nothing():
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    ask_signature(version, signer=owner, by=version.written_by, at=NOW)
    with pytest.raises(Conflict, match="berubah"):
        sign_fact_sheet(version, by=owner, at=NOW, seen_hash="0" * 64)
    version.refresh_from_db()
    assert version.state == VersionState.AWAITING


def test_a_sheet_without_a_source_is_not_laid_before_anyone():
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    version.evidence.all().delete()
    with pytest.raises(Invalid, match="satu sumber"):
        ask_signature(version, signer=owner, by=version.written_by, at=NOW)


def test_of_two_writers_the_second_is_told_and_nothing_is_lost():
    version = draft()
    seen = version.revision
    save_version(version, WORDS, [], by=officer("writer", name="Euis"), at=NOW, revision=seen)
    with pytest.raises(Conflict, match="Euis"):
        save_version(version, WORDS, [], by=officer("writer"), at=NOW, revision=seen)


def test_a_data_owner_can_send_it_back_with_a_reason():
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    ask_signature(version, signer=owner, by=version.written_by, at=NOW)
    take_back(version, by=owner, at=NOW, reason="Jamnya salah")
    assert version.state == VersionState.DRAFT


def test_a_withdrawn_version_stays_readable_and_is_not_in_force():
    version = signed()
    withdraw_version(version, by=officer("writer"), at=later(hours=1), reason="Data salah")
    assert not is_in_force(version, later(hours=2))
    assert list(public_versions()) == [version]


def test_an_expired_version_is_not_in_force():
    version = signed()
    SheetVersion.objects.update(valid_until=later(days=1))
    version.refresh_from_db()
    assert is_in_force(version, later(hours=23))
    assert not is_in_force(version, later(days=1))


def test_the_database_itself_allows_one_version_in_force():
    first = signed()
    second = correct_sheet(first.sheet, by=officer("writer"), at=NOW)
    with pytest.raises(IntegrityError):
        SheetVersion.objects.filter(pk=second.pk).update(state=VersionState.SIGNED)


def test_an_agency_sees_its_own_sheets_alone():
    owner, stranger = officer("data_owner", of=agency()), officer("data_owner", of=agency("Dinas Jalan"))
    version = signed(owner=owner)
    assert list(visible_sheets(owner)) == [version.sheet]
    assert not visible_sheets(stranger)


def test_a_short_answer_that_is_not_short_is_refused_with_what_to_do():
    version = draft()
    long = SheetText(question="Kapan?", short_answer="a" * 401)
    with pytest.raises(Invalid) as refusal:
        save_version(version, long, [], by=officer("writer"), at=NOW, revision=version.revision)
    assert refusal.value.field == "short_answer"
    assert "penjelasan" in refusal.value.next_step


def test_sheets_are_numbered_by_year_without_gaps():
    assert [signed().sheet.code for _ in range(3)] == ["LF-2026-0001", "LF-2026-0002", "LF-2026-0003"]


def test_words_of_a_version_come_back_as_they_were_entered():
    version = draft()
    assert text_of(version).short_answer == WORDS.short_answer


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">']
)
def test_an_explanation_cannot_carry_a_script(hostile):
    html = as_html(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
