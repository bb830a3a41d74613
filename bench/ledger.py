"""`kohkol bench ledger`: what becomes of approved messages when answers are lost or workers die, and how fast it is.

Each scene runs in a process of its own on fresh data, with the product's actions, worker and database, and a network in
memory that misbehaves as told. Not measured here: the time that a real network takes to answer.
"""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from bench.goals import Goals
from bench.web import link_compiled, postgresql, run


def scene(name: str, deliveries: int, address: str) -> dict[str, Any]:
    """What a scene of `ledger_run` found; empty when it could not run."""
    with tempfile.TemporaryDirectory(prefix="kohkol-bench-") as data:
        link_compiled(Path(data))
        environment = os.environ | {
            "KOHKOL_DATA": data,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "kohkol.config.settings",
        }
        found, problem = run("bench.ledger_run", environment, name, str(deliveries))
        if problem:
            print(f"{name}: {problem}", flush=True)
        return found or {}


def trouble(goals: Goals, database: str, address: str, killed: int) -> None:
    """Rows about the scenes in which something goes wrong; each is laid out anew in an emptied database."""
    scenes = {"lost_answers": 28, "told_to_wait": 12, "killed": killed}
    words = {
        "lost_answers": "first answer lost",
        "told_to_wait": "told to wait three hours",
        "killed": "worker killed at a step by chance, again and again",
    }
    for name, deliveries in scenes.items():
        found = scene(name, deliveries, address)
        row = f"{words[name]}, {deliveries} deliveries, {database}"
        goals.at_least(f"{row}: live", deliveries, found.get("live"), form=".0f")
        goals.at_most(f"{row}: doubled", 0, found.get("doubled"), form=".0f")
        goals.at_most(f"{row}: wrongly failed", 0, found.get("failed"), form=".0f")


def pace(goals: Goals, database: str, address: str, deliveries: int) -> None:
    """How long the ledger takes for a long queue."""
    found = scene("throughput", deliveries, address)
    seconds = found["seconds"] * 10_000 / deliveries if found and found["live"] == deliveries else None
    goals.at_most(f"10,000 deliveries, one worker, {database}: seconds", 60, seconds, form=".0f")


def main(arguments: list[str]) -> int:
    """Print a row for each goal; 0 only when all pass."""
    words = argparse.ArgumentParser(prog="kohkol bench ledger", description=__doc__)
    words.add_argument("--quick", action="store_true", help="fewer deliveries, SQLite only")
    quick = words.parse_args(arguments).quick
    goals = Goals()
    trouble(goals, "SQLite", "", killed=6 if quick else 30)
    pace(goals, "SQLite", "", 1_000 if quick else 10_000)
    if not quick:
        with postgresql() as address:
            if address:
                pace(goals, "PostgreSQL", address, 10_000)
            else:
                goals.at_most("10,000 deliveries, one worker, PostgreSQL: seconds", 60, None)
    return goals.status()
