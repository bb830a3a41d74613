"""Columns hold what the careful reader finds, whatever is in the file and however it is cut into blocks."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.engine import post_columns
from kohkol.engine.post_columns import NO_TIME, PostColumns, read_columns
from kohkol.engine.posts_file import BadLine, PostRow, read_posts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLAIN = b'{"id":"a","at":"2026-03-01T12:00:00Z","text":"banjir","author":"x"}'
ODD_LINES = [
    PLAIN,
    PLAIN + PLAIN,
    b'{"text":"a","text":"b"}',
    b'{"text":1,"id":7}',
    b'{"text":"\\ud83d"}',
    b'{"text":"\\ud83d\\ude02"}',
    b'{"text":"\xff\xfe"}',
    b'{"text":"a\\u0000b","id":"\\u0000"}',
    b'{"text":"a","x":NaN,"y":{"text":"z"}}',
    b"",
    b"  ",
    b"[1]",
    b"{}",
    b'{"text":null}',
    b'{"te\\u0078t":"a"}',
    b'{"text":true}',
    b'{"text":"a\tb"}',
    b' {"text":"a"} ',
    b'{"text":"a","x":' + b"[" * 3000 + b"]" * 3000 + b"}",
    b'{"text":"a","x":' + b"9" * 5000 + b"}",
    b'{"text":"a\rb"}',
    b'{"text":"a"}\r',
    b'{"text":',
    b'"a"}',
    b'{"text":"a","x":{}',
    b'{"text":"a","at":1772366400}',
    b'{"text":"a","at":"1772366400"}',
    b'{"text":"a","at":""}',
    b'{"text":"a","at":"0001-01-01T00:00:00+07:00"}',
    b'{"text":"a","at":"9999-12-31T23:59:59-07:00"}',
    b'{"text":"a","at":"kemarin"}',
    b'{"text":"a","id":"","url":"https://x","network":"x","at":"2026-03-01 12:00:00.123456"}',
    b"\xef\xbb\xbf" + PLAIN,
]
TIMES = [
    "2026-03-01T12:00:00Z", "2026-03-01T12:00:00+07:00", "2026-03-01 12:00", "2026-03-01", "20260301",
    "2026-03-01T12:00:00.1234567Z", "2026-03-01T12:00:60Z", "2026-03-01T24:00:00Z", "2026-03-01T12:00:00+25:00",
    "2026-03-01T12:00:00+07:99", "2026-03-01T12:00:00+0700", "2026-03-01T12:00:00+07", " 2026-03-01 ", "2026-W09-7",
    "2026-03-01T12:00:00 Z", "0000-01-01", "10000-01-01", "-001-01-01", "2026-02-29", "2026-03-01T12:00:00.5Z",
    "1969-12-31T23:59:59.9999Z",
]  # fmt: skip


def found(content: bytes) -> tuple[list[tuple[str, int, str, str]], list[BadLine]]:
    """Posts and bad lines as columns give them."""
    posts, bad = [], []
    for part in read_columns(io.BytesIO(content), format="ndjson"):
        if isinstance(part, PostColumns):
            columns = (part.ids, part.texts, part.authors)
            ids, texts, authors = (column.to_pylist() for column in columns)
            posts += list(zip(ids, part.times.tolist(), texts, authors, strict=True))
        else:
            bad.append(part)
    return posts, bad


def careful(content: bytes) -> tuple[list[tuple[str, int, str, str]], list[BadLine]]:
    """The same as the careful reader gives it."""
    rows = list(read_posts(io.BytesIO(content), format="ndjson"))
    posts = [
        (row.id, (row.at - EPOCH) // timedelta(milliseconds=1) if row.at else NO_TIME, row.text, row.author or "")
        for row in rows
        if isinstance(row, PostRow)
    ]
    return posts, [row for row in rows if isinstance(row, BadLine)]


@pytest.mark.parametrize("line", ODD_LINES)
@pytest.mark.parametrize("before", [b"", PLAIN + b"\n"])
@pytest.mark.parametrize("after", [b"", b"\n" + PLAIN, b"\n"])
def test_an_odd_line_is_read_as_the_careful_reader_reads_it(before: bytes, line: bytes, after: bytes) -> None:
    assert found(before + line + after) == careful(before + line + after)


@pytest.mark.parametrize("at", TIMES)
def test_a_time_means_the_same(at: str) -> None:
    line = json.dumps({"id": "a", "at": at, "text": "banjir"}).encode()
    assert found(line) == careful(line)
    assert found(line + b"\n" + PLAIN) == careful(line + b"\n" + PLAIN)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(ODD_LINES) | st.binary(max_size=20) | st.just(PLAIN), max_size=12),
    st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"]),
    st.sampled_from([3, 17, 100, 4096]),
)
def test_the_size_of_blocks_changes_nothing(lines: list[bytes], line_end: bytes, block: int) -> None:
    content = line_end.join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(post_columns, "BLOCK_BYTES", block)
        assert found(content) == careful(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=5,
)
FIELD = st.sampled_from(["id", "at", "text", "author", "url", "network", "place", "lain"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(FIELD, st.text(max_size=9) | st.sampled_from(TIMES) | JSON, max_size=7), max_size=6))
def test_any_objects_are_read_alike(objects: list[dict[str, object]]) -> None:
    content = "\n".join(json.dumps(fields, ensure_ascii=False) for fields in objects).encode("utf-8", "surrogatepass")
    assert found(content) == careful(content)


def test_an_endless_line_is_named_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_columns, "LONGEST_LINE", 100)
    monkeypatch.setattr("kohkol.engine.posts_file.LONGEST_LINE", 100)
    monkeypatch.setattr(post_columns, "BLOCK_BYTES", 64)
    content = b'{"text":"' + b"x" * 5000 + b'"}\n' + PLAIN
    posts, bad = found(content)
    assert [post[0] for post in posts] == ["a"]
    assert [line.number for line in bad] == [1]
