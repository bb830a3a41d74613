"""Posts come in files from people: every line is either a post or a numbered reason."""

import io
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohkol.engine.posts_file import BadLine, PostRow, UnreadableFile, read_posts

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def read(content: bytes | str, format: str | None = None) -> list[PostRow | BadLine]:
    return list(read_posts(io.BytesIO(content.encode() if isinstance(content, str) else content), format=format))


def line(**fields: object) -> str:
    return json.dumps({"id": "1", "at": "2026-03-01T12:00:00Z", "text": "banjir"} | fields) + "\n"


def test_a_line_becomes_a_post_and_unknown_fields_are_ignored() -> None:
    (post,) = read(line(author="Ani", url="https://a.id/1", network="mastodon", place="32.04", likes=12))
    assert post == PostRow("1", NOON, "banjir", "Ani", "https://a.id/1", "mastodon", "32.04")


def test_a_bad_line_is_reported_with_its_number_and_the_next_is_read() -> None:
    first, bad, last = read(line() + "{broken\n" + "\n" + line(id=3))
    assert isinstance(first, PostRow)
    assert isinstance(bad, BadLine)
    assert bad.number == 2
    assert isinstance(last, PostRow)
    assert last.id == "3"


def test_half_a_last_line_is_reported() -> None:
    _, bad = read(line() + line()[:30])
    assert isinstance(bad, BadLine)
    assert bad.number == 2


def test_a_time_without_zone_is_western_indonesian_time() -> None:
    (post,) = read(line(at="2026-03-01T19:00:00"))
    assert isinstance(post, PostRow)
    assert post.at == NOON


@pytest.mark.parametrize("at", [1772366400, 1772366400.5, "1772366400", "1772366400000"])
def test_seconds_since_1970_are_refused_with_a_sentence(at: object) -> None:
    (bad,) = read(line(at=at))
    assert isinstance(bad, BadLine)
    assert "ISO 8601" in bad.reason


@pytest.mark.parametrize("at", ["kemarin", "2026-13-01", "0001-01-01T00:00:00+14:00", True, [2026]])
def test_a_time_that_is_none_is_refused(at: object) -> None:
    assert isinstance(read(line(at=at))[0], BadLine)


def test_a_post_without_time_is_kept() -> None:
    (post,) = read('{"id": "1", "text": "banjir"}\n')
    assert post == PostRow("1", None, "banjir")


def test_a_missing_id_is_the_same_each_time_and_differs_with_the_text() -> None:
    once, twice, other = (read(line(id=None, text=text))[0] for text in ("a", "a", "b"))
    assert isinstance(once, PostRow)
    assert isinstance(other, PostRow)
    assert once == twice
    assert once.id != other.id


def test_a_line_without_text_is_refused_but_empty_text_is_kept() -> None:
    bad, empty = read('{"id": "1"}\n' + line(text=""))
    assert isinstance(bad, BadLine)
    assert isinstance(empty, PostRow)
    assert empty.text == ""


def test_marks_of_byte_order_and_broken_bytes_do_not_lose_a_post() -> None:
    (post,) = read(b"\xef\xbb\xbf" + line(text="X").encode().replace(b"X", b"banjir \xff\xc3"))
    assert isinstance(post, PostRow)
    assert post.text == "banjir ��"


def test_half_surrogates_and_nul_do_not_leave_the_reader() -> None:
    (post,) = read('{"id": "1", "text": "a\\ud83d b\\u0000"}\n')
    assert isinstance(post, PostRow)
    assert post.text == "a� b"


def test_a_megabyte_of_text_is_read_and_an_endless_line_is_skipped() -> None:
    long, endless, last = read(line(text="x" * 1_000_000) + "y" * 9_000_000 + "\n" + line(id="3"))
    assert isinstance(long, PostRow)
    assert isinstance(endless, BadLine)
    assert endless.number == 2
    assert isinstance(last, PostRow)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_are_read_whatever_the_spreadsheet_wrote_between_columns(delimiter: str) -> None:
    table = "Id,At,Text,Shares\r\n7,2026-03-01T12:00:00Z,banjir,3\r\n".replace(",", delimiter)
    assert read(table) == [PostRow("7", NOON, "banjir")]


def test_quoted_commas_and_line_ends_belong_to_the_text() -> None:
    post, bad, last = read('id,text\n1,"banjir, lagi\nparah"\n2,a,b\n3,c\n')
    assert post == PostRow("1", None, "banjir, lagi\nparah")
    assert isinstance(bad, BadLine)
    assert bad.number == 4
    assert last == PostRow("3", None, "c")


def test_a_table_from_a_spreadsheet_in_utf16_is_read() -> None:
    assert read("id\ttext\r\n1\tbanjir\r\n".encode("utf-16")) == [PostRow("1", None, "banjir")]


def test_blank_lines_before_the_header_of_a_table_are_passed_over_and_counted() -> None:
    rows = read(b"\r\n\r\nid,text\r\n1,banjir\r\n2\r\n", format="csv")
    assert [row.text for row in rows if isinstance(row, PostRow)] == ["banjir"]
    assert [row.number for row in rows if isinstance(row, BadLine)] == [5]


def test_bytes_that_are_no_table_are_refused_even_when_they_begin_with_a_line_end() -> None:
    with pytest.raises(UnreadableFile, match="has to name the columns"):
        read(b"\r6\xd0\x03\xcbF\x0b\x9c\n")


def test_a_table_without_text_column_is_refused_whole() -> None:
    with pytest.raises(UnreadableFile, match="text"):
        read("id,isi\n1,banjir\n", format="csv")


def test_parquet_is_read_with_its_own_times(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"id": ["1", "2"], "text": ["banjir", None], "at": pa.array([NOON, None])}), path)
    assert list(read_posts(path)) == [PostRow("1", NOON, "banjir"), PostRow("2", None, "")]
    assert list(read_posts(io.BytesIO(path.read_bytes()))) == list(read_posts(path))


def test_a_cut_parquet_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"text": ["banjir"] * 1000}), path)
    with pytest.raises(UnreadableFile, match="not a whole Parquet file"):
        read(path.read_bytes()[:-20])


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        list(read_posts(tmp_path / "none.ndjson"))


def test_an_empty_file_holds_no_posts() -> None:
    assert read(b"") == []
    assert read(b"", format="csv") == []


@given(st.binary(max_size=300), st.sampled_from(["ndjson", "csv", "tsv", "parquet", None]))
def test_no_bytes_break_the_reader(content: bytes, format: str | None) -> None:
    with suppress(UnreadableFile):
        for row in read(content, format):
            if isinstance(row, PostRow):
                row.text.encode()
