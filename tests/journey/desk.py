"""The whole product as an office runs it: `kohkol demo` with its web, worker and listener, on data of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from kohkol.running.port import free_port
from tests.running.processes import ENVIRONMENT, ROOT, until

START_SECONDS = 120
STOP_SECONDS = 30


@dataclass
class Desk:
    """A desk on its data directory; `password` is every officer's, new with every start."""

    data: Path
    private_hosts: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    password: str = ""
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)
    listener: threading.Thread = field(default_factory=threading.Thread)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KOHKOL_", "DATABASE_"))}
        ours = {"KOHKOL_PRIVATE_HOSTS": ",".join(self.private_hosts), "KOHKOL_DATA": str(self.data)}
        return kept | ENVIRONMENT | ours | {"KOHKOL_PRACTICE": "1", "KOHKOL_URL": self.url}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A Python program beside the desk, to its end, such as `run("-m", "kohkol", "audit", "verify")`."""
        command = [sys.executable, *words]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)

    def start(self) -> None:
        """Start the desk and read from its greeting the password."""
        self.said.clear()
        words = ["-m", "kohkol", "demo", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.listener = threading.Thread(target=self._listen, args=(self.process,), daemon=True)
        self.listener.start()
        until(lambda: self._password() or self.process is None or self.process.poll() is not None, START_SECONDS)
        self.password = self._password()
        assert self.password, "".join(self.said)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.said.append(line)

    def _password(self) -> str:
        found = re.search(r"Password for all of them[^:]*: (\S+)", "".join(self.said))
        return found[1] if found else ""

    def stop(self) -> None:
        """Ctrl-C."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(STOP_SECONDS)
            self.listener.join()

    def pull_the_plug(self) -> None:
        """Kill every process of the desk at once, as a power cut does."""
        assert self.process is not None
        parent = psutil.Process(self.process.pid)
        victims = [*parent.children(recursive=True), parent]
        for victim in victims:
            victim.kill()
        psutil.wait_procs(victims, timeout=STOP_SECONDS)
        self.process.wait()
        self.listener.join()

    def holds(self, word: str) -> list[str]:
        """The files of the data directory that contain the word."""
        sought = word.encode()
        files = [path for path in self.data.rglob("*") if path.is_file() and not path.is_symlink()]
        return [str(path.relative_to(self.data)) for path in files if sought in path.read_bytes()]


@contextmanager
def running(data: Path, *account: str, private_hosts: tuple[str, ...] = ()) -> Iterator[Desk]:
    """An office at work; `account` is server and token of its Mastodon account."""
    data.mkdir(parents=True)
    # The radar compiles for half a minute; what one run of the tests compiled serves the next.
    (data / "compiled").symlink_to(Path(os.environ["KOHKOL_DATA"], "compiled").resolve())
    desk = Desk(data, private_hosts)
    made = desk.run(str(Path(__file__).with_name("office.py")), *account)
    assert made.returncode == 0, made.stderr
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()
