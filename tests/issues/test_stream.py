"""The stream of issues: what a line says, what the address asks for, and how little it costs."""

import io
from datetime import timedelta

import pytest
import tablib
from allauth.mfa.models import Authenticator
from django.utils import timezone

from kohkol.issues.actions import own_issue, send_request, set_level
from kohkol.issues.figures import figures_of
from kohkol.issues.models import Issue, IssuePost
from kohkol.issues.spreadsheet import plain
from kohkol.issues.stream import Asked, lines
from kohkol.issues.triage import shortened, waiting_stories
from kohkol.listening.api import Post, Story
from kohkol.people.api import Role
from tests.scene import NOW, agency, issue, later, officer, post, story

pytestmark = pytest.mark.django_db


def signed_in(client, *roles):
    person = officer(*roles)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person


def waiting(*texts, at=NOW, burst=5.0):
    made = story(*texts, at=at)
    Story.objects.filter(pk=made.pk).update(example=made.placements.first().post, burst=burst)
    made.refresh_from_db()
    return made


def test_the_stream_shows_an_issue_with_the_reason_for_its_place(client):
    signed_in(client, "triage")
    issue("Banjir di Kubang", "banjir setinggi lutut", "warga mengungsi")
    page = client.get("/meja/isu/").content.decode()
    assert "Banjir di Kubang" in page
    assert "Mengapa di sini:" in page
    assert "Menyebut kemungkinan bahaya: banjir" in page
    assert "Belum ada penanggung jawab" in page


@pytest.mark.parametrize(
    ("surge", "said"),
    [
        ({"posts": 12, "minutes": 80, "usual": 1.4}, "12 kiriman dalam 80 menit, biasanya 1"),
        ({"posts": 9, "minutes": 700, "usual": 0.3}, "9 kiriman dalam 12 jam, biasanya kurang dari 1"),
    ],
)
def test_a_surge_is_told_in_figures_an_officer_can_check(surge, said):
    made = waiting("air mati", "mati air", "air mati lagi", at=timezone.now())
    Story.objects.filter(pk=made.pk).update(surge=surge)
    (item,) = waiting_stories(timezone.now())
    assert f"melonjak: {said}" in item.reasons


def evidence(kind, copies):
    return {"kind": kind, "post": None, "copies": copies, "accounts": 9, "minutes": 30, "rating": 0.1}


@pytest.mark.parametrize(("kind", "told"), [("campaign", True), ("many copies", False)])
def test_many_copies_alone_are_no_sign_of_a_campaign(kind, told):
    made = waiting("air mati", "mati air", "air mati lagi", at=timezone.now())
    Story.objects.filter(pk=made.pk).update(campaign=evidence(kind, 40))
    (item,) = waiting_stories(timezone.now())
    assert ("ada tanda salin-tempel serentak" in item.reasons) is told
    opened = issue("Air mati", "air tidak mengalir")
    Story.objects.filter(issue_links__issue=opened).update(campaign=evidence(kind, 40))
    assert figures_of([opened], at=NOW)[opened.pk].campaign is told


def test_stories_that_wait_are_beside_it_and_become_an_issue_in_one_tap(client):
    signed_in(client, "analyst")
    made = waiting("Air mati sejak pagi di Utara", "air mati", "mati air", at=timezone.now())
    assert "Belum jadi isu" in client.get("/meja/isu/").content.decode()
    answer = client.post("/meja/isu/buka/", {"story": made.pk, "title": "Air mati sejak pagi di Utara", "question": ""})
    opened = Issue.objects.get()
    assert answer.url == f"/meja/isu/{opened.pk}/"
    assert waiting_stories(timezone.now()) == []


def test_a_story_passed_over_comes_back_when_it_has_doubled(client):
    signed_in(client, "analyst")
    made = waiting("satu", "dua", "tiga", at=timezone.now())
    client.post(f"/meja/isu/percakapan/{made.pk}/", {"lewati": "1"})
    assert waiting_stories(timezone.now()) == []
    Story.objects.filter(pk=made.pk).update(size=6)
    assert [item.story for item in waiting_stories(timezone.now())] == [made]


def test_who_judges_a_story_reads_what_it_says_beside_the_choice(client):
    signed_in(client, "analyst")
    made = waiting("Air mati sejak pagi?", "air mati", "mati air", at=timezone.now())
    Post.objects.filter(text="Air mati sejak pagi?").update(is_question=True)
    page = client.get(f"/meja/isu/percakapan/{made.pk}/").content.decode()
    assert "Yang ditanyakan warga" in page
    assert "mati air" in page
    assert f"/meja/dengar/percakapan/{made.pk}/" in page
    assert "Jadikan isu" in page
    assert f"/meja/isu/percakapan/{made.pk}/" in client.get(f"/meja/dengar/percakapan/{made.pk}/").content.decode()


def test_a_story_that_is_in_an_issue_leads_there_and_one_that_was_merged_to_the_other(client):
    signed_in(client, "analyst")
    taken = issue("Air mati", "air mati di utara")
    told = taken.story_links.get().story
    merged = waiting("air mati di utara juga", at=timezone.now())
    Story.objects.filter(pk=merged.pk).update(head=told)
    assert client.get(f"/meja/isu/percakapan/{told.pk}/").url == f"/meja/isu/{taken.pk}/"
    assert client.get(f"/meja/isu/percakapan/{merged.pk}/").url == f"/meja/isu/percakapan/{told.pk}/"


def test_the_address_filters_sorts_and_searches():
    head = officer("triage")
    air, jalan = issue("Air mati"), issue("Jalan rusak")
    set_level(jalan, 4, reason="gawat", by=head, at=NOW, revision=1)
    own_issue(air, head, by=head, at=NOW, revision=1)

    def titles(**query):
        return [line.issue.title for line in lines(head, Asked.of(query), at=NOW)]

    assert titles() == ["Jalan rusak", "Air mati"]
    assert titles(q="air") == ["Air mati"]
    assert titles(level="4") == ["Jalan rusak"]
    assert titles(penanggung="saya") == ["Air mati"]
    assert titles(penanggung="kosong") == ["Jalan rusak"]
    assert titles(status="working") == ["Air mati"]
    assert titles(level="99", status="x", urut="y", penanggung="'") == ["Jalan rusak", "Air mati"]


def test_the_nearest_deadline_of_an_issue_is_on_its_line():
    of = agency()
    made, head = issue("Air"), officer("triage")
    sent, _ = send_request(
        made, agency=of, officer=officer("data_owner", of=of), question="Kapan?", clock="wall", by=head, at=NOW
    )
    line = lines(head, Asked(), at=NOW)[0]
    assert (line.due_at, line.due_is_business) == (sent.due_at, False)


def test_now_is_told_against_what_is_usual():
    made = issue("Air", *["air mati"] * 6)
    figures = figures_of([made], at=later(minutes=30))[made.pk]
    assert figures.now_per_hour == 4.0
    assert figures.usual_per_hour == 0.0
    assert figures.hours[-1] == 6
    assert figures.posts == 6


def test_a_post_put_in_counts_and_one_taken_out_does_not():
    made = issue("Air", "air mati", "iklan")
    iklan = made.story_links.get().story.placements.get(post__text="iklan").post
    IssuePost.objects.create(issue=made, post=iklan, is_in=False, by=made.opened_by, at=NOW)
    IssuePost.objects.create(issue=made, post=post("air keruh"), by=made.opened_by, at=NOW)
    IssuePost.objects.create(issue=made, post=post("air keruh juga"), by=made.opened_by, at=NOW)
    assert figures_of([made], at=NOW)[made.pk].posts == 3


def test_official_posts_are_not_public_voice():
    made = issue("Air", "air mati")
    IssuePost.objects.create(issue=made, post=post("pengumuman", is_official=True), by=made.opened_by, at=NOW)
    assert figures_of([made], at=NOW)[made.pk].hours[-1] == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_can_be_downloaded_as_it_is_filtered(client, form):
    signed_in(client, "leader")
    issue("Air mati")
    issue("=HYPERLINK(1)")
    answer = client.get(f"/meja/isu/unduh.{form}?q=HYPERLINK")
    content = b"".join(answer) if answer.streaming else answer.content
    rows = tablib.Dataset().load(content.decode("utf-8-sig") if form == "csv" else io.BytesIO(content), form)
    assert rows["Isu"] == ["'=HYPERLINK(1)"]


def test_no_cell_can_be_taken_for_a_formula():
    assert plain("@SUM(1)") == "'@SUM(1)"
    assert plain("Air mati") == "Air mati"
    assert plain(-3) == -3


def test_forty_issues_cost_no_more_queries_than_one(client, django_assert_max_num_queries):
    signed_in(client, *Role.values)
    for number in range(40):
        issue(f"Isu {number}", "air mati", "jalan rusak")
    waiting("satu", "dua", "tiga", at=timezone.now())
    with django_assert_max_num_queries(15):
        client.get("/meja/isu/")


def test_a_long_post_is_cut_between_words():
    assert shortened("air mati di kecamatan utara", 15) == "air mati di…"


def test_an_agencys_officer_cannot_see_the_stream(client):
    signed_in(client, "data_owner")
    assert client.get("/meja/isu/").status_code == 403
    client.logout()
    assert client.get("/meja/isu/").status_code == 302


def test_posts_of_two_days_ago_are_usual_and_not_now():
    made = issue("Air")
    for hours in range(3, 40):
        IssuePost.objects.create(
            issue=made, post=post("air", at=NOW - timedelta(hours=hours)), by=made.opened_by, at=NOW
        )
    figures = figures_of([made], at=NOW)[made.pk]
    assert figures.now_per_hour == 0
    assert 0.7 < figures.usual_per_hour < 0.9


def test_an_empty_list_says_that_the_radar_is_still_reading(client):
    signed_in(client, "analyst")
    post("air mati", at=timezone.now() - timedelta(hours=1))
    assert "Radar masih membaca 1 kiriman" in client.get("/meja/isu/").content.decode()
