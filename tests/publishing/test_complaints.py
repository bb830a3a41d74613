"""What people complain about in other publishing tools, where no other test says it; the list is in docs/ledger.md."""

import pytest

from kohkol.channels.testing import Behaviour, FakeNetwork
from kohkol.publishing.actions import Basis, add_variant, approve_variant, ask_review, write_message
from kohkol.publishing.api import rows_of_messages
from kohkol.publishing.content import frozen
from kohkol.publishing.models import VariantMedia
from kohkol.publishing.states import DeliveryState
from kohkol.publishing.waiting import waiting_for
from tests import facts
from tests.publishing import approved, connector, sweep
from tests.scene import NOW, account, issue, later, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake():
    return FakeNetwork()


def whys(at):
    return " ".join(task.why for task in waiting_for(officer("publisher"), at))


def test_what_stays_in_the_queue_while_everything_looks_healthy_becomes_somebodys_work(fake):
    approved(fake)
    assert "Sudah lewat jadwal" not in whys(later(minutes=5))
    assert "Sudah lewat jadwal" in whys(later(minutes=20))


def test_what_ran_out_of_time_says_so_and_never_looks_sent(fake):
    delivery = approved(fake)
    sweep(fake, later(days=1))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url, delivery.live_at) == (DeliveryState.EXPIRED, "", None)
    assert "sudah lewat" in whys(later(days=1))


def test_where_one_account_took_it_and_another_refused_both_are_said(fake):
    writer, asked = officer("writer"), issue()
    message = write_message("Air mati", "Warga", Basis([facts.signed()]), by=writer, at=NOW, issue=asked)
    text = f"Air menyala lagi. http://127.0.0.1:8750/f/{message.rests_on.get().version.sheet.code}"
    for name in ("satu", "dua"):
        made = add_variant(message, account("fake", state="connected", handle=name), text, by=writer, at=NOW)
        ask_review(made, by=writer, at=NOW, connect_to=connector(fake))
        approve_variant(
            made, by=officer("approver"), at=NOW, seen_hash=made.content_hash, due_at=NOW, connect_to=connector(fake)
        )
    fake.next_calls.append(Behaviour.REFUSE)
    sweep(fake)
    row = rows_of_messages([asked.pk])[0]
    assert {delivery.state for delivery in row.deliveries} == {DeliveryState.SENT, DeliveryState.FAILED}
    assert "Gagal di" in whys(later(minutes=1))
    assert len(fake.live) == 1


def test_a_picture_goes_with_the_variant_it_was_given_to_and_no_other():
    writer = officer("writer")
    message = write_message("Air mati", "Warga", Basis([facts.signed()]), by=writer, at=NOW)
    with_map, without = (
        add_variant(message, account("mastodon", state="connected", handle=name), "Air", by=writer, at=NOW)
        for name in ("satu", "dua")
    )
    VariantMedia.objects.create(variant=with_map, file="peta.png", sha256="0", media_type="image/png", alt_text="Peta")
    assert [one["alt"] for one in frozen(with_map)["media"]] == ["Peta"]
    assert frozen(without)["media"] == []
