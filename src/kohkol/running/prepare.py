"""Brings a data directory to today's version before the pages open; run as the first process of the tree.

Messages go to standard error, for the person who waits; standard output carries one JSON object for the parent.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

import kohkol.config.ready  # noqa: F401
from kohkol.people.api import Office
from kohkol.running.refusal import Refusal, refusing, warn
from kohkol.running.sign_ins import fresh_sign_ins, setup_link, somebody_can_sign_in


def migrate() -> None:
    """Bring the database to today's migrations; `Refusal` when it cannot be reached or is of a newer version."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refusal(f"the database cannot be opened: {str(error).strip().splitlines()[0]}.") from error
    newer = unknown_migrations(executor)
    if newer:
        raise Refusal(f"this data is of a newer Kohkol (it has {newer[0]}): use that version, or restore a backup.")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        started = time.monotonic()
        warn(f"Preparing the database: {len(waiting)} steps ...")
        call_command("migrate", verbosity=0, interactive=False)
        warn(f"  done ({time.monotonic() - started:.0f} s).")


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """The migrations that the database has and this version does not, of the apps that this version has."""
    graph = executor.loader.graph
    known, replaced = set(graph.nodes), {old for node in graph.nodes.values() for old in node.replaces}
    apps = {app for app, _ in known}
    applied = executor.loader.applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known | replaced)


def teller() -> Callable[[str], None]:
    """What a long step calls to say how far it is; each line carries the seconds since the start."""
    started = time.monotonic()
    return lambda line: warn(f"  {time.monotonic() - started:4.0f} s  {line}")


def load_practice_where_missing(now: datetime) -> None:
    """Load the practice region and its week; a second start does not even import the loader, which takes a second."""
    if not Office.objects.exists():
        importlib.import_module("kohkol.practice.load").load_practice(now=now, progress=teller())


@refusing
def main(_arguments: list[str]) -> int:
    """Prepare, then write what the greeting needs: sign-ins for practice, the set-up link for real work."""
    migrate()
    now = datetime.now(UTC)
    found: dict[str, object] = {}
    if settings.KOHKOL_PRACTICE:
        load_practice_where_missing(now)
        found["sign_ins"] = fresh_sign_ins()
    else:
        found["setup_link"] = setup_link(os.environ.get("KOHKOL_ADMINISTRATOR", ""), at=now)
        found["somebody"] = somebody_can_sign_in()
    sys.stdout.write(json.dumps(found))
    return 0
