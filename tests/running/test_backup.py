"""Backup and restore: everything comes back, nothing is overwritten, and a bad file is refused in one sentence."""

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from kohkol.config.keys import installation_secret
from kohkol.running import archive, backup, restore
from kohkol.running.archive import Part, read_archive, write_archive
from kohkol.running.postgres import NoPostgres, temporary_server
from kohkol.running.refusal import Refusal
from tests.running.processes import ENVIRONMENT

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def embedded_database(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


def rows(data: Path) -> list[tuple[str]]:
    with contextlib.closing(sqlite3.connect(data / "kohkol.sqlite3")) as connection:
        return connection.execute("SELECT text FROM post ORDER BY rowid").fetchall()


@pytest.fixture
def data(tmp_path) -> Path:
    """An installation with a key, a row and a picture."""
    folder = tmp_path / "data"
    installation_secret(folder)
    with contextlib.closing(sqlite3.connect(folder / "kohkol.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE post (text TEXT)")
        connection.execute("INSERT INTO post VALUES ('air mati')")
        connection.commit()
    (folder / "media/posts/2026").mkdir(parents=True)
    (folder / "media/posts/2026/surat dinas.jpg").write_bytes(os.urandom(5000))
    return folder


def saved(data: Path, name: str = "saved.tar.gz", **options: bool) -> Path:
    file = data.parent / name
    backup.back_up(data, file, at=AT, **{"with_key": True, **options})
    return file


def test_everything_comes_back(data, tmp_path):
    new = tmp_path / "new"
    assert restore.restore(saved(data), new, key=None, environment={})["made_at"] == AT.isoformat()
    assert rows(new) == [("air mati",)]
    picture = "media/posts/2026/surat dinas.jpg"
    assert (new / picture).read_bytes() == (data / picture).read_bytes()
    assert installation_secret(new) == installation_secret(data)
    assert sorted(path.name for path in new.iterdir()) == ["kohkol.sqlite3", "media", "secret.key"]


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(data):
    file = saved(data)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in data.parent.iterdir()) == ["data", "saved.tar.gz"]


def test_a_backup_while_people_write_is_of_one_moment(data, tmp_path):
    stop = threading.Event()

    def write_pairs() -> None:
        with contextlib.closing(sqlite3.connect(data / "kohkol.sqlite3", timeout=20)) as connection:
            while not stop.is_set():
                with connection:
                    connection.execute("INSERT INTO post VALUES ('left')")
                    connection.execute("INSERT INTO post VALUES ('right')")

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        file = saved(data)
    finally:
        stop.set()
        writer.join()
    restore.restore(file, tmp_path / "new", key=None, environment={})
    texts = [text for (text,) in rows(tmp_path / "new")]
    assert texts.count("left") == texts.count("right")


def test_a_backup_without_its_key_needs_the_key_again(data, tmp_path):
    file = saved(data, with_key=False)
    with pytest.raises(Refusal, match="give the key file with --key"):
        restore.restore(file, tmp_path / "new", key=None, environment={})
    restore.restore(file, tmp_path / "new", key=data / "secret.key", environment={})
    assert installation_secret(tmp_path / "new") == installation_secret(data)


def test_a_wrong_key_is_refused(data, tmp_path):
    (tmp_path / "letter").write_text("dear sir")
    with pytest.raises(Refusal, match="no key file of Kohkol"):
        restore.restore(saved(data, with_key=False), tmp_path / "new", key=tmp_path / "letter", environment={})


def test_a_backup_never_overwrites(data):
    file = saved(data)
    before = file.read_bytes()
    with pytest.raises(Refusal, match="is there already"):
        saved(data)
    assert file.read_bytes() == before


def test_a_restore_never_overwrites(data):
    with pytest.raises(Refusal, match="is not empty"):
        restore.restore(saved(data), data, key=None, environment={})
    assert rows(data) == [("air mati",)]


def test_an_empty_folder_is_filled(data, tmp_path):
    (tmp_path / "new").mkdir()
    restore.restore(saved(data), tmp_path / "new", key=None, environment={})
    assert rows(tmp_path / "new") == [("air mati",)]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_half_a_file_is_refused_and_nothing_is_left(data, tmp_path, share):
    file = saved(data)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Refusal, match=r"cut off|no backup of Kohkol"):
        restore.restore(file, tmp_path / "new", key=None, environment={})
    assert not (tmp_path / "new").exists()


def test_another_file_is_refused(data, tmp_path):
    (tmp_path / "letter").write_text("dear sir")
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as other:
        other.add(tmp_path / "letter", "letter")
    for name in ("letter", "other.tar.gz"):
        with pytest.raises(Refusal, match="no backup of Kohkol"):
            restore.restore(tmp_path / name, tmp_path / "new", key=None, environment={})


def test_a_changed_file_is_refused(data, tmp_path):
    facts = {"version": "0.1.0", "made_at": AT.isoformat()}
    (tmp_path / "a").write_text("one")
    write_archive(tmp_path / "saved", [Part(tmp_path / "a", "media/a")], facts)
    with tarfile.open(tmp_path / "saved") as before, tarfile.open(tmp_path / "changed", "w:gz") as after:
        for member in before:
            contents = before.extractfile(member)
            if member.name == "media/a":
                (tmp_path / "b").write_text("two")
                contents = (tmp_path / "b").open("rb")
            after.addfile(member, contents)
            contents.close()
    with pytest.raises(Refusal, match="differ from its own list"):
        read_archive(tmp_path / "changed")


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "media/../../outside"])
def test_a_file_that_would_land_outside_is_refused(tmp_path, name):
    (tmp_path / "a").write_text("one")
    facts = {"version": "0.1.0", "made_at": AT.isoformat()}
    write_archive(tmp_path / "saved", [Part(tmp_path / "a", name)], facts)
    with pytest.raises(Refusal, match="which no backup of Kohkol does"):
        read_archive(tmp_path / "saved", into=tmp_path / "deep/new")
    assert not (tmp_path / "outside").exists()


def test_a_link_inside_is_refused(tmp_path):
    with tarfile.open(tmp_path / "saved", "w:gz") as file:
        archive.add_json(file, archive.FACTS, {"format": 1, "version": "0.1.0"})
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        file.addfile(link)
    with pytest.raises(Refusal, match="which no backup of Kohkol does"):
        read_archive(tmp_path / "saved")


@pytest.mark.parametrize("newer", [{"version": "99.0.0"}, {"format": 2}])
def test_a_backup_of_a_newer_version_is_refused(tmp_path, newer):
    write_archive(tmp_path / "saved", [], {"version": "0.1.0", "made_at": AT.isoformat(), **newer})
    with pytest.raises(Refusal, match="restore it with that version"):
        restore.restore(tmp_path / "saved", tmp_path / "new", key=None, environment={})


def test_a_folder_that_holds_no_installation_is_refused(tmp_path):
    with pytest.raises(Refusal, match="nothing to save"):
        saved(tmp_path)


def test_a_damaged_database_is_not_taken_for_a_backup(data):
    (data / "kohkol.sqlite3").write_bytes(b"SQLite format 3\0" + os.urandom(8192))
    for log in data.glob("kohkol.sqlite3-*"):
        log.unlink()
    with pytest.raises((Refusal, sqlite3.DatabaseError)):
        saved(data)
    assert sorted(path.name for path in data.parent.iterdir()) == ["data"]


def test_a_picture_that_is_erased_meanwhile_is_left_out(data, tmp_path):
    parts = [Part(tmp_path / "gone", "media/gone"), Part(data / "secret.key", "secret.key")]
    assert write_archive(tmp_path / "saved", parts, {"version": "0.1.0", "made_at": ""}) == 1
    read_archive(tmp_path / "saved")


def test_a_disk_that_fills_up_is_one_sentence_and_leaves_nothing(data):
    """A limit on the size of files stands for the full disk: the kernel refuses the write in the same way."""
    (data / "media/large").write_bytes(os.urandom(200_000))
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from kohkol.running import backup; sys.exit(backup.main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", code, "--data", str(data), str(data.parent / "saved.tar.gz")]
    done = subprocess.run(words, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("kohkol: the disk")
    assert "is full: make room" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in data.parent.iterdir()] == ["data"]


@pytest.mark.slow
def test_a_postgresql_installation_comes_back(data, tmp_path, monkeypatch):
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    try:
        with temporary_server() as address:
            base = address.rpartition("/")[0]
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE old")
                connection.execute("CREATE DATABASE new")
            with psycopg.connect(f"{base}/old") as connection:
                connection.execute("CREATE TABLE post (text TEXT)")
                connection.execute("INSERT INTO post VALUES ('air mati')")
            monkeypatch.setenv("DATABASE_URL", f"{base}/old")
            file = saved(data)
            with pytest.raises(Refusal, match="DATABASE_URL is not empty"):
                restore.restore(file, tmp_path / "new", key=None, environment=os.environ)
            restore.restore(file, tmp_path / "new", key=None, environment={"DATABASE_URL": f"{base}/new"})
            with psycopg.connect(f"{base}/new") as connection:
                assert connection.execute("SELECT text FROM post").fetchall() == [("air mati",)]
            with pytest.raises(Refusal, match="PostgreSQL: set DATABASE_URL"):
                restore.restore(file, tmp_path / "other", key=None, environment={})
    except NoPostgres as reason:
        pytest.skip(str(reason))
