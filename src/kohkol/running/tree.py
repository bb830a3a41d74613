"""Web, worker and listener as one process tree: started, watched, restarted and stopped together."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from kohkol.running.refusal import Refusal, warn

STOP_SECONDS = 9  # children that have not ended by then are killed; with the look-round the tree ends within 10 s
LOOK_SECONDS = 0.1
STEADY_SECONDS = 60  # a child that ran this long is forgiven its earlier deaths
LONGEST_PAUSE_SECONDS = 30
DEATHS_BEFORE_READY = 3  # a tree that never stood up stops instead of trying for ever
LOG_BYTES = 5_000_000
TRIM_SECONDS = 60
LAST_LINES = 12


class Stopped(Exception):
    """Somebody asked the tree to stop."""


@dataclass
class Child:
    """One process of the tree and what is known of it."""

    name: str
    words: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    due_at: float = 0.0


@dataclass
class Tree:
    """The processes of one data directory. `clock` gives seconds; `held` is the lock's descriptor they share."""

    data: Path
    environment: Mapping[str, str]
    held: int
    clock: Callable[[], float] = time.monotonic
    children: list[Child] = field(default_factory=list)
    signals: int = 0

    def listen_for_signals(self) -> None:
        """Let Ctrl-C, SIGTERM and a closed terminal ask for a stop; a second Ctrl-C kills at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Count the request; the loop acts on it."""
        self.signals += 1

    def add(self, name: str, words: Sequence[str]) -> None:
        """Start a process and watch over it from now on."""
        child = Child(name, words)
        self.children.append(child)
        self.start(child)

    def start(self, child: Child) -> None:
        """Start the child's process with its output in its log."""
        trim(self.log_of(child.name))
        with self.log_of(child.name).open("ab") as log:
            child.process = self.spawn(child.words, stdout=log, stderr=log)
        child.started_at = self.clock()

    def spawn(
        self, words: Sequence[str], *, stdout: IO[bytes] | int, stderr: IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, with the lifeline as its standard input."""
        return subprocess.Popen(
            [sys.executable, "-m", "kohkol.running.child", *words],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=(self.held,),
            env={**os.environ, **self.environment},
            stdout=stdout,
            stderr=stderr,
        )

    def log_of(self, name: str) -> Path:
        """Where the child's output goes."""
        return self.data / "logs" / f"{name}.log"

    def run_to_the_end(self, words: Sequence[str]) -> bytes:
        """Run a process that ends by itself, its messages on the terminal; give what it wrote to standard output."""
        process = self.spawn(words, stdout=subprocess.PIPE)
        assert process.stdout is not None  # asked for above
        with process.stdout as answer:
            try:
                while process.poll() is None:
                    self.stop_if_asked()
                    time.sleep(LOOK_SECONDS)
            finally:
                end([process], STOP_SECONDS, lambda: self.signals > 1)
            if process.returncode != 0:
                raise Refusal("the preparation did not finish; what it said above tells why.")
            return answer.read()

    def stop_if_asked(self) -> None:
        """`Stopped` when a signal came."""
        if self.signals:
            raise Stopped

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Watch the children until `ready`; `Refusal` when one dies again and again or the time is over."""
        until = self.clock() + seconds
        while not ready():
            self.look_round()
            for child in self.children:
                if child.deaths >= DEATHS_BEFORE_READY:
                    raise Refusal(
                        f"{child.name} does not start: its last lines are above, all in {self.log_of(child.name)}."
                    )
            if self.clock() > until:
                raise Refusal(f"the first page did not come within {seconds:.0f} s; see {self.data / 'logs'}.")

    def watch(self) -> None:
        """Watch over the children and the size of their logs until somebody asks for a stop."""
        trimmed_at = self.clock()
        while True:
            self.look_round()
            if self.clock() - trimmed_at > TRIM_SECONDS:
                trimmed_at = self.clock()
                for child in self.children:
                    trim(self.log_of(child.name))

    def look_round(self) -> None:
        """Notice the dead, start again those whose pause is over, rest a little."""
        self.stop_if_asked()
        for child in self.children:
            if child.process is None and self.clock() >= child.due_at:
                self.start(child)
            elif child.process is not None and child.process.poll() is not None:
                self.mourn(child, child.process)
        time.sleep(LOOK_SECONDS)

    def mourn(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        """Clear away what a dead child left, say so with its last lines, and plan the next start."""
        end([process], 0)
        lived = self.clock() - child.started_at
        child.deaths = 1 if lived >= STEADY_SECONDS else child.deaths + 1
        pause = min(2 ** (child.deaths - 1), LONGEST_PAUSE_SECONDS)
        child.process = None
        child.due_at = self.clock() + pause
        log = self.log_of(child.name)
        warn(f"{child.name} ended ({how_it_ended(process.returncode)}); it starts again in {pause} s. From {log}:")
        for line in last_lines(log):
            warn(f"    {line}")

    def stop(self) -> None:
        """End all children within `STOP_SECONDS`, the web first to be asked."""
        processes = [child.process for child in self.children if child.process is not None]
        end(processes, STOP_SECONDS, lambda: self.signals > 1)
        self.children.clear()


def end(
    processes: Sequence[subprocess.Popen[bytes]], seconds: float, at_once: Callable[[], bool] = lambda: False
) -> None:
    """Ask the process groups to end, kill what is left after `seconds` or when `at_once` says so."""
    until = time.monotonic() + seconds
    for process in processes:
        if process.poll() is None:
            signal_group(process, signal.SIGTERM)
    while any(process.poll() is None for process in processes) and time.monotonic() < until and not at_once():
        time.sleep(LOOK_SECONDS / 2)
    for process in processes:
        signal_group(process, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a child with its own children; a group that is gone is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def how_it_ended(status: int) -> str:
    """The exit status in words."""
    if status >= 0:
        return f"status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"


def trim(log: Path) -> None:
    """Move what a log holds to NAME.log.1 when it has grown too large; its writer appends and is not disturbed."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def last_lines(log: Path, count: int = LAST_LINES) -> list[str]:
    """The last lines of a log, without reading all of it."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8_000))
            return file.read().decode("utf-8", "replace").splitlines()[-count:]
    except FileNotFoundError:
        return []
