"""What is known: every process offers the sheets in force, and never one that ended."""

import pytest

from kohkol.facts.actions import EvidenceEntry, correct_sheet, save_version, withdraw_version
from kohkol.facts.api import tell_all, untold
from kohkol.facts.content import SheetText
from kohkol.facts.models import SheetVersion
from kohkol.matching.index import SheetIndex, code_of
from kohkol.matching.models import IndexStamp, KnownSheet
from kohkol.matching.searching import known_answers
from kohkol.running.doctor_of_rows import known_sheets
from tests.facts import WORDS, draft, sign, signed
from tests.scene import NOW, agency, later, officer

pytestmark = pytest.mark.django_db
ASKED = "kapan air menyala lagi?"


def codes(text: str, at=NOW) -> list[str]:
    return [answer.sheet.code for answer in known_answers(text, at=at)]


def found_by(index: SheetIndex, text: str, at=NOW) -> set[str]:
    """What one process finds, by itself."""
    return {code_of(match.claim) for match in index.search([text], at)[0] if match.decision != "none"}


def superseded(version: SheetVersion, text: SheetText) -> SheetVersion:
    """The next version of the sheet, in force."""
    opened = correct_sheet(version.sheet, by=version.written_by, at=NOW)
    source = [EvidenceEntry("Berita acara 13", "https://contoh.example/13", is_public=True)]
    opened = save_version(opened, text, source, by=version.written_by, at=NOW, revision=1)
    return sign(opened, version.signer)


def test_a_signed_sheet_is_found_at_once_and_a_draft_never():
    draft()
    assert codes(ASKED) == []
    version = signed()
    assert codes(ASKED) == [version.sheet.code]
    assert known_answers(ASKED, at=NOW)[0].is_same


def test_a_withdrawn_sheet_is_not_offered_again():
    version = signed()
    assert codes(ASKED)
    withdraw_version(version, by=version.written_by, at=NOW, reason="keliru")
    assert codes(ASKED) == []


def test_giving_up_the_draft_of_the_next_version_leaves_the_one_in_force():
    version = signed()
    opened = correct_sheet(version.sheet, by=version.written_by, at=NOW)
    withdraw_version(opened, by=version.written_by, at=NOW, reason="tidak jadi")
    assert codes(ASKED) == [version.sheet.code]


def test_a_new_version_is_found_by_its_own_words_and_no_longer_by_the_old():
    version = superseded(signed(), SheetText("Di mana titik tangki air bersih?", "Di balai RW."))
    assert codes("di mana titik tangki air bersih") == [version.sheet.code]
    assert codes("kapan menyala lagi?") == []
    assert known_answers("di mana titik tangki air bersih", at=NOW)[0].sheet.number == 2


def test_a_sheet_is_offered_from_its_first_moment_to_its_last():
    version = signed()
    KnownSheet.objects.update(valid_from=later(hours=1), valid_until=later(hours=3))
    assert [bool(codes(ASKED, later(hours=hours))) for hours in (0, 1, 2, 3, 1)] == [False, True, True, False, True]
    assert version


def test_two_processes_agree_through_the_database(tmp_path):
    here, there = SheetIndex(tmp_path / "a"), SheetIndex(tmp_path / "b")
    version = signed()
    assert found_by(here, ASKED) == found_by(there, ASKED) == {version.sheet.code}
    withdraw_version(version, by=version.written_by, at=NOW, reason="keliru")
    assert found_by(there, ASKED) == set()
    assert found_by(here, ASKED) == set()


def test_a_stale_process_offers_nothing_that_ended(monkeypatch):
    """Even one that never learns of the change: what it finds is looked up in the database before it is offered."""
    version = signed()
    assert codes(ASKED)
    KnownSheet.objects.update(is_offered=False)  # without the stamp
    assert codes(ASKED) == []
    assert version


def test_the_copy_on_disk_is_taken_up_by_the_next_process_and_put_right(tmp_path):
    first = signed()
    path = SheetIndex(tmp_path).save(NOW)
    assert path
    assert SheetIndex(tmp_path).save(NOW) is None
    second = signed()
    withdraw_version(first, by=first.written_by, at=NOW, reason="keliru")
    started = SheetIndex(tmp_path)
    assert found_by(started, ASKED) == {second.sheet.code}
    started.save(NOW)
    assert [file.name for file in tmp_path.iterdir()] != [path.name]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_copy_is_refused_with_a_sentence_and_built_from_the_database(tmp_path, caplog):
    version = signed()
    path = SheetIndex(tmp_path).save(NOW)
    path.write_bytes(path.read_bytes()[:-9] + b"otherwise")
    started = SheetIndex(tmp_path)
    assert found_by(started, ASKED) == {version.sheet.code}
    assert started.save(NOW) == path
    assert found_by(SheetIndex(tmp_path), ASKED) == {version.sheet.code}


def test_a_database_restored_to_an_earlier_moment_does_not_confuse_a_running_process(tmp_path):
    index = SheetIndex(tmp_path)
    version = signed()
    assert found_by(index, ASKED)
    KnownSheet.objects.all().delete()
    IndexStamp.objects.update(changes=0, token="of before", sheets_token="of before")
    assert found_by(index, ASKED) == set()
    assert version


def test_what_matching_missed_is_told_to_it():
    version, ended = signed(), signed()
    KnownSheet.objects.filter(code=version.sheet.code).delete()
    SheetVersion.objects.filter(pk=ended.pk).update(state="withdrawn")
    assert ([one.pk for one in untold()[0]], untold()[1]) == ([version.pk], [ended.sheet.code])
    assert tell_all(NOW) == 2
    assert codes(ASKED) == [version.sheet.code]
    assert tell_all(NOW) == 0


def test_who_only_tells_of_the_subject_is_not_told_that_his_question_is_answered():
    signed(SheetText("Sampai kapan air PDAM mati di utara?", "Sampai Rabu."))
    signed(SheetText("Benarkah bendungan Cilanggeng retak?", "Tidak benar. Bendungan aman."))
    told = {
        "air pdam di utara mati, sampai kapan ya?": True,
        "Air PDAM mati di utara, ratusan warga antre tangki": False,
        "Bendungan Cilanggeng sudah retak, sebarkan ke semua grup": True,
        "Polisi menangkap penyebar kabar bendungan Cilanggeng": False,
    }
    assert {text: known_answers(text, at=NOW)[0].is_same for text in told} == told


def test_an_answer_that_names_other_places_is_suggested_only():
    by, owner = officer("writer"), officer("data_owner", of=agency())
    version = draft(by=by, owner=owner)
    words = SheetText(WORDS.question, "Di Kabupaten Garut air menyala lagi Rabu pukul 18.00.")
    sign(save_version(version, words, [EvidenceEntry("BA", is_public=True)], by=by, at=NOW, revision=2), owner)
    assert known_answers("Kapan air menyala lagi?", at=NOW)[0].is_same
    elsewhere = known_answers("Kapan air menyala lagi di Kabupaten Bogor?", at=NOW)[0]
    assert not elsewhere.is_same
    assert any("Garut" in sheet and "Bogor" in text for sheet, text in elsewhere.differences)


def test_the_doctor_says_when_the_index_on_disk_is_behind_or_damaged(tmp_path):
    assert known_sheets(tmp_path, NOW) == []
    signed()
    assert known_sheets(tmp_path, NOW) == []  # the worker has not had its time yet
    assert "1 changes behind" in known_sheets(tmp_path, later(hours=1))[0].sentence
    path = SheetIndex(tmp_path / "matching").save(NOW)
    assert known_sheets(tmp_path, later(hours=1)) == []
    path.write_bytes(b"no index")
    assert "is no index of claims" in known_sheets(tmp_path, later(hours=1))[0].sentence


def test_the_doctor_names_a_sheet_that_matching_does_not_know(tmp_path):
    version = signed()
    KnownSheet.objects.update(number=7)
    assert version.sheet.code in known_sheets(tmp_path, NOW)[0].sentence
