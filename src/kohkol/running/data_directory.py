"""The one folder that holds an installation: opened, guarded against a second start, checked for room."""

import fcntl
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from kohkol.running.refusal import Refusal, say

ROOT = Path(__file__).parents[3]
PRACTICE = ROOT / ".kohkol" / "practice"
REAL = ROOT / ".kohkol" / "data"
NEEDED_BYTES = 300_000_000  # a practice week with its search index takes 60 MB; SQLite needs room for its log besides
STOPPING_SECONDS = 12  # children have 10 s to end after their parent


@dataclass(frozen=True)
class Held:
    """The lock on a data directory; children inherit `descriptor`, so it falls with the last process of the tree."""

    path: Path
    descriptor: int

    def write(self, **facts: object) -> None:
        """Tell a second start who runs here."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(facts).encode(), 0)

    def release(self) -> None:
        """Let the next start in."""
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)


def open_data(path: Path, *, needed_bytes: int = NEEDED_BYTES) -> Path:
    """Make the folder (0700) with its parts; `Refusal` when it cannot be written or its disk is full."""
    path = path.expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in ("logs", "media", "cache"):
            (path / part).mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        in_the_way = isinstance(error, FileExistsError | NotADirectoryError)
        why = "a file is in the way" if in_the_way else error.strerror
        raise Refusal(f"{path} cannot be used for the data ({why}): choose another folder with --data.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise Refusal(f"{path} is not yours to write: change its owner, or choose another folder with --data.")
    free = shutil.disk_usage(path).free
    if free < needed_bytes:
        room = f"{free / 1e6:.0f} MB are free on the disk of {path}, {needed_bytes / 1e6:.0f} MB are needed"
        raise Refusal(f"{room}: make room, or choose another disk with --data.")
    return path


def hold(data: Path) -> Held:
    """Lock the data directory; `Refusal` that names who runs there already."""
    descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + STOPPING_SECONDS
    waiting = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = holder(descriptor)
            if is_alive(who.get("pid")) or time.monotonic() > deadline:
                os.close(descriptor)
                raise Refusal(already_running(data, who)) from None
            if not waiting:
                say("The last start on this data is still stopping; waiting for it.")
            waiting = True
            time.sleep(0.2)
        else:
            return Held(data, descriptor)


def holder(descriptor: int) -> dict[str, object]:
    """What the process that holds the lock wrote into it; empty when it has not written yet."""
    try:
        facts = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def is_alive(pid: object) -> bool:
    """Tell whether a process of this number runs; True when nothing is known."""
    if not isinstance(pid, int):
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def already_running(data: Path, who: dict[str, object]) -> str:
    """The sentence for a second start on the same data."""
    process = f"process {who['pid']}" if "pid" in who else "another process"
    address = f", {who['address']}" if "address" in who else ""
    return (
        f"Kohkol already runs on {data} ({process}{address}): "
        "use that one, stop it with Ctrl-C, or choose other data with --data."
    )
