"""Getting in."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.scene import officer

pytestmark = pytest.mark.django_db
PASSWORD = "panjang-dan-rahasia-9"


@pytest.fixture(autouse=True)
def no_earlier_tries():
    cache.clear()


def member(*roles):
    person = officer(*roles)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, person, password=PASSWORD):
    return client.post("/akun/login/", {"login": person.email, "password": password})


def test_an_officer_signs_in_with_address_and_password(client):
    assert sign_in(client, member("analyst"))["Location"] == "/meja/"


def test_the_sign_in_page_is_in_indonesian_and_offers_no_registration(client):
    page = client.get("/akun/login/").content.decode()
    assert "Masuk" in page
    assert "signup" not in page
    assert page.count("Lupa kata sandi") == 1
    assert "LATIHAN" not in page


def test_nobody_registers_by_herself(client):
    page = client.post("/akun/signup/", {"email": "siapa@contoh.example", "password1": PASSWORD})
    from kohkol.people.models import Officer

    assert not Officer.objects.exists()
    assert page.status_code == 200


def test_after_five_wrong_tries_even_the_right_password_waits(client):
    person = member("analyst")
    for _ in range(5):
        sign_in(client, person, "salah-salah-salah")
    assert sign_in(client, person).status_code != 302


def test_who_can_let_words_out_sets_up_a_second_factor_first(client):
    client.force_login(member("approver"))
    assert client.get("/meja/")["Location"] == "/akun/2fa/totp/activate/"


def test_in_practice_no_second_factor_is_asked(client, settings):
    settings.KOHKOL_PRACTICE = True
    client.force_login(member("approver"))
    page = client.get("/meja/")
    assert page.status_code == 200
    assert "LATIHAN" in page.content.decode()


def test_an_officer_who_left_cannot_sign_in(client):
    person = member("analyst")
    person.is_active = False
    person.save()
    assert "/meja/" not in sign_in(client, person).get("Location", "")


def test_pages_forbid_inline_scripts(client):
    assert "script-src" not in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "default-src 'self'" in client.get("/akun/login/")["Content-Security-Policy"]


def test_a_browser_that_asks_for_english_still_gets_indonesian_until_somebody_switches(client):
    page = client.get("/akun/login/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert page["Content-Language"] == "id"
    client.cookies["django_language"] = "en"
    assert client.get("/akun/login/")["Content-Language"] == "en"
