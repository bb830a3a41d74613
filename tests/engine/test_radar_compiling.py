"""Who starts the radar for the first time on a machine is told once why it takes a while."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kohkol.engine.radar import compile_cache


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(compile_cache, "DIRECTORY", tmp_path)
    compile_cache.say_if_compiling.cache_clear()
    yield tmp_path
    compile_cache.say_if_compiling.cache_clear()


@pytest.mark.usefixtures("directory")
def test_the_first_start_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    compile_cache.say_if_compiling("place_posts")
    compile_cache.say_if_compiling("place_posts")
    assert capsys.readouterr().err.count("compiling the radar once") == 1


def test_a_later_start_is_silent(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (directory / "kernels").mkdir()
    (directory / "kernels" / "placing.place_posts-230.py311.1.nbc").touch()
    compile_cache.say_if_compiling("place_posts")
    assert capsys.readouterr().err == ""


def test_the_first_start_of_shards_says_so_too(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (directory / "placing.place_posts-230.py311.1.nbc").touch()
    compile_cache.say_if_compiling("route_posts")
    assert "compiling the radar once" in capsys.readouterr().err


def test_compiled_kernels_are_found_by_the_names_that_numba_gives() -> None:
    kept = compile_cache.DIRECTORY
    assert kept is not None
    from kohkol.engine.radar.radar import Radar

    radar = Radar()
    radar.forget(1, "banjir")
    assert compile_cache.is_warm(kept, "tokenise")
