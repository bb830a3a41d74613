"""The data directory: one start at a time, with room, in a folder that can be written."""

import os
import shutil
import socket
import stat

import pytest

from kohkol.config.keys import installation_secret
from kohkol.running import data_directory, port
from kohkol.running.data_directory import hold, open_data
from kohkol.running.refusal import Refusal


def test_the_folder_is_made_for_its_owner_alone(tmp_path):
    data = open_data(tmp_path / "new" / "data", needed_bytes=0)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert (data / "logs").is_dir()


def test_a_second_start_on_the_same_data_names_who_runs(tmp_path):
    held = hold(tmp_path)
    held.write(pid=os.getpid(), address="http://localhost:8750")
    with pytest.raises(Refusal, match=rf"already runs on .*process {os.getpid()}, http://localhost:8750.*--data"):
        hold(tmp_path)
    held.release()
    hold(tmp_path).release()


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "data").write_text("a letter")
    with pytest.raises(Refusal, match=r"a file is in the way.*--data"):
        open_data(tmp_path / "data")


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refusal, match="not yours to write"):
        open_data(tmp_path)


def test_a_nearly_full_disk_is_refused(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=12_000_000)
    monkeypatch.setattr(data_directory.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Refusal, match=r"12 MB are free .* 300 MB are needed: make room"):
        open_data(tmp_path / "data")


def test_a_taken_port_offers_a_free_one():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(Refusal, match=rf"port {taken} is taken by another program: .*--port \d+"):
            port.require_free(taken)


@pytest.mark.parametrize("number", [-1, 70000])
def test_a_number_that_is_no_port_is_refused(number):
    with pytest.raises(Refusal, match="is not a port"):
        port.require_free(number)


def test_a_free_port_is_accepted():
    port.require_free(port.free_port())


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    first = installation_secret(tmp_path)
    assert installation_secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_others_can_read_is_refused(tmp_path):
    installation_secret(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(PermissionError, match="chmod 600"):
        installation_secret(tmp_path)


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "ab" * 16])
def test_a_damaged_key_is_never_taken_for_a_key(tmp_path, content):
    (tmp_path / "secret.key").write_text(content)
    (tmp_path / "secret.key").chmod(0o600)
    with pytest.raises(ValueError, match="last backup"):
        installation_secret(tmp_path)
