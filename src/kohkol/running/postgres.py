"""A PostgreSQL server for the length of the checks: in a temporary folder, on loopback, never as root."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kohkol.running.port import free_port

PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/pgsql-*/bin")
START_SECONDS = 30
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # its rows live for minutes


class NoPostgres(Exception):
    """No server can be started here; the text says why."""


def programs() -> Path:
    """The folder with initdb and postgres, of the newest version installed."""
    found = [path for pattern in PLACES for path in Path("/").glob(pattern[1:]) if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: [int(digits) for digits in path.parent.name.split("@")[-1].split(".")[:1]])
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise NoPostgres("PostgreSQL is not installed (Debian: apt install postgresql), and DATABASE_URL_TEST is not set")


def unprivileged(folder: Path) -> list[str]:
    """The words before a command that let it run as another user than root; the folder becomes that user's."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next((name for name in ("postgres", "nobody") if name in names), None)
    if user is None or not shutil.which("setpriv"):
        raise NoPostgres("PostgreSQL does not run as root, and setpriv or the user postgres is missing")
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups", "--pdeathsig=QUIT"]


@contextlib.contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server; gives its address as for DATABASE_URL, and stops it at the end. `NoPostgres` when it cannot."""
    binaries = programs()
    folder = Path(tempfile.mkdtemp(prefix="kohkol-postgres-"))
    try:
        before = unprivileged(folder)
        initdb = [*before, str(binaries / "initdb"), "-U", "kohkol", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        made = subprocess.run([*initdb, str(folder / "data")], capture_output=True, text=True, check=False, cwd=folder)
        if made.returncode != 0:
            raise NoPostgres(f"initdb failed: {made.stderr.strip().splitlines()[-1]}")
        port = free_port()
        options = [word for setting in FAST for word in ("-c", setting)]
        listen = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}"]
        command = [*before, str(binaries / "postgres"), "-D", str(folder / "data"), *listen, *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            wait_until_ready([str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)], server)
            yield f"postgresql://kohkol@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(probe: list[str], server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections; `NoPostgres` when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(probe, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise NoPostgres("the PostgreSQL server did not start")
        time.sleep(0.1)
