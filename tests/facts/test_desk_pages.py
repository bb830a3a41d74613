"""The desk's screens of a sheet: written, laid before the data owner, corrected, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kohkol.facts.actions import ask_signature, correct_sheet, save_version, sign_fact_sheet, take_back
from kohkol.facts.api import waiting_for
from kohkol.facts.content import SheetText, hash_version
from kohkol.facts.models import Sheet, SheetVersion
from kohkol.facts.states import VersionState
from kohkol.issues.models import Evidence, FactRequest
from tests.facts import WORDS, draft, signed
from tests.scene import agency, issue, officer
from tests.screens import form_values, signed_in

pytestmark = pytest.mark.django_db
NO_SOURCES = {"bukti-TOTAL_FORMS": "2", "bukti-INITIAL_FORMS": "0"}


def answered(*, of=None, answer="Pukul 18.00, bertahap dari utara."):
    """A fact request that was answered with text and a link."""
    owner = officer("data_owner", of=of or agency("Dinas Air"))
    at = timezone.now()
    asked = FactRequest.objects.create(
        issue=issue("Air mati"), agency=owner.agency, officer=owner, question="Kapan air menyala lagi?",
        question_key="k", sent_by=officer("writer"), sent_at=at, due_at=at, state="answered", answered_at=at,
        answer=answer,
    )  # fmt: skip
    Evidence.objects.create(fact_request=asked, kind="text", text=answer, by=owner, at=at)
    Evidence.objects.create(fact_request=asked, kind="link", url="https://contoh.example/p", by=owner, at=at)
    return asked


def test_a_sheet_begun_from_an_answer_has_its_question_answer_and_sources():
    asked = answered()
    writer = signed_in(officer("writer"))
    address = f"/meja/fakta/baru/?permintaan={asked.pk}"
    values = form_values(writer.get(address).content.decode())
    assert values["short_answer"] == "Pukul 18.00, bertahap dari utara."
    assert "Dinas Air" in values["bukti-0-label"]
    answer = writer.post(address, values | {"bukti-1-is_public": "on", "lanjut": "1"})
    version = SheetVersion.objects.get()
    assert answer["Location"] == f"/meja/fakta/{version.sheet.code}/1/minta-tanda-tangan/"
    assert version.from_request == asked
    assert version.sheet.issue == asked.issue
    assert {row.is_public for row in version.evidence.all()} == {False, True}
    asked.refresh_from_db()
    assert asked.used_at


def test_a_long_answer_goes_to_the_explanation_and_the_short_one_is_left_to_a_person():
    asked = answered(answer="Panjang. " * 80)
    values = form_values(signed_in(officer("writer")).get(f"/meja/fakta/baru/?permintaan={asked.pk}").content.decode())
    assert values["short_answer"] == ""
    assert values["explanation"].startswith("Panjang.")


def test_evidence_of_another_request_cannot_be_named_by_its_number():
    foreign = answered().evidence.get(kind="link")
    version = draft()
    writer = signed_in(officer("writer"))
    page = f"/meja/fakta/{version.sheet.code}/1/tulis/"
    values = form_values(writer.get(page).content.decode())
    writer.post(page, values | {"bukti-1-label": "Curian", "bukti-1-given": foreign.pk})
    assert version.evidence.get(label="Curian").from_evidence is None


def test_signing_locks_the_answer_it_came_from():
    asked = answered()
    version = draft(owner=asked.officer, from_request=asked)
    ask_signature(version, signer=asked.officer, by=version.written_by, at=timezone.now())
    sign_fact_sheet(version, by=asked.officer, at=timezone.now(), seen_hash=hash_version(version))
    asked.refresh_from_db()
    assert asked.locked_at


def test_when_two_wrote_at_once_both_texts_are_on_the_page_and_saving_again_decides():
    version = draft()
    writer = signed_in(officer("writer"))
    page = f"/meja/fakta/{version.sheet.code}/1/tulis/"
    values = form_values(writer.get(page).content.decode())
    theirs = SheetText(**(WORDS.__dict__ | {"short_answer": "Kata Euis."}))
    named = version.evidence.first()
    save_version(version, theirs, [], by=officer("writer", name="Euis"), at=timezone.now(), revision=version.revision)
    answer = writer.post(page, values | {"short_answer": "Kata saya."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Kata Euis." in html
    assert "Kata saya." in html
    assert "Euis menyimpan" in html
    again = writer.post(page, form_values(html) | {"short_answer": "Kata kita."})
    assert again.status_code == 302
    version.refresh_from_db()
    assert version.short_answer == "Kata kita."
    assert version.evidence.get().label == named.label


def test_a_short_answer_that_is_too_long_is_kept_on_the_page_with_the_reason():
    version = draft()
    writer = signed_in(officer("writer"))
    page = f"/meja/fakta/{version.sheet.code}/1/tulis/"
    values = form_values(writer.get(page).content.decode())
    answer = writer.post(page, values | {"short_answer": "a" * 401})
    assert answer.status_code == 422
    assert "a" * 401 in answer.content.decode()


def test_the_preview_shows_what_is_typed_and_only_public_sources():
    writer = signed_in(officer("writer"))
    typed = {"question": "Kapan?", "short_answer": "Nanti **malam**.", "explanation": "Baris <script>x</script>"}
    sources = {"bukti-0-label": "Terbuka", "bukti-0-is_public": "on", "bukti-1-label": "Tertutup"}
    html = writer.post("/meja/fakta/pratinjau/", typed | sources | NO_SOURCES).content.decode()
    assert "Terbuka" in html
    assert "Tertutup" not in html
    assert "<script>" not in html
    assert not Sheet.objects.exists()


def test_the_link_to_sign_is_shown_once_and_its_page_is_not_kept():
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    writer = signed_in(officer("writer"))
    answer = writer.post(f"/meja/fakta/{version.sheet.code}/1/minta-tanda-tangan/", {"signer": owner.pk})
    assert re.search(r"/s/[\w-]{32}/", answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    assert not re.search(r"/s/[\w-]{32}/", writer.get(f"/meja/fakta/{version.sheet.code}/").content.decode())


def test_only_data_owners_of_the_sheets_agency_can_be_chosen():
    owner, stranger = officer("data_owner", of=agency()), officer("data_owner", of=agency("Dinas Jalan"))
    version = draft(owner=owner)
    page = f"/meja/fakta/{version.sheet.code}/1/minta-tanda-tangan/"
    answer = signed_in(officer("writer")).post(page, {"signer": stranger.pk})
    assert answer.status_code == 422
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_correction_opens_the_next_version_and_leaves_the_one_in_force():
    version = signed()
    writer = signed_in(officer("writer"))
    answer = writer.post(f"/meja/fakta/{version.sheet.code}/perbaiki/")
    assert answer["Location"] == f"/meja/fakta/{version.sheet.code}/2/tulis/"
    version.refresh_from_db()
    assert version.state == VersionState.SIGNED


def test_a_withdrawal_needs_a_reason():
    version = signed()
    writer = signed_in(officer("writer"))
    page = f"/meja/fakta/{version.sheet.code}/1/tarik/"
    assert writer.post(page, {"reason": " "}).status_code == 422
    assert writer.post(page, {"reason": "Datanya keliru"}).status_code == 302
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_the_list_is_filtered_by_its_address():
    water, road = agency("Dinas Air"), agency("Dinas Jalan")
    signed(owner=officer("data_owner", of=water))
    ending = signed(owner=officer("data_owner", of=road))
    SheetVersion.objects.filter(pk=ending.pk).update(
        question="Jembatan dibuka?", valid_until=timezone.now() + timedelta(days=1)
    )
    draft(owner=officer("data_owner", of=road))
    reader = signed_in(officer("auditor"))

    def listed(query):
        return set(re.findall(r'href="/meja/fakta/(LF-\d+-\d+)/"', reader.get(f"/meja/fakta/{query}").content.decode()))

    assert len(listed("")) == 3
    assert listed("?status=ending") == {ending.sheet.code}
    assert listed(f"?opd={road.pk}&status=signed") == {ending.sheet.code}
    assert listed("?q=jembatan") == {ending.sheet.code}
    assert len(listed("?status=draft")) == 1
    assert listed("?opd=bukan-angka&status=aneh") == listed("")


def test_an_agencys_officer_sees_its_sheets_alone_and_signs_them_signed_in():
    owner, stranger = officer("data_owner", of=agency()), officer("data_owner", of=agency("Dinas Jalan"))
    version = draft(owner=owner)
    ask_signature(version, signer=owner, by=version.written_by, at=timezone.now())
    page = f"/meja/fakta/{version.sheet.code}/"
    assert f"/s/lembar/{version.pk}/" in signed_in(owner).get(page).content.decode()
    assert signed_in(stranger).get(page).status_code == 404
    signed_in(owner).post(f"/s/lembar/{version.pk}/", {"seen_hash": hash_version(version)})
    version.refresh_from_db()
    assert version.state == VersionState.SIGNED


def test_what_waits_is_named_to_who_can_do_it():
    owner, writer = officer("data_owner", of=agency()), officer("writer")
    version = draft(owner=owner, by=writer)
    at = timezone.now()
    assert [task.title for task in waiting_for(writer, at)] == [version.question]
    ask_signature(version, signer=owner, by=writer, at=at)
    assert waiting_for(writer, at) == []
    assert [task.url for task in waiting_for(owner, at)] == [f"/s/lembar/{version.pk}/"]
    assert "belum menandatangani" in waiting_for(writer, at + timedelta(hours=5))[0].why
    take_back(version, by=owner, at=at, reason="Jamnya salah")
    assert "Jamnya salah" in waiting_for(officer("writer"), at)[0].why


def test_a_validity_that_ends_soon_is_work():
    version = signed()
    SheetVersion.objects.update(valid_until=timezone.now() + timedelta(hours=20))
    task = waiting_for(officer("writer"), timezone.now())[0]
    assert task.url == f"/meja/fakta/{version.sheet.code}/"
    assert task.due_at


def test_the_issue_offers_the_sheet_that_its_answer_can_become():
    asked = answered()
    html = signed_in(officer("writer", "analyst")).get(f"/meja/isu/{asked.issue_id}/").content.decode()
    assert f"/meja/fakta/baru/?permintaan={asked.pk}" in html


STEPS = ["tulis", "minta-tanda-tangan", "ambil-kembali", "tarik", "tautan", "kode"]


@pytest.mark.parametrize("step", STEPS)
def test_who_only_reads_sheets_changes_none(step):
    version = draft()
    page = f"/meja/fakta/{version.sheet.code}/1/{step}/"
    assert signed_in(officer("analyst", "auditor")).post(page, {"reason": "x"}).status_code == 403
    stranger = signed_in(officer("data_owner", of=agency("Dinas Jalan")))
    assert stranger.post(page, {"reason": "x"}).status_code in {403, 404}
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_second_correction_at_once_says_so_and_changes_nothing():
    version = signed()
    correct_sheet(version.sheet, by=version.written_by, at=timezone.now())
    answer = signed_in(officer("writer")).post(f"/meja/fakta/{version.sheet.code}/perbaiki/")
    assert answer.status_code == 409
    assert version.sheet.versions.count() == 2


def test_a_data_owner_who_signs_in_finds_what_waits_for_her_signature():
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    ask_signature(version, signer=owner, by=version.written_by, at=timezone.now())
    assert f"/s/lembar/{version.pk}/" in signed_in(owner).get("/meja/").content.decode()


def test_a_correction_says_what_changed_before_it_is_laid_before_anyone():
    version = signed()
    correct_sheet(version.sheet, by=version.written_by, at=timezone.now())
    page = f"/meja/fakta/{version.sheet.code}/2/minta-tanda-tangan/"
    assert signed_in(officer("writer")).get(page)["Location"] == f"/meja/fakta/{version.sheet.code}/2/tulis/"
