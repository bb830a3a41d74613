"""In the background: which sheets answer each issue and each story that waits, kept in step with posts and sheets."""

import pytest
from django.utils import timezone

from kohkol.facts.actions import withdraw_version
from kohkol.issues.known import look_up_what_is_due, steps
from kohkol.issues.models import Issue
from kohkol.listening.models import Post, Story
from kohkol.matching.actions import Pair, judge
from kohkol.matching.lookups import looked
from kohkol.matching.models import Lookup
from kohkol.people.api import subject_of
from tests.facts import signed
from tests.scene import NOW, issue, later, officer, story
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
SAID = ("kapan air menyala lagi?", "air mati sejak pagi", "kapan air menyala lagi ya min")


def told_story(*texts, at=NOW):
    made = story(*texts, at=at)
    made.example = made.placements.order_by("post_id").first().post
    made.save()
    return made


def codes(thing, at=NOW):
    found = looked([thing], at=at).get(subject_of(thing))
    return [one.answer.sheet.code for one in found.answers] if found else None


def test_an_issue_finds_the_sheet_that_answers_its_posts_with_the_post_as_the_reason():
    made, code = issue("Keluhan warga", *SAID), signed().sheet.code
    assert codes(made) is None
    assert look_up_what_is_due(NOW) == 1
    found = looked([made], at=NOW)[subject_of(made)]
    assert [(one.answer.sheet.code, one.answer.is_same, one.kind) for one in found.answers] == [(code, True, "post")]
    assert Post.objects.get(pk=found.answers[0].post).text in SAID


def test_nothing_is_looked_up_twice_until_something_changed():
    made = issue("Keluhan warga", *SAID)
    signed()
    assert [look_up_what_is_due(NOW), look_up_what_is_due(NOW)] == [1, 0]
    Story.objects.update(size=5)
    assert look_up_what_is_due(NOW) == 1
    Issue.objects.update(revision=9)
    assert look_up_what_is_due(NOW) == 1
    signed()
    assert look_up_what_is_due(NOW) == 1
    assert look_up_what_is_due(NOW) == 0
    assert made


def test_of_many_posts_only_a_tenth_more_is_worth_looking_again():
    assert [steps(posts) for posts in (0, 7, 20)] == [0, 7, 20]
    assert steps(1000) == steps(1010) < steps(1110)


def test_a_withdrawn_sheet_is_gone_from_the_page_before_anything_is_looked_up_again():
    made, version = issue("Keluhan warga", *SAID), signed()
    look_up_what_is_due(NOW)
    withdraw_version(version, by=version.written_by, at=NOW, reason="keliru")
    assert codes(made) == []
    assert looked([made], at=NOW)[subject_of(made)].is_behind()


def test_not_the_same_holds_on_the_page_at_once():
    made, code = issue("Keluhan warga", "kapan air menyala lagi?"), signed().sheet.code
    look_up_what_is_due(NOW)
    said = Post.objects.get()
    judge(Pair(said.text, code, post=said, subject=subject_of(made)), is_same=False, by=officer("analyst"), at=NOW)
    assert codes(made) == []
    assert look_up_what_is_due(NOW) == 1


def test_an_erased_post_leaves_the_findings():
    made = issue("Keluhan warga", "kapan air menyala lagi?")
    signed()
    look_up_what_is_due(NOW)
    assert codes(made)
    Post.objects.update(erased_at=NOW, text="")
    assert look_up_what_is_due(NOW) == 1
    assert codes(made) == []


def test_a_story_that_comes_round_again_is_shown_with_its_sheet_where_it_waits_to_be_judged():
    now = timezone.now()
    version, made = signed(at=now), told_story(*SAID, at=now)
    look_up_what_is_due(now)
    assert codes(made, now) == [version.sheet.code]
    client = signed_in(officer("analyst"))
    page = client.get("/meja/isu/").content.decode()
    assert "Sudah pernah dijawab" in page
    assert version.question in page
    part = client.get(f"/meja/sudah-ada/percakapan/{made.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert version.sheet.code in part
    assert (
        f'/meja/sudah-ada/percakapan/{made.pk}/"' in client.get(f"/meja/dengar/percakapan/{made.pk}/").content.decode()
    )


def test_a_story_of_two_voices_is_not_looked_up():
    told_story("kapan air menyala lagi?", "kapan air menyala lagi?")
    assert look_up_what_is_due(NOW) == 0


def test_the_page_of_an_issue_offers_the_sheet_takes_it_and_takes_it_back():
    now = timezone.now()
    made, version = issue("Keluhan warga", *SAID), signed(at=now)
    look_up_what_is_due(now)
    client, part = signed_in(officer("writer")), f"/meja/isu/{made.pk}/sudah-ada/"
    assert f'hx-get="{part}"' in client.get(f"/meja/isu/{made.pk}/").content.decode()
    offered = client.get(part, headers={"HX-Request": "true"}).content.decode()
    for said in (version.question, "Pakai lembar ini", "Bukan hal yang sama", "kiriman warga,"):
        assert said in offered
    client.post(f"/meja/fakta/pakai/{made.pk}/", {"code": version.sheet.code.lower()})
    assert "Dipakai untuk isu ini" in client.get(part).content.decode()
    assert "Pakai lembar ini" not in client.get(part).content.decode()
    undo = f"/meja/isu/{made.pk}/lembar/{version.uses.get().pk}/batal/"
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "Kecamatan lain"}).status_code == 302
    assert "Pakai lembar ini" in client.get(part).content.decode()


def test_a_sheet_that_the_machine_did_not_find_is_taken_by_its_code():
    made, version = issue("Lain sama sekali"), signed(at=timezone.now())
    client = signed_in(officer("writer"))
    assert "Pakai lembar yang sudah ada" in client.get(f"/meja/isu/{made.pk}/").content.decode()
    wrong = client.post(f"/meja/fakta/pakai/{made.pk}/", {"code": "LF-1999-0001"}, follow=True).content.decode()
    assert "Tidak ada lembar berkode “LF-1999-0001”." in wrong
    client.post(f"/meja/fakta/pakai/{made.pk}/", {"code": version.sheet.code})
    assert "Dipakai untuk isu ini" in client.get(f"/meja/isu/{made.pk}/sudah-ada/").content.decode()


def test_who_may_not_ask_is_offered_nothing_to_press():
    now = timezone.now()
    made, version = issue("Keluhan warga", *SAID), signed(at=now)
    look_up_what_is_due(now)
    client = signed_in(officer("leader"))
    page = client.get(f"/meja/isu/{made.pk}/sudah-ada/").content.decode()
    assert version.question in page
    for button in ("Pakai lembar ini", "Bukan hal yang sama", "Memang sama"):
        assert button not in page
    assert client.post(f"/meja/fakta/pakai/{made.pk}/", {"code": version.sheet.code}).status_code == 403


def test_the_part_costs_no_more_than_fifteen_queries_with_many_sheets(django_assert_max_num_queries):
    now = timezone.now()
    made = issue("Keluhan warga", *SAID)
    for _ in range(6):
        signed(at=now)
    look_up_what_is_due(now)
    client = signed_in(officer("writer"))
    with django_assert_max_num_queries(15):
        client.get(f"/meja/isu/{made.pk}/sudah-ada/")


def test_what_nobody_renews_is_forgotten():
    issue("Keluhan warga", *SAID)
    look_up_what_is_due(NOW)
    Issue.objects.update(state="closed")
    look_up_what_is_due(later(days=8))
    assert Lookup.objects.count() == 0
