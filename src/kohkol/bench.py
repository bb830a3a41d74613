"""`kohkol bench NAME`: measures what the documents claim, with the script of that name in the repository's bench/."""

import importlib
import sys
from pathlib import Path

BENCHES = Path(__file__).parents[2] / "bench"


def names() -> list[str]:
    """The benches there are: modules of bench/ that have a `main`."""
    return sorted(path.stem for path in BENCHES.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Runs one bench and returns its status: 0 only when every goal was measured and passed."""
    if not BENCHES.is_dir():
        sys.stderr.write("kohkol bench: measuring needs the repository; this installation has no bench folder.\n")
        return 2
    if not arguments or arguments[0] not in names():
        sys.stderr.write(f"usage: kohkol bench NAME [--quick] [--corpora DIR]; NAME is one of: {', '.join(names())}\n")
        return 2
    sys.path.insert(0, str(BENCHES.parent))
    status: int = importlib.import_module(f"bench.{arguments[0]}").main(arguments[1:])
    return status
