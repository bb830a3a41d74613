"""The loop that hears: reads due sources, works off imports and runs the radar until it is told to stop."""

import fcntl
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from kohkol.listening.bulk import hold_for_session, is_postgresql
from kohkol.listening.imports import ClaimLost, ImportRun, claim_import, sweep_files
from kohkol.listening.radar_runner import RadarRunner
from kohkol.listening.reading import ReadingWork
from kohkol.listening.reading_sources import claim_source, read_source

READERS = 3
IDLE_SECONDS = 1.0
AFTER_AN_ERROR_SECONDS = 5.0
RADAR_LOCK = 7_550_002

log = structlog.get_logger(__name__)
Work = Callable[[datetime], bool]


def read_one_source(at: datetime) -> bool:
    """Read a due source; False when none is due."""
    source = claim_source(at)
    if source is None:
        return False
    read_source(source, at)
    return True


class ImportWork:
    """Works off imports, a step at a time."""

    def __init__(self) -> None:
        self.run: ImportRun | None = None

    def __call__(self, at: datetime) -> bool:
        """Do one step; False when nothing waits."""
        self.run = self.run or claim_import(at)
        if self.run is None:
            return False
        try:
            more = self.run.step(at)
        except ClaimLost:
            more = False
        except BaseException:
            self.run.close()  # the claim runs out, and whoever takes it goes on where the last step ended
            self.run = None
            raise
        if not more:
            self.run.close()
            self.run = None
        return True


class RadarWork:
    """Runs the radar while this process is the one that may."""

    def __init__(self, folder: Path | None = None) -> None:
        self.runner = RadarRunner(folder)
        self.lock = RadarLock(self.runner.folder)

    def __call__(self, at: datetime) -> bool:
        """Place the next posts; False when none waits or another process has the radar."""
        if not self.lock.hold():
            return False
        try:
            return self.runner.step(at) > 0
        except BaseException:
            self.lock.let_go()
            raise


class RadarLock:
    """Only one process runs the radar: a locked file, or a lock of the session on PostgreSQL.

    The system lets go of it when the process dies, however it dies. Should two run all the same, the cursor decides.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: int | None = None
        self._held = False

    def hold(self) -> bool:
        """Take the lock or keep it; False when another process has it."""
        if not self._held:
            self._held = hold_for_session(RADAR_LOCK) if is_postgresql() else self._lock_file()
        return self._held

    def _lock_file(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            self._file = None
            return False
        return True

    def let_go(self) -> None:
        """Give the lock back; on PostgreSQL it ends with the connection, and taking it again is harmless."""
        self._held = False
        if self._file is not None:
            os.close(self._file)
            self._file = None


def keep_working(work: Work, stop: threading.Event) -> None:
    """Call `work` with the time again and again, resting when it has nothing to do; an error is logged and waits."""
    while not stop.is_set():
        try:
            busy = work(timezone.now())
            pause = 0.0 if busy else IDLE_SECONDS
        except Exception:
            log.exception("listener.error", work=getattr(work, "__name__", type(work).__name__))
            close_old_connections()
            pause = AFTER_AN_ERROR_SECONDS
        stop.wait(pause)
    connection.close()


def listen(stop: threading.Event) -> None:
    """Hear until `stop` is set."""
    sweep_files(Path(settings.MEDIA_ROOT), timezone.now())
    works: list[Work] = [*[read_one_source] * READERS, ImportWork(), RadarWork(), ReadingWork()]
    threads = [threading.Thread(target=keep_working, args=(work, stop), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=6)


def main(_: list[str]) -> int:
    """Hear until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    listen(stop)
    return 0
