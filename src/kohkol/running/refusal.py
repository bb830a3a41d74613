"""What cannot be done, said in one sentence to the person at the terminal."""

import errno
import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

P = ParamSpec("P")


class Refusal(Exception):
    """The command stops; its text says what happened and what to do next."""


def say(line: str = "") -> None:
    """Write one line for people at once, also into a file or a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def warn(line: str) -> None:
    """Write one line of trouble to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def in_one_sentence(trouble: BaseException) -> str | None:
    """The sentence for a trouble that we know how to explain, or None."""
    if isinstance(trouble, Refusal):
        return str(trouble)
    if isinstance(trouble, sqlite3.Error) and "disk is full" in str(trouble):
        return "the disk is full: make room, then start again; what was saved before is kept."
    if isinstance(trouble, OSError) and trouble.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        where = f" of {Path(trouble.filename).parent}" if trouble.filename else ""
        return f"the disk{where} is full: make room, then start again; what was saved before is kept."
    if isinstance(trouble, PermissionError | FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return f"{trouble.filename}: {trouble.strerror}."
    return None


def refusing(main: Callable[P, int]) -> Callable[P, int]:
    """Let a command end with one sentence and status 1 instead of a traceback, and with 130 on Ctrl-C."""

    @wraps(main)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return main(*args, **kwargs)
        except KeyboardInterrupt:
            return 130
        except (Refusal, OSError, sqlite3.Error) as trouble:
            sentence = in_one_sentence(trouble)
            if sentence is None:
                raise
            warn(f"kohkol: {sentence}")
            return 1

    return guarded
