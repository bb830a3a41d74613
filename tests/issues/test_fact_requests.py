"""Asking an agency: who may, when it is due, and what becomes of the question."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from kohkol.issues.actions import (
    answer_request,
    ask_again,
    close_issue,
    decline_request,
    escalate_due,
    lock_answer,
    remind_due,
    renew_link,
    see_request,
    send_request,
    settle_not_ours,
    withdraw_request,
)
from kohkol.issues.evidence_files import read_upload
from kohkol.people.api import AuditEvent
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests.scene import NOW, agency, issue, later, officer

pytestmark = pytest.mark.django_db
QUESTION = "Kapan air mengalir lagi di Utara?"


def asked(clock="business", **changes):
    """A request that was sent: (request, her who answers, secret)."""
    of = agency()
    rina = officer("data_owner", of=of)
    fields = {"agency": of, "officer": rina, "question": QUESTION, "clock": clock, "by": officer("writer"), "at": NOW}
    made, secret = send_request(issue(), **(fields | changes))
    return made, rina, secret


def photo(size=(300, 200), form="JPEG", **saved):
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, form, **saved)
    return written.getvalue()


def clean(content):
    return read_upload(io.BytesIO(content), len(content))


def test_a_routine_request_is_due_after_one_working_day_and_a_crisis_after_one_hour():
    assert asked()[0].due_at == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    assert asked("wall")[0].due_at == later(hours=1)


def test_sending_starts_the_work_on_the_issue():
    made, *_ = asked()
    made.issue.refresh_from_db()
    assert made.issue.state == "working"


def test_the_same_question_is_not_put_to_the_same_agency_twice_while_open():
    made, rina, _ = asked()
    with pytest.raises(Conflict, match="sudah dikirim kepada"):
        asked(agency=made.agency, officer=rina, question="kapan AIR mengalir lagi, di utara??")
    withdraw_request(made, reason="salah alamat", by=officer("triage"), at=NOW)
    assert asked(agency=made.agency, officer=rina)[0].state == "sent"


def test_only_an_answering_officer_of_that_agency_can_be_asked():
    with pytest.raises(Invalid, match="bukan penanggung jawab data"):
        asked(officer=officer("data_owner", of=agency("Lain")))


def test_another_officer_learns_nothing_and_cannot_answer():
    made, _, _ = asked()
    with pytest.raises(NotPermitted) as refused:
        answer_request(made, text="besok", by=officer("data_owner", of=made.agency), at=NOW)
    assert refused.value.sentence == ""


def test_an_answer_with_text_and_a_link_becomes_evidence():
    made, rina, _ = asked()
    see_request(made, by=rina, at=later(minutes=1))
    answer_request(made, text="Pukul 18. Lihat https://pdam.example/info.", by=rina, at=later(minutes=2))
    made.refresh_from_db()
    assert (made.state, made.seen_at, made.answered_at) == ("answered", later(minutes=1), later(minutes=2))
    assert [(row.kind, row.url) for row in made.evidence.all()] == [
        ("text", ""),
        ("link", "https://pdam.example/info"),
    ]


def test_a_correction_adds_evidence_and_overwrites_nothing():
    made, rina, _ = asked()
    answer_request(made, text="Pukul 18", by=rina, at=later(minutes=2))
    answer_request(made, text="Pukul 20", by=rina, at=later(minutes=9))
    made.refresh_from_db()
    assert made.answer == "Pukul 20"
    assert made.answered_at == later(minutes=2)
    assert [(row.text, row.replaced_at) for row in made.evidence.all()] == [
        ("Pukul 18", later(minutes=9)),
        ("Pukul 20", None),
    ]
    assert AuditEvent.objects.filter(kind="issues.request.corrected").count() == 1


def test_the_same_answer_sent_twice_counts_once():
    made, rina, _ = asked()
    for minute in (1, 2):
        answer_request(made, text="Pukul 18", files=[clean(photo())], by=rina, at=later(minutes=minute))
    assert made.evidence.count() == 2


def test_after_a_sheet_was_signed_the_answer_cannot_be_changed():
    made, rina, _ = asked()
    answer_request(made, text="Pukul 18", by=rina, at=NOW)
    lock_answer(made, at=NOW)
    with pytest.raises(NotNow, match="sudah ditandatangani"):
        answer_request(made, text="Pukul 20", by=rina, at=NOW)


def test_an_answer_to_a_withdrawn_request_is_refused():
    made, rina, _ = asked()
    withdraw_request(made, reason="sudah jelas", by=officer("writer"), at=NOW)
    with pytest.raises(NotNow):
        answer_request(made, text="Pukul 18", by=rina, at=NOW)


def test_an_empty_answer_is_refused_with_a_hint():
    made, rina, _ = asked()
    with pytest.raises(Invalid, match="foto suratnya"):
        answer_request(made, text=" ", by=rina, at=NOW)


def test_the_desk_can_ask_for_what_is_missing():
    made, rina, _ = asked()
    answer_request(made, text="Pukul 18", by=rina, at=NOW)
    ask_again(made, reason="kecamatan mana saja?", by=officer("writer"), at=later(hours=1))
    made.refresh_from_db()
    assert (made.state, made.reason) == ("seen", "kecamatan mana saja?")
    assert made.due_at > later(hours=1)


def test_not_ours_returns_to_the_desk_and_the_next_request_settles_it():
    made, rina, _ = asked()
    other = agency("Dinas Lain")
    decline_request(made, reason="itu urusan kota", suggested_agency=other, by=rina, at=NOW)
    assert (made.state, made.suggested_agency) == ("not_ours", other)
    sent, _ = send_request(
        made.issue, agency=other, officer=officer("data_owner", of=other), question=QUESTION, clock="business",
        by=officer("writer"), at=NOW, follows=made,
    )  # fmt: skip
    made.refresh_from_db()
    assert made.settled_at == NOW
    assert sent.follows == made


def test_the_desk_can_settle_a_returned_request_without_asking_anybody():
    made, rina, _ = asked()
    decline_request(made, reason="bukan kami", suggested_agency=None, by=rina, at=NOW)
    settle_not_ours(made, by=officer("triage"), at=NOW)
    made.refresh_from_db()
    assert made.settled_at == NOW


def test_a_new_link_ends_the_old_one():
    made, *_ = asked()
    renew_link(made, by=officer("writer"), at=NOW)
    assert made.links.filter(revoked_at=None).count() == 1


def test_a_late_request_is_escalated_once_and_a_near_one_reminded_once():
    made, *_ = asked("wall")
    assert remind_due(later(minutes=20)) == []
    assert remind_due(later(minutes=35)) == [made]
    assert remind_due(later(minutes=40)) == []
    assert escalate_due(later(minutes=59)) == []
    assert escalate_due(later(minutes=61)) == [made]
    assert escalate_due(later(minutes=62)) == []


def test_an_issue_is_not_closed_while_somebody_works_on_its_question():
    made, *_ = asked()
    made.issue.refresh_from_db()
    with pytest.raises(NotNow, match="belum dijawab"):
        close_issue(made.issue, reason="x", by=officer("triage"), at=NOW, revision=1)


def test_a_photo_is_drawn_anew_without_its_metadata():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    file = clean(photo(size=(4000, 100), exif=exif))
    kept = Image.open(io.BytesIO(file.content))
    assert max(kept.size) == 2400
    assert not kept.getexif()
    assert b"Kamera Rahasia" not in file.content


def test_a_file_is_judged_by_its_content_not_by_its_name():
    for content in (b"MZ\x90\x00", b"<svg onload=alert(1)>", b"", photo()[:200], b"%PDF-1.7 cut off"):
        with pytest.raises(Invalid):
            clean(content)
    assert clean(b"%PDF-1.7\n...\n%%EOF\n").media_type == "application/pdf"
    assert clean(photo(form="PNG")).media_type == "image/jpeg"


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(Invalid, match="15 MB"):
        read_upload(io.BytesIO(b""), 16 * 1024 * 1024)
