"""Every network that the registry finds keeps the contract, and so does the fake that ships with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kohkol.channels.conformance import CHECKS, Stage
from kohkol.channels.registry import networks
from tests.channels import stages


@pytest.mark.parametrize("name", stages.names())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_network_keeps_the_contract(
    name: str, check: Callable[[Stage], None], request: pytest.FixtureRequest
) -> None:
    with stages.stage(name, lambda: request.getfixturevalue("snac")) as stage:
        check(stage)


def test_every_network_that_is_not_experimental_has_a_server_to_test_against() -> None:
    without = [
        name
        for name, network in networks().items()
        if not network.by_hand and not network.experimental and name not in stages.MADE
    ]
    assert without == [], "make a stage in tests/channels/stages.py, or declare the network experimental"
