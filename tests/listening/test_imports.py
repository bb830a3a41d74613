"""Posts files come in whole, once, whatever is wrong with them or dies meanwhile."""

from datetime import timedelta, timezone

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohkol.listening import imports
from kohkol.listening.bulk import in_sqlite
from kohkol.listening.imports import ClaimLost, claim_import
from kohkol.listening.line_problems import in_indonesian
from kohkol.listening.models import Import, Post, Source
from kohkol.people.models import AuditEvent
from tests import scene
from tests.listening.scene import an_import, line, lines, work_off
from tests.scene import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_becomes_posts_and_one_event_in_the_trail():
    done = work_off(an_import(lines([line(1), line(2)])))
    assert (done.state, done.posts_added, done.bad_lines) == ("done", 2, 0)
    assert set(Post.objects.values_list("external_id", flat=True)) == {"n1", "n2"}
    assert AuditEvent.objects.filter(kind__startswith="listening.import.done").count() == 1


def test_the_same_file_twice_adds_nothing():
    work_off(an_import(lines([line(1), line(2)])))
    again = work_off(an_import(lines([line(1), line(2), line(3)])))
    assert (again.posts_added, again.posts_known) == (1, 2)
    assert Post.objects.count() == 3


def test_a_post_without_id_gets_the_same_one_each_time():
    bare = '{"at": "2026-03-04T09:00:00+07:00", "text": "tanpa nomor"}\n'
    work_off(an_import(bare))
    assert work_off(an_import(bare)).posts_added == 0


def test_bad_lines_are_reported_with_number_and_reason_in_indonesian_and_the_others_come_in():
    done = work_off(an_import(lines([line(1), '{"id": 1, "text": ', "[]", line(4)])))
    assert (done.posts_added, done.bad_lines) == (2, 2)
    assert [bad.number for bad in done.bad.order_by("number")] == [2, 3]
    assert all("baris" in bad.reason.lower() for bad in done.bad.all())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,at,text\n1,2026-03-04T09:00:00+07:00,air mati\n"),
        ("a.tsv", "id\tat\ttext\n1\t2026-03-04T09:00:00+07:00\tair mati\n"),
        ("a.txt", '{"id":"1","at":"2026-03-04T09:00:00+07:00","text":"air mati"}\n'),
        ("a.csv", '\ufeffid;at;text\n1;2026-03-04T09:00:00+07:00;"air; mati"\n'),
    ],
)
def test_every_format_is_read(name, content):
    assert work_off(an_import(content, name=name)).posts_added == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"nama,umur\nbudi,3\n"),
        ("a.parquet", b"PAR1 this is no parquet PAR1"),
    ],
)
def test_a_file_that_is_no_posts_file_fails_with_a_sentence_and_is_deleted(name, content):
    waiting = an_import(content, name=name)
    path = imports.Path(waiting.file.path)
    done = work_off(waiting)
    assert done.state == "failed"
    assert done.problem.endswith(".")
    assert not path.exists()


def test_an_empty_file_is_done_with_nothing_added():
    assert work_off(an_import(b"")).state == "done"


def test_the_file_is_deleted_when_it_is_read_because_it_names_people():
    waiting = an_import(lines([line(1, author="siti_cirebon")]))
    path = imports.Path(waiting.file.path)
    work_off(waiting)
    assert not path.exists()


def test_names_of_authors_are_not_kept():
    work_off(
        an_import(
            lines(
                [
                    line(
                        1,
                        "kata @siti_cirebon air mati",
                        author="siti_cirebon",
                        url="https://x.com/siti_cirebon/status/9",
                    )
                ]
            )
        )
    )
    stored = str(Post.objects.values().get())
    assert "siti_cirebon" not in stored
    assert "https://x.com/i/status/9" in stored


def test_an_official_account_is_known_by_its_handle_and_no_public_voice():
    scene.account("x", handle="@DiskominfoLatihan")
    work_off(an_import(lines([line(1, author="diskominfolatihan", network="x"), line(2, author="orang", network="x")])))
    assert list(Post.objects.order_by("pk").values_list("is_official", flat=True)) == [True, False]


def test_a_post_from_the_future_has_the_time_at_which_it_was_heard():
    work_off(an_import('{"id":"1","at":"2099-01-01T00:00:00Z","text":"jam salah"}\n'))
    assert Post.objects.get().at == NOW


def test_two_workers_claim_one_import_once():
    an_import(lines([line(1)]))
    assert claim_import(NOW) is not None
    assert claim_import(NOW) is None


def test_a_dead_workers_import_is_taken_over_and_the_dead_one_can_write_no_more(monkeypatch):
    monkeypatch.setattr(imports, "ROWS_A_STEP", 2)
    waiting = an_import(lines(line(number) for number in range(5)))
    slow = claim_import(NOW)
    assert slow.step(NOW)
    later = NOW + imports.CLAIM + timedelta(seconds=1)
    taken = claim_import(later)
    with pytest.raises(ClaimLost):
        slow.step(later)
    while taken.step(later):
        pass
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows_read, waiting.posts_added) == ("done", 5, 5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.sampled_from(["post", "bad", "blank", "known"]), max_size=14),
    deaths=st.sets(st.integers(0, 6)),
    step=st.integers(1, 5),
)
def test_dying_between_any_steps_loses_and_doubles_nothing(rows, deaths, step):
    Import.objects.all().delete()
    Post.objects.all().delete()
    source = Source.objects.first() or scene.source()
    content = {"post": lambda n: line(n), "bad": lambda _: "{", "blank": lambda _: "", "known": lambda _: line(0)}
    waiting = an_import("".join(content[kind](number) + "\n" for number, kind in enumerate(rows, 1)), source=source)
    at, before = NOW, imports.ROWS_A_STEP
    imports.ROWS_A_STEP = step
    try:
        run, steps = claim_import(at), 0
        while True:
            if steps in deaths:
                run.close()
                at += imports.CLAIM + timedelta(seconds=1)
                run = claim_import(at)
            steps += 1
            if not run.step(at):
                break
    finally:
        imports.ROWS_A_STEP = before
    waiting.refresh_from_db()
    expected = {f"n{n}" for n, kind in enumerate(rows, 1) if kind == "post"} | ({"n0"} if "known" in rows else set())
    assert set(Post.objects.values_list("external_id", flat=True)) == expected
    assert waiting.bad_lines == rows.count("bad") == waiting.bad.count()
    assert waiting.posts_added + waiting.posts_known == len([kind for kind in rows if kind in {"post", "known"}])


def test_a_reason_that_is_not_known_is_shown_as_it_is():
    assert in_indonesian("Something new.") == "Something new."


def test_posts_get_their_ids_in_the_order_of_the_file_whatever_was_written_and_rolled_back_before():
    many = 2500  # more than one step, and more than a page of the database
    work_off(an_import(lines([line(number) for number in range(9000, 9000 + many)])))
    work_off(an_import(lines([line(number) for number in reversed(range(many))])))
    second = Post.objects.order_by("pk").values_list("external_id", flat=True)[many:]
    assert list(second) == [f"n{number}" for number in reversed(range(many))]


@given(st.timedeltas(timedelta(days=-9000), timedelta(days=9000)), st.integers(-12, 14))
def test_a_time_is_written_to_sqlite_as_django_writes_it(apart, offset):
    at = (NOW + apart).astimezone(timezone(timedelta(hours=offset)))
    assert in_sqlite(at) == DatabaseOperations(connection).adapt_datetimefield_value(at)
