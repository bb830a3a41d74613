"""The ledger against a real server that speaks Mastodon's API (snac2), with its own ways to correct and delete."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.utils import timezone

from kohkol.channels.contract import OutgoingVariant, Receipt
from kohkol.channels.errors import UnknownOutcome
from kohkol.people.connecting import AccountEntry, add_account, connect_account
from kohkol.publishing.actions import Basis, add_variant, approve_variant, ask_review, save_variant, write_message
from kohkol.publishing.connections import connect
from kohkol.publishing.handling import ask_retraction, confirm_retraction, keep_live
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery
from kohkol.publishing.states import DeliveryState
from tests import facts
from tests.scene import officer
from tests.servers.snac import eventually

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, snac):
    """The official account of the office, connected through the register."""
    settings.KOHKOL_PRIVATE_HOSTS = frozenset({snac.host})
    admin, now = officer("publisher"), timezone.now()
    account = add_account(AccountEntry("mastodon", "Kabar"), by=admin, at=now)
    connect_account(account, snac.url, snac.tokens["kabar"], by=admin, at=now)
    return account


def approved(account, text, version=None):
    """A delivery to the account, resting on a sheet, approved by a second person."""
    now, writer = timezone.now(), officer("writer")
    version = version or facts.signed(at=now)
    message = write_message("Air mati", "Warga utara", Basis([version]), by=writer, at=now)
    link = f"http://127.0.0.1:8750/f/{version.sheet.code}"
    made = add_variant(message, account, f"{text} {link}", by=writer, at=now)
    return approve(made, writer)


def approve(made, writer):
    now = timezone.now()
    ask_review(made, by=writer, at=now)
    return approve_variant(made, by=officer("approver"), at=now, seen_hash=made.content_hash)


def sweep(connect_to=connect, **later):
    now = datetime.now(UTC) + timedelta(**later)
    Ledger("pekerja", lambda: now, connect_to).sweep()


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


class LostAnswer:
    """A real writer whose answer to `publish` gets lost on the way."""

    def __init__(self, writer):
        self.writer = writer

    def __getattr__(self, name):
        return getattr(self.writer, name)

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        self.writer.publish(variant, key)
        raise UnknownOutcome("Jawaban hilang.")


def losing(account, now):
    network, writer = connect(account, now)
    return network, LostAnswer(writer)


def test_what_was_approved_is_read_back_from_the_server(office):
    delivery = approved(office, "Air menyala lagi pukul 18.")
    sweep()
    assert state(delivery) == DeliveryState.SENT, delivery.reason
    assert "Air menyala lagi pukul 18." in httpx.get(delivery.url, timeout=30).text


def test_a_lost_answer_is_found_and_nothing_is_doubled(office, snac):
    delivery = approved(office, "Jembatan dibuka lagi hari ini.")
    sweep(losing)
    assert state(delivery) == DeliveryState.UNKNOWN
    # The clock of the ledger is moved by hand below, the server's is not: first let the post arrive.
    words = "Jembatan dibuka lagi hari ini."
    assert eventually(lambda: any(words in post["content"] for post in snac.statuses("kabar")))
    sweep(minutes=1)
    assert state(delivery) == DeliveryState.SENT, delivery.reason
    seen = [post["content"] for post in snac.statuses("kabar") if words in post["content"]]
    assert len(seen) == 1, seen


def test_a_renewed_message_replaces_the_words_of_the_same_post(office):
    first = approved(office, "Puskesmas buka sampai pukul 14.")
    sweep()
    assert state(first) == DeliveryState.SENT, first.reason
    made = first.variant
    made.refresh_from_db()
    writer = made.message.written_by
    new = made.text.replace("pukul 14", "pukul 16")
    save_variant(made, new, by=writer, at=timezone.now(), revision=made.revision)
    second = approve(made, writer)
    assert second.amends == first
    sweep()
    assert state(second) == DeliveryState.SENT, second.reason
    assert second.external_id
    shown = httpx.get(second.url, timeout=30).text
    assert "pukul 16" in shown
    assert "pukul 14" not in shown


def test_a_server_that_cannot_delete_leaves_the_step_to_a_person_who_confirms(office):
    delivery, admin = approved(office, "Undangan rapat dibatalkan."), officer("publisher")
    sweep()
    assert state(delivery) == DeliveryState.SENT, delivery.reason
    ask_retraction(delivery, by=admin, at=timezone.now(), reason="Salah akun")
    sweep()
    assert state(delivery) == DeliveryState.RETRACTING
    assert "Hapus sendiri" in delivery.reason
    assert delivery.url in delivery.reason
    assert httpx.get(delivery.url, timeout=30).status_code == 200
    confirm_retraction(delivery, by=admin, at=timezone.now())
    assert state(delivery) == DeliveryState.RETRACTED


def test_a_retraction_that_is_given_up_goes_back_to_live(office):
    delivery, admin = approved(office, "Jadwal samsat keliling."), officer("publisher")
    sweep()
    delivery.refresh_from_db()
    ask_retraction(delivery, by=admin, at=timezone.now(), reason="Ragu")
    keep_live(delivery, by=admin, at=timezone.now(), reason="Isinya benar")
    assert state(delivery) == DeliveryState.SENT
    assert Delivery.objects.count() == 1
