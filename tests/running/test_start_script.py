"""The start script: makes the environment once, finishes a half-made one, and says in one sentence what is missing."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kohkol.running import environment
from tests.running.processes import ROOT


@pytest.fixture
def clone(tmp_path) -> Path:
    """A folder with all that the start script needs, and no environment yet."""
    folder = tmp_path / "a clone with spaces"
    (folder / "src" / "kohkol" / "running").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "kohkol", folder / "kohkol")
    shutil.copy(ROOT / "src/kohkol/running/environment.py", folder / "src/kohkol/running/environment.py")
    (folder / "src/kohkol/__init__.py").touch()
    (folder / "src/kohkol/__main__.py").write_text("import sys; sys.stdout.write('ran ' + ' '.join(sys.argv[1:]))")
    for name in ("run", "test"):
        (folder / "requirements" / f"{name}.txt").write_text("uv==1.0 \\\n    --hash=sha256:00\n")
    return folder


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def start(clone: Path, *words: str, programs: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    path = str(programs) if programs else f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    return subprocess.run(
        [clone / "kohkol", *words],
        env={"PATH": path, "HOME": str(clone), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def few_programs(tmp_path: Path, *, with_apt: bool = True) -> Path:
    """A PATH with what a bare system has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("uname", "dirname", "readlink", "cmp", "cat", "sh"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    if with_apt:
        program(folder, "apt-get", "exit 0")
    return folder


def finished_environment(clone: Path) -> Path:
    """An environment that looks finished: its Python is the one of the tests, its stamp the lock of today."""
    bin_ = clone / ".venv" / "bin"
    program(bin_, "python", f'exec "{sys.executable}" "$@"')
    shutil.copy(clone / "requirements/run.txt", clone / ".venv/kohkol-run.txt")
    return clone / ".venv"


def test_no_python_is_one_sentence_with_the_package(clone, tmp_path):
    done = start(clone, "demo", programs=few_programs(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        "kohkol: Python 3.11 or newer is needed and was not found; "
        "install it with: sudo apt install python3 python3-venv\n"
    )


def test_an_old_python_counts_as_none(clone, tmp_path):
    programs = few_programs(tmp_path, with_apt=False)
    program(programs, "python3", "exit 1")
    assert "Python 3.11 or newer is needed and was not found" in start(clone, "demo", programs=programs).stderr


def test_a_python_without_venv_is_one_sentence_with_the_package(clone, tmp_path):
    programs = few_programs(tmp_path)
    program(programs, "python3", 'case "$3" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    done = start(clone, "demo", programs=programs)
    assert done.returncode == 1
    assert done.stderr == "kohkol: python3 lacks its venv module; install it with: sudo apt install python3-venv\n"


def test_a_newer_python_without_venv_names_its_own_package(clone, tmp_path):
    programs = few_programs(tmp_path)
    program(programs, "python3.12", 'case "$3" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    assert "sudo apt install python3.12-venv" in start(clone, "demo", programs=programs).stderr


def test_a_finished_environment_runs_the_command_at_once(clone):
    finished_environment(clone)
    began = time.monotonic()
    done = start(clone, "radar", "a file.csv")
    assert (done.stdout, done.returncode) == ("ran radar a file.csv", 0)
    assert time.monotonic() - began < 2  # about 0.05 s on a quiet machine


def test_it_works_from_elsewhere_and_through_a_link(clone, tmp_path):
    finished_environment(clone)
    link = tmp_path / "link"
    link.symlink_to(clone / "kohkol")
    done = subprocess.run([link, "help"], cwd="/", capture_output=True, text=True, check=False)
    assert done.stdout == "ran help"


def test_an_environment_of_an_older_lock_is_brought_up_to_date(clone):
    finished_environment(clone)
    (clone / "requirements/run.txt").write_text("uv==2.0 \\\n    --hash=sha256:00\n")
    assert "Bringing the environment in .venv up to date" in start(clone, "demo").stderr


def test_an_environment_with_the_tools_of_the_tests_keeps_them(clone):
    venv = finished_environment(clone)
    (venv / "kohkol-run.txt").rename(venv / "kohkol-test.txt")
    assert start(clone, "demo").stdout == "ran demo"


def test_a_linked_environment_is_used_as_it_is(clone, tmp_path):
    finished_environment(clone).rename(tmp_path / "shared")
    (tmp_path / "shared/kohkol-run.txt").unlink()
    (clone / ".venv").symlink_to(tmp_path / "shared")
    assert start(clone, "demo").stdout == "ran demo"


def test_nothing_is_removed_through_a_link(clone, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/letter").write_text("keep me")
    (clone / ".venv").symlink_to(tmp_path / "shared")
    done = start(clone, "demo")
    assert done.returncode == 1
    assert ".venv is a link to an environment that does not work" in done.stderr
    assert (tmp_path / "shared/letter").exists()


def test_a_folder_that_is_no_environment_is_left_alone(clone):
    (clone / ".venv").mkdir()
    (clone / ".venv/letter").write_text("keep me")
    assert "is no Python environment: move it away" in start(clone, "demo").stderr
    assert (clone / ".venv/letter").exists()


@pytest.mark.slow
def test_a_half_made_environment_is_made_again_and_no_network_is_one_sentence(clone):
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/pyvenv.cfg").touch()
    (clone / ".venv/bin/python").symlink_to("/nowhere/python")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null"}
    done = start(clone, "demo", KOHKOL_PYTHON=sys.executable, **nowhere)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("kohkol: the package registry cannot be reached")
    assert (clone / ".venv/bin/python").exists()
    assert not (clone / ".venv/kohkol-run.txt").exists()


def test_two_starts_make_one_environment(tmp_path, monkeypatch, capsys):
    made = []
    monkeypatch.setattr(environment, "is_ready", lambda root, wanted: bool(made))
    monkeypatch.setattr(environment, "make", lambda root, wanted: made.append(wanted))
    environment.main(tmp_path, "run")
    environment.main(tmp_path, "run")
    assert made == ["run"]


def test_a_start_waits_for_another_that_makes_the_environment(tmp_path):
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); from pathlib import Path;"
        "from kohkol.running import environment\n"
        "with environment.one_at_a_time(Path(sys.argv[2])): print('in', flush=True); time.sleep(0.5); print('out')"
    )
    words = [sys.executable, "-c", code, str(ROOT / "src"), str(tmp_path)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert sum("Another start is making the environment" in text for text in said) <= 1
    assert [process.returncode for process in both] == [0, 0]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: Failed to extract: No space left on device (os error 28)", "the disk is full: make 1.5 GB free"),
        ("error: error sending request for url (x): dns error", "the package registry cannot be reached"),
        ("error: Hash mismatch for `numpy==2.4`", "differs from the lock"),
        ("error: something never seen", "installing failed:\nerror: something never seen"),
    ],
)
def test_what_an_installer_prints_becomes_a_sentence(output, sentence):
    assert sentence in environment.explain(output, "installing")


@pytest.mark.parametrize(
    ("system", "machine", "libc", "trouble"),
    [
        ("Linux", "x86_64", ("glibc", "2.28"), None),
        ("Linux", "x86_64", ("glibc", "2.17"), "Kohkol needs 2.28 or newer"),
        ("Linux", "x86_64", ("", ""), "GNU C library"),
        ("Darwin", "arm64", ("", ""), None),
        ("Darwin", "x86_64", ("", ""), "Apple silicon"),
        ("Windows", "AMD64", ("", ""), "use WSL"),
    ],
)
def test_a_machine_that_cannot_run_it_is_told_why(system, machine, libc, trouble):
    said = environment.unsupported_machine(system, machine, libc)
    assert said is None if trouble is None else trouble in said


def test_a_full_disk_while_the_environment_is_made_is_one_sentence(tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(environment, "make", full)
    monkeypatch.setattr(environment, "is_ready", lambda root, wanted: False)
    assert environment.start(tmp_path, "run") == 1
    assert capsys.readouterr().err == (
        "kohkol: the disk is full: make 1.5 GB free (also for the cache in your home folder), then start again.\n"
    )


def test_the_lock_of_today_pins_uv_with_its_hashes():
    lines = environment.pinned_uv((ROOT / "requirements/run.txt").read_text()).splitlines()
    assert lines[0].startswith("uv==")
    assert all("--hash=sha256:" in line for line in lines[1:])
    assert len(lines) > 1
