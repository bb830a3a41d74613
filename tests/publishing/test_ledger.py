"""The delivery ledger: live once, or unknown and then resolved; none lost, none doubled."""

from datetime import timedelta

import pytest

from kohkol.channels.contract import Reliability
from kohkol.channels.testing import Behaviour, FakeNetwork
from kohkol.facts.actions import correct_sheet, withdraw_version
from kohkol.people.models import Account, AuditEvent
from kohkol.publishing.actions import Basis
from kohkol.publishing.handling import ask_retraction, send_again, settle_unknown
from kohkol.publishing.ledger import CLAIM_SECONDS, Ledger
from kohkol.publishing.live import LIVE
from kohkol.publishing.models import Delivery
from kohkol.publishing.rework import reopen_what_rests_on_ended
from kohkol.publishing.states import DeliveryState
from kohkol.refusals import Invalid
from tests import facts
from tests.publishing import approved, connector, sweep
from tests.scene import NOW, agency, later, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake():
    return FakeNetwork()


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


def test_what_is_approved_goes_live_once_with_proof(fake):
    delivery = approved(fake)
    sweep(fake)
    sweep(fake, later(minutes=5))
    assert state(delivery) == DeliveryState.SENT
    assert delivery.url.startswith("https://palsu.example/")
    assert len(fake.live) == 1


def test_nothing_goes_out_before_its_time(fake):
    delivery = approved(fake, due_at=later(hours=1))
    sweep(fake, later(minutes=59))
    assert state(delivery) == DeliveryState.QUEUED
    sweep(fake, later(hours=1))
    assert state(delivery) == DeliveryState.SENT


def test_nothing_past_its_time_is_sent_by_surprise(fake):
    delivery = approved(fake)
    sweep(fake, later(days=1))
    assert state(delivery) == DeliveryState.EXPIRED
    assert fake.live == []


def test_a_person_can_send_the_expired_one_after_all(fake):
    delivery = approved(fake)
    sweep(fake, later(days=1))
    delivery.refresh_from_db()
    send_again(delivery, by=officer("publisher"), at=later(days=1))
    sweep(fake, later(days=1, seconds=1))
    assert state(delivery) == DeliveryState.SENT


def test_a_timeout_after_acceptance_is_found_and_not_sent_twice(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.TIME_OUT_AFTER)
    sweep(fake)
    assert state(delivery) == DeliveryState.UNKNOWN
    sweep(fake, later(minutes=1))
    assert state(delivery) == DeliveryState.SENT
    assert len(fake.live) == 1


def test_a_timeout_before_acceptance_is_sent_again_only_after_a_look(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.TIME_OUT_BEFORE)
    sweep(fake)
    sweep(fake, later(minutes=1))
    sweep(fake, later(minutes=2))
    assert state(delivery) == DeliveryState.SENT
    assert len(fake.live) == 1


def test_a_post_that_appears_late_is_waited_for():
    fake = FakeNetwork(settle_seconds=120)
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.ACCEPT_LATE)
    for minute in range(6):
        sweep(fake, later(minutes=minute))
    assert state(delivery) == DeliveryState.SENT
    assert len(fake.live) == 1


def test_an_adapters_bug_after_the_call_is_unknown_and_not_a_failure(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.CRASH)
    sweep(fake)
    assert state(delivery) == DeliveryState.UNKNOWN
    sweep(fake, later(minutes=1))
    assert len(fake.live) == 1


def test_on_a_blind_network_unknown_stays_until_a_person_says():
    fake = FakeNetwork(reliability=Reliability.BLIND)
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.TIME_OUT_AFTER)
    for hour in range(4):
        sweep(fake, later(hours=hour))
    assert state(delivery) == DeliveryState.UNKNOWN
    with pytest.raises(Invalid, match="tautan"):
        settle_unknown(delivery, by=officer("publisher"), at=later(hours=4), is_live=True)
    settle_unknown(delivery, by=officer("publisher"), at=later(hours=4), is_live=True, url="https://palsu.example/1")
    assert state(delivery) == DeliveryState.SENT
    assert len(fake.attempts) == 1


def test_after_its_key_has_expired_nothing_is_sent_again():
    fake = FakeNetwork(reliability=Reliability.KEYED, key_lifetime_seconds=60)
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.TIME_OUT_BEFORE)
    sweep(fake)
    sweep(fake, later(minutes=10))
    assert state(delivery) == DeliveryState.FAILED
    assert len(fake.attempts) == 1


def test_a_request_to_wait_holds_the_whole_account(fake):
    first, second = approved(fake), approved(fake)
    Delivery.objects.filter(pk=second.pk).update(account=first.account)
    fake.next_calls.append(Behaviour.RATE_LIMIT)
    Ledger("pekerja", lambda: NOW, connector(fake)).sweep(most=1)
    assert state(first) == DeliveryState.QUEUED
    sweep(fake, later(seconds=60))
    assert fake.live == []
    sweep(fake, later(minutes=3))
    assert len(fake.live) == 2


def test_a_passing_error_is_tried_again_later_and_is_no_dead_token(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.NO_CONNECTION)
    sweep(fake)
    assert state(delivery) == DeliveryState.QUEUED
    assert delivery.reason
    assert Account.objects.get(pk=delivery.account_id).state == "connected"
    sweep(fake, later(minutes=2))
    assert state(delivery) == DeliveryState.SENT


def test_a_dead_token_pauses_the_account_and_says_so(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.EXPIRE_TOKEN)
    sweep(fake)
    assert Account.objects.get(pk=delivery.account_id).state == "needs_reconnect"
    sweep(fake, later(minutes=5))
    assert len(fake.attempts) == 1
    assert AuditEvent.objects.filter(kind="people.account.needs_reconnect").exists()


def test_a_refusal_ends_with_a_sentence(fake):
    delivery = approved(fake)
    fake.next_calls.append(Behaviour.REFUSE)
    sweep(fake)
    assert state(delivery) == DeliveryState.FAILED
    assert "Ubah lalu ajukan lagi" in delivery.reason


def test_two_workers_at_once_send_once(fake):
    approved(fake)
    rounds = []

    def meanwhile(name):
        if name == "claimed" and not rounds:
            rounds.append(sweep(fake, name="lain"))

    Ledger("pekerja", lambda: NOW, connector(fake), step=meanwhile).sweep()
    assert len(fake.live) == 1


def test_a_claim_left_before_the_call_goes_back_to_the_queue(fake):
    delivery = approved(fake)
    Delivery.objects.update(state="sending", claimed_at=NOW, claimed_by="mati")
    sweep(fake, later(seconds=CLAIM_SECONDS - 1))
    assert state(delivery) == DeliveryState.SENDING
    sweep(fake, later(seconds=CLAIM_SECONDS))
    assert state(delivery) == DeliveryState.SENT


def test_a_claim_left_after_the_call_is_unknown_first(fake):
    delivery = approved(fake)
    Delivery.objects.update(state="sending", claimed_at=NOW, called_at=NOW, claimed_by="mati")
    steps = []
    at = later(seconds=CLAIM_SECONDS)
    Ledger("baru", lambda: at, connector(fake), step=steps.append).sweep()
    assert steps.index("looked_up") < steps.index("before_call")
    assert state(delivery) == DeliveryState.SENT


def test_a_sheet_withdrawn_after_approval_stops_the_delivery(fake):
    version = facts.signed()
    delivery = approved(fake, basis=Basis([version]))
    withdraw_version(version, by=officer("writer"), at=NOW, reason="Data salah")
    sweep(fake)
    assert state(delivery) == DeliveryState.FAILED
    assert fake.attempts == []


def test_a_retraction_takes_the_post_down_on_the_network_itself(fake):
    delivery = approved(fake)
    sweep(fake)
    delivery.refresh_from_db()
    ask_retraction(delivery, by=officer("publisher"), at=NOW, reason="Salah akun")
    sweep(fake, later(minutes=1))
    assert state(delivery) == DeliveryState.RETRACTED
    assert fake.live == []


def test_a_correction_reopens_every_message_that_rests_on_the_sheet(fake):
    owner = officer("data_owner", of=agency())
    version = facts.signed(owner=owner)
    live = approved(fake, basis=Basis([version]))
    sweep(fake)
    queued = approved(fake, basis=Basis([version]), due_at=later(hours=3))
    facts.sign(correct_sheet(version.sheet, by=officer("writer"), at=NOW), owner)
    assert reopen_what_rests_on_ended(at=later(minutes=1)) == 2
    assert reopen_what_rests_on_ended(at=later(minutes=2)) == 0
    assert state(live) in LIVE
    assert live.rework_since_at == later(minutes=1)
    assert state(queued) == DeliveryState.CANCELLED
    assert "digantikan" in live.variant.message.rework_reason


def test_every_move_of_a_delivery_is_in_the_trail(fake):
    approved(fake)
    sweep(fake)
    kinds = AuditEvent.objects.filter(kind__startswith="publishing.delivery").values_list("kind", flat=True)
    assert list(kinds) == ["publishing.delivery.sent"]


def test_a_pause_between_attempts_grows(fake):
    delivery = approved(fake)
    pauses, at = [], NOW
    for _ in range(4):
        fake.next_calls.append(Behaviour.NO_CONNECTION)
        sweep(fake, at)
        delivery.refresh_from_db()
        pauses.append(delivery.not_before_at - at)
        at = delivery.not_before_at
    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(minutes=2)
