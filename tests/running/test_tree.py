"""The process tree: what starts together is watched, restarted and ended together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kohkol.running.data_directory import hold, open_data
from kohkol.running.refusal import Refusal
from kohkol.running.tree import Tree, last_lines, trim
from tests.running.processes import ENVIRONMENT, ROOT, pids_in, runs, until

WORK = "tests.running.pretend_work"


@pytest.fixture
def tree(tmp_path):
    data = open_data(tmp_path / "data", needed_bytes=0)
    held = hold(data)
    tree = Tree(data=data, environment=ENVIRONMENT, held=held.descriptor)
    yield tree
    tree.stop()
    held.release()


def test_a_killed_child_starts_again_and_its_last_words_are_shown(tree, tmp_path, capsys):
    tree.add("worker", [WORK, "sleep", str(tmp_path / "worker")])
    first = pids_in(tmp_path / "worker")[0]
    (tmp_path / "worker").unlink()
    tree.log_of("worker").write_text("the last thing I did\n")
    os.kill(first, signal.SIGKILL)
    until(lambda: tree.look_round() or (tmp_path / "worker").exists())
    assert pids_in(tmp_path / "worker")[0] != first
    said = capsys.readouterr().err
    assert "worker ended (killed by SIGKILL); it starts again in 1 s." in said
    assert "    the last thing I did" in said


def test_a_child_that_dies_again_and_again_rests_longer_each_time(tree, capsys):
    tree.add("worker", [WORK, "die", "no", "database"])
    until(lambda: tree.look_round() or tree.children[0].deaths == 2)
    assert "starts again in 2 s" in capsys.readouterr().err


def test_a_tree_that_never_stands_up_is_refused_with_the_name_of_the_log(tree, monkeypatch):
    monkeypatch.setattr("kohkol.running.tree.LONGEST_PAUSE_SECONDS", 0)
    tree.add("web", [WORK, "die", "no", "module"])
    with pytest.raises(Refusal, match=r"web does not start: .*logs/web\.log"):
        tree.wait_until(lambda: False, seconds=30)


def test_a_first_page_that_does_not_come_is_refused(tree, tmp_path):
    tree.add("web", [WORK, "sleep", str(tmp_path / "web")])
    with pytest.raises(Refusal, match="did not come within 0 s"):
        tree.wait_until(lambda: False, seconds=0.2)


def test_stopping_ends_grandchildren_too(tree, tmp_path):
    tree.add("web", [WORK, "grandchild", str(tmp_path / "web")])
    pids = pids_in(tmp_path / "web")
    assert len(pids) == 2
    tree.stop()
    until(lambda: not any(map(runs, pids)), seconds=1)


def test_a_child_that_ignores_the_request_is_killed(tree, tmp_path, monkeypatch):
    monkeypatch.setattr("kohkol.running.tree.STOP_SECONDS", 0.3)
    tree.add("worker", [WORK, "stubborn", str(tmp_path / "worker")])
    pids = pids_in(tmp_path / "worker")
    started = time.monotonic()
    tree.stop()
    assert time.monotonic() - started < 5
    assert not any(map(runs, pids))


def test_a_process_that_ends_by_itself_gives_its_answer(tree):
    assert tree.run_to_the_end([WORK, "answer", "forty-two"]) == b"forty-two"


def test_a_preparation_that_fails_stops_the_start(tree):
    with pytest.raises(Refusal, match="preparation did not finish"):
        tree.run_to_the_end([WORK, "die", "broken"])


def start_parent(data: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.running.pretend_tree", str(data)], env={**os.environ, **ENVIRONMENT}, cwd=ROOT
    )
    return parent, pids_in(data / "web") + pids_in(data / "worker")


def test_children_and_grandchildren_are_gone_when_the_parent_is_killed(tmp_path):
    parent, pids = start_parent(tmp_path)
    assert all(map(runs, pids))
    parent.kill()
    parent.wait()
    until(lambda: not any(map(runs, pids)), seconds=5)


def test_the_lock_falls_with_the_last_process_after_the_parent_is_killed(tmp_path):
    parent, pids = start_parent(tmp_path)
    parent.kill()
    parent.wait()
    held = hold(tmp_path)
    assert not any(map(runs, pids))
    held.release()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_the_whole_tree_clean(tmp_path, number):
    parent, pids = start_parent(tmp_path)
    parent.send_signal(number)
    assert parent.wait(timeout=10) == 0
    assert not any(map(runs, pids))


def test_a_log_that_has_grown_is_moved_aside_while_its_writer_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("kohkol.running.tree.LOG_BYTES", 10)
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"a long first line\n")
        trim(log)
        writer.write(b"next\n")
    assert log.read_bytes() == b"next\n"
    assert (tmp_path / "web.log.1").read_bytes() == b"a long first line\n"


def test_the_last_lines_of_a_missing_log_are_none(tmp_path):
    assert last_lines(tmp_path / "none.log") == []
