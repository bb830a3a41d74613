"""Names, handles and faces in what goes out: stopped, unless a second person lets a named official stand."""

import pytest
from django.urls import reverse

from kohkol.channels.testing import FakeNetwork
from kohkol.facts.actions import ask_signature
from kohkol.facts.api import ask_permit, bait_in
from kohkol.facts.models import NamePermit
from kohkol.facts.naming import decide_permit
from kohkol.people.models import AuditEvent
from kohkol.publishing.actions import approve_variant, ask_review, save_variant
from kohkol.publishing.models import VariantMedia
from kohkol.publishing.personal import check_of, clear_picture, draft_of, stops_of
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests import facts
from tests.issues.test_stream import signed_in
from tests.publishing import connector, variant
from tests.scene import NOW, account, agency, officer

pytestmark = pytest.mark.django_db
NAMED = "Kepala Dinas Sumber Daya Air, Budi Santoso: air menyala pukul 18."


@pytest.fixture
def fake():
    return FakeNetwork()


def draft(fake, text, *, by=None):
    """A variant in draft with this text."""
    made = variant(fake, by=by)
    link = made.text.rpartition(" ")[2]
    return save_variant(made, f"{text} {link}", by=made.edited_by, at=NOW, revision=made.revision)


def stopped(made):
    return [stop.sentence for stop in stops_of(made)]


@pytest.mark.parametrize(
    "text",
    [NAMED, "Tanya Bu Siti Aminah di loket 2.", "Terima kasih @rina_99 atas fotonya.", "Hubungi Dedi, 0812-3456-7890."],
)
def test_a_name_or_a_handle_stops_a_message(fake, text):
    assert stopped(draft(fake, text))


@pytest.mark.parametrize(
    "text",
    [
        "Loket pindah ke Jalan Ahmad Yani, depan RSUD Dr. Hasan Sadikin.",
        "Ibu hamil dan Bapak Ibu lansia didahulukan.",
        "Dinas Kesehatan Provinsi Jawa Barat membuka Posko Banjir di Kota Bandung.",
    ],
)
def test_streets_buildings_and_forms_of_address_stop_nothing(fake, text):
    assert stopped(draft(fake, text)) == []


def test_our_own_accounts_may_be_mentioned(fake):
    account("mastodon", handle="pemprov_jabar")
    assert stopped(draft(fake, "Ikuti @pemprov_jabar untuk kabar berikutnya.")) == []


def test_a_second_person_lets_a_named_official_through_for_this_text_alone(fake):
    made = draft(fake, NAMED)
    permit = ask_permit(draft_of(made), reason="kepala dinas, juru bicara", by=made.edited_by, at=NOW)
    assert stopped(made)
    decide_permit(permit, agrees=True, by=officer("approver"), at=NOW)
    assert stopped(made) == []
    ask_review(made, by=made.edited_by, at=NOW, connect_to=connector(fake))
    again = save_variant(made, made.text + " Sabar ya.", by=made.edited_by, at=NOW, revision=made.revision)
    assert stopped(again)


def test_a_description_of_a_picture_may_change_without_asking_again_unless_it_names_somebody(fake):
    made = draft(fake, NAMED)
    row = picture(made, alt_text="Peta", cleared_at=NOW)
    permit = ask_permit(draft_of(made), reason="kepala dinas", by=made.edited_by, at=NOW)
    decide_permit(permit, agrees=True, by=officer("approver"), at=NOW)
    VariantMedia.objects.filter(pk=row.pk).update(alt_text="Peta aliran air")
    assert stopped(made) == []
    VariantMedia.objects.filter(pk=row.pk).update(alt_text="Budi Santoso di depan peta")
    assert stopped(made)


def test_both_persons_are_on_record_and_the_name_is_kept_apart(fake):
    writer, second = officer("writer"), officer("approver")
    made = draft(fake, NAMED, by=writer)
    decide_permit(ask_permit(draft_of(made), reason="kepala dinas", by=writer, at=NOW), agrees=True, by=second, at=NOW)
    events = AuditEvent.objects.filter(kind__startswith="facts.name_permit").order_by("pk")
    assert [(event.kind.rpartition(".")[2], event.actor) for event in events] == [("asked", writer), ("agreed", second)]
    assert "Budi" not in str(events[0].data)
    assert events[0].data["hash"] == events[1].data["hash"]


def test_who_asked_or_wrote_is_no_second_person(fake):
    both = officer("writer", "approver", "triage")
    made = draft(fake, NAMED, by=both)
    permit = ask_permit(draft_of(made), reason="kepala dinas", by=officer("triage"), at=NOW)
    with pytest.raises(NotPermitted):
        decide_permit(permit, agrees=True, by=both, at=NOW)
    with pytest.raises(NotPermitted):
        decide_permit(permit, agrees=True, by=permit.asked_by, at=NOW)
    with pytest.raises(NotPermitted):
        decide_permit(permit, agrees=True, by=officer("analyst"), at=NOW)
    assert stopped(made)


def test_a_permit_is_decided_once_and_a_refusal_keeps_the_draft_stopped(fake):
    made = draft(fake, NAMED)
    permit = ask_permit(draft_of(made), reason="kepala dinas", by=made.edited_by, at=NOW)
    decide_permit(permit, agrees=False, by=officer("approver"), at=NOW)
    with pytest.raises(Conflict):
        decide_permit(permit, agrees=True, by=officer("triage"), at=NOW)
    assert stopped(made)


def test_numbers_and_addresses_are_never_let_through(fake):
    made = draft(fake, "Hubungi Pak Budi Santoso, 0812-3456-7890.")
    permit = ask_permit(draft_of(made), reason="petugas", by=made.edited_by, at=NOW)
    assert "0812" not in str(permit.words)
    decide_permit(permit, agrees=True, by=officer("approver"), at=NOW)
    assert any("0812" in sentence for sentence in stopped(made))


def test_a_permit_without_a_reason_or_without_a_name_is_refused(fake):
    with pytest.raises(Invalid):
        ask_permit(draft_of(draft(fake, NAMED)), reason=" ", by=officer("writer"), at=NOW)
    with pytest.raises(Invalid):
        ask_permit(draft_of(draft(fake, "Air menyala.")), reason="perlu", by=officer("writer"), at=NOW)


def picture(made, **fields):
    return VariantMedia.objects.create(variant=made, file="a.png", sha256="a" * 64, media_type="image/png", **fields)


def test_a_picture_goes_out_only_after_a_person_looked_at_it(fake):
    made = draft(fake, "Peta aliran air.")
    row = picture(made, alt_text="Peta")
    assert any("Gambar 1 belum diperiksa" in sentence for sentence in stopped(made))
    clear_picture(row, is_clear=True, by=made.edited_by, at=NOW)
    assert stopped(made) == []
    assert AuditEvent.objects.get(kind="publishing.picture.cleared").data == {"sha256": "a" * 64}
    clear_picture(row, is_clear=False, by=made.edited_by, at=NOW)
    assert stopped(made)


def test_a_clearance_taken_back_stops_the_approval_too(fake, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.png").write_bytes(b"gambar")
    made = draft(fake, "Peta aliran air.")
    row = picture(made, alt_text="Peta")
    clear_picture(row, is_clear=True, by=made.edited_by, at=NOW)
    ask_review(made, by=made.edited_by, at=NOW, connect_to=connector(fake))
    clear_picture(row, is_clear=False, by=made.edited_by, at=NOW)
    with pytest.raises(NotNow, match="belum diperiksa"):
        approve_variant(made, by=officer("approver"), at=NOW, seen_hash=made.content_hash, connect_to=connector(fake))


@pytest.mark.parametrize("place", ["alt_text", "words"])
def test_a_name_in_what_a_picture_shows_stops_it(fake, place):
    made = draft(fake, "Peta aliran air.")
    picture(made, cleared_at=NOW, **{"alt_text": "Peta", place: "Surat untuk Bu Siti Aminah, Jl. Mawar No. 5 RT 03/02"})
    assert stopped(made)


def test_a_sheet_with_a_private_name_is_not_laid_before_its_signer():
    rina = officer("data_owner", of=agency())
    version = facts.draft(owner=rina)
    version.explanation = "Pelapor bernama Siti Aminah tinggal di sana."
    version.save()
    with pytest.raises(Invalid, match="Siti Aminah"):
        ask_signature(version, signer=rina, by=version.written_by, at=NOW)


def test_a_sheet_names_an_official_after_a_second_person_agreed(client):
    rina, head = officer("data_owner", of=agency()), signed_in(client, "triage")
    version = facts.draft(owner=rina)
    version.explanation = "Disampaikan Kepala Dinas Air, Budi Santoso."
    version.save()
    address = reverse("facts:sheet", args=[version.sheet.code])
    assert "Belum dapat diajukan" in client.get(address).content.decode()
    client.force_login(version.written_by)
    client.post(reverse("facts:ask_permit", args=[version.sheet.code, 1]), {"reason": "kepala dinas"})
    client.force_login(head)
    assert "Izinkan untuk naskah ini" in client.get(address).content.decode()
    assert "meminta izin menyebut" in client.get(reverse("desk:home")).content.decode()
    client.post(reverse("facts:decide_permit", args=[NamePermit.objects.get().pk]), {"jawab": "ya"})
    assert "Belum dapat diajukan" not in client.get(address).content.decode()
    ask_signature(version, signer=rina, by=version.written_by, at=NOW)


def test_the_composer_stores_the_text_and_asks_for_the_permit_in_one_step(client, fake):
    writer = signed_in(client, "writer")
    made = draft(fake, "Air menyala.", by=writer)
    sent = {f"text-{made.pk}": NAMED, f"revisi-{made.pk}": made.revision, "do": f"izin-{made.pk}"}
    address = reverse("publishing:message", args=[made.message_id])
    answer = client.post(address, sent | {f"alasan-{made.pk}": "kepala dinas"})
    assert answer.status_code == 302
    assert NamePermit.objects.get().words == ["Budi Santoso"]
    assert "Menunggu orang kedua" in client.get(address).content.decode()


def test_a_draft_is_read_while_it_is_typed_and_one_click_puts_the_plainer_wording_in(client, fake):
    writer = signed_in(client, "writer")
    made = draft(fake, "Air menyala.", by=writer)
    hard = "Dalam rangka perbaikan pipa, air mati. Tanya Bu Siti Aminah."
    part = client.post(reverse("publishing:check", args=[made.message_id, made.pk]), {f"text-{made.pk}": hard})
    page = part.content.decode()
    assert "dari 100" in page
    assert "Siti Aminah" in page
    spot = check_of(made, hard).plainer[0]
    wanted = f"ganti-{made.pk}-{spot.start}-{spot.end}"
    assert wanted in page
    sent = {f"text-{made.pk}": hard, f"revisi-{made.pk}": made.revision, "do": wanted}
    assert client.post(reverse("publishing:message", args=[made.message_id]), sent).status_code == 302
    made.refresh_from_db()
    assert made.text == hard[: spot.start] + spot.new + hard[spot.end :]


def test_a_plainer_wording_for_words_that_changed_meanwhile_changes_nothing(client, fake):
    writer = signed_in(client, "writer")
    made = draft(fake, "Air menyala.", by=writer)
    sent = {f"text-{made.pk}": "Air mati.", f"revisi-{made.pk}": made.revision, "do": f"ganti-{made.pk}-0-500"}
    client.post(reverse("publishing:message", args=[made.message_id]), sent)
    made.refresh_from_db()
    assert made.text == "Air mati."


def test_bait_and_words_that_hurt_are_hinted_at_and_stop_nothing(fake):
    made = draft(fake, "Dasar bangsat kalian goblok, air menyala.")
    assert "hinaan" in " ".join(check_of(made, made.text).hints)
    assert "umpan klik" in bait_in("Heboh! Ternyata Ini yang Terjadi pada Air Kita, Nomor 3 Bikin Kaget")
    assert bait_in("Air menyala lagi pukul 18 di Cikalang") == ""
    assert stopped(made) == []
