"""The fake keeps the contract, so that a test against it says something about the real ones."""

from pathlib import Path

import pytest

from kohkol.channels.contract import Reliability
from kohkol.channels.errors import ChannelError, Kind, Refused, UnknownOutcome
from kohkol.channels.testing import Behaviour, FakeNetwork, FakeWriter
from tests.channels.scene import NOON, Clock, connection, variant


def connected(server: FakeNetwork, clock: Clock | None = None) -> FakeWriter:
    return FakeWriter(server, connection(clock=clock))


@pytest.mark.parametrize(
    ("behaviour", "kind", "live"),
    [
        (Behaviour.NO_CONNECTION, Kind.RETRY, 0),
        (Behaviour.TIME_OUT_BEFORE, Kind.UNKNOWN_OUTCOME, 0),
        (Behaviour.TIME_OUT_AFTER, Kind.UNKNOWN_OUTCOME, 1),
        (Behaviour.RATE_LIMIT, Kind.WAIT_UNTIL, 0),
        (Behaviour.EXPIRE_TOKEN, Kind.RECONNECT, 0),
        (Behaviour.REFUSE, Kind.REFUSED, 0),
    ],
)
def test_it_misbehaves_as_told(behaviour: Behaviour, kind: Kind, live: int) -> None:
    server = FakeNetwork()
    server.next_calls.append(behaviour)

    with pytest.raises(ChannelError) as caught:
        connected(server).publish(variant(), "k1")

    assert caught.value.kind == kind
    assert len(server.live) == live


def test_a_lost_answer_is_found_again_when_the_network_can_be_searched() -> None:
    server, clock = FakeNetwork(), Clock()
    server.next_calls.append(Behaviour.ACCEPT_LATE)
    writer = connected(server, clock)
    with pytest.raises(UnknownOutcome):
        writer.publish(variant(), "k1")

    assert writer.find("k1", variant(), since=NOON) is None
    clock.move(server.settle_seconds)
    assert writer.find("k1", variant(), since=NOON) == server.live[0].receipt


def test_a_keyed_network_takes_the_same_key_once_until_it_forgets_it() -> None:
    server, clock = FakeNetwork(Reliability.KEYED, key_lifetime_seconds=60), Clock()
    writer = connected(server, clock)

    first = writer.publish(variant(), "k1")
    assert writer.publish(variant(), "k1") == first
    clock.move(61)
    assert writer.publish(variant(), "k1") != first


def test_a_blind_network_leaves_the_question_to_a_person() -> None:
    with pytest.raises(Refused, match="Lihat akunnya"):
        connected(FakeNetwork(Reliability.BLIND)).find("k1", variant(), since=NOON)


def test_two_processes_can_share_one_fake_through_a_file(tmp_path: Path) -> None:
    file = tmp_path / "network.ndjson"
    receipt = connected(FakeNetwork(file=file)).publish(variant(), "k1")

    assert connected(FakeNetwork(file=file)).find("k1", variant(), since=NOON) == receipt


def test_a_post_can_be_amended_and_retracted() -> None:
    server = FakeNetwork()
    writer = connected(server)
    receipt = writer.publish(variant(), "k1")

    writer.amend(receipt.external_id, variant("Diralat."))
    assert [post.text for post in server.live] == ["Diralat."]
    writer.retract(receipt.external_id)
    writer.retract(receipt.external_id)
    assert server.live == []
