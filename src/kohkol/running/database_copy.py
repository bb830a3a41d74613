"""Copies the whole database while people work on it, and puts a copy back."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from kohkol.config.databases import database
from kohkol.running.refusal import Refusal

SQLITE = "database.sqlite3"
POSTGRES = "database.dump"


def settings_of(data: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Where the rows are, as Django knows it. `Refusal` when DATABASE_URL cannot be understood."""
    try:
        return database(environment.get("DATABASE_URL", ""), data)
    except ValueError as error:
        raise Refusal(f"{error}.") from error


def is_sqlite(settings: Mapping[str, Any]) -> bool:
    """Tell which of the two databases it is."""
    return str(settings["ENGINE"]).endswith("sqlite3")


def copy_database(settings: Mapping[str, Any], folder: Path) -> Path:
    """Write a consistent copy into `folder`, checked; gives its path."""
    if is_sqlite(settings):
        return copy_sqlite(Path(settings["NAME"]), folder / SQLITE)
    dump = folder / POSTGRES
    run("pg_dump", settings, ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"])
    run("pg_restore", None, ["--list", str(dump)])
    return dump


def copy_sqlite(source: Path, target: Path) -> Path:
    """Copy in one read transaction: writers go on, and the copy is of one moment."""
    if not source.exists():
        raise Refusal(f"there is no database at {source}: name the data folder with --data.")
    with (
        contextlib.closing(sqlite3.connect(source, timeout=20)) as from_,
        contextlib.closing(sqlite3.connect(target)) as to,
    ):
        from_.backup(to)
        to.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(target)
    return target


def check_sqlite(path: Path) -> None:
    """`Refusal` when the database file is damaged."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise Refusal(f"the database in {path} is damaged ({verdict}): go back to an older backup.")


def require_empty_postgres(settings: Mapping[str, Any]) -> None:
    """`Refusal` when the database of DATABASE_URL already holds tables, or cannot be reached."""
    try:
        with psycopg.connect(make_conninfo(**connection_words(settings)), connect_timeout=10) as connection:
            row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    except psycopg.OperationalError as error:
        raise Refusal(f"the database of DATABASE_URL cannot be reached: {first_line(str(error))}.") from error
    if row and row[0]:
        raise Refusal(
            "the database of DATABASE_URL is not empty: restore into a new one, so that nothing is overwritten."
        )


def connection_words(settings: Mapping[str, Any]) -> dict[str, str]:
    """Django's settings in the words of libpq."""
    pairs = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {word: str(settings[name]) for word, name in pairs.items() if settings.get(name)}


def put_back(copy: Path, settings: Mapping[str, Any]) -> None:
    """Bring the rows of a copy into the empty database."""
    if is_sqlite(settings):
        check_sqlite(copy)
        copy.replace(settings["NAME"])
    else:
        name = connection_words(settings)["dbname"]
        run(
            "pg_restore",
            settings,
            ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={name}", str(copy)],
        )


def run(program: str, settings: Mapping[str, Any] | None, words: list[str]) -> None:
    """Run one of PostgreSQL's programs; `Refusal` with its own words when it fails."""
    path = shutil.which(program)
    if path is None:
        raise Refusal(f"{program} is not installed (Debian: apt install postgresql-client).")
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    where = {names[word]: value for word, value in connection_words(settings or {}).items()}
    done = subprocess.run([path, *words], env={**os.environ, **where}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refusal(f"{program} failed: {first_line(done.stderr)}.")


def first_line(text: str) -> str:
    """The first line of what a program said, without its full stop."""
    return (text.strip().splitlines() or ["it did not say why"])[0].rstrip(".")
