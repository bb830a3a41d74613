"""`kohkol bench known_sheets`: how often the desk offers the right sheet for what people said in the practice week.

Fourteen sheets, each on one true story of the week. What the desk asks of a sheet's question (matching/searching.py)
was chosen with one half of them, and is reported on the other. A small office has few sheets and most posts have none,
so each half is also measured in stores of three. An offer is right when the post is of the sheet's story, which is
less than answered by it (docs/matching.md).
"""

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.goals import Goals
from bench.web import link_compiled, run

SHEETS = Path(__file__).parent / "sets" / "known_sheets.tsv"
HALVES = ("chosen", "reported")
RIGHT = {"same": 0.97, "suggest": 0.75}
STORE = 3


@dataclass(frozen=True)
class Sheet:
    """One line of the set."""

    half: str
    story: str
    question: str
    answer: str


def read_sheets() -> list[Sheet]:
    """The sheets of the set."""
    lines = SHEETS.read_text(encoding="utf-8").splitlines()
    return [Sheet(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def main(arguments: list[str]) -> int:
    """Print a row for each goal; 0 only when all pass."""
    argparse.ArgumentParser(prog="kohkol bench known_sheets", description=__doc__).parse_args(arguments)
    goals = Goals()
    with tempfile.TemporaryDirectory(prefix="kohkol-bench-") as data:
        link_compiled(Path(data))
        found, problem = run("bench.known_sheets_run", os.environ | {"KOHKOL_DATA": data, "DATABASE_URL": ""})
    if problem:
        print(problem)
        return 1
    for store, decision, offers, right in found:
        goals.at_least(
            f"{store}: {decision}, {offers} offers, right", RIGHT[decision], right / offers if offers else None
        )
    return goals.status()
