"""What every network has to keep, as checks that a test runs over all that the registry finds.

A check takes a `Stage`: the network, connected to a server made for tests. Each raises AssertionError with what is
broken. A network joins by being in its folder; its stage is made in `tests/channels/stages.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kohkol.channels.contract import Connection, Handover, Network, OutgoingVariant, Receipt, Reliability, Writer
from kohkol.channels.errors import ChannelError, Refused, UnknownOutcome


@dataclass(frozen=True)
class Stage:
    """A network and a connection to a server made for tests.

    `variant` makes a fresh text with a short link that was never used; `broken` are connections to servers that
    answer nonsense; `visible` is called before looking for what was published.
    """

    network: Network
    connection: Connection
    variant: Callable[[], OutgoingVariant]
    broken: tuple[Connection, ...] = ()
    visible: Callable[[], None] = lambda: None

    @property
    def writer(self) -> Writer:
        """The network's writer, connected."""
        if self.network.writer is None:
            raise AssertionError(f"{self.network.name} has no writer")
        return self.network.writer(self.connection)

    @property
    def now(self) -> datetime:
        """The connection's time."""
        return self.connection.now()


def check_it_declares_what_it_is(stage: Stage) -> None:
    """A name that can be stored, a title for people, something it can do, and labels on every setting."""
    network = stage.network
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", network.name), network.name
    assert network.title
    assert network.reader or network.writer, "a network that neither reads nor writes"
    assert all(setting.label for setting in network.settings)
    assert not network.by_hand or network.reliability is Reliability.BLIND, "only a person knows what was done by hand"
    for setting in network.settings:
        assert setting.secret == bool(re.search("token|password|secret|key", setting.name)), setting.name


def check_it_counts(stage: Stage) -> None:
    """Nothing counts nothing, more counts no less, and the clerk is told how."""
    if stage.network.writer is None:
        return
    writer = stage.writer
    assert writer.measure("") == 0
    assert 0 < writer.measure("banjir") <= writer.measure("banjir surut")
    assert writer.limits.counting.endswith(".")
    assert all(one.media_types and one.max_bytes > 0 for one in writer.limits.media)


def check_publishing_gives_proof_or_a_handover(stage: Stage) -> None:
    """A receipt with id, address and aware time; by hand, a handover that ends in reporting back."""
    if stage.network.writer is None:
        return
    variant = stage.variant()
    outcome = stage.writer.publish(variant, "conformance-1")
    if stage.network.by_hand:
        assert isinstance(outcome, Handover)
        assert variant.text in outcome.text
        assert outcome.steps
        return
    assert isinstance(outcome, Receipt)
    assert outcome.external_id
    assert outcome.url.startswith(("http://", "https://"))
    assert outcome.at.tzinfo is not None


def check_what_was_lost_can_be_found_as_declared(stage: Stage) -> None:
    """Keyed and searchable networks find exactly this delivery; a blind one says that only a person can."""
    if stage.network.writer is None:
        return
    variant, other, since = stage.variant(), stage.variant(), stage.now
    writer = stage.writer
    if stage.network.reliability is Reliability.BLIND:
        try:
            writer.find("conformance-2", variant, since=since)
        except Refused:
            return
        raise AssertionError("a blind network claims to have looked")
    assert writer.find("conformance-2", variant, since=since) is None
    receipt = writer.publish(variant, "conformance-2")
    stage.visible()
    found = writer.find("conformance-2", variant, since=since)
    assert isinstance(receipt, Receipt)
    assert found is not None
    assert found.external_id == receipt.external_id
    assert writer.find("conformance-3", other, since=since) is None


def check_a_keyed_network_takes_a_key_once(stage: Stage) -> None:
    """The same key again is the same post."""
    if stage.network.writer is None or stage.network.reliability is not Reliability.KEYED:
        return
    variant = stage.variant()
    assert stage.writer.publish(variant, "conformance-4") == stage.writer.publish(variant, "conformance-4")


def check_reading_consumes_nothing(stage: Stage) -> None:
    """The same cursor gives the same posts; a later one none that has not its old id; posts are whole and in order."""
    if stage.network.reader is None:
        return
    reader = stage.network.reader(stage.connection)
    first, again = reader.read(None, limit=20), reader.read(None, limit=20)
    assert first.posts, "the stage has to hold something to read"
    assert {post.external_id for post in first.posts} <= {post.external_id for post in again.posts}
    assert len({post.external_id for post in first.posts}) == len(first.posts) <= 20
    assert [post.at for post in first.posts] == sorted(post.at for post in first.posts)
    for post in first.posts:
        assert post.text.strip()
        assert post.network == stage.network.name
        assert post.at.tzinfo is not None
    assert first.cursor is None or isinstance(first.cursor, str)
    reader.read(first.cursor, limit=20)


def check_nonsense_is_a_failure_with_a_sentence(stage: Stage) -> None:
    """Whatever a server answers, only a ChannelError gets out; a publication is then never called certain to be out."""
    for connection in stage.broken:
        for call in calls(stage.network, connection, stage.variant()):
            try:
                call()
            except ChannelError as error:
                assert_fit_for_a_clerk(error, connection)
                continue


def calls(network: Network, connection: Connection, variant: OutgoingVariant) -> list[Callable[[], object]]:
    """Every call that a network offers."""
    found: list[Callable[[], object]] = []
    if network.reader is not None:
        reader = network.reader(connection)
        found += [lambda: reader.read(None, limit=5), lambda: reader.read("7", limit=5)]
    if network.meter is not None:
        meter = network.meter(connection)
        found.append(lambda: meter.read("1"))
    if network.writer is not None:
        writer = network.writer(connection)
        found += [
            lambda: writer.limits,
            lambda: writer.find("k", variant, since=connection.now()),
            lambda: writer.amend("1", variant),
            lambda: writer.retract("1"),
            lambda: never_certain(writer, variant),
        ]
    return found


def never_certain(writer: Writer, variant: OutgoingVariant) -> None:
    """A publication whose answer was nonsense has no receipt."""
    with suppress(UnknownOutcome):
        outcome = writer.publish(variant, "conformance-5")
        assert not isinstance(outcome, Receipt), "a receipt for an answer that was nonsense"


def assert_fit_for_a_clerk(error: ChannelError, connection: Connection) -> None:
    """A whole sentence, nothing left to fill in, no secret in it or in the log."""
    sentence = str(error)
    assert sentence.endswith((".", "!", "?")) or "://" in sentence, sentence
    assert "{" not in sentence, sentence
    assert len(sentence) < 400, sentence
    for secret in connection.secrets.values():
        assert secret not in sentence + error.reply, "a secret in an error"


CHECKS: tuple[Callable[[Stage], None], ...] = (
    check_it_declares_what_it_is,
    check_it_counts,
    check_publishing_gives_proof_or_a_handover,
    check_what_was_lost_can_be_found_as_declared,
    check_a_keyed_network_takes_a_key_once,
    check_reading_consumes_nothing,
    check_nonsense_is_a_failure_with_a_sentence,
)
