"""`kohkol up`: the same process tree as the demo, for real work."""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kohkol.running.data_directory import REAL
from kohkol.running.launch import launch
from kohkol.running.port import DEFAULT_PORT
from kohkol.running.refusal import Refusal, refusing

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol up`."""
    options = argparse.ArgumentParser(prog="kohkol up", description="Run Kohkol for real work.")
    options.add_argument("--port", type=int, default=DEFAULT_PORT, help="port on this machine (default %(default)s)")
    options.add_argument("--data", type=Path, help="the folder of the data (default: KOHKOL_DATA or .kohkol/data)")
    options.add_argument("--administrator", metavar="EMAIL", help="the first administrator, on the very first start")
    return options


def address_of(environment: Mapping[str, str]) -> str:
    """The public address from KOHKOL_URL; `Refusal` when it is missing or would send passwords in the clear."""
    address = environment.get("KOHKOL_URL", "").rstrip("/")
    parts = urlsplit(address)
    if not address or not parts.hostname:
        raise Refusal(
            "set KOHKOL_URL to the address that people will use, such as KOHKOL_URL=https://kohkol.example.go.id"
        )
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES):
        return address
    raise Refusal(
        f"KOHKOL_URL={address} would send passwords unencrypted: put an HTTPS proxy in front and use https://"
    )


def first_steps(found: dict[str, Any]) -> Sequence[str]:
    """The lines shown while nobody can sign in yet."""
    if found["setup_link"]:
        return ["The first administrator chooses a password here; the link works once:", f"  {found['setup_link']}"]
    if not found["somebody"]:
        return ["Nobody can sign in yet: stop with Ctrl-C and start once with --administrator name@office.go.id"]
    return []


@refusing
def main(arguments: list[str]) -> int:
    """Run until told to stop."""
    chosen = parser().parse_args(arguments)
    address = address_of(os.environ)
    data = chosen.data or Path(os.environ.get("KOHKOL_DATA") or REAL)
    environment = {"KOHKOL_URL": address, "KOHKOL_ADMINISTRATOR": chosen.administrator or ""}
    return launch(data=data, port=chosen.port, address=address, environment=environment, greet=first_steps)
