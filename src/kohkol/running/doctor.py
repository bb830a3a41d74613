"""`kohkol doctor`: looks at an installation and says what is wrong and what to do; status 0 only when it is healthy."""

import argparse
import importlib
import os
import platform
import shutil
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import kohkol
from kohkol.config.keys import KEY_FILE, read_secret
from kohkol.running.backup import LAST_BACKUP
from kohkol.running.data_directory import REAL, ROOT
from kohkol.running.examining import Examination, Finding, examine
from kohkol.running.refusal import refusing, say

LOW_BYTES = 1_000_000_000  # a week of a busy desk with pictures
OLD_BACKUP = timedelta(days=7)


def environment(_data: Path, _at: datetime) -> list[Finding]:
    """Are the packages those of today's lock?"""
    stamp, lock = Path(sys.prefix) / "kohkol-run.txt", ROOT / "requirements" / "run.txt"
    if stamp.exists() and lock.exists() and stamp.read_bytes() != lock.read_bytes():
        return [Finding("The packages are not those of requirements/run.txt: start with ./kohkol, which renews them.")]
    return []


def disk(data: Path, _at: datetime) -> list[Finding]:
    """Is there room for the next days?"""
    free = shutil.disk_usage(data).free
    if free < LOW_BYTES:
        return [Finding(f"Only {free / 1e6:.0f} MB are free on the disk of {data}: make room, or move the data.")]
    return []


def folder(data: Path, _at: datetime) -> list[Finding]:
    """Is the data for its owner alone, and can it be written?"""
    found = []
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        found.append(Finding(f"Other users of this machine can look into {data}. Run: chmod 700 {data}"))
    if not os.access(data, os.W_OK):
        found.append(Finding(f"{data} cannot be written: run Kohkol as the user who owns it."))
    return found


def key(data: Path, _at: datetime) -> list[Finding]:
    """Is the key there, whole, and secret?"""
    try:
        read_secret(data / KEY_FILE)
    except FileNotFoundError:
        return [Finding(f"{data / KEY_FILE} is missing: put it back from the last backup before you start Kohkol.")]
    except (PermissionError, ValueError) as error:
        return [Finding(str(error))]
    return []


def clock(_data: Path, at: datetime) -> list[Finding]:
    """Is the machine's clock at least not before this program was made?"""
    made_at = datetime.fromtimestamp(Path(kohkol.__file__).stat().st_mtime, UTC)
    if at < made_at - timedelta(days=1):
        return [Finding(f"The clock says {at:%Y-%m-%d %H:%M} UTC, which is past: set it (timedatectl set-ntp true).")]
    return []


def last_backup(data: Path, at: datetime) -> list[Finding]:
    """Is there a backup of the last week?"""
    path = data / LAST_BACKUP
    if not path.exists():
        return [Finding("No backup has been made yet: kohkol backup FILE", is_notice=True)]
    made_at = datetime.fromisoformat(path.read_text())
    if at - made_at > OLD_BACKUP:
        return [Finding(f"The last backup is of {made_at:%Y-%m-%d}: kohkol backup FILE", is_notice=True)]
    return []


OF_THE_MACHINE = [
    Examination(f"Python {platform.python_version()} and its packages", environment),
    Examination("disk", disk),
    Examination("data folder", folder),
    Examination("key", key),
    Examination("clock", clock),
    Examination("backup", last_backup),
]


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol doctor`."""
    options = argparse.ArgumentParser(prog="kohkol doctor", description="Say what is wrong and what to do.")
    options.add_argument("--data", type=Path, help="the folder of the data (default: KOHKOL_DATA or .kohkol/data)")
    return options


@refusing
def main(arguments: list[str]) -> int:
    """Examine the machine first, and the rows when their key can be read; status 0 when all is well."""
    data = (parser().parse_args(arguments).data or Path(os.environ.get("KOHKOL_DATA") or REAL)).absolute()
    if not data.is_dir():
        say(f"WRONG  There is no data in {data}: start with kohkol up, or name the folder with --data.")
        return 1
    at = datetime.now(UTC)
    healthy = examine(OF_THE_MACHINE, data, at)
    if key(data, at):
        say("The rows were not looked at: they need the key.")
        return 1
    os.environ["KOHKOL_DATA"] = str(data)
    rows = importlib.import_module("kohkol.running.doctor_of_rows")
    healthy = rows.examine_rows(data, at) and healthy
    say("\nHealthy." if healthy else "\nNot healthy: do what stands beside WRONG, then run kohkol doctor again.")
    return 0 if healthy else 1
