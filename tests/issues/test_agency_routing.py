"""Which agency knows: suggested from task descriptions, learned from whom the office asked and what people said."""

import pytest
from django.urls import reverse

from kohkol.issues import agency_routing
from kohkol.issues.actions import decline_request, see_request, send_request
from kohkol.issues.agency_routing import suggest_by_decisions
from kohkol.listening.correcting import correct_post
from kohkol.people.models import Agency, AuditEvent
from tests.issues.test_stream import signed_in
from tests.scene import NOW, agency, issue, officer, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_process_that_has_learned_nothing(monkeypatch):
    monkeypatch.setattr(agency_routing, "_known", [])


@pytest.fixture
def water():
    made = agency("Dinas Air")
    Agency.objects.filter(pk=made.pk).update(task_description="Air bersih, pipa, tagihan air, PDAM")
    return Agency.objects.get(pk=made.pk)


@pytest.fixture
def roads():
    made = agency("Dinas Jalan")
    Agency.objects.filter(pk=made.pk).update(task_description="Jalan provinsi, jembatan, lubang, trotoar")
    return Agency.objects.get(pk=made.pk)


def named(text):
    return [one.agency.short_name for one in suggest_by_decisions(text, list(Agency.objects.all()))]


def asked(of, question, title="Isu"):
    owner = officer("data_owner", of=of)
    made, _secret = send_request(
        issue(title), agency=of, officer=owner, question=question, clock="wall", by=officer("triage"), at=NOW
    )
    return made


def test_the_first_suggestion_comes_from_the_description(water, roads):
    assert named("pipa air bocor di depan rumah")[0] == "Dinas Air"


def test_what_the_office_asked_an_agency_is_learned_with_the_words_as_reason(water, roads):
    assert named("odong odong parkir sembarangan") == []
    for street in ("Mawar", "Melati", "Kenanga", "Anggrek", "Dahlia", "Teratai"):
        asked(roads, f"Siapa menertibkan odong-odong yang parkir di Jalan {street}?", f"Odong-odong di {street}")
    found = suggest_by_decisions("odong odong parkir sembarangan", list(Agency.objects.all()))
    assert found[0].agency == roads
    assert "Pernah ditanya soal" in found[0].reason
    assert "odong" in found[0].reason


def test_a_request_that_was_not_theirs_is_unlearned(water, roads):
    wrong = [asked(water, f"Siapa menertibkan odong-odong parkir nomor {n}?", f"Odong-odong {n}") for n in range(6)]
    assert named("odong odong parkir")[0] == "Dinas Air"
    for made in wrong:
        see_request(made, by=made.officer, at=NOW)
        decline_request(made, reason="bukan kami", suggested_agency=roads, by=made.officer, at=NOW)
    assert named("odong odong parkir") == []


def test_decisions_older_than_the_latest_stay_learned(water, roads, monkeypatch):
    for street in ("Mawar", "Melati", "Kenanga"):
        asked(roads, f"Siapa menertibkan odong-odong di Jalan {street}?", f"Odong-odong di {street}")
    assert named("odong odong")[0] == "Dinas Jalan"
    monkeypatch.setattr(agency_routing, "MOST_DECISIONS", 2)
    asked(water, "Kapan pipa air pulih?", "Pipa air")
    before = agency_routing._known[0]
    assert named("odong odong")[0] == "Dinas Jalan"
    assert agency_routing._known[0] is before


def test_a_persons_word_about_a_post_is_learned_and_wins_on_its_page(client, water, roads):
    signed_in(client, "analyst")
    for number in range(6):
        correct_post(post(f"lampu taman padam nomor {number}"), "agency", str(roads.pk), by=officer("triage"), at=NOW)
    assert named("lampu taman kota padam")[0] == "Dinas Jalan"
    one = post("pipa bocor lagi")
    client.post(reverse("listening:correct", args=[one.pk]), {"about": "agency", "value": str(roads.pk)})
    page = client.get(reverse("desk:post_agency", args=[one.pk])).content.decode()
    assert "<strong>Dinas Jalan</strong>" in page
    assert "Dibetulkan" in page


def test_the_form_offers_an_agency_with_its_reason_and_the_trail_keeps_what_was_offered(client, water, roads):
    signed_in(client, "triage")
    made, owner = issue("Pipa air bocor"), officer("data_owner", of=roads)
    officer("data_owner", of=water)
    page = client.get(reverse("issues:ask", args=[made.pk])).content.decode()
    assert "Kata yang sama dengan uraian tugasnya" in page
    client.post(
        reverse("issues:ask", args=[made.pk]), {"question": "Kapan pulih?", "officer": owner.pk, "clock": "wall"}
    )
    event = AuditEvent.objects.get(kind="issues.request.sent")
    assert event.data["agency"] == "Dinas Jalan"
    assert event.data["suggested"] == ["Dinas Air"]


def test_an_agency_that_is_no_more_cannot_be_named(water):
    Agency.objects.filter(pk=water.pk).update(is_active=False)
    assert named_active("pipa bocor") == []


def named_active(text):
    return [one.agency for one in suggest_by_decisions(text, list(Agency.objects.filter(is_active=True)))]
