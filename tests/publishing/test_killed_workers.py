"""A worker killed with SIGKILL at each named step: live once, or unknown and then resolved; none lost, none doubled."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STEPS = [
    "claimed",
    "before_call",
    "marked",
    "after_call",
    "before_sent",
    "after_sent",
]


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KOHKOL_DATA": str(data), "DATABASE_URL": "", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, str(HERE / "worker_to_kill.py"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=120)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data directory with one approved delivery, made once and copied for each step."""
    data = tmp_path_factory.mktemp("asal") / "data"
    environment = os.environ | {"KOHKOL_DATA": str(data), "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "src")}
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, check=True, cwd=ROOT, timeout=120)
    done = run(data, "prepare", str(data / "palsu.ndjson"), "0")
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_a_step_leaves_one_live_post(prepared, tmp_path, step):
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    network = data / "palsu.ndjson"

    killed = run(data, "sweep", str(network), "0", step)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr

    assert run(data, "sweep", str(network), "4,5,6").stdout == "sent"
    assert len(network.read_text().splitlines()) == 1


def test_the_steps_named_here_are_the_steps_of_a_delivery():
    source = (ROOT / "src/kohkol/publishing/ledger.py").read_text()
    for step in STEPS[:4]:
        assert f'self.step("{step}")' in source
