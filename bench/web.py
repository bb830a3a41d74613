"""`kohkol bench web`: how fast a big office's posts come in, and how fast the desk answers with them in place.

Part one imports 200,000 posts and takes them through the radar, on SQLite and on PostgreSQL, each in a process of its
own with fresh data. Part two asks the desk for its pages with those posts in place.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.stream import write_posts
from kohkol.running.postgres import NoPostgres, temporary_server

POSTS = 200_000
GOAL_POSTS_A_SECOND = 5_000
GOAL_SEARCH_MS = 150
GOAL_PAGE_MS = 150
GOAL_QUERIES = 15


@dataclass(frozen=True, slots=True)
class Row:
    """A goal with its figure; `passed` is None where nothing was measured."""

    goal: str
    figure: str
    passed: bool | None

    def __str__(self) -> str:
        verdict = {True: "pass", False: "MISS", None: "not measured"}[self.passed]
        return f"{self.goal:<70} {self.figure:>36}  {verdict}"


# One database --------------------------------------------------------------------------------------------------------


def rows_of(database: str, path: Path, address: str = "") -> Iterator[Row]:
    """Both parts with fresh data, each in its own process; `address` is the PostgreSQL, empty for SQLite."""
    with tempfile.TemporaryDirectory(prefix="kohkol-bench-") as data:
        environment = os.environ | {"KOHKOL_DATA": data, "DATABASE_URL": address}
        link_compiled(Path(data))
        yield from import_rows(database, environment, path)
        yield from page_rows(database, environment)


def import_rows(database: str, environment: dict[str, str], path: Path) -> Iterator[Row]:
    """Part one: import and radar, and the search by itself."""
    goal = f"import with radar, {database}, >= {GOAL_POSTS_A_SECOND:,} posts/s"
    found, problem = run("bench.import_run", environment, str(path))
    if problem:
        yield Row(goal, problem, None)
        return
    speed = found["posts"] / (found["import_seconds"] + found["radar_seconds"])
    split = f"{found['import_seconds']:.0f} s read, {found['radar_seconds']:.0f} s radar"
    yield Row(goal, f"{speed:,.0f} ({split})", speed >= GOAL_POSTS_A_SECOND)
    slow = found["search_ms"]
    yield Row(f"search, {database}, p95 <= {GOAL_SEARCH_MS} ms", f"{slow:.0f} ms", slow <= GOAL_SEARCH_MS)


def page_rows(database: str, environment: dict[str, str]) -> Iterator[Row]:
    """Part two: the pages of a desk at work on those posts."""
    goal = f"p95 <= {GOAL_PAGE_MS} ms, <= {GOAL_QUERIES} queries"
    found, problem = run("bench.page_run", environment)
    if problem:
        yield Row(f"pages, {database}, {goal}", problem, None)
        return
    for page in found:
        figure = f"p50 {page['p50']:.0f}, p95 {page['p95']:.0f} ms, {page['queries']} queries"
        passed = page["p95"] <= GOAL_PAGE_MS and page["queries"] <= GOAL_QUERIES
        yield Row(f"{page['page']}, {database}, {goal}"[:80], figure, passed)


def run(module: str, environment: dict[str, str], *arguments: str) -> tuple[Any, str]:
    """What the module printed as JSON on its last line, or a short problem."""
    child = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if child.returncode != 0:
        return None, child.stderr.strip().splitlines()[-1][-80:] if child.stderr.strip() else "failed"
    return json.loads(child.stdout.strip().splitlines()[-1]), ""


def link_compiled(data: Path) -> None:
    """Let the fresh data directory use what this user's machine has compiled already."""
    compiled = Path.home() / ".cache" / "kohkol" / "compiled"
    compiled.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "compiled").symlink_to(compiled)


@contextmanager
def postgresql() -> Iterator[str]:
    """The PostgreSQL of DATABASE_URL, or one of its own for the length of the measurement, or none."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        yield given
        return
    try:
        with temporary_server() as address:
            yield address
    except NoPostgres as problem:
        sys.stderr.write(f"{problem}\n")
        yield ""


def both_databases(count: int) -> Iterator[Row]:
    """Everything on SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="kohkol-bench-") as folder:
        path = Path(folder) / "posts.ndjson"
        # The pages look at the last days, so the ten days of posts end now.
        write_posts(path, count, start=datetime.now(UTC) - timedelta(days=10))
        yield from rows_of("SQLite", path)
        with postgresql() as address:
            if address:
                yield from rows_of("PostgreSQL", path, address)
            else:
                yield Row("import with radar, PostgreSQL", "no server here", None)


def main(arguments: list[str]) -> int:
    """Print a row for each goal; 0 only when all pass."""
    words = argparse.ArgumentParser(prog="kohkol bench web", description=__doc__)
    words.add_argument("--quick", action="store_true", help="20,000 posts instead of 200,000")
    chosen = words.parse_args(arguments)
    rows = []
    for row in both_databases(POSTS // 10 if chosen.quick else POSTS):
        print(row, flush=True)
        rows.append(row)
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
