"""What officers see and may do on the screens of listening."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kohkol.listening.models import Import, Placement, Post, PostMedia, Source
from kohkol.people.models import AuditEvent
from tests import scene
from tests.listening.scene import line, lines, place_all, work_off
from tests.scene import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KOHKOL_PRACTICE = True  # no second factor is asked; the journey signs in with one


@pytest.fixture
def analyst(client):
    person = scene.officer("analyst", "triage")
    client.force_login(person)
    return person


def at(name, *words):
    return reverse(f"listening:{name}", args=words)


def png(size=(40, 30)):
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, "PNG")
    return content.getvalue()


def test_a_file_is_uploaded_read_grouped_and_seen(client, analyst, tmp_path):
    content = lines(line(number, f"air PDAM mati di Cikalang sejak subuh, rumah ke-{number}") for number in range(6))
    upload = SimpleUploadedFile("kiriman.ndjson", content.encode())
    answer = client.post(at("imports"), {"file": upload}, follow=True)
    assert answer.status_code == 200
    work_off(Import.objects.get())
    place_all(tmp_path)
    page = client.get(at("import", Import.objects.get().pk)).content.decode()
    assert "6</span> kiriman baru" in page
    post = Post.objects.first()
    story = client.get(at("story", post.placement.story_id))
    assert "cikalang" in story.content.decode().lower()
    assert "percakapan" in client.get(at("post", post.pk)).content.decode().lower()
    assert "PDAM" in client.get(at("search"), {"q": "dimatikan airnya"}).content.decode()


def test_a_file_beyond_the_limit_gets_a_sentence_and_is_not_kept(client, analyst, settings, tmp_path):
    settings.KOHKOL_IMPORT_MEGABYTES = 1
    upload = SimpleUploadedFile("besar.ndjson", b"x" * 1_200_000)
    answer = client.post(at("imports"), {"file": upload})
    assert answer.status_code == 422
    assert "lebih besar dari 1 MB" in answer.content.decode()
    assert not Import.objects.exists()
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_the_upload_is_protected_against_forged_requests(client, analyst):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst)
    assert strict.post(at("imports"), {"file": SimpleUploadedFile("a.ndjson", b"{}")}).status_code == 403


def test_a_note_by_hand_needs_words_and_keeps_no_name(client, analyst):
    client.post(at("note"), {"text": "@siti_99 tanya: air kapan nyala? https://x.com/siti_99/status/12"})
    post = Post.objects.get()
    assert (post.text, post.url, post.network) == ("@… tanya: air kapan nyala?", "https://x.com/i/status/12", "x")
    refused = client.post(at("note"), {"text": "https://x.com/siti_99/status/13"})
    assert "Ketik atau tempel juga apa katanya" in refused.content.decode()


def test_the_same_link_noted_twice_is_one_post(client, analyst):
    for _ in range(2):
        client.post(at("note"), {"text": "air mati https://x.com/siti/status/12"})
    assert Post.objects.count() == 1


def test_a_screenshot_is_drawn_anew_and_opens_only_with_a_recorded_look(client, analyst):
    upload = SimpleUploadedFile("layar.png", png(), content_type="image/png")
    client.post(at("note"), {"text": "antre air", "picture": upload})
    media = PostMedia.objects.get()
    assert client.get(at("picture", media.pk)).status_code == 403
    assert at("picture", media.pk) not in client.get(at("post", media.post_id)).content.decode()
    seen = client.post(at("post", media.post_id), {"reason": "memeriksa titik antrean"}).content.decode()
    address = re.search(r'src="([^"]*kunci=[^"]*)"', seen)[1]
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"
    client.force_login(scene.officer("triage"))
    assert client.get(address).status_code == 403
    client.force_login(scene.officer("data_owner"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:60]],
)
def test_what_is_no_picture_gets_a_sentence_and_nothing_is_stored(client, analyst, content):
    upload = SimpleUploadedFile("layar.png", content, content_type="image/png")
    answer = client.post(at("note"), {"text": "antre air", "picture": upload})
    assert answer.status_code == 422
    assert not Post.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened(client, analyst):
    content = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(content, "PNG")
    upload = SimpleUploadedFile("bom.png", content.getvalue(), content_type="image/png")
    answer = client.post(at("note"), {"text": "antre air", "picture": upload})
    assert "terlalu" in answer.content.decode()
    assert not Post.objects.exists()


def test_personal_data_is_masked_and_each_look_at_it_is_recorded_with_its_reason(client, analyst):
    post = scene.post("hubungi Bu Rina 0812-3456-7890 ya")
    assert "3456" not in client.get(at("search")).content.decode()
    assert "3456" not in client.get(at("post", post.pk)).content.decode()
    refused = client.post(at("post", post.pk), {"reason": " "})
    assert refused.status_code == 422
    assert "3456" not in refused.content.decode()
    for _ in range(2):
        seen = client.post(at("post", post.pk), {"reason": "menelepon pengadu"})
        assert "3456" in seen.content.decode()
        assert seen["Cache-Control"] == "no-store"
    looks = AuditEvent.objects.filter(kind="listening.post.seen_unmasked")
    assert [look.data["reason"] for look in looks] == ["menelepon pengadu"] * 2
    assert "menelepon pengadu" in client.get(at("post", post.pk)).content.decode()
    assert "menelepon pengadu" in client.get(reverse("people:audit")).content.decode()


def test_who_may_not_unmask_sees_no_more_after_asking(client):
    client.force_login(scene.officer("analyst"))
    post = scene.post("hubungi Bu Rina 0812-3456-7890 ya")
    page = client.post(at("post", post.pk), {"reason": "ingin tahu"}).content.decode()
    assert "3456" not in page
    assert "Catat dan tampilkan" not in page
    assert not AuditEvent.objects.filter(kind="listening.post.seen_unmasked").exists()


def test_the_export_is_masked_and_runs_no_formula(client, analyst):
    scene.post("=HYPERLINK(1) telepon 081234567890")
    content = client.get(at("export")).content.decode()
    assert "'=HYPERLINK" in content
    assert "081234567890" not in content


def test_a_silent_source_is_never_shown_as_calm(client, analyst):
    scene.source(name="Umpan koran", kind="feed", address="https://koran.contoh/rss")
    page = client.get(at("sources")).content.decode()
    assert "belum tentu tenang" in page
    assert "Tidak dibaca" in page


def test_a_source_can_be_paused_and_resumed(client, analyst):
    source = scene.source(name="Umpan koran", kind="feed", address="https://koran.contoh/rss")
    for step, state in [("jeda", "paused"), ("aktifkan", "active")]:
        client.post(at("source_change", source.pk), {"langkah": step})
        source.refresh_from_db()
        assert source.state == state


def test_a_form_for_a_source_says_what_is_missing(client, analyst):
    page = client.post(at("source_add"), {"kind": "feed", "name": "Koran", "quiet_after_seconds": 86400})
    assert "Tulis alamat umpannya" in page.content.decode()
    assert not Source.objects.exists()


def test_a_first_look_at_an_internal_address_is_refused_with_a_sentence(client, analyst):
    values = {"kind": "mastodon_hashtag", "name": "x", "quiet_after_seconds": 86400, "query": "banjir"}
    page = client.post(at("source_add"), values | {"address": "http://127.0.0.1:9/", "periksa": "1"})
    assert "jaringan dalam" in page.content.decode()


PAGES = ["search", "export", "note", "stories", "sources", "source_add", "imports"]


@pytest.mark.parametrize("name", PAGES)
def test_a_data_owner_sees_none_of_it(client, name):
    client.force_login(scene.officer("data_owner"))
    assert client.get(at(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_it_without_signing_in(client, name):
    assert client.get(at(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_on_an_empty_desk(client, analyst, name):
    assert client.get(at(name)).status_code == 200


def test_a_story_page_folds_copies(client, analyst, tmp_path):
    first = scene.post("air PDAM mati di Cikalang sejak subuh tadi", at=NOW)
    for _ in range(3):
        scene.post(first.text, at=NOW)
    place_all(tmp_path)
    page = client.get(at("story", first.placement.story_id)).content.decode()
    assert page.count("air PDAM mati di Cikalang") == 1
    assert "3 salinan" in page


def test_a_story_page_shows_what_is_asked_most_asked_first(client, analyst, tmp_path):
    texts = ["kapan air PDAM nyala lagi?", "air PDAM di Cikalang kenapa mati?", "air PDAM di Cikalang mati lagi"]
    once, often, told = (scene.post(text, is_question="?" in text) for text in texts)
    scene.post(often.text, is_question=True)
    place_all(tmp_path)
    Placement.objects.update(story=told.placement.story_id)
    page = client.get(at("story", told.placement.story_id)).content.decode()
    asked = page[page.index("Yang ditanyakan warga") : page.index('id="kiriman"')]
    assert asked.index(often.text) < asked.index(once.text)
    assert told.text not in asked


def test_a_story_in_which_nothing_is_asked_says_nothing_of_questions(client, analyst, tmp_path):
    told = scene.post("air PDAM mati di Cikalang", is_question=False)
    place_all(tmp_path)
    assert "Yang ditanyakan" not in client.get(at("story", told.placement.story_id)).content.decode()


def test_the_form_of_erasure_offers_today_as_a_browser_reads_it(client, analyst):
    page = client.get(at("erase", scene.post("hapus saya").pk)).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
