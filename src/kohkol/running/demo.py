"""`kohkol demo`: the whole product on this machine, with a practice region and a practice week of posts."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kohkol.running.data_directory import PRACTICE
from kohkol.running.launch import launch
from kohkol.running.port import DEFAULT_PORT
from kohkol.running.refusal import refusing


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol demo`."""
    options = argparse.ArgumentParser(prog="kohkol demo", description="Try Kohkol with a practice week of posts.")
    options.add_argument("--port", type=int, default=DEFAULT_PORT, help="port on this machine (default %(default)s)")
    options.add_argument("--data", type=Path, default=PRACTICE, help="the folder of the practice data")
    return options


def sign_ins(found: dict[str, Any]) -> Sequence[str]:
    """The lines that say who can sign in; the password is new with every start."""
    people = found["sign_ins"]["people"]
    if not people:
        return []
    width = max(len(person["email"]) for person in people)
    rows = [f"  {person['email']:<{width}}  {person['roles']} - {person['name']}" for person in people]
    return [f"Password for all of them, new with every start: {found['sign_ins']['password']}", *rows]


@refusing
def main(arguments: list[str]) -> int:
    """Run the practice desk until Ctrl-C."""
    chosen = parser().parse_args(arguments)
    address = f"http://localhost:{chosen.port}"
    environment = {"KOHKOL_PRACTICE": "1", "KOHKOL_URL": address}
    return launch(data=chosen.data, port=chosen.port, address=address, environment=environment, greet=sign_ins)
