"""`kohkol lock`: pins what requirements/*.in ask for, with hashes, for every machine that Kohkol runs on."""

import argparse
import subprocess
import sys

from kohkol.running.data_directory import ROOT
from kohkol.running.refusal import Refusal, refusing, say

OLDEST_PYTHON = "3.11"


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol lock`."""
    options = argparse.ArgumentParser(prog="kohkol lock", description="Pin the requirements again, with hashes.")
    options.add_argument("--upgrade", action="store_true", help="take newer versions of what is pinned already")
    return options


@refusing
def main(arguments: list[str]) -> int:
    """Write run.txt, test.txt and peers.txt from their .in files."""
    more = ["--upgrade"] if parser().parse_args(arguments).upgrade else []
    for name in ("run", "test", "peers"):
        uv = [sys.executable, "-m", "uv", "pip", "compile", f"{name}.in", "-o", f"{name}.txt", "--universal"]
        hashed = ["--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url", "--no-header", "-q"]
        if subprocess.run([*uv, *hashed, *more], cwd=ROOT / "requirements", check=False).returncode != 0:
            raise Refusal(f"requirements/{name}.txt was not written; uv says above why.")
        say(f"requirements/{name}.txt is written.")
    return 0
