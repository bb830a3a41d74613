"""A child of the process tree: does its work and ends when its parent is gone, however the parent ended.

Standard input is the lifeline: a pipe whose other end only the parent holds. The kernel closes it when the parent
dies, also by SIGKILL, on Linux and macOS alike; then the child's whole process group gets SIGTERM, and SIGKILL after
`GRACE_SECONDS`. Run as `python -m kohkol.running.child MODULE WORDS`.
"""

import importlib
import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 8


def follow_parent(lifeline: int) -> None:
    """Start the thread that ends this process group when the lifeline is cut."""

    def watch() -> None:
        while os.read(lifeline, 1):
            pass
        os.killpg(0, signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def main(words: list[str]) -> int:
    """Follow the parent, then do what the module's `main` does."""
    follow_parent(os.dup(0))
    status: int = importlib.import_module(words[0]).main(words[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
