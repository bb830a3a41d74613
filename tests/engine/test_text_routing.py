"""Routing to agencies: useful before the first decision, better with each, and the same after a restart."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kohkol.engine.text import letter_runs, route_command, routing
from kohkol.engine.text.routing import AgencyRouter

SOURCES = Path(route_command.__file__).parents[3]
TASKS = {
    "dishub": "lalu lintas, parkir, angkutan umum, lampu jalan, terminal",
    "dlh": "sampah, pencemaran sungai, taman, kebersihan lingkungan",
    "dinkes": "puskesmas, vaksinasi, wabah, rumah sakit, gizi",
}


def best(router: AgencyRouter, post: str) -> str:
    return router.suggest(post)[0][0]


def test_task_descriptions_alone_route_the_first_posts() -> None:
    router = AgencyRouter(TASKS)
    assert best(router, "sampah di pinggir kali numpuk sebulan") == "dlh"
    assert best(router, "puskesmas tutup padahal antri") == "dinkes"


def test_a_decision_of_the_office_is_followed_at_once() -> None:
    router = AgencyRouter(TASKS)
    for _ in range(3):
        router.learn("pohon tumbang menutup jalan raya", "damkar")
    assert best(router, "ada pohon tumbang di jalan") == "damkar"


def test_shares_add_up_to_one_and_nothing_is_known_without_agencies() -> None:
    assert AgencyRouter().suggest("apa saja") == []
    assert sum(share for _, share in AgencyRouter(TASKS).suggest("halo")) == pytest.approx(1)


def test_a_router_that_was_saved_suggests_the_same() -> None:
    router = AgencyRouter(TASKS)
    for number in range(10):
        router.learn(f"lampu merah mati di simpang {number}", "dishub")
        router.learn(f"sungai bau dan hitam {number}", "dlh")
    again = AgencyRouter.from_bytes(router.to_bytes())
    assert again.suggest("lampu mati") == router.suggest("lampu mati")


def test_words_with_typing_errors_are_routed_by_their_letters() -> None:
    router = AgencyRouter()
    for number in range(20):
        router.learn(f"puskesmas tutup terus nomor {number}", "dinkes")
        router.learn(f"kelurahan tutup terus nomor {number}", "kelurahan")
    assert best(router, "puskessmas tutup") == "dinkes"
    assert best(router, "kelurahann tutup") == "kelurahan"


def test_runs_of_letters_are_alike_for_words_that_are_and_fit_their_places() -> None:
    right, wrong, other = (set(letter_runs.runs(word).tolist()) for word in ("puskesmas", "puskessmas", "jembatan"))
    assert len(right & wrong) > len(right) / 2
    assert not right & other
    assert max(right) < letter_runs.PLACES
    assert letter_runs.runs("!!!").tolist() == []


def test_settings_that_many_decisions_chose_are_saved_with_the_router(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "LEAST_TO_CHOOSE", 60)
    monkeypatch.setattr(routing, "PENALTIES", (1e-6, 1.0))
    monkeypatch.setattr(routing, "CENTRES", (0.0,))
    router = AgencyRouter(dict.fromkeys(("dinkes", "dishub", "dlh"), ""))
    places = ("pasar", "simpang", "terminal", "sekolah")
    for number in range(60):
        for agency, thing in (("dishub", "lampu"), ("dlh", "sampah")):
            router.learn(f"{thing} di {places[number % 4]} dekat {places[number % 3]} sudah {number} hari", agency)
    assert best(router, "lampu di pasar") == "dishub"
    again = AgencyRouter.from_bytes(router.to_bytes())
    assert again.suggest("lampu di pasar") == router.suggest("lampu di pasar")


def test_a_new_agency_is_suggested_between_two_fits() -> None:
    router = AgencyRouter(TASKS)
    for number in range(60):
        router.learn(f"lampu merah mati di simpang {number}", "dishub")
        router.learn(f"sungai bau dan hitam {number}", "dlh")
    assert best(router, "lampu merah mati") == "dishub"
    router.learn("kucing terjebak di atap", "damkar")
    assert best(router, "kucing di atap rumah tetangga") == "damkar"


def test_the_name_of_an_agency_says_what_it_is_for_where_nothing_else_does() -> None:
    router = AgencyRouter()
    for number in range(20):
        router.learn(f"lampu merah mati di simpang {number}", "Dinas Perhubungan")
        router.learn(f"sungai bau dan hitam {number}", "Dinas Lingkungan Hidup")
    router.learn("surat pindah belum jadi", "Kecamatan Cibiru")
    assert best(router, "pelayanan di cibiru lambat") == "Kecamatan Cibiru"


def test_a_near_copy_follows_the_decision_on_the_post_that_it_copies() -> None:
    router = AgencyRouter()
    for number in range(30):
        router.learn(f"lampu jalan mati di gang nomor {number} sudah lama gelap", "dishub")
        router.learn(f"sungai bau dan hitam {number}", "dlh")
    router.learn("lampu jalan mati di depan pasar ciroyom sejak senin gelap gulita", "perumda")
    assert best(router, "min lampu jalan mati di depan pasar ciroyom sejak senin") == "perumda"


def test_an_agency_that_is_no_longer_chosen_steps_back_and_returns_when_it_is() -> None:
    router = AgencyRouter()
    for number in range(30):
        router.learn(f"jalan berlubang di kilometer {number}", "bina marga")
        router.learn(f"sampah menumpuk di blok {number}", "dlh")
    for number in range(15):
        router.learn(f"jalan berlubang di rt {number}", "pekerjaan umum")
        router.learn(f"sampah menumpuk di rw {number}", "dlh")
    assert best(router, "jalan berlubang") == "pekerjaan umum"
    router.learn("jalan berlubang di kilometer tiga", "bina marga")
    assert best(router, "jalan berlubang di kilometer") == "bina marga"


def test_posts_without_a_word_are_learned_and_routed_too() -> None:
    router = AgencyRouter()
    router.learn("!!!", "dlh")
    router.learn("sampah", "dlh")
    router.learn("", "dishub")
    assert {agency for agency, _ in router.suggest("...")} == {"dlh", "dishub"}


def test_bytes_that_are_no_state_are_refused() -> None:
    with pytest.raises(ValueError, match="no state"):
        AgencyRouter.from_bytes(b"something else")


def test_the_command_learns_one_file_and_routes_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    learn, posts = tmp_path / "learn.csv", tmp_path / "posts.ndjson"
    learn.write_text("text,agency\nlampu jalan mati,dishub\nsampah menumpuk,dlh\nlampu merah rusak,dishub\n,dlh\n")
    posts.write_text('{"id": "7", "text": "lampu jalan di gang mati"}\n')
    assert route_command.main(["--learn", str(learn), "--posts", str(posts)]) == 3
    out, err = capsys.readouterr()
    row = json.loads(out)
    assert (row["id"], row["agencies"][0]["agency"]) == ("7", "dishub")
    assert "line 5" in err


def test_a_reader_that_has_seen_enough_ends_the_command_without_a_complaint(tmp_path: Path) -> None:
    learn, posts = tmp_path / "learn.ndjson", tmp_path / "posts.ndjson"
    learn.write_text('{"id": "1", "at": "2026-01-01T00:00:00Z", "text": "jalan rusak", "agency": "PU"}\n')
    posts.write_text('{"id": "2", "at": "2026-01-01T00:00:00Z", "text": "jalan berlubang"}\n' * 5000)
    command = [sys.executable, "-m", "kohkol", "route", "--learn", str(learn), "--posts", str(posts)]
    paths = os.environ | {"PYTHONPATH": str(SOURCES)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=paths) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert b'"PU"' in run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_the_command_says_what_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = tmp_path / "posts.ndjson"
    posts.write_text("[" * 100_000 + "\n")
    assert route_command.main(["--learn", str(posts), "--posts", str(posts)]) == 3
    assert "The line is not JSON that can be read." in capsys.readouterr().err
    assert route_command.main(["--learn", str(tmp_path), "--posts", str(posts)]) == 2
    assert "cannot be opened" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        route_command.main(["--learn", str(posts), "--posts", str(posts), "--top", "0"])


def test_decisions_sorted_by_agency_close_none() -> None:
    router = AgencyRouter()
    for agency, text in (("bina marga", "jalan berlubang di kilometer"), ("dlh", "sampah menumpuk di blok")):
        for number in range(60):
            router.learn(f"{text} {number}", agency)
    assert best(router, "jalan berlubang dekat pasar") == "bina marga"


def test_a_file_is_learned_by_its_times_whatever_its_order() -> None:
    times = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 1, 2)]
    decisions = [route_command.Decision(at, str(at.day), "dlh") for at in times]
    assert [text for text, _ in route_command.oldest_first(decisions)] == ["1", "2", "3"]
    untimed = [*decisions, route_command.Decision(None, "4", "dlh")]
    assert [text for text, _ in route_command.oldest_first(untimed)] == ["3", "1", "2", "4"]
