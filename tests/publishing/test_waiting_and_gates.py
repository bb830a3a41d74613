"""What waits for whom, what stops a draft, and posts by hand that overtook their cancellation."""

import io

import pytest
from PIL import Image

from kohkol.channels.by_hand.places import WHATSAPP
from kohkol.people.models import Office
from kohkol.publishing.actions import save_variant
from kohkol.publishing.gates import shut_gates
from kohkol.publishing.handling import report_live
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.personal import check_of, stops_of
from kohkol.publishing.pictures import clean_picture
from kohkol.publishing.states import DeliveryState
from kohkol.publishing.waiting import waiting_for
from kohkol.refusals import Conflict, Invalid
from tests.publishing.test_real_mastodon import approved
from tests.scene import account, later, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand():
    """A hand-over that waits for its person."""
    delivery = approved(account("whatsapp_channel", state="by_hand"), "Air menyala pukul 18.")
    Ledger("pekerja", lambda: delivery.due_at).sweep()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING_FOR_PERSON
    return delivery


def whys(person):
    return " ".join(task.why for task in waiting_for(person, later()))


def test_a_hand_over_waits_for_the_account_admin_and_its_report_for_somebody_else(by_hand):
    admin, other = officer("publisher"), officer("analyst")
    assert "laporkan tautannya" in whys(admin)
    assert waiting_for(other, later()) == []
    report_live(by_hand, by=admin, at=later(), url="https://whatsapp.com/channel/1")
    assert "Buka dan cek" in whys(other)
    assert "Buka dan cek" not in whys(admin)


def test_an_account_that_lost_its_connection_waits_for_an_admin():
    account("mastodon", state="needs_reconnect", problem="Token ditolak.")
    assert "Token ditolak." in whys(officer("publisher"))


def test_a_post_that_overtook_its_cancellation_is_reported_and_is_work_at_once(by_hand):
    made = by_hand.variant
    save_variant(made, made.text + "!", by=officer("writer"), at=later(), revision=made.revision)
    by_hand.refresh_from_db()
    assert by_hand.state == DeliveryState.CANCELLED
    report_live(by_hand, by=officer("publisher"), at=later(), url="https://whatsapp.com/channel/1")
    assert by_hand.state == DeliveryState.REPORTED_LIVE
    assert by_hand.rework_since_at is not None


def test_a_delivery_that_was_never_handed_over_cannot_be_reported_after_its_cancellation():
    delivery = approved(account("whatsapp_channel", state="by_hand"), "Air menyala.")
    made = delivery.variant
    save_variant(made, made.text + "!", by=officer("writer"), at=later(), revision=made.revision)
    delivery.refresh_from_db()
    with pytest.raises(Conflict):
        report_live(delivery, by=officer("publisher"), at=later(), url="https://whatsapp.com/channel/1")


def test_personal_data_in_a_draft_stops_it_but_the_hotline_may_stand(by_hand):
    made = by_hand.variant
    made.text = "Hubungi Pak Dedi di 0812-3456-7890."
    gates = [gate.sentence for gate in shut_gates(made, at=later()) if gate.gate == "personal"]
    assert any("0812-3456-7890" in sentence for sentence in gates)
    Office.objects.create(name="Dinas", region_name="Provinsi", hotline="081234567890")
    assert not any("0812" in stop.sentence for stop in stops_of(made))


def test_a_hard_sentence_gets_advice_and_no_shut_gate(by_hand):
    made = by_hand.variant
    made.text = "Sehubungan dengan " + "perbaikan pipa di wilayah utara yang masih berjalan sampai malam nanti " * 3
    assert check_of(made, made.text).plainer
    assert [gate for gate in shut_gates(made, at=later()) if gate.gate == "personal"] == []


def photo(size=(50, 40)):
    picture, content = Image.new("RGB", size, "navy"), io.BytesIO()
    facts = Image.Exif()
    facts[0x010E] = "rumah Pak Dedi"
    picture.save(content, "WEBP", exif=facts)
    return io.BytesIO(content.getvalue())


def test_a_picture_keeps_nothing_but_its_pixels_and_takes_the_networks_form():
    clean = clean_picture(photo(), 1000, WHATSAPP)
    assert clean.media_type == "image/jpeg"
    assert b"Dedi" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as shown:
        assert shown.size == (50, 40)
        assert not shown.getexif()


def test_a_file_that_is_too_large_is_refused_before_it_is_opened():
    with pytest.raises(Invalid, match="lebih besar"):
        clean_picture(io.BytesIO(b""), 30_000_000, WHATSAPP)
