"""`demo` and `up`: from nothing to the first page, and stopped clean."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kohkol.people.api import AuditEvent, Officer
from kohkol.running import demo, prepare, sign_ins, up
from kohkol.running.port import first_page_answers, free_port
from kohkol.running.refusal import Refusal
from tests import scene
from tests.running.processes import ENVIRONMENT, ROOT, until


def start(*words: str, **more: str) -> subprocess.Popen[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("KOHKOL_", "DATABASE_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "kohkol", *words],
        cwd=ROOT,
        env={**surroundings, **ENVIRONMENT, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_up_serves_the_first_page_refuses_a_second_start_and_stops_clean(tmp_path):
    port = free_port()
    words = ["up", "--data", str(tmp_path / "data"), "--port", str(port), "--administrator", "ibu@contoh.example"]
    address = {"KOHKOL_URL": f"http://localhost:{port}"}
    first = start(*words, **address)
    try:
        until(lambda: first_page_answers(port) or first.poll() is not None, seconds=120)
        assert first.poll() is None, first.communicate()[0]
        second = start("up", "--data", str(tmp_path / "data"), "--port", str(free_port()), **address)
        refused = second.communicate(timeout=60)[0]
        assert f"Kohkol already runs on {tmp_path / 'data'} (process {first.pid}, {address['KOHKOL_URL']})" in refused
        assert second.returncode == 1
        time.sleep(1)  # the greeting comes after the page
    finally:
        asked_at = time.monotonic()
        first.send_signal(signal.SIGTERM)
        said = first.communicate(timeout=30)[0]
    assert time.monotonic() - asked_at < 10
    assert first.returncode == 0
    assert "Kohkol is ready after " in said
    assert f"{address['KOHKOL_URL']}/akun/password/reset/key/" in said
    assert said.rstrip().endswith("Stopped.")
    assert not first_page_answers(port)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "set KOHKOL_URL"),
        ("kohkol.example.go.id", "set KOHKOL_URL"),
        ("http://kohkol.example.go.id", "would send passwords unencrypted"),
        ("ftp://kohkol.example.go.id", "would send passwords unencrypted"),
    ],
)
def test_real_work_needs_an_encrypted_address(address, sentence):
    with pytest.raises(Refusal, match=sentence):
        up.address_of({"KOHKOL_URL": address})


@pytest.mark.parametrize("address", ["https://kohkol.example.go.id", "http://localhost:8750", "http://127.0.0.1:8750"])
def test_an_encrypted_address_or_this_machine_itself_is_accepted(address):
    assert up.address_of({"KOHKOL_URL": address + "/"}) == address


def test_up_without_an_address_is_one_sentence(capsys, monkeypatch):
    monkeypatch.delenv("KOHKOL_URL", raising=False)
    assert up.main([]) == 1
    assert capsys.readouterr().err.startswith("kohkol: set KOHKOL_URL to the address that people will use")


@pytest.mark.django_db
def test_practice_officers_get_one_new_password_with_every_start():
    writer = scene.officer("writer", "analyst", name="Gilangwesi")
    scene.officer(name="Tanpa Peran")
    first, second = sign_ins.fresh_sign_ins(), sign_ins.fresh_sign_ins()
    assert [person["name"] for person in second["people"]] == ["Gilangwesi"]
    writer.refresh_from_db()
    assert writer.check_password(second["password"])
    assert not writer.check_password(first["password"])
    lines = demo.sign_ins({"sign_ins": second})
    assert second["password"] in lines[0]
    assert "Analis pemantauan, Penulis - Gilangwesi" in lines[1]


@pytest.mark.django_db
def test_the_first_administrator_is_made_once_with_a_trace():
    link = sign_ins.setup_link("Ibu@Contoh.example", at=scene.NOW)
    again = sign_ins.setup_link("lain@contoh.example", at=scene.NOW)
    assert Officer.objects.get().email == "ibu@contoh.example"
    assert "/akun/password/reset/key/" in link
    assert again is not None
    assert AuditEvent.objects.filter(kind="people.administrator.admitted").count() == 1


@pytest.mark.django_db
def test_there_is_no_set_up_link_once_somebody_can_sign_in():
    sign_ins.setup_link("ibu@contoh.example", at=scene.NOW)
    officer = Officer.objects.get()
    officer.set_password(sign_ins.new_password())
    officer.save()
    assert sign_ins.setup_link("ibu@contoh.example", at=scene.NOW) is None


@pytest.mark.django_db
def test_the_set_up_link_opens_the_page_that_asks_for_a_password(client):
    link = sign_ins.setup_link("ibu@contoh.example", at=scene.NOW)
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    assert page.status_code == 200
    assert b'type="password"' in page.content


@pytest.mark.django_db
def test_without_anybody_the_greeting_says_how_to_begin():
    assert sign_ins.setup_link("", at=scene.NOW) is None
    lines = up.first_steps({"setup_link": None, "somebody": sign_ins.somebody_can_sign_in()})
    assert "--administrator" in lines[0]


@pytest.mark.django_db
def test_data_of_a_newer_version_is_left_alone():
    from django.db import connection

    MigrationRecorder(connection).record_applied("people", "9999_of_the_future")
    assert prepare.unknown_migrations(MigrationExecutor(connection)) == ["people.9999_of_the_future"]
    with pytest.raises(Refusal, match="newer Kohkol"):
        prepare.migrate()
