"""A question that a sheet in force answers is not put to an agency, unless somebody says why."""

import pytest

from kohkol.facts.actions import undo_use, use_sheet, withdraw_version
from kohkol.facts.api import waiting_for as facts_waiting
from kohkol.facts.models import SheetUse
from kohkol.issues.actions import AlreadyAnswered, merge_issues, send_request
from kohkol.issues.api import timeline
from kohkol.issues.models import FactRequest, Issue
from kohkol.matching.actions import Pair, judge
from kohkol.matching.models import KnownSheet
from kohkol.matching.searching import answers_to
from kohkol.measuring.brief import gather_brief
from kohkol.measuring.stage_clock import stage_clock
from kohkol.people.api import AuditEvent
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests import screens
from tests.facts import WORDS, signed
from tests.issues.test_stream import signed_in
from tests.scene import NOW, agency, issue, later, officer

pytestmark = pytest.mark.django_db
ASKED = "kapan air menyala lagi ya?"


def ask(question=ASKED, *, of=None, at=NOW, **more):
    home = of or agency()
    rina = officer("data_owner", of=home)
    fields = {"agency": home, "officer": rina, "question": question, "clock": "wall", "by": officer("writer"), "at": at}
    return send_request(issue(), **(fields | more))[0]


def test_a_question_that_a_sheet_in_force_answers_is_refused_with_the_sheet():
    version = signed()
    with pytest.raises(AlreadyAnswered, match=version.sheet.code) as refused:
        ask()
    assert refused.value.answer.sheet.short_answer == WORDS.short_answer
    assert FactRequest.objects.count() == 0
    assert AuditEvent.objects.filter(kind="issues.request.sent").count() == 0


def test_it_is_sent_all_the_same_with_a_reason_which_is_recorded():
    version = signed()
    made = ask(despite="  Pipa pecah   lagi pagi ini ")
    assert (made.known_code, made.despite) == (version.sheet.code, "Pipa pecah lagi pagi ini")
    event = AuditEvent.objects.get(kind="issues.request.sent")
    assert (event.data["known"], event.data["despite"]) == (version.sheet.code, "Pipa pecah lagi pagi ini")
    assert f"walau sudah ada lembar {version.sheet.code}: Pipa pecah lagi" in timeline([made.issue_id])[0].sentence


def test_a_reason_that_is_too_long_is_refused():
    signed()
    with pytest.raises(Invalid, match="Terlalu panjang"):
        ask(despite="x" * 301)


def test_a_sheet_that_only_may_answer_does_not_stop_a_request():
    signed()
    made = ask("Kapan pompa air diganti?")
    assert (made.known_code, made.despite) == ("", "")


def test_a_question_that_asks_much_more_than_the_sheet_answers_is_not_stopped_and_says_what_is_open():
    signed()
    more = "Kapan air menyala lagi, dan mengapa tagihan bulan lalu naik dua kali lipat di rumah susun?"
    assert ask(more).known_code == ""
    answer = answers_to(more, at=NOW)[0]
    assert not answer.is_same
    assert ("", "tagihan, bulan, naik, dua, lipat, rumah, susun") in answer.differences


@pytest.mark.parametrize("end", ["withdrawn", "expired", "not yet"])
def test_a_sheet_that_is_not_in_force_stops_nothing(end):
    version = signed()
    with pytest.raises(AlreadyAnswered):
        ask()
    if end == "withdrawn":
        withdraw_version(version, by=version.written_by, at=NOW, reason="keliru")
    elif end == "expired":
        KnownSheet.objects.update(valid_until=NOW)
    else:
        KnownSheet.objects.update(valid_from=later(hours=1))
    assert ask().known_code == ""


def test_a_reason_given_where_nothing_is_known_is_not_kept():
    assert ask(despite="Tempatnya lain").despite == ""


def test_a_person_who_calls_the_sheet_another_matter_may_ask_at_once():
    version = signed()
    judge(Pair(ASKED, version.sheet.code, words=ASKED), is_same=False, by=officer("analyst"), at=NOW)
    assert ask().state == "sent"


def test_a_question_in_other_words_is_refused_once_a_person_called_it_the_same():
    version = signed()
    other = "iraha caina hurung deui?"
    ask(other)
    judge(Pair(other, version.sheet.code, words=other), is_same=True, by=officer("analyst"), at=NOW)
    with pytest.raises(AlreadyAnswered):
        ask(other)


def test_the_form_shows_the_sheet_first_and_asks_why(client):
    signed_in(client, "writer")
    version, made = signed(), issue("Air mati")
    Issue.objects.update(question=ASKED)
    rina = officer("data_owner", of=agency())
    address = f"/meja/isu/{made.pk}/tanya/"
    page = client.get(address).content.decode()
    for said in (version.sheet.code, "Sudah menjawab", "Pakai lembar ini", "Mengapa tetap ditanyakan?"):
        assert said in page
    values = {"question": ASKED, "officer": rina.pk, "clock": "wall"}
    refused = client.post(address, values)
    assert refused.status_code == 422
    assert "sudah dijawab lembar" in refused.content.decode()
    assert client.post(address, values | {"despite": "Tempatnya lain"}).status_code == 200
    assert FactRequest.objects.get().despite == "Tempatnya lain"


# Using a sheet -------------------------------------------------------------------------------------------------------


def used(made=None, *, by=None):
    version = signed()
    return use_sheet(version.sheet, made or issue(), by=by or officer("writer"), at=later(hours=1))


def test_a_sheet_taken_for_an_issue_answers_it_and_stops_its_clock():
    made = issue("Air mati", "air mati sejak pagi")
    row = used(made)
    made.refresh_from_db()
    assert made.state == "answered"
    clock = stage_clock(made)
    assert clock.waited_seconds == 3600
    assert f"Dijawab lembar {row.version.sheet.code}" in [stage.name for stage in clock.stages if stage.reached_at]
    assert "memakai lembar" in " ".join(entry.sentence for entry in timeline([made.pk]))


def test_it_is_not_taken_twice_nor_when_nothing_of_it_is_in_force():
    row = used()
    with pytest.raises(Conflict):
        use_sheet(row.version.sheet, row.issue, by=officer("writer"), at=NOW)
    withdraw_version(row.version, by=row.version.written_by, at=NOW, reason="keliru")
    with pytest.raises(NotNow, match="tidak berlaku"):
        use_sheet(row.version.sheet, issue(), by=officer("writer"), at=NOW)


def test_only_who_may_ask_agencies_may_take_a_sheet():
    with pytest.raises(NotPermitted):
        used(by=officer("leader"))
    assert SheetUse.objects.count() == 0


def test_undoing_needs_a_reason_and_puts_the_issue_back_to_work():
    row, by = used(), officer("analyst")
    with pytest.raises(Invalid):
        undo_use(row, reason=" ", by=by, at=NOW)
    undo_use(row, reason="Kecamatan lain", by=by, at=NOW)
    row.issue.refresh_from_db()
    assert row.issue.state == "working"
    with pytest.raises(NotNow):
        undo_use(row, reason="Kecamatan lain", by=by, at=NOW)
    use_sheet(row.version.sheet, row.issue, by=by, at=NOW)
    sentences = " ".join(entry.sentence for entry in timeline([row.issue_id]))
    assert "membatalkan pemakaian lembar" in sentences
    assert "dikerjakan lagi" in sentences


def test_undoing_leaves_an_issue_answered_that_is_answered_otherwise():
    row = used()
    undo_use(row, reason="Kecamatan lain", by=officer("analyst"), at=NOW, is_answered_otherwise=True)
    row.issue.refresh_from_db()
    assert row.issue.state == "answered"


def test_a_sheet_taken_for_two_issues_that_are_merged_can_be_taken_back_from_both_one_by_one():
    kept, other, by = issue("Air mati di utara"), issue("Air mati di selatan"), officer("analyst")
    first = used(kept)
    second = use_sheet(first.version.sheet, other, by=by, at=later(hours=1))
    merge_issues(kept, other, reason="soal yang sama", by=officer("triage"), at=later(hours=2), revision=other.revision)
    desk = screens.signed_in(by)
    for row, state in ((second, "answered"), (first, "working")):
        page = desk.post(f"/meja/isu/{kept.pk}/lembar/{row.pk}/batal/", {"reason": "Kecamatan lain"})
        assert page.status_code == 302
        kept.refresh_from_db()
        assert kept.state == state


def test_an_issue_whose_sheet_ended_waits_for_another_answer():
    row, by = used(), officer("analyst")
    assert not any(task.title == row.issue.title for task in facts_waiting(by, NOW))
    withdraw_version(row.version, by=row.version.written_by, at=NOW, reason="keliru")
    task = next(task for task in facts_waiting(by, NOW) if task.title == row.issue.title)
    assert "tidak berlaku lagi" in task.why
    part = screens.signed_in(by).get(f"/meja/isu/{row.issue_id}/sudah-ada/").content.decode()
    assert "Tidak berlaku lagi: cari jawaban lain" in part
    undo_use(row, reason="Lembarnya ditarik", by=by, at=NOW)
    assert not any(task.title == row.issue.title for task in facts_waiting(by, NOW))


def test_the_morning_brief_and_the_page_of_the_sheet_name_the_issue_that_it_answers():
    row = used()
    answered = gather_brief(at=later(hours=2), day="2026-03-04").answered
    assert [(one.title, one.sheet) for one in answered] == [(row.issue.title, row.version.sheet.code)]
    page = screens.signed_in(officer("writer")).get(f"/meja/lembar/{row.version.sheet.code}/bertumpu/")
    assert row.issue.title in page.content.decode()


def test_a_message_for_the_issue_begins_with_the_sheet_that_is_used():
    row = used()
    page = screens.signed_in(officer("writer")).get(f"/meja/pesan/tulis/?isu={row.issue_id}").content.decode()
    assert f'value="{row.version.question}"' in page
