"""A listener that is killed at any moment loses nothing and doubles nothing; what is erased is in no file."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.listening.scene import line

POSTS = 12_000
RARE = "zulkarnaenwati"


class Desk:
    """A desk in processes of its own, on a data directory of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        compiled = Path.home() / ".cache" / "kohkol" / "compiled"
        compiled.mkdir(parents=True, exist_ok=True)
        (data / "compiled").symlink_to(compiled)
        self.environment = os.environ | {"KOHKOL_DATA": str(data), "PYTHONPATH": "src:."}

    def do(self, *words: str) -> dict[str, object]:
        command = [sys.executable, "-m", "tests.listening.desk_process", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "kohkol", "listen"], env=self.environment)

    def listen_until(self, holds, seconds: float = 200) -> dict[str, object]:
        """Listen until the counts are as wanted."""
        process, deadline = self.start(), time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                time.sleep(4)
                if holds(counts := self.do("counts")):
                    return counts
        finally:
            process.terminate()
            process.wait()
        raise AssertionError(f"not reached: {counts}")

    def holds(self, word: str) -> list[str]:
        """The files of the data directory that hold a word."""
        files = [path for path in self.data.rglob("*") if path.is_file() and "compiled" not in path.parts]
        return [path.name for path in files if word.encode() in path.read_bytes()]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_listener_loses_and_doubles_nothing_and_what_is_erased_is_in_no_file(tmp_path):
    dice = random.Random(7)
    things = [f"kejadian{n} jalan rusak{n % 40} desa{n % 90} warga{n % 31}" for n in range(400)]
    rows = [line(n, f"{dice.choice(things)} nomor{n} hari ini") for n in range(POSTS - 1)]
    rows.append(line(POSTS, f"{things[0]} kata {RARE} tadi"))
    (tmp_path / "posts.ndjson").write_text("\n".join(rows) + "\n")
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    desk = Desk(data)
    desk.do("prepare", str(tmp_path / "posts.ndjson"))
    for _ in range(3):
        process = desk.start()
        time.sleep(dice.uniform(2, 9))
        process.send_signal(signal.SIGKILL)
        process.wait()
        desk.do("let_claims_run_out")
    counts = desk.listen_until(lambda now: now["state"] == "done" and now["placed"] == POSTS)
    assert {counts[name] for name in ("posts", "placed", "sizes", "volume", "added")} == {POSTS}
    assert desk.holds(RARE)
    desk.do("erase", RARE)
    counts = desk.listen_until(lambda now: now["cleared"] == 1)
    assert desk.holds(RARE) == []
    assert counts["sizes"] == counts["volume"] == POSTS - 1
