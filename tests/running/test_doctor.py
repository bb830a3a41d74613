"""The doctor: finds what is wrong, says what to do, and is content only when all is well."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from kohkol.config.keys import installation_secret
from kohkol.running import doctor, doctor_of_rows
from tests import scene

NOW = scene.NOW


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    installation_secret(folder)
    return folder


def sentences(found) -> str:
    return " ".join(finding.sentence for finding in found)


def test_a_new_installation_is_healthy(data, capsys):
    assert doctor.examine(doctor.OF_THE_MACHINE, data, datetime.now(UTC))
    assert "No backup has been made yet" in capsys.readouterr().out


def test_an_open_folder_is_wrong(data):
    data.chmod(0o755)
    assert f"chmod 700 {data}" in sentences(doctor.folder(data, NOW))


def test_a_key_that_others_can_read_is_wrong(data):
    (data / "secret.key").chmod(0o644)
    assert "chmod 600" in sentences(doctor.key(data, NOW))


def test_a_missing_key_is_wrong(data):
    (data / "secret.key").unlink()
    assert "put it back from the last backup before you start" in sentences(doctor.key(data, NOW))


def test_a_nearly_full_disk_is_wrong(data, monkeypatch):
    usage = shutil.disk_usage(data)._replace(free=50_000_000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    assert "Only 50 MB are free" in sentences(doctor.disk(data, NOW))


def test_a_clock_before_this_program_was_made_is_wrong(data):
    assert "set it" in sentences(doctor.clock(data, datetime(2001, 1, 1, tzinfo=UTC)))


def test_an_old_backup_is_a_note_and_no_illness(data):
    (data / "last-backup").write_text((NOW - timedelta(days=9)).isoformat())
    found = doctor.last_backup(data, NOW)
    assert "2026-02-23" in sentences(found)
    assert all(finding.is_notice for finding in found)


def test_no_data_is_one_sentence(tmp_path, capsys):
    assert doctor.main(["--data", str(tmp_path / "none")]) == 1
    assert "There is no data" in capsys.readouterr().out


def test_many_findings_are_shortened(data, capsys):
    many = doctor.Examination("sources", lambda *_: [doctor.Finding(f"Source {n} is silent.") for n in range(9)])
    assert not doctor.examine([many], data, NOW)
    said = capsys.readouterr().out
    assert "WRONG  sources" in said
    assert "... and 4 more of these" in said


@pytest.mark.django_db
def test_an_up_to_date_database_is_well(data):
    assert doctor_of_rows.database(data, NOW) == []
    assert doctor_of_rows.examine_rows(data, NOW)


@pytest.mark.django_db
def test_a_source_that_fails_is_named_with_its_reason(data):
    scene.source(name="Kabar Desa", kind="feed", failing_since_at=NOW, problem="Alamatnya menjawab 404.")
    assert '"Kabar Desa" has failed since 04 Mar 02:00: Alamatnya menjawab 404.' in sentences(
        doctor_of_rows.sources(data, NOW)
    )


@pytest.mark.django_db
def test_a_source_that_went_quiet_is_named(data):
    scene.source(name="Kabar Desa", kind="feed", last_post_at=NOW)
    assert doctor_of_rows.sources(data, scene.later(hours=23)) == []
    assert "silent since 04 Mar 02:00" in sentences(doctor_of_rows.sources(data, scene.later(hours=25)))


@pytest.mark.django_db
def test_a_source_that_nobody_reads_points_to_the_worker(data):
    scene.source(name="Kabar Desa", kind="feed", next_read_at=NOW)
    assert "is the worker running" in sentences(doctor_of_rows.sources(data, scene.later(minutes=11)))


@pytest.mark.django_db
def test_files_and_notes_by_hand_cannot_be_silent(data):
    scene.source(kind="file")
    scene.source(kind="by_hand")
    assert doctor_of_rows.sources(data, scene.later(days=30)) == []


@pytest.mark.django_db
def test_a_trail_from_the_future_tells_of_a_wrong_clock(data):
    from kohkol.people.api import AuditEvent

    AuditEvent.objects.create(at=NOW, kind="people.office.named", subject="people.office:1")
    assert doctor_of_rows.clock_against_rows(data, NOW) == []
    assert "set the clock" in sentences(doctor_of_rows.clock_against_rows(data, NOW - timedelta(hours=1)))
