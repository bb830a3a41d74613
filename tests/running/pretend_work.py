"""Work for pretended processes: `sleep FILE`, `grandchild FILE`, `stubborn FILE`, `die LINE`, `answer`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def main(words: list[str]) -> int:
    kind, *rest = words
    if kind in {"die", "answer"}:
        sys.stdout.write(" ".join(rest))
        return 7 if kind == "die" else 0
    if kind == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pids = [os.getpid()]
    if kind == "grandchild":
        pids.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
    draft = Path(rest[0] + ".draft")
    draft.write_text(" ".join(map(str, pids)))
    draft.rename(rest[0])
    time.sleep(60)
    return 0
