"""A stage for each network: connected to a server made for tests, and to servers that answer nonsense."""

from __future__ import annotations

import dataclasses
import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta

from kohkol.channels.conformance import Stage
from kohkol.channels.contract import Connection, FoundPost, OutgoingVariant, Reliability
from kohkol.channels.registry import networks
from kohkol.channels.testing import FakeNetwork
from tests.channels.hostile import Request, answering
from tests.channels.scene import LINK, NOON, Clock, connection, variant
from tests.channels.test_feed import RSS, item, rss
from tests.channels.test_site import Pages
from tests.servers.snac import Snac, eventually

PAGE = b"<html><body>Masuk dulu</body></html>"
NONSENSE = (b"", b"null", b"[]", b"{}", b'[{"id":"1"}]', b'{"id":[]}', PAGE, b"\xff\xfe\x00", b"[" * 100_000)
numbers = itertools.count()


def fresh() -> OutgoingVariant:
    """A text with a short link that was never used before."""
    link = f"{LINK}-{uuid.uuid4().hex[:12]}"
    return variant(f"Kabar nomor {next(numbers)} untuk warga: baca {link}", link=link)


@contextmanager
def broken(setting: str, secrets: dict[str, str]) -> Iterator[tuple[Connection, ...]]:
    """Connections to servers of nonsense: by content, by status, and one that hangs up."""
    answers: list[Callable[[Request], None]] = [
        lambda request, body=body: request.give(200, body)
        for body in NONSENSE  # type: ignore[misc]
    ]
    answers += [
        lambda request, status=status: request.give(status, b"{")
        for status in (204, 301, 400, 401, 404, 429, 500, 503)  # type: ignore[misc]
    ]
    with ExitStack() as stack:
        servers = [stack.enter_context(answering(answer)) for answer in answers]
        yield tuple(
            dataclasses.replace(
                connection(allowed=[server.host], settings={setting: server.url}, secrets=secrets), sleep=lambda _: None
            )
            for server in servers
        )


@contextmanager
def mastodon(snac: Snac) -> Iterator[Stage]:
    """A real server with the Mastodon API."""
    settings = {"server": snac.url, "hashtag": "siaga"}
    secrets = {"token": snac.tokens["kabar"]}
    real = connection(clock=Clock.real(), allowed=[snac.host], settings=settings, secrets=secrets)
    network = networks()["mastodon"]
    assert network.reader
    snac.say("warga", "air naik #siaga")
    assert eventually(lambda: network.reader and network.reader(real).read(None, limit=5).posts)
    with broken("server", secrets) as nonsense:
        yield Stage(network, real, fresh, nonsense)


@contextmanager
def feed(_: Snac) -> Iterator[Stage]:
    """A feed on loopback."""
    with answering(lambda request: request.give(200, rss(item(2), item(1)), Content_Type=RSS)) as server:
        with broken("url", {}) as nonsense:
            there = connection(allowed=[server.host], settings={"url": server.url})
            yield Stage(networks()["feed"], there, fresh, nonsense)


@contextmanager
def site(_: Snac) -> Iterator[Stage]:
    """The public site, with pages in memory."""
    yield Stage(networks()["site"], dataclasses.replace(connection(), site=Pages()), fresh, (connection(),))


@contextmanager
def by_hand(name: str) -> Iterator[Stage]:
    """A network by hand needs no server."""
    yield Stage(networks()[name], connection(), fresh, (connection(),))


@contextmanager
def fake(reliability: Reliability) -> Iterator[Stage]:
    """The fake that ships with the contract keeps it too."""
    server, clock = FakeNetwork(reliability), Clock()
    server.said = [
        FoundPost(str(n), NOON - timedelta(hours=9 - n), f"kata {n}", f"https://x.id/{n}", "fake") for n in range(5)
    ]
    there = connection(clock=clock)
    yield Stage(server.network, there, fresh, visible=lambda: clock.move(server.settle_seconds))


MADE: dict[str, Callable[[Snac], AbstractContextManager[Stage]]] = {"mastodon": mastodon, "feed": feed, "site": site}


def names() -> list[str]:
    """Every network that the registry finds, and the fake in its three kinds."""
    return [*networks(), *(f"fake-{kind}" for kind in Reliability)]


def stage(name: str, snac: Callable[[], Snac]) -> AbstractContextManager[Stage]:
    """The stage of one network; KeyError for one that nobody has made a stage for."""
    if name.startswith("fake-"):
        return fake(Reliability(name.removeprefix("fake-")))
    if networks()[name].by_hand:
        return by_hand(name)
    return MADE[name](snac() if name == "mastodon" else None)  # type: ignore[arg-type]
