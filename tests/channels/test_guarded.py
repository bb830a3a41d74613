"""The guarded client against addresses, servers and names that mean harm."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.channels import addresses
from kohkol.channels.errors import Refused, Retry, UnknownOutcome
from kohkol.channels.guarded import GuardedClient, retry_after
from tests.channels.hostile import Request, answering
from tests.channels.scene import NOON

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_an_inner_network_is_never_reached(address: str) -> None:
    client = GuardedClient(resolve=lambda *_: [address])

    with pytest.raises(Refused, match="jaringan dalam"):
        client.get("http://berita.example/")


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.62.1", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public_also_inside_another(address: str) -> None:
    assert addresses.is_public(address) == (not address.startswith("64:ff9b"))


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    client = GuardedClient(resolve=lambda *_: ["8.8.8.8", "127.0.0.1"])

    with pytest.raises(Refused):
        client.get("http://berita.example/")


def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_asked_once() -> None:
    """A name server that answers differently the second time (DNS rebinding) changes nothing."""
    with answering(lambda request: request.give(200, b"halo")) as server:
        asked = []

        def once(name: str, port: int) -> list[str]:
            asked.append(name)
            return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

        client = GuardedClient(allowed=[f"berita.example:{server.server_port}"], resolve=once)

        assert client.get(f"http://berita.example:{server.server_port}/").body == b"halo"
        assert asked == ["berita.example"]
        assert server.asked[0][2]["Host"] == f"berita.example:{server.server_port}"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://contoh.id/",
        "gopher://127.0.0.1:25/",
        "javascript:alert(1)",
        "",
        "contoh.id/umpan",
        "http://",
        "http:///etc",
        "http://[::1",
        "http://contoh.id:port/",
        "http://contoh.id:99999/",
        "http://nama:sandi@contoh.id/",
        "http://\x00/",
        "http://0177.0.0.1/",
    ],
)
def test_what_is_no_plain_web_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Refused, match=r"\."):
        GuardedClient(resolve=lambda *_: ["127.0.0.1"]).get(url)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost", "LOCALHOST", "[::1]"])
def test_loopback_in_disguise_is_loopback(host: str) -> None:
    with pytest.raises(Refused, match="jaringan dalam"):
        GuardedClient().get(f"http://{host}:1/")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_pasted_as_an_address_breaks_the_client(text: str) -> None:
    client = GuardedClient(resolve=lambda *_: ["127.0.0.1"])
    for url in (text, f"http://{text}", f"https://contoh.id/{text}"):
        with pytest.raises((Refused, Retry)):
            client.get(url)


def test_our_own_server_is_reached_at_its_port_alone() -> None:
    with answering(lambda request: request.give(200)) as ours, answering(lambda request: request.give(200)) as other:
        client = GuardedClient(allowed=[ours.host])

        assert client.get(ours.url).status == 200
        with pytest.raises(Refused):
            client.get(other.url)
        assert other.asked == []


def test_a_redirect_into_the_inner_network_is_refused() -> None:
    with answering(lambda request: request.give(302, Location="http://169.254.169.254/latest/meta-data/")) as server:
        with pytest.raises(Refused, match="jaringan dalam"):
            GuardedClient(allowed=[server.host]).get(server.url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "//[::1", "http://a:b@127.0.0.1/"])
def test_a_redirect_to_what_is_no_web_address_is_refused(target: str) -> None:
    with answering(lambda request: request.give(302, Location=target)) as server, pytest.raises(Refused):
        GuardedClient(allowed=[server.host]).get(server.url)


def test_redirects_are_followed_five_times_and_no_more() -> None:
    def onward(request: Request) -> None:
        step = int(request.path.strip("/") or 0)
        request.give(200, b"sampai") if step == 5 else request.give(302, Location=f"/{step + 1}")

    with answering(onward) as server:
        assert GuardedClient(allowed=[server.host]).get(server.url).body == b"sampai"
    with answering(lambda request: request.give(302, Location="/lagi")) as server:
        with pytest.raises(Refused, match="mengalihkan"):
            GuardedClient(allowed=[server.host]).get(server.url)
        assert len(server.asked) == 6


def test_a_token_does_not_travel_to_another_server() -> None:
    with answering(lambda request: request.give(200)) as other:
        with answering(lambda request: request.give(302, Location=other.url)) as server:
            client = GuardedClient(allowed=[server.host, other.host])
            client.get(server.url, headers={"Authorization": "Bearer rahasia"})

    assert server.asked[0][2]["authorization"] == "Bearer rahasia"
    assert "authorization" not in {name.lower() for name in other.asked[0][2]}


def test_a_post_is_not_sent_on_to_where_a_redirect_points() -> None:
    with answering(lambda request: request.give(307, Location="/lain")) as server:
        reply = GuardedClient(allowed=[server.host]).request("POST", server.url, content=b"x")

    assert reply.status == 307
    assert len(server.asked) == 1


def test_cookies_are_neither_kept_nor_sent() -> None:
    with answering(lambda request: request.give(302, Location="/2", Set_Cookie="a=b; Path=/")) as server:
        with pytest.raises(Refused):
            GuardedClient(allowed=[server.host]).get(server.url)

    assert all("cookie" not in {name.lower() for name in headers} for _, _, headers, _ in server.asked)


def test_an_answer_larger_than_the_cap_is_dropped_at_the_cap() -> None:
    with answering(lambda request: request.give(200, b"x" * 3_000_000)) as server:
        with pytest.raises(Refused, match="lebih besar dari 1 MB"):
            GuardedClient(allowed=[server.host], max_bytes=1_000_000).get(server.url)


def test_a_compressed_bomb_is_dropped_at_the_cap() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 1)
    with answering(lambda request: request.give(200, bomb, Content_Encoding="gzip")) as server:
        started = time.monotonic()
        with pytest.raises(Refused, match="lebih besar"):
            GuardedClient(allowed=[server.host], max_bytes=1_000_000).get(server.url)

    assert time.monotonic() - started < 2


def test_a_compressed_answer_is_unpacked_and_a_broken_one_is_tried_again() -> None:
    packed = gzip.compress(b"air surut" * 1000)
    with answering(lambda request: request.give(200, packed, Content_Encoding="gzip")) as server:
        assert GuardedClient(allowed=[server.host]).get(server.url).body == b"air surut" * 1000
    with answering(lambda request: request.give(200, b"\x1f\x8bomong kosong", Content_Encoding="gzip")) as server:
        with pytest.raises(Retry, match="rusak"):
            GuardedClient(allowed=[server.host]).get(server.url)
    with answering(lambda request: request.give(200, b"..", Content_Encoding="br")) as server:
        with pytest.raises(Refused, match="tidak dapat dibuka"):
            GuardedClient(allowed=[server.host]).get(server.url)


def test_a_server_that_drips_its_answer_does_not_hold_us_past_the_deadline() -> None:
    def drip(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(40):
            request.wfile.write(b"x-header-%d: x\r\n" % number)
            time.sleep(0.1)

    with answering(drip) as server:
        started = time.monotonic()
        with pytest.raises(Retry, match="tidak menjawab"):
            GuardedClient(allowed=[server.host], total_seconds=0.5).get(server.url)

    assert time.monotonic() - started < 1.5


def hang_up(request: Request) -> None:
    request.close_connection = True


def half_a_page(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhanya sebagian")
    request.close_connection = True


@pytest.mark.parametrize("answer", [hang_up, half_a_page])
def test_half_an_answer_to_a_question_is_asked_again_and_to_a_publication_is_unknown(answer: object) -> None:
    with answering(answer) as server:  # type: ignore[arg-type]
        client = GuardedClient(allowed=[server.host], total_seconds=2)

        with pytest.raises(Retry):
            client.get(server.url)
        with pytest.raises(UnknownOutcome, match="Mungkin sudah tayang"):
            client.request("POST", server.url, content=b"x", irreversible=True)


def test_a_publication_that_reached_nobody_is_certain_not_to_be_live() -> None:
    with answering(lambda request: request.give(200)) as server:
        gone = server.host
    client = GuardedClient(allowed=[gone], total_seconds=2)

    with pytest.raises(Retry):
        client.request("POST", f"http://{gone}/", content=b"x", irreversible=True)
    with pytest.raises(Refused):
        GuardedClient(resolve=lambda *_: ["127.0.0.1"]).request("POST", "http://x.example/", irreversible=True)
    with pytest.raises(Retry):  # a secure connection that never comes about
        with answering(hang_up) as server:
            GuardedClient(allowed=[server.host]).request(
                "POST", f"https://{server.host}/", content=b"x", irreversible=True
            )


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with answering(lambda request: request.give(200, b"langsung")) as server:
        assert GuardedClient(allowed=[server.host]).get(server.url).body == b"langsung"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", NOON + timedelta(minutes=2)),
        ("10800", NOON + timedelta(hours=3)),
        ("0", NOON),
        ("Mon, 03 Nov 2025 08:00:00 GMT", datetime(2025, 11, 3, 8, tzinfo=UTC)),
        ("Mon, 03 Nov 2025 01:00:00 GMT", NOON),
        ("99999999999999999999", NOON + timedelta(days=7)),
        ("-5", None),
        ("besok", None),
        ("", None),
    ],
)
def test_retry_after_is_understood_in_both_forms(value: str, expected: datetime | None) -> None:
    assert retry_after({"retry-after": value}, NOON) == expected


@given(st.text(max_size=40))
def test_no_retry_after_breaks_the_client_or_lies_in_the_past(value: str) -> None:
    until = retry_after({"retry-after": value}, NOON)
    assert until is None or NOON <= until <= NOON + timedelta(days=7)
