"""People say where the machine is wrong: it holds at once, in every process, and is kept with who, when and why."""

import pytest

from kohkol.listening.models import Post
from kohkol.matching.actions import Pair, judge, undo_judgement
from kohkol.matching.index import QUESTION, SheetIndex, code_of
from kohkol.matching.models import Judgement
from kohkol.matching.searching import known_answers, same_from
from kohkol.people.api import AuditEvent
from kohkol.refusals import Invalid, NotNow, NotPermitted
from tests.facts import signed
from tests.scene import NOW, later, officer, post
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ASKED = "Kapan air menyala lagi?"


def decisions(text=ASKED):
    return {answer.sheet.code: answer.finding.decision for answer in known_answers(text, at=NOW)}


def judged(code, *, is_same=False, text=ASKED, by=None, **fields):
    return judge(Pair(text, code, **fields), is_same=is_same, by=by or officer("analyst"), at=NOW)


def test_not_the_same_holds_at_once_and_for_the_same_words_in_other_spelling():
    code = signed().sheet.code
    assert decisions() == {code: "same"}
    judged(code, words=ASKED)
    assert decisions() == decisions("kapan AIR menyala lagi??") == {}


def test_this_one_holds_for_a_text_that_shares_no_word_with_the_sheet():
    code, text = signed().sheet.code, "iraha caina hurung deui"
    assert decisions(text) == {}
    judged(code, is_same=True, text=text, words=text)
    answer = known_answers(text, at=NOW)[0]
    assert (answer.sheet.code, answer.is_same, answer.finding.is_judged) == (code, True, True)


def test_a_correction_reaches_another_process_and_survives_its_restart(tmp_path):
    code = signed().sheet.code
    running = SheetIndex(tmp_path)
    found = [match.decision for match in running.search([ASKED], NOW)[0]]
    assert "same" in found
    judged(code, words=ASKED)
    running.save(NOW)
    for process in (running, SheetIndex(tmp_path)):
        matches = process.search([ASKED], NOW)[0]
        assert {match.decision for match in matches if code_of(match.claim) == code} == {"none"}


def test_a_later_judgement_takes_the_place_of_an_earlier_one_and_both_are_kept():
    code = signed().sheet.code
    judged(code, words=ASKED)
    judged(code, is_same=True, words=ASKED)
    assert decisions() == {code: "same"}
    assert [row.undone_at is None for row in Judgement.objects.all()] == [True, False]


def test_undoing_lets_the_machine_decide_again_and_is_audited():
    code = signed().sheet.code
    made = judged(code, words=ASKED)
    undo_judgement(made, by=officer("writer"), at=later(hours=1))
    assert decisions() == {code: "same"}
    with pytest.raises(NotNow):
        undo_judgement(made, by=officer("writer"), at=later(hours=1))
    assert [event.kind for event in AuditEvent.objects.filter(kind__startswith="matching.").order_by("id")] == [
        "matching.pair.judged",
        "matching.pair.undone",
    ]


def test_who_may_not_judge_and_what_cannot_be_judged():
    code = signed().sheet.code
    with pytest.raises(NotPermitted):
        judged(code, by=officer("leader"))
    with pytest.raises(Invalid, match="Tidak ada lembar"):
        judged("LF-1999-0001")
    with pytest.raises(Invalid, match="Tidak ada teks"):
        judged(code, text="  ")
    assert Judgement.objects.count() == 0


def test_a_withdrawn_sheet_stays_away_although_a_person_called_it_the_same():
    from kohkol.facts.actions import withdraw_version

    version = signed()
    judged(version.sheet.code, is_same=True, words=ASKED)
    withdraw_version(version, by=version.written_by, at=NOW, reason="keliru")
    assert decisions() == {}


def test_enough_corrections_move_the_limit_of_same():
    """Fifty judged pairs, wrong below .9 and right from there on: the limit goes up to .9."""
    code, by = signed().sheet.code, officer("analyst")
    usual = same_from(NOW)
    for number in range(60):
        score = 0.8 if number < 20 else 0.9
        pair = Pair(f"pertanyaan nomor {number}", code, score=score)
        judge(pair, is_same=number >= 20, by=by, at=NOW)
    assert usual < same_from(NOW) == 0.9


def test_of_a_pasted_text_nothing_is_kept_but_a_mark_of_its_words():
    code, secret = signed().sheet.code, "Bu Tini Sukajadi bilang kapan air menyala"
    client = signed_in(officer("writer"))
    client.post("/meja/sudah-ada/nilai/", {"code": code, "teks": secret, "jawab": "bukan"})
    kept = Judgement.objects.get()
    assert (kept.words, kept.post, kept.is_same) == ("", None, False)
    assert "Tini" not in str(AuditEvent.objects.filter(kind="matching.pair.judged").values())


def test_the_page_of_corrections_says_who_when_and_why_and_hides_erased_posts():
    code, told = signed().sheet.code, post("kapan air menyala")
    by = officer("analyst", name="Rina")
    judge(Pair(told.text, code, score=0.91, post=told), is_same=False, reason="Kecamatan lain", by=by, at=NOW)
    page = signed_in(officer("leader")).get("/meja/sudah-ada/koreksi/").content.decode()
    for said in ("Rina", "Kecamatan lain", code, "peluang 91 %", "sekarang 1", f"/meja/dengar/kiriman/{told.pk}/"):
        assert said in page
    assert "batalkan" not in page
    Post.objects.update(erased_at=NOW)
    assert f"/meja/dengar/kiriman/{told.pk}/" not in signed_in(by).get("/meja/sudah-ada/koreksi/").content.decode()


def test_the_search_page_shows_the_answer_why_and_a_text_to_copy():
    version = signed()
    page = signed_in(officer("writer")).post("/meja/sudah-ada/", {"teks": f"Tolong sebarkan! {ASKED}"}).content.decode()
    assert version.short_answer in page
    assert f"/f/{version.sheet.code}" in page
    assert "Salin untuk WhatsApp" in page
    assert "menyala" in page.split("<dt>Sama</dt>")[1].split("</dd>")[0]


def test_a_text_that_nothing_answers_is_said_so_and_a_code_can_be_named():
    signed()
    client = signed_in(officer("writer"))
    page = client.post("/meja/sudah-ada/", {"teks": "jadwal pasar malam"}).content.decode()
    assert "Belum ada jawabannya" in page
    refused = client.post("/meja/sudah-ada/nilai/", {"teks": "jadwal pasar malam", "code": "LF-1", "jawab": "sama"})
    assert refused.status_code == 422
    assert "Tidak ada lembar LF-1" in refused.content.decode()
    assert QUESTION
