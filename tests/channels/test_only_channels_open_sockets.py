"""Only `channels` talks to other machines: every other module that wants to has to go through the guarded client."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src"
OUTWARD = (
    "aiohttp",
    "atproto",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "imaplib",
    "mastodon",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
)
# Modules that may, and why. Each opens or looks at a socket of this machine, none reaches another one.
MAY = {
    "kohkol/running/port.py": "starting the server, it looks whether the port on loopback is free and already answers",
}


def names_imported(tree: ast.AST) -> list[str]:
    """Every module that a source imports, by statement or by `importlib.import_module("...")`."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            names += [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
    return names


def outward(source: str) -> list[str]:
    """The networking modules among them."""
    return [
        name
        for name in names_imported(ast.parse(source))
        if any(name == one or name.startswith(f"{one}.") for one in OUTWARD)
    ]


def test_only_channels_open_sockets() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in sorted(ROOT.rglob("*.py"))
        if not path.is_relative_to(ROOT / "kohkol" / "channels") and (names := outward(path.read_text("utf-8")))
    }

    assert {name: names for name, names in found.items() if name not in MAY} == {}, (
        "These modules open sockets themselves. Give the foreign address to kohkol.channels.guarded.GuardedClient, or "
        "write a channel (docs/write-a-channel.md)."
    )
    assert sorted(MAY) == sorted(name for name in MAY if name in found), "a reason that nothing needs any more"


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import os, httpx",
        "from urllib import request",
        "from urllib.request import urlopen",
        "def f():\n    import requests",
        "import importlib\nimportlib.import_module('smtplib')",
        "from http.client import HTTPConnection as C",
    ],
)
def test_no_way_of_importing_slips_through(source: str) -> None:
    assert outward(source)


@pytest.mark.parametrize("source", ["import urllib.parse", "from django.http import HttpResponse", "import sockets"])
def test_what_only_looks_alike_is_left_alone(source: str) -> None:
    assert not outward(source)
