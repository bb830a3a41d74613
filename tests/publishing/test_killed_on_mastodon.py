"""A worker killed after the irreversible call and before it was written down, on a real server: live once."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.slow
def test_a_worker_killed_after_the_call_leaves_one_post_on_the_server(snac, tmp_path):
    data = tmp_path / "data"
    surroundings = {"KOHKOL_DATA": str(data), "DATABASE_URL": "", "KOHKOL_PRIVATE_HOSTS": snac.host}
    environment = os.environ | surroundings | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, cwd=ROOT, timeout=120
        )

    worker = str(HERE / "worker_on_mastodon.py")
    for words in (["-m", "django", "migrate", "--verbosity", "0"], [worker, "prepare", snac.url, snac.tokens["kabar"]]):
        done = run(*words)
        assert done.returncode == 0, done.stderr

    killed = run(worker, "sweep", "0", "after_call")
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    assert run(worker, "sweep", "4,5,6").stdout == "sent"

    said = [re.sub(r"<[^>]+>", "", row["content"]) for row in snac.statuses("kabar")]
    assert len([text for text in said if "kiriman tetap satu" in text]) == 1
