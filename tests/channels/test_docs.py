"""The page that tells how to write a channel speaks of files and names that exist."""

from __future__ import annotations

import re
from pathlib import Path

import kohkol.channels.contract
import kohkol.channels.errors
import kohkol.channels.testing

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "write-a-channel.md").read_text("utf-8")


def test_every_file_it_names_exists() -> None:
    named = set(re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", PAGE))

    assert len(named) >= 8
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_name_of_the_contract_that_it_uses_exists() -> None:
    named = set(re.findall(r"`([A-Z]\w+)`", PAGE))
    modules = (kohkol.channels.contract, kohkol.channels.errors, kohkol.channels.testing)

    assert [name for name in sorted(named) if not any(hasattr(module, name) for module in modules)] == []


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 70
