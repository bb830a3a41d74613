"""The steps that `demo` and `up` share: guard, prepare, start the tree, wait for the first page, greet, watch."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kohkol.cli import COMMANDS
from kohkol.running.data_directory import hold, open_data
from kohkol.running.port import first_page_answers, require_free
from kohkol.running.refusal import say
from kohkol.running.tree import Stopped, Tree

FIRST_PAGE_SECONDS = 120
BACKGROUND = ("worker", "listen")

Greeting = Callable[[dict[str, Any]], Sequence[str]]


def launch(*, data: Path, port: int, address: str, environment: Mapping[str, str], greet: Greeting) -> int:
    """Run the whole of Kohkol on one data directory until it is told to stop.

    `environment` is what the children get besides this process's own; `greet` turns what the preparation found into
    the lines shown under the address.
    """
    started = time.monotonic()
    os.umask(0o077)  # what is written from here on, also by the children, is for the owner alone
    require_free(port)
    data = open_data(data)
    held = hold(data)
    held.write(pid=os.getpid(), address=address)
    tree = Tree(data=data, environment={"KOHKOL_DATA": str(data), **environment}, held=held.descriptor)
    tree.listen_for_signals()
    try:
        found = json.loads(tree.run_to_the_end(["kohkol.running.prepare"]))
        background = [word for word in BACKGROUND if word in COMMANDS]
        say(f"Starting {', '.join(['web', *background])} ...")
        tree.add("web", ["kohkol.running.web", str(port)])
        for word in background:
            tree.add(word, [COMMANDS[word][0]])
        tree.wait_until(lambda: first_page_answers(port), FIRST_PAGE_SECONDS)
        say(f"\nKohkol is ready after {time.monotonic() - started:.0f} s: {address}\n")
        for line in greet(found):
            say(line)
        say("\nCtrl-C stops it; everything is saved.")
        tree.watch()
    except Stopped:
        say("\nStopping ...")
        tree.stop()
        say("Stopped.")
        return 0
    finally:
        tree.stop()
        held.release()
    return 0
