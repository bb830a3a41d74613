"""`kohkol bench NAME`: measures a goal of the project on real data and says pass, miss or not measured."""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "bench"


def main(arguments: list[str]) -> int:
    """Runs `bench/NAME.py` of the repository; its exit status is 0 only when every goal is reached."""
    names = sorted(file.stem for file in FOLDER.glob("*.py") if "_" not in file.stem)
    if not arguments or arguments[0] not in names:
        known = ", ".join(names) if names else "none: the folder bench/ of the repository is not here"
        sys.stderr.write(f"usage: kohkol bench NAME [--quick] [--corpora DIR]\nNAME is one of: {known}\n")
        return 2
    sys.path.insert(0, str(FOLDER.parent))
    module = importlib.import_module(f"bench.{arguments[0]}")
    return int(module.main(arguments[1:]))
