"""What officers see and may do on the screens of publishing: from words to proof, each step by who may."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kohkol.facts.actions import correct_sheet
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery, Message, SitePage, Variant
from kohkol.publishing.rework import reopen_what_rests_on_ended
from kohkol.publishing.states import DeliveryState, MessageState, VariantState
from tests import facts
from tests.scene import account, agency, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KOHKOL_PRACTICE = True  # no second factor to set up before a screen opens


def at(name, *words):
    return reverse(f"publishing:{name}", args=words)


def signed_in(client, *roles, **fields):
    person = officer(*roles, **fields)
    client.force_login(person)
    return person


def png(mode="RGB"):
    content = io.BytesIO()
    Image.new(mode, (60, 40), "navy").save(content, "PNG")
    return SimpleUploadedFile("peta.png", content.getvalue(), "image/png")


@pytest.fixture
def version():
    return facts.signed(owner=officer("data_owner", of=agency()), at=timezone.now())


@pytest.fixture
def places():
    """The public site, and a WhatsApp channel that a person posts to."""
    return account("site", state="connected"), account("whatsapp_channel", state="by_hand")


def begin(client, version, places):
    """A new message through the form; returns it."""
    given = {
        "title": "Air menyala lagi",
        "audience": "Warga utara",
        "versions": [version.pk],
        "accounts": [place.pk for place in places],
    }
    answer = client.post(at("new"), given)
    assert answer.status_code == 302, answer.content.decode()
    return Message.objects.latest("pk")


def fields(message, **changes):
    """What the composer's form sends."""
    given = {}
    for variant in message.variants.all():
        given[f"text-{variant.pk}"] = variant.text
        given[f"revisi-{variant.pk}"] = variant.revision
    return given | changes


def asked(client, version, places):
    """A message laid before an approver."""
    signed_in(client, "writer")
    message = begin(client, version, places)
    assert client.post(at("message", message.pk), fields(message, do="ajukan")).status_code == 302
    return message


def approve(client, message, **more):
    """Both taps."""
    page = client.get(at("review", message.pk)).content.decode()
    given = {}
    for variant in message.variants.filter(state=VariantState.IN_REVIEW):
        assert variant.content_hash in page
        given |= {f"pilih-{variant.pk}": "1", f"hash-{variant.pk}": variant.content_hash}
    first = client.post(at("review", message.pk), given | more)
    assert "Ya, setujui" in first.content.decode()
    return client.post(at("review", message.pk), given | more | {"pasti": "1"})


def kind_of(client, url):
    """The media type of a served file."""
    answer = client.get(url)
    answer.close()
    return answer["Content-Type"]


def sweep():
    Ledger("pekerja", timezone.now).sweep()


def test_a_new_message_offers_our_accounts_and_those_of_the_agency_that_signed_but_no_other_agencys(client, version):
    ours, theirs, other = account("whatsapp_channel"), account("x", agency=version.sheet.agency), agency("Dinas Lain")
    elsewhere = account("facebook", agency=other)
    signed_in(client, "writer")
    page = client.get(at("new"), {"lembar": version.sheet.code}).content.decode()
    boxes = {
        one.pk: re.search(f'<input[^>]*name="accounts" value="{one.pk}"[^>]*>', page)[0]
        for one in (ours, theirs, elsewhere)
    }
    assert [" checked" in boxes[one.pk] for one in (ours, theirs, elsewhere)] == [True, True, False]


def test_from_words_to_a_live_page_and_a_checked_post_by_hand(client, version, places):
    message = asked(client, version, places)
    signed_in(client, "approver")
    assert approve(client, message).status_code == 302
    sweep()

    page = SitePage.objects.get()
    assert version.short_answer in page.text
    message.refresh_from_db()
    assert message.state == MessageState.PUBLISHED

    by_hand = Delivery.objects.get(account=places[1])
    assert by_hand.state == DeliveryState.WAITING_FOR_PERSON
    signed_in(client, "publisher")
    phone = client.get(at("phone", by_hand.pk)).content.decode()
    assert version.short_answer in phone
    assert "Saluran resmi" in phone
    report = client.post(at("step", by_hand.pk, "lapor"), {"proof": png(), "dari": "ponsel"})
    assert report.status_code == 302, report.content.decode()
    by_hand.refresh_from_db()
    assert by_hand.state == DeliveryState.REPORTED_LIVE
    assert kind_of(client, at("proof", by_hand.pk)) == "image/png"
    assert client.post(at("step", by_hand.pk, "cek")).status_code == 403

    signed_in(client, "analyst")
    assert client.post(at("step", by_hand.pk, "cek")).status_code == 302
    by_hand.refresh_from_db()
    assert by_hand.state == DeliveryState.CHECKED
    ledger = client.get(at("ledger")).content.decode()
    assert "Sudah dicek" in ledger
    assert "Tayang" in ledger


def test_the_writer_sees_why_she_may_not_approve(client, version, places):
    message = asked(client, version, places)
    client.force_login(message.written_by)
    from kohkol.people.models import RoleGrant

    RoleGrant.objects.create(officer=message.written_by, role="approver", granted_at=timezone.now())
    page = client.get(at("review", message.pk)).content.decode()
    assert "ikut menulis" in page
    assert "Ya, setujui" not in page
    variant = message.variants.first()
    given = {f"pilih-{variant.pk}": "1", f"hash-{variant.pk}": variant.content_hash, "pasti": "1"}
    answer = client.post(at("review", message.pk), given)
    assert answer.status_code == 409
    assert not Delivery.objects.exists()


def test_an_agencys_officer_finds_none_of_it(client, version, places):
    message = asked(client, version, places)
    signed_in(client, "data_owner", of=agency())
    for url in (at("list"), at("message", message.pk), at("review", message.pk), at("ledger")):
        assert client.get(url).status_code == 403


def test_two_writers_see_both_texts_and_lose_none(client, version, places):
    signed_in(client, "writer", name="Asep")
    message = begin(client, version, places[:1])
    variant = message.variants.get()
    stale = fields(message, **{f"text-{variant.pk}": "tulisan kedua", "do": "simpan"})
    client.post(at("message", message.pk), fields(message, **{f"text-{variant.pk}": "tulisan pertama", "do": "simpan"}))
    answer = client.post(at("message", message.pk), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "tulisan pertama" in page
    assert "tulisan kedua" in page
    variant.refresh_from_db()
    assert variant.text == "tulisan pertama"


def test_the_same_words_saved_twice_clash_with_nobody(client, version, places):
    signed_in(client, "writer")
    message = begin(client, version, places[:1])
    variant = message.variants.get()
    given = fields(message, **{f"text-{variant.pk}": "sama", "do": "simpan"})
    assert client.post(at("message", message.pk), given).status_code == 302
    assert client.post(at("message", message.pk), given).status_code == 302


def test_a_picture_is_drawn_anew_and_needs_its_description(client, version, places):
    signed_in(client, "writer")
    message = begin(client, version, places[1:])
    variant = message.variants.get()
    answer = client.post(at("message", message.pk), fields(message, do="unggah") | {f"gambar-{variant.pk}": png()})
    assert answer.status_code == 302
    row = variant.media.get()
    assert kind_of(client, at("picture", row.pk)) == "image/png"
    refused = client.post(at("message", message.pk), fields(message.__class__.objects.get(), do="ajukan"))
    assert refused.status_code == 422
    assert "teks alternatif" in refused.content.decode()
    given = fields(Message.objects.get(), do="ajukan") | {f"alt-{row.pk}": "Peta daerah utara"}
    unseen = client.post(at("message", message.pk), given)
    assert "Gambar 1 belum diperiksa" in unseen.content.decode()
    looked = fields(Message.objects.get(), do="ajukan") | {f"lihat-{row.pk}": "1", f"aman-{row.pk}": "1"}
    assert client.post(at("message", message.pk), looked | {f"alt-{row.pk}": "Peta daerah utara"}).status_code == 302
    variant.refresh_from_db()
    assert variant.state == VariantState.IN_REVIEW


def test_a_file_that_is_no_picture_is_refused_and_the_words_are_kept(client, version, places):
    signed_in(client, "writer")
    message = begin(client, version, places[1:])
    variant = message.variants.get()
    broken = SimpleUploadedFile("peta.png", b"bukan gambar", "image/png")
    given = fields(message, do="unggah") | {f"gambar-{variant.pk}": broken, f"text-{variant.pk}": "kata baru"}
    answer = client.post(at("message", message.pk), given)
    assert answer.status_code == 422
    assert "bukan gambar" in answer.content.decode()
    variant.refresh_from_db()
    assert variant.text == "kata baru"


def test_a_missing_link_is_put_in_by_one_click(client, version, places):
    signed_in(client, "writer")
    message = begin(client, version, places[:1])
    variant = message.variants.get()
    given = fields(message) | {f"text-{variant.pk}": "Air menyala.", "do": f"tautan-{variant.pk}"}
    client.post(at("message", message.pk), given)
    variant.refresh_from_db()
    assert variant.text.endswith(f"/f/{version.sheet.code}")


def test_a_returned_message_shows_its_writer_what_to_change(client, version, places):
    message = asked(client, version, places)
    writer = message.written_by
    signed_in(client, "approver")
    assert client.post(at("return", message.pk), {"reason": ""}).status_code == 422
    assert client.post(at("return", message.pk), {"reason": "Sebut nama jalannya"}).status_code == 302
    client.force_login(writer)
    assert "Sebut nama jalannya" in client.get(at("message", message.pk)).content.decode()
    assert client.post(at("message", message.pk), fields(message, do="ajukan")).status_code == 302
    assert set(message.variants.values_list("state", flat=True)) == {VariantState.IN_REVIEW}


def test_a_scheduled_time_is_the_offices_own_clock(client, version, places):
    message = asked(client, version, places[:1])
    signed_in(client, "approver")
    year = timezone.now().year + 1
    assert approve(client, message, due_at=f"{year}-06-01T08:30").status_code == 302
    due = Delivery.objects.get().due_at
    assert due.isoformat() == f"{year}-06-01T01:30:00+00:00"


def test_a_time_that_is_past_is_refused(client, version, places):
    message = asked(client, version, places[:1])
    signed_in(client, "approver")
    variant = message.variants.get()
    given = {f"pilih-{variant.pk}": "1", f"hash-{variant.pk}": variant.content_hash, "due_at": "2020-01-01T08:00"}
    answer = client.post(at("review", message.pk), given)
    assert answer.status_code == 422
    assert "sudah lewat" in answer.content.decode()


def test_a_correction_shows_both_answers_and_one_click_takes_the_new_one(client, version, places):
    message = asked(client, version, places)
    signed_in(client, "approver")
    approve(client, message)
    sweep()
    new = correct_sheet(version.sheet, by=officer("writer"), at=timezone.now())
    type(new).objects.filter(pk=new.pk).update(short_answer="Air menyala Kamis.", change_note="Pompa rusak lagi.")
    new.refresh_from_db()
    facts.sign(new, version.signer, at=timezone.now())
    reopen_what_rests_on_ended(at=timezone.now())

    client.force_login(message.written_by)
    page = client.get(at("message", message.pk)).content.decode()
    for words in (version.short_answer, "Air menyala Kamis.", "Pompa rusak lagi.", "Masih memuat isi lama"):
        assert words in page
    assert client.post(at("change_basis", message.pk), {"terbaru": "1"}).status_code == 302
    message.refresh_from_db()
    assert message.rests_on.get().version_id == new.pk
    by_hand = Delivery.objects.get(account=places[1])
    assert by_hand.state == DeliveryState.CANCELLED

    given = fields(message)
    for variant in message.variants.all():
        given[f"text-{variant.pk}"] = f"Air menyala Kamis. http://127.0.0.1:8750/f/{version.sheet.code}"
    client.post(at("message", message.pk), given | {"do": "ajukan"})
    signed_in(client, "approver")
    approve(client, message)
    sweep()
    assert SitePage.objects.get().text.startswith("Air menyala Kamis.")
    assert not Delivery.objects.exclude(rework_since_at=None).exists()


def test_the_ledger_is_a_spreadsheet_too(client, version, places):
    message = asked(client, version, places)
    signed_in(client, "approver")
    approve(client, message)
    Message.objects.filter(pk=message.pk).update(title="=1+1")
    sheet = client.get(at("ledger_download", "csv")).content.decode()
    assert "'=1+1" in sheet
    assert "Akun whatsapp_channel" in sheet
    assert client.get(at("ledger_download", "xlsx")).content.startswith(b"PK")
    assert client.get("/meja/pesan/kirim/unduh.exe").status_code == 404


def test_a_channel_that_was_never_decided_on_can_be_left_out(client, version, places):
    signed_in(client, "writer")
    message = begin(client, version, places)
    variant = message.variants.get(account=places[1])
    assert client.post(at("remove_channel", message.pk, variant.pk)).status_code == 302
    assert Variant.objects.filter(message=message).count() == 1
    assert client.post(at("add_channel", message.pk), {"account": places[1].pk}).status_code == 302
    assert Variant.objects.filter(message=message).count() == 2
