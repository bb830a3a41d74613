"""Keeps compiled code in a private directory that changes with sources, numba and Python; import before any kernel."""

import hashlib
import os
import platform
import sys
from functools import cache
from pathlib import Path

import numba

DIRECTORY_VARIABLE = "KOHKOL_DATA"


def cache_directory() -> Path:
    """Where compiled code of exactly these sources belongs."""
    base = os.environ.get(DIRECTORY_VARIABLE)
    root = Path(base) if base else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kohkol"
    return root / "compiled" / _key()


def _key() -> str:
    digest = hashlib.sha256(f"{numba.__version__} {platform.python_version()} {platform.machine()}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def use_private_cache() -> Path | None:
    """Points numba to the directory and makes it, readable by its owner alone; None where it cannot be written."""
    directory = cache_directory()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if directory.stat().st_uid != os.getuid():
            return None
        directory.chmod(0o700)
    except OSError:
        return None
    numba.config.CACHE_DIR = str(directory)  # type: ignore[attr-defined]
    return directory


def is_warm(directory: Path | None, kernel: str) -> bool:
    """Whether this kernel was compiled there before."""
    return directory is not None and any(directory.rglob(f"*{kernel}*.nbc"))


@cache
def say_if_compiling(kernel: str) -> None:
    """One line for the person who waits, when the machine has not compiled this kernel of these sources before."""
    if not is_warm(DIRECTORY, kernel):
        sys.stderr.write("kohkol: compiling the radar once for this machine, about half a minute ...\n")
        sys.stderr.flush()


DIRECTORY = use_private_cache()
