"""A parent to be killed: supervises two pretended children of the data directory given, until told to stop."""

import os
import sys
from pathlib import Path

from kohkol.running.data_directory import hold, open_data
from kohkol.running.tree import Stopped, Tree

if __name__ == "__main__":
    data = open_data(Path(sys.argv[1]), needed_bytes=0)
    held = hold(data)
    held.write(pid=os.getpid())
    tree = Tree(data=data, environment={}, held=held.descriptor)
    tree.listen_for_signals()
    tree.add("web", ["tests.running.pretend_work", "grandchild", str(data / "web")])
    tree.add("worker", ["tests.running.pretend_work", "sleep", str(data / "worker")])
    try:
        tree.watch()
    except Stopped:
        tree.stop()
