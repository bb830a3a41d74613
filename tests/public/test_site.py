"""The public site as a whole: found, fed, cached, and silent about what is not public."""

import uuid
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone

from kohkol.channels.contract import Attachment, OutgoingVariant
from kohkol.facts.actions import EvidenceEntry, ask_signature, correct_sheet, save_version, withdraw_version
from kohkol.facts.content import SheetText, text_of
from kohkol.publishing.models import SitePage
from kohkol.publishing.site import LocalPages
from tests.facts import draft, signed
from tests.public.test_sheet_pages import corrected
from tests.scene import account, agency, office, officer

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n drawn by us"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def message_page(**fields):
    values = {"slug": "air", "title": "Air menyala", "text": "Rabu sore.", "language": "id"}
    return SitePage.objects.create(key=uuid.uuid4(), published_at=timezone.now(), **values | fields)


ADDRESSES = [
    "/",
    "/?q=rahasia",
    "/lembar",
    "/akun-resmi",
    "/tentang",
    "/umpan.atom",
    "/api/lembar.json",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_public_page_shows_what_is_not_public(client, address):
    """Everything that must stay inside carries the word RAHASIA; names of officers carry NAMA."""
    owner = officer("data_owner", of=agency(), name="NAMA penanda tangan")
    writer = officer("writer", name="NAMA penulis")
    secret = SheetText(question="RAHASIA kapan?", short_answer="RAHASIA jawaban")
    public = signed(owner=owner)
    private = [EvidenceEntry("RAHASIA bukti"), EvidenceEntry("Terbuka", is_public=True)]
    asked = draft(owner=owner, by=writer)
    save_version(asked, secret, private, by=writer, at=timezone.now(), revision=asked.revision)
    ask_signature(asked, signer=owner, by=writer, at=timezone.now())
    given_up = draft(owner=owner, by=writer)
    save_version(given_up, secret, private, by=writer, at=timezone.now(), revision=given_up.revision)
    withdraw_version(given_up, by=writer, at=timezone.now(), reason="RAHASIA batal")
    following = correct_sheet(public.sheet, by=writer, at=timezone.now())
    save_version(following, secret, private, by=writer, at=timezone.now(), revision=following.revision)
    for one in (address, f"/f/{public.sheet.code}", f"/f/{public.sheet.code}.json"):
        answer = client.get(one)
        assert answer.status_code == 200
        assert "RAHASIA" not in answer.content.decode()
        assert "NAMA" not in answer.content.decode()


@pytest.mark.parametrize("address", [*ADDRESSES, "/robots.txt"])
def test_a_visitor_gets_no_cookie_and_caches_may_keep_the_page(client, address):
    signed()
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"].startswith("public, max-age=60")


def test_a_second_visit_is_answered_with_nothing_until_something_changes(client):
    first = signed()
    address = f"/f/{first.sheet.code}"
    seen = client.get(address)
    assert client.get(address, headers={"if-none-match": seen["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": seen["Last-Modified"]}).status_code == 304
    corrected(first)
    again = client.get(address, headers={"if-none-match": seen["ETag"]})
    assert again.status_code == 200
    assert "Pukul 20.00." in again.content.decode()


def test_a_flood_of_visitors_costs_few_queries(client, django_assert_max_num_queries):
    version = signed()
    client.get(f"/f/{version.sheet.code}")
    with django_assert_max_num_queries(6):
        client.get(f"/f/{version.sheet.code}")


def test_a_signed_in_officer_is_not_told_apart_by_the_public_site(client):
    version = signed()
    person = officer("writer", name="Euis")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Euis" not in client.get(f"/f/{version.sheet.code}").content.decode()


def test_the_search_finds_by_everyday_spelling_and_leaves_out_what_is_not_in_force(client):
    version = signed()
    gone = signed()
    withdraw_version(gone, by=gone.written_by, at=timezone.now(), reason="Keliru")
    html = client.get("/", {"q": "kpn airnya nyala"}).content.decode()
    assert f"/f/{version.sheet.code}" in html
    assert f"/f/{gone.sheet.code}" not in html


def test_a_search_without_an_answer_says_what_that_means(client):
    assert "Belum ada jawaban untuk itu" in client.get("/", {"q": "gempa"}).content.decode()


def test_a_sheets_number_in_the_search_box_opens_it(client):
    version = signed()
    assert client.get("/", {"q": version.sheet.code.lower()})["Location"] == f"/f/{version.sheet.code}"


def test_the_home_page_names_what_was_corrected_and_why(client):
    corrected(signed(), note="Jam mulai bergeser.")
    assert "Jam mulai bergeser." in client.get("/").content.decode()


def test_the_feed_tells_of_corrections_and_withdrawals(client):
    first = signed()
    corrected(first)
    gone = signed()
    withdraw_version(gone, by=gone.written_by, at=timezone.now(), reason="Keliru")
    root = ElementTree.fromstring(client.get("/umpan.atom").content)
    titles = [one.findtext(f"{ATOM}title").split(":")[0] for one in root.findall(f"{ATOM}entry")]
    assert set(titles) == {"Koreksi", "Digantikan", "Ditarik"}
    ids = [one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 3


def test_any_site_may_read_the_data_and_none_may_write_it(client):
    version = signed()
    answer = client.get(f"/f/{version.sheet.code}.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["current"]["sha256"] == version.content_hash
    assert client.post(f"/f/{version.sheet.code}.json").status_code == 405
    listed = client.get("/api/lembar.json").json()
    assert [one["code"] for one in listed["sheets"]] == [version.sheet.code]
    assert listed["next"] is None


def test_a_message_that_was_amended_or_withdrawn_says_so(client):
    page = message_page(amended_at=timezone.now())
    assert "diperbarui pada" in client.get(page.path).content.decode()
    gone = message_page(text="Sudah salah.", withdrawn_at=timezone.now())
    answer = client.get(gone.path)
    assert "Pesan ini ditarik" in answer.content.decode()
    assert "Sudah salah." not in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_picture_stands_on_the_page_with_its_description_until_the_message_is_withdrawn(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "peta.png").write_bytes(PNG)
    words = OutgoingVariant("Rabu sore.", media=(Attachment(tmp_path / "peta.png", "image/png", "Peta <jalur>"),))
    page = SitePage.objects.get(pk=LocalPages(timezone.now).publish(words, str(uuid.uuid4())).external_id)
    assert f'<img src="/pesan/{page.pk}/gambar/0" alt="Peta &lt;jalur&gt;"' in client.get(page.path).content.decode()
    answer = client.get(f"/pesan/{page.pk}/gambar/0")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer.streaming_content) == (tmp_path / "peta.png").read_bytes()
    assert client.get(f"/pesan/{page.pk}/gambar/1").status_code == 404
    LocalPages(timezone.now).retract(str(page.pk))
    assert client.get(f"/pesan/{page.pk}/gambar/0").status_code == 404


def test_what_is_no_picture_is_not_handed_out_as_one(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.html").write_text("<script>")
    page = message_page(pictures=[{"file": "a.html", "type": "text/html", "alt": "x"}])
    assert client.get(f"/pesan/{page.pk}/gambar/0").status_code == 404


def test_a_message_with_an_old_title_in_its_address_is_found(client):
    page = message_page()
    assert client.get(f"/pesan/{page.pk}-judul-lama/")["Location"] == page.path


def test_the_official_accounts_are_listed_and_closed_ones_apart(client):
    account("mastodon", handle="@resmi")
    account("instagram", handle="@lama", state="closed")
    html = client.get("/akun-resmi").content.decode()
    assert html.index("@resmi") < html.index("Sudah ditutup") < html.index("@lama")


def test_the_page_about_the_office_counts_its_corrections(client):
    office()
    corrected(signed(), note="Jam keliru.")
    html = client.get("/tentang").content.decode()
    assert "Jam keliru." in html
    assert "08.00–16.00" in html


def test_search_engines_are_sent_to_what_is_in_force(client):
    version = signed()
    gone = signed()
    withdraw_version(gone, by=gone.written_by, at=timezone.now(), reason="Keliru")
    body = client.get("/sitemap.xml").content.decode()
    assert f"/f/{version.sheet.code}<" in body
    assert gone.sheet.code not in body
    assert "Disallow: /meja/" in client.get("/robots.txt").content.decode()


def test_in_practice_every_page_says_so_and_no_search_engine_keeps_it(client, settings):
    settings.KOHKOL_PRACTICE = True
    version = signed()
    page = message_page()
    for address in ("/", "/lembar", "/akun-resmi", "/tentang", f"/f/{version.sheet.code}", page.path):
        answer = client.get(address)
        assert "LATIHAN" in answer.content.decode()
        assert "noindex" in answer["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    assert client.get("/api/lembar.json").json()["practice"] is True
    assert "[LATIHAN" in client.get("/umpan.atom").content.decode()


def test_a_validity_that_runs_out_changes_the_page_although_nobody_did_anything(client):
    version = signed()
    version.valid_until = timezone.now() + timedelta(seconds=0.5)
    version.save()
    address = f"/f/{version.sheet.code}"
    seen = client.get(address)
    version.valid_until = timezone.now() - timedelta(seconds=1)
    version.save()
    assert client.get(address, headers={"if-none-match": seen["ETag"]}).status_code == 200


def test_the_style_of_the_public_site_is_small():
    from django.contrib.staticfiles import finders

    with open(finders.find("public/public.css"), "rb") as style:
        assert len(style.read()) <= 30_000


def test_words_typed_into_the_search_box_are_shown_as_words(client):
    assert "<script>" not in client.get("/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert text_of(draft()).question not in client.get("/", {"q": "kapan air"}).content.decode()
