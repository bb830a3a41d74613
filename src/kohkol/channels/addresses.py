"""Decides which internet addresses a foreign name may lead to, so that a pasted link cannot reach our own network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What counts as public for some or all of the supported Pythons and is not: protocol assignments (a cloud's metadata
# among them), Azure's wire server, the old 6to4 relay and site-local ranges.
SPECIAL: Final = tuple(
    ipaddress.ip_network(one) for one in ("192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24", "fec0::/10")
)
# Prefixes that carry a v4 address inside a v6 one and that `ipaddress` does not unwrap (RFC 6052, RFC 8215).
NAT64: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def embedded(address: Address) -> list[Address]:
    """The address and every v4 address that it carries inside: mapped, compatible, 6to4, Teredo, NAT64."""
    found: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        found.extend(inner for inner in (address.ipv4_mapped, address.sixtofour) if inner)
        found.extend(address.teredo or ())
        if any(address in network for network in NAT64) or int(address) >> 32 == 0:
            found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def is_public(text: str) -> bool:
    """Whether this address lies on the open internet: not loopback, private, link-local, multicast, metadata."""
    address = ipaddress.ip_address(text.partition("%")[0])
    candidates = embedded(address)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        candidates = candidates[1:]  # the v6 form of a v4 address says nothing of its own
    return all(is_open(one) for one in candidates)


def is_open(address: Address) -> bool:
    """Whether this very address, whatever it carries inside, is one of the open internet."""
    if address.is_multicast or address.is_reserved or any(address in network for network in SPECIAL):
        return False
    return address.is_global


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the system's order. Raises OSError when there is none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))
