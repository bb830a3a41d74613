"""`kohkol match`: the contract of its lines, and what it says about bad ones."""

import json
from pathlib import Path

import pytest

from kohkol.engine.matching import command


def test_each_post_gets_a_line_with_its_matches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims, posts = tmp_path / "claims.ndjson", tmp_path / "posts.csv"
    claims.write_text(
        '{"id": 1, "claim": "Telur palsu dari plastik beredar di Garut"}\n{"id": "2"}\n{"id": 1, "claim": "x"}\nnot\n'
        '{"id": "3", "claim": "Vaksin campak mengandung babi", "title": "Vaksin"}\n'
    )
    posts.write_text("id,text\n7,telor plastik di garut beneran?\n8,\n")
    assert command.main(["--claims", str(claims), "--posts", str(posts), "--top", "1"]) == 3
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == ["7", "8"]
    (match,) = rows[0]["matches"]
    assert (match["claim"], match["decision"]) == ("1", "suggest")
    assert set(match) == {"claim", "score", "decision", "agrees", "differs"}
    assert rows[1]["matches"] == []
    assert all(f"line {number}" in err for number in (2, 3, 4))


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--claims", str(tmp_path / "no.ndjson"), "--posts", "-"]) == 2
    assert "no.ndjson" in capsys.readouterr().err
