"""What people may do to an issue, and what they are told when they may not."""

import pytest

from kohkol.issues.actions import (
    add_note,
    add_story,
    close_issue,
    dismiss_merge_suggestion,
    merge_issues,
    move_story,
    open_issue,
    own_issue,
    put_post_in,
    rename_issue,
    reopen_issue,
    set_level,
    split_issue,
    take_post_out,
)
from kohkol.issues.api import family_ids, live_issue, stage_times, timeline, visible_issues
from kohkol.issues.models import IssuePost
from kohkol.people.api import AuditEvent
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests.scene import NOW, issue, later, officer, post, story

pytestmark = pytest.mark.django_db


def test_an_issue_opened_from_stories_pins_them_and_is_recorded():
    air = story("air mati", "air keruh")
    made = open_issue(title="Air mati", stories=[air], by=officer("analyst"), at=NOW)
    air.refresh_from_db()
    assert air.is_pinned
    assert made.story_links.get().story == air
    assert AuditEvent.objects.get(kind="issues.issue.opened").subject == f"issues.issue:{made.pk}"


def test_an_issue_can_be_opened_from_a_single_post_and_by_hand():
    said = post("jalan putus")
    assert open_issue(title="Jalan putus", posts=[said], by=officer("triage"), at=NOW).post_links.get().post == said
    assert open_issue(title="Laporan telepon", by=officer("triage"), at=NOW).state == "open"


def test_a_story_is_in_one_issue_only_and_the_refusal_names_it():
    air = story("air mati")
    open_issue(title="Air mati di utara", stories=[air], by=officer("triage"), at=NOW)
    with pytest.raises(Conflict, match="Air mati di utara"):
        open_issue(title="Air lagi", stories=[air], by=officer("triage"), at=NOW)


def test_a_story_that_was_merged_is_opened_by_its_head():
    head, part = story("air mati"), story("air mati juga")
    part.head = head
    part.save()
    assert open_issue(title="Air", stories=[part, head], by=officer("triage"), at=NOW).story_links.get().story == head


def test_a_writer_cannot_open_an_issue():
    with pytest.raises(NotPermitted, match="Peran"):
        open_issue(title="Air mati", by=officer("writer"), at=NOW)


def test_only_triage_may_set_the_level_and_only_with_a_reason():
    made = issue()
    with pytest.raises(NotPermitted):
        set_level(made, 4, reason="gawat", by=officer("analyst"), at=NOW, revision=1)
    with pytest.raises(Invalid, match="alasan"):
        set_level(made, 4, reason="  ", by=officer("triage"), at=NOW, revision=1)
    set_level(made, 4, reason="warga mengungsi", by=officer("triage"), at=NOW, revision=1)
    made.refresh_from_db()
    assert (made.level, made.level_reason, made.revision) == (4, "warga mengungsi", 2)


def test_who_works_on_an_older_state_is_told_who_changed_what():
    made, rina = issue(), officer("triage", name="Rina")
    set_level(made, 3, reason="cepat membesar", by=rina, at=NOW, revision=1)
    with pytest.raises(Conflict, match=r"Rina mengubah level menjadi Isu prioritas: cepat membesar \(09\.00\)"):
        rename_issue(made, title="Air", question="", by=officer("analyst"), at=NOW, revision=1)
    made.refresh_from_db()
    assert made.title == "Air mati di utara"


def test_owning_an_issue_starts_the_work_and_its_clock():
    made, owner = issue(), officer("writer")
    own_issue(made, owner, by=officer("analyst"), at=later(minutes=5), revision=1)
    assert (made.state, made.owned_at) == ("working", later(minutes=5))
    with pytest.raises(Invalid, match="tidak bekerja di meja"):
        own_issue(made, officer("data_owner"), by=officer("analyst"), at=NOW, revision=2)


def test_closing_needs_a_reason_and_reopening_brings_it_back():
    made, head = issue(), officer("triage")
    close_issue(made, reason="sudah normal", by=head, at=NOW, revision=1)
    with pytest.raises(NotNow, match="selesai"):
        set_level(made, 2, reason="x", by=head, at=NOW, revision=2)
    reopen_issue(made, reason="mati lagi", by=head, at=NOW, revision=2)
    assert (made.state, made.closed_at) == ("working", None)


def test_merging_moves_links_and_keeps_both_histories():
    head = officer("triage")
    kept, other = issue("Air mati", "air mati"), issue("Air keruh", "air keruh")
    add_note(other, text="PDAM sudah ditelepon", by=head, at=NOW)
    merge_issues(kept, other, reason="sumber sama", by=head, at=later(minutes=1), revision=1)
    other.refresh_from_db()
    assert kept.story_links.count() == 2
    assert (other.state, live_issue(other)) == ("merged", kept)
    assert family_ids(kept) == [kept.pk, other.pk]
    told = [entry.sentence for entry in timeline([kept.pk, *kept.merged_from.values_list("pk", flat=True)])]
    assert "menulis catatan" in told
    assert "menggabungkan isu lain ke sini: sumber sama" in told
    with pytest.raises(NotNow):
        merge_issues(kept, other, reason="lagi", by=head, at=NOW, revision=2)


def test_an_issue_is_not_merged_into_itself():
    made = issue()
    with pytest.raises(Invalid, match="berbeda"):
        merge_issues(made, made, reason="x", by=officer("triage"), at=NOW, revision=1)


def test_splitting_takes_stories_or_posts_into_a_new_issue_and_leaves_something_behind():
    head = officer("triage")
    made = issue("Air", "air mati")
    second, single = story("jalan rusak"), post("listrik padam")
    add_story(made, second, by=head, at=NOW)
    new = split_issue(
        made, title="Jalan", reason="soal lain", stories=[second], posts=[single], by=head, at=NOW, revision=1
    )
    assert new.split_from == made
    assert new.story_links.get().story == second
    assert IssuePost.objects.get(issue=made, post=single).is_in is False
    with pytest.raises(Invalid, match="Sisakan"):
        split_issue(made, title="X", reason="y", stories=[made.story_links.get().story], by=head, at=NOW, revision=2)


def test_a_story_that_a_colleague_moved_meanwhile_is_not_moved_again():
    head = officer("triage")
    one, two, three = issue("Satu", "teks"), issue("Dua"), issue("Tiga")
    moved = one.story_links.get().story
    move_story(moved, source=one, target=two, by=head, at=NOW)
    with pytest.raises(Conflict, match="tidak ada di isu ini"):
        move_story(moved, source=one, target=three, by=head, at=NOW)
    assert two.story_links.get().story == moved


def test_a_post_can_be_taken_out_and_put_back():
    made, said = issue("Air", "air mati"), post("iklan")
    put_post_in(made, said, by=officer("analyst"), at=NOW)
    take_post_out(made, said, by=officer("analyst"), at=NOW)
    assert made.post_links.get().is_in is False


def test_a_dismissed_suggestion_is_recorded_once():
    made, other, analyst = issue(), story("lain"), officer("analyst")
    dismiss_merge_suggestion(made, other, by=analyst, at=NOW)
    dismiss_merge_suggestion(made, other, by=analyst, at=NOW)
    assert AuditEvent.objects.filter(kind="issues.issue.merge_dismissed").count() == 1


def test_an_agencys_officer_sees_no_issues():
    issue()
    assert not visible_issues(officer("data_owner")).exists()
    assert visible_issues(officer("leader")).exists()


def test_stage_times_begin_with_what_the_public_said_first():
    head = officer("triage")
    made = open_issue(title="Air", stories=[story("air mati", at=later(hours=-3))], by=head, at=NOW)
    times = stage_times(made)
    assert (times.first_seen_at, times.detected_at, times.owned_at) == (later(hours=-3), NOW, None)
