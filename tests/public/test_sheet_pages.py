"""What the public reads of a sheet, in force or not, and what it never sees."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from kohkol.facts.actions import EvidenceEntry, correct_sheet, save_version, withdraw_version
from kohkol.facts.content import SheetText, text_of
from kohkol.facts.models import SheetEvidence, SheetVersion
from kohkol.issues.models import Evidence, FactRequest
from tests.facts import draft, sign, signed
from tests.scene import agency, issue, office, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def corrected(first, *, note="Jamnya bergeser."):
    """The next version of a sheet, signed by the same data owner."""
    at = timezone.now()
    version = correct_sheet(first.sheet, by=first.written_by, at=at)
    words = SheetText(**(text_of(version).__dict__ | {"change_note": note, "short_answer": "Pukul 20.00."}))
    named = [EvidenceEntry("Berita acara 13", is_public=True)]
    return sign(save_version(version, words, named, by=first.written_by, at=at, revision=1), first.signer, at=at)


def test_the_short_address_shows_the_version_in_force(client):
    first = signed()
    corrected(first)
    html = client.get(f"/f/{first.sheet.code}").content.decode()
    assert "Pukul 20.00." in html
    assert "Air menyala lagi Rabu" not in html


def test_a_replaced_version_keeps_its_address_and_says_what_took_its_place(client):
    first = signed()
    corrected(first)
    answer = client.get(f"/f/{first.sheet.code}/1/")
    html = answer.content.decode()
    assert "Air menyala lagi Rabu" in html
    assert "digantikan versi 2" in html
    assert "Jamnya bergeser." in html
    assert f"/f/{first.sheet.code}" in html
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_withdrawn_version_says_when_and_why_at_both_addresses(client):
    version = signed()
    withdraw_version(version, by=version.written_by, at=timezone.now(), reason="Datanya keliru")
    for address in (f"/f/{version.sheet.code}", f"/f/{version.sheet.code}/1/"):
        answer = client.get(address)
        assert "ditarik pada" in answer.content.decode()
        assert "Datanya keliru" in answer.content.decode()
        assert answer["X-Robots-Tag"] == "noindex"
        assert "application/ld+json" not in answer.content.decode()


def test_an_answer_past_its_time_says_so(client):
    version = signed()
    SheetVersion.objects.update(valid_until=timezone.now() - timedelta(hours=1))
    assert "Masa berlaku jawaban ini habis" in client.get(f"/f/{version.sheet.code}").content.decode()


def test_the_position_and_agency_answer_for_the_words_not_a_name(client):
    owner = officer("data_owner", of=agency("Dinas Air"), name="Dadang Hidayat")
    owner.position = "Kepala Bidang Distribusi"
    owner.save()
    version = signed(owner=owner)
    html = client.get(f"/f/{version.sheet.code}").content.decode()
    assert "Kepala Bidang Distribusi, Dinas Air" in html
    assert "Dadang" not in html


def test_the_address_may_be_typed_in_small_letters(client):
    version = signed()
    answer = client.get(f"/f/{version.sheet.code.lower()}")
    assert answer.status_code == 301
    assert answer["Location"] == f"/f/{version.sheet.code}"


def test_a_sheet_that_was_never_signed_is_not_there(client):
    version = draft()
    for address in (f"/f/{version.sheet.code}", f"/f/{version.sheet.code}/1/", f"/f/{version.sheet.code}.json"):
        assert client.get(address).status_code == 404


def test_the_next_draft_of_a_public_sheet_is_not_there(client):
    version = signed()
    correct_sheet(version.sheet, by=version.written_by, at=timezone.now())
    assert client.get(f"/f/{version.sheet.code}/2/").status_code == 404
    assert len(client.get(f"/f/{version.sheet.code}.json").json()["versions"]) == 1


def test_machines_read_the_question_its_answer_and_who_publishes_it(client):
    office()
    version = signed()
    html = client.get(f"/f/{version.sheet.code}").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1))
    assert data["@type"] == "QAPage"
    assert data["publisher"] == {
        "@type": "GovernmentOrganization",
        "name": "Diskominfo Latihan",
        "url": data["publisher"]["url"],
    }
    assert data["mainEntity"]["acceptedAnswer"]["text"] == "Air menyala lagi Rabu pukul 18.00."


def test_words_of_a_sheet_cannot_end_the_script_that_holds_them(client):
    version = signed()
    SheetVersion.objects.update(question="</script><script>alert(1)</script><!--")
    html = client.get(f"/f/{version.sheet.code}").content.decode()
    assert "<script>alert" not in html
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1)
    assert json.loads(inside)["mainEntity"]["name"] == "</script><script>alert(1)</script><!--"


def with_files():
    """A signed version with a public and a private file, and one that is only in a draft."""
    owner = officer("data_owner", of=agency())
    asked = FactRequest.objects.create(
        issue=issue(), agency=owner.agency, officer=owner, question="Kapan?", question_key="k",
        sent_by=officer("writer"), sent_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    rows = []
    for name in ("terbuka", "tertutup"):
        row = Evidence(
            fact_request=asked, kind="file", media_type="image/jpeg", sha256=name, by=owner, at=timezone.now()
        )
        row.file.save(f"{name}.jpg", ContentFile(name.encode()))
        rows.append(row)
    at, version = timezone.now(), draft(owner=owner, from_request=asked)
    named = [
        EvidenceEntry("Surat", is_public=True, from_evidence=rows[0]),
        EvidenceEntry("Daftar", from_evidence=rows[1]),
    ]
    return save_version(
        version, text_of(version), named, by=version.written_by, at=at, revision=version.revision
    ), owner


def evidence_addresses(version):
    return {
        row.label: f"/f/{version.sheet.code}/{version.number}/bukti/{row.pk}"
        for row in SheetEvidence.objects.filter(version=version)
    }


def test_a_public_evidence_file_is_served_and_a_private_one_is_not_there(client):
    version, owner = with_files()
    addresses = evidence_addresses(version)
    assert client.get(addresses["Surat"]).status_code == 404
    sign(version, owner, at=timezone.now())
    answer = client.get(addresses["Surat"])
    assert b"".join(answer.streaming_content) == b"terbuka"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(addresses["Daftar"]).status_code == 404
    assert "Daftar" not in client.get(f"/f/{version.sheet.code}").content.decode()


def test_an_evidence_number_under_another_sheets_address_is_not_there(client):
    version, owner = with_files()
    sign(version, owner, at=timezone.now())
    other = signed()
    number = SheetEvidence.objects.get(version=version, label="Surat").pk
    assert client.get(f"/f/{other.sheet.code}/1/bukti/{number}").status_code == 404
