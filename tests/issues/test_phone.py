"""An agency's officer on her phone: her link, her code, her answer; and nobody else."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kohkol.issues.actions import lock_answer, renew_link, send_request, withdraw_request
from kohkol.people.api import make_code
from tests.issues.test_fact_requests import photo
from tests.scene import agency, issue, officer

pytestmark = pytest.mark.django_db
QUESTION = "Kapan air mengalir lagi?"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


class Scene:
    """A request that was sent just now, and phones."""

    def __init__(self):
        self.agency = agency("PDAM")
        self.rina = officer("data_owner", of=self.agency, name="Rina")
        self.desk = officer("writer")
        self.request, self.secret = send_request(
            issue("Air"), agency=self.agency, officer=self.rina, question=QUESTION, clock="business",
            by=self.desk, at=timezone.now(),
        )  # fmt: skip
        self.link = f"/t/{self.secret}/"
        self.page = f"/t/p/{self.request.pk}/"

    def proven(self, person=None, link=None):
        phone = Client()
        code = make_code(person or self.rina, by=self.desk, at=timezone.now())
        phone.post(link or self.link, {"code": code})
        return phone


@pytest.fixture
def scene():
    return Scene()


def test_a_link_on_an_unknown_phone_asks_for_the_code_and_says_nothing_else(scene):
    page = Client().get(scene.link).content.decode()
    assert "Kode" in page
    assert QUESTION not in page
    assert "Rina" not in page
    assert "PDAM" not in page


def test_proven_once_her_link_opens_the_question(scene):
    phone = scene.proven()
    answer = phone.get(scene.link, follow=True)
    assert QUESTION in answer.content.decode()
    scene.request.refresh_from_db()
    assert scene.request.state == "seen"


def test_a_wrong_code_is_refused_with_a_next_step(scene):
    make_code(scene.rina, by=scene.desk, at=timezone.now())
    answer = Client().post(scene.link, {"code": "not it"})
    assert answer.status_code == 422
    assert "Kode tidak cocok" in answer.content.decode()
    assert QUESTION not in answer.content.decode()


def test_somebody_elses_link_is_404_even_on_a_proven_phone(scene):
    other = Scene()
    assert other.proven().get(scene.link).status_code == 404
    assert other.proven().get(scene.page).status_code == 404
    assert other.proven().post(scene.page, {"text": "palsu"}).status_code == 404


def test_unknown_revoked_and_withdrawn_links_give_the_same_404(scene):
    renew_link(scene.request, by=scene.desk, at=timezone.now())
    assert Client().get(scene.link).status_code == 404
    assert Client().get("/t/tidak-ada/").status_code == 404
    fresh = Scene()
    withdraw_request(fresh.request, reason="batal", by=fresh.desk, at=timezone.now())
    assert Client().get(fresh.link).status_code == 404


def test_guessing_links_is_stopped_even_for_a_true_one(scene):
    thief = Client()
    for number in range(31):
        thief.get(f"/t/guess-{number}/")
    assert thief.get(scene.link).status_code == 404


def test_she_answers_with_text_and_a_photo(scene):
    phone = scene.proven()
    upload = SimpleUploadedFile("../../surat.exe", photo(), content_type="text/html")
    answer = phone.post(scene.page, {"text": "Pukul 18.00", "files": upload}, follow=True)
    assert "Jawaban Anda sudah diterima" in answer.content.decode()
    kept = scene.request.evidence.get(kind="file")
    shown = phone.get(f"/t/bukti/{kept.pk}/")
    assert b"".join(shown).startswith(b"\xff\xd8")
    shown.close()
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert Scene().proven().get(f"/t/bukti/{kept.pk}/").status_code == 404
    desk = Client()
    desk.force_login(scene.desk, backend="allauth.account.auth_backends.AuthenticationBackend")
    seen = desk.get(f"/meja/isu/bukti/{kept.pk}/")
    assert seen.status_code == 200
    seen.close()
    assert Client().get(f"/meja/isu/bukti/{kept.pk}/").status_code == 302


def test_a_bad_file_is_refused_and_the_text_is_still_there(scene):
    phone = scene.proven()
    upload = SimpleUploadedFile("surat.jpg", b"not a picture")
    answer = phone.post(scene.page, {"text": "Pukul 18.00", "files": upload})
    assert answer.status_code == 422
    assert "bukan foto" in answer.content.decode()
    assert "Pukul 18.00" in answer.content.decode()


def test_she_corrects_until_the_sheet_is_signed(scene):
    phone = scene.proven()
    phone.post(scene.page, {"text": "Pukul 18"})
    phone.post(scene.page, {"text": "Pukul 20"})
    scene.request.refresh_from_db()
    assert scene.request.answer == "Pukul 20"
    lock_answer(scene.request, at=timezone.now())
    refused = phone.post(scene.page, {"text": "Pukul 22"})
    assert refused.status_code == 422
    assert "sudah ditandatangani" in refused.content.decode()
    assert "Kirim perbaikan" not in phone.get(scene.page).content.decode()


def test_not_ours_needs_a_reason_and_thanks_her(scene):
    phone = scene.proven()
    assert phone.post(scene.page, {"bukan": "1", "reason": ""}).status_code == 422
    other = agency("PU")
    answer = phone.post(scene.page, {"bukan": "1", "reason": "urusan PU", "agency": other.pk}, follow=True)
    assert "Terima kasih" in answer.content.decode()
    scene.request.refresh_from_db()
    assert (scene.request.state, scene.request.suggested_agency) == ("not_ours", other)


def test_her_list_shows_what_waits_for_her_alone(scene):
    other = Scene()
    page = scene.proven().get("/t/").content.decode()
    assert f"/t/p/{scene.request.pk}/" in page
    assert f"/t/p/{other.request.pk}/" not in page
    assert "belum dikenal" in Client().get("/t/").content.decode()


def test_a_phone_of_an_officer_who_left_shows_nothing(scene):
    phone = scene.proven()
    scene.rina.is_active = False
    scene.rina.save()
    assert phone.get(scene.page).status_code == 404
    assert phone.get(scene.link).status_code == 404


def test_a_withdrawn_request_says_so_to_her_who_had_opened_it(scene):
    phone = scene.proven()
    withdraw_request(scene.request, reason="sudah jelas", by=scene.desk, at=timezone.now())
    assert "tidak diperlukan" in phone.get(scene.page).content.decode()


def test_without_mail_no_code_is_offered_by_mail_and_with_mail_it_goes_to_her_address(scene, settings, mailoutbox):
    assert "surel" not in Client().get(scene.link).content.decode()
    settings.KOHKOL_MAIL_URL = "smtp://127.0.0.1:2525"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Client().post(scene.link, {"surel": "1"})
    assert mailoutbox[0].to == [scene.rina.email]
    code = mailoutbox[0].body.split("Kode Anda: ")[1][:6]
    phone = Client()
    assert phone.post(scene.link, {"code": code}).status_code == 302
