"""What the tests of processes wait for and look at."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def pids_in(file: Path) -> list[int]:
    until(file.exists)
    return [int(word) for word in file.read_text().split()]


def runs(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be counted out."""
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return not Path("/proc/self").exists() or "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False
