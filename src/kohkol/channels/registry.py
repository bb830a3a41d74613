"""Finds the networks: every folder of this package with a `NETWORKS` tuple is one, nothing is listed by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import kohkol.channels
from kohkol.channels.contract import Network


@cache
def networks() -> dict[str, Network]:
    """All networks by name, sorted. Raises ValueError when two folders claim one name."""
    found: dict[str, Network] = {}
    for module in pkgutil.iter_modules(kohkol.channels.__path__):
        if not module.ispkg:
            continue
        for network in importlib.import_module(f"kohkol.channels.{module.name}").NETWORKS:
            if network.name in found:
                raise ValueError(f"two folders declare the network {network.name!r}")
            found[network.name] = network
    return dict(sorted(found.items()))


def network(name: str) -> Network:
    """The declaration of one network. Raises KeyError for a name that no folder declares."""
    return networks()[name]
