"""`kohkol radar` keeps the contract of the design: one line per post in order, one per story, honest exit status."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kohkol.engine.radar.command import main

FLOOD = "banjir bandang rendam ratusan rumah warga di bayongbong garut"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.ndjson"
    texts = [FLOOD, "harga cabai rawit naik di pasar ciawitali", FLOOD]
    lines = [
        json.dumps({"id": f"p{n}", "at": f"2026-03-01T12:0{n}:00Z", "text": text, "author": "x"})
        for n, text in enumerate(texts)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("flags", [[], ["--flood"]])
def test_posts_and_stories_are_written(posts: Path, tmp_path: Path, flags: list[str]) -> None:
    out, stories = tmp_path / "out", tmp_path / "stories"
    assert main([str(posts), "--out", str(out), "--stories", str(stories), *flags]) == 0
    first, second, third = read(out)
    assert list(first) == ["id", "story", "copy_of", "campaign"]
    assert (first["id"], first["story"], first["copy_of"], first["campaign"]) == ("p0", "1:1", None, False)
    assert second["story"] != first["story"]
    assert (third["story"], third["copy_of"]) == ("1:1", "p0")
    flood = read(stories)[0]
    assert flood["story"] == "1:1"
    assert flood["size"] == 2
    assert flood["first"] == "2026-03-01T12:00:00+00:00"
    assert flood["last"] == "2026-03-01T12:02:00+00:00"
    assert flood["example"] == "p0"
    assert {"burst", "surge", "keywords", "merged_into", "split_from"} <= set(flood)


@pytest.mark.parametrize("shards", ["1", "2"])
def test_each_copy_of_a_pushed_text_is_marked_and_no_copy_of_another_text_in_its_story(
    tmp_path: Path, shards: str
) -> None:
    """A story of one event, in which one text is pushed and another shared a little."""
    shared = "bantuan untuk korban banjir bandang bayongbong garut dibuka di ratusan rumah ibadah"
    texts = [*[FLOOD] * 30, shared, shared, shared]
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    lines = [
        json.dumps({"id": f"p{n}", "at": (start + timedelta(minutes=n)).isoformat(), "text": text, "author": f"a{n}"})
        for n, text in enumerate(texts)
    ]
    (tmp_path / "posts.ndjson").write_text("\n".join(lines) + "\n")
    out = tmp_path / "out"
    assert main([str(tmp_path / "posts.ndjson"), "--out", str(out), "--shards", shards]) == 0
    assert len({line["story"] for line in read(out)}) == 1
    assert [line["id"] for line in read(out) if line["campaign"]] == [f"p{n}" for n in range(1, 30)]


@pytest.mark.parametrize("shards", ["1", "2"])
def test_the_questions_asked_in_a_story_are_named_without_their_copies(tmp_path: Path, shards: str) -> None:
    when = "kapan surut banjir di bayongbong, rumah warga masih terendam?"
    texts = [FLOOD, when, when, "apa benar banjir bandang bayongbong garut sampai pasar", "harga cabai naik"]
    posts, stories = tmp_path / "posts.ndjson", tmp_path / "stories"
    posts.write_text("".join(json.dumps({"id": f"p{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    wanted = ["--out", str(tmp_path / "out"), "--stories", str(stories), "--questions", "--shards", shards]
    assert main([str(posts), *wanted]) == 0
    asked = {row for line in read(stories) for row in line.get("questions", [])}  # type: ignore[attr-defined]
    assert asked == {"p1", "p3"}
    assert read(stories)[0]["questions"] == ["p1", "p3"]


def test_bad_lines_are_named_and_the_status_says_so(
    posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts.write_text("{half\n" + posts.read_text())
    assert main([str(posts), "--out", str(tmp_path / "out")]) == 3
    assert "line 1 skipped" in capsys.readouterr().err
    assert len(read(tmp_path / "out")) == 3


def test_a_missing_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_live_lines_go_out_as_posts_are_placed(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(posts), "--live"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
