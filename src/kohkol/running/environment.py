"""Makes `.venv` from the locked requirements; run by the machine's own Python, so it uses the standard library alone.

The stamp of a finished environment is a copy of the lock that it was made from (`.venv/kohkol-run.txt`): no copy, or
another text, means that the work was not finished or is old.
"""

import contextlib
import errno
import fcntl
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

OLDEST_GLIBC = (2, 28)  # the oldest that the wheels of the lock are built for (manylinux_2_28)
NEEDED_BYTES = 1_500_000_000  # run.txt unpacks to 0.7 GB and test.txt to 1.0 GB; uv keeps a copy in its cache
FULL_DISK = re.compile(r"No space left on device|os error 28|Errno 28|Disk quota exceeded", re.IGNORECASE)
NO_NETWORK = re.compile(
    r"error sending request|dns error|Name or service not known|name resolution|NewConnectionError|Max retries"
    r"|Connection refused|Could not connect|Network is unreachable|timed out|Failed to fetch|tunnel error"
    r"|No matching distribution",
    re.IGNORECASE,
)
WRONG_HASH = re.compile(r"Hash mismatch|DO NOT MATCH THE HASHES", re.IGNORECASE)


class Unable(Exception):
    """The environment cannot be made; the text says what to do."""


def unsupported_machine(system: str, machine: str, libc: tuple[str, str]) -> str | None:
    """Say in one sentence why this machine cannot run Kohkol, or None when it can."""
    if system == "Darwin":
        return None if machine == "arm64" else "on a Mac, Kohkol needs Apple silicon (arm64)."
    if system != "Linux":
        return f"Kohkol runs on Linux and on macOS, not on {system}; on Windows use WSL."
    name, version = libc
    if name != "glibc":
        return "Kohkol needs a Linux with the GNU C library 2.28 or newer (Debian, Ubuntu, Fedora, RHEL 8 and newer)."
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GLIBC:
        return f"this Linux has the GNU C library {version}; Kohkol needs 2.28 or newer (as in Debian 10)."
    return None


def explain(output: str, step: str) -> str:
    """Turn what pip or uv printed into one sentence that says what to do."""
    if FULL_DISK.search(output):
        return "the disk is full: make 1.5 GB free (also for the cache in your home folder), then start again."
    if WRONG_HASH.search(output):
        return "a downloaded package differs from the lock and was not installed: check the mirror or proxy in use."
    if NO_NETWORK.search(output):
        return "the package registry cannot be reached: check the network (or HTTPS_PROXY), then start again."
    return f"{step} failed:\n{output.strip()[-2000:]}"


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Wait until no other start makes the environment; the lock falls with the process that holds it."""
    folder = root / ".kohkol"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("w") as lock:
        take(lock)
        yield


def take(lock: TextIO) -> None:
    """Lock the file, saying so once when another start holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another start is making the environment; waiting for it.")
        fcntl.flock(lock, fcntl.LOCK_EX)


def say(line: str) -> None:
    """Write one line for the person who waits."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def run(step: str, command: list[str]) -> None:
    """Run one step, counting its seconds; `Unable` with a sentence when it fails."""
    started = time.monotonic()
    spoken = started
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        while True:
            try:
                output, _ = child.communicate(timeout=1)
                break
            except subprocess.TimeoutExpired:
                if time.monotonic() - spoken >= 5:
                    spoken = time.monotonic()
                    say(f"  {step} ... {spoken - started:.0f} s")
    except BaseException:
        child.kill()
        child.wait()
        raise
    if child.returncode != 0:
        raise Unable(explain(output, step))


def is_ready(root: Path, wanted: str) -> bool:
    """Tell whether the environment is finished and made from today's lock."""
    stamp = root / ".venv" / f"kohkol-{wanted}.txt"
    return stamp.is_file() and stamp.read_bytes() == lock_of(root, wanted).read_bytes() and works(root)


def works(root: Path) -> bool:
    """Tell whether the environment's Python starts and has uv."""
    python = root / ".venv" / "bin" / "python"
    try:
        return subprocess.run([python, "-I", "-c", "import uv"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def lock_of(root: Path, wanted: str) -> Path:
    """Where the locked requirements of `run` or `test` are."""
    return root / "requirements" / f"{wanted}.txt"


def pinned_uv(lock: str) -> str:
    """The lines of the lock that pin uv and its hashes."""
    found = re.search(r"^uv==[^\n]*\\\n(?:[ \t]+--hash=[^\n]*\n)+", lock, re.MULTILINE)
    if found is None:
        raise Unable("requirements/run.txt does not pin uv; take the file from the repository again.")
    return found.group()


def make(root: Path, wanted: str) -> None:
    """Bring the environment to the lock: made anew when it does not work, brought up to date when it does."""
    environment = root / ".venv"
    lock = lock_of(root, wanted)
    if not works(root):
        say("Preparing the environment in .venv; the first time takes a minute or two.")
        remove(environment)
        run("making .venv", [sys.executable, "-m", "venv", str(environment)])
        only_uv = environment / "uv.txt"
        only_uv.write_text(pinned_uv(lock.read_text(encoding="utf-8")), encoding="utf-8")
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        run("installing uv", [*pip, "--disable-pip-version-check", "-r", str(only_uv)])
    else:
        say("Bringing the environment in .venv up to date with requirements/.")
    for stamp in environment.glob("kohkol-*.txt"):
        stamp.unlink()
    python = environment / "bin" / "python"
    sync = [str(python), "-m", "uv", "pip", "sync", "--require-hashes", "--python", str(python), str(lock)]
    run("installing packages", sync)
    shutil.copyfile(lock, environment / f"kohkol-{wanted}.txt")


def remove(environment: Path) -> None:
    """Remove a half-made environment; never something that is not one, and never through a link."""
    if environment.is_symlink():
        raise Unable(".venv is a link to an environment that does not work: repair that one, or remove the link.")
    if not environment.exists():
        return
    if any(environment.iterdir()) and not (environment / "pyvenv.cfg").exists() and not (environment / "bin").exists():
        raise Unable(".venv is here but is no Python environment: move it away, then start again.")
    shutil.rmtree(environment)


def main(root: Path, wanted: str) -> None:
    """Make the environment unless another start has just done it."""
    trouble = unsupported_machine(platform.system(), platform.machine(), platform.libc_ver())
    if trouble:
        raise Unable(trouble)
    with one_at_a_time(root):
        if is_ready(root, wanted):
            return
        if shutil.disk_usage(root).free < NEEDED_BYTES:
            raise Unable(f"the disk of {root} is nearly full: make 1.5 GB free, then start again.")
        started = time.monotonic()
        make(root, wanted)
        say(f"The environment is ready ({time.monotonic() - started:.0f} s).")


def start(root: Path, wanted: str) -> int:
    """Run `main` and turn what went wrong into one sentence and an exit status."""
    try:
        main(root, wanted)
    except Unable as trouble:
        say(f"kohkol: {trouble}")
    except KeyboardInterrupt:
        say("kohkol: interrupted; the next start finishes the environment.")
        return 130
    except OSError as trouble:
        if trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
            say(f"kohkol: {explain('No space left on device', '')}")
        else:
            say(f"kohkol: {trouble.filename or root} cannot be written: {trouble.strerror}.")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(start(Path(sys.argv[1]), sys.argv[2]))
