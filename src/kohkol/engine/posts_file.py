"""Reads posts from the files people have: NDJSON, CSV, TSV, Parquet; streaming, and no line is lost silently.

Fields: `id`, `at`, `text`, and where known `author`, `url`, `network`, `place`; other fields are ignored. A line that
cannot be used becomes a `BadLine` with its number and a sentence; reading goes on. A file that cannot be read at all
raises `UnreadableFile`.

Decisions:
- `at` is ISO 8601. Without a zone it is Western Indonesian Time (UTC+7), which is what an office types. Seconds since
  1970 are refused, because nobody can see whether they are seconds or milliseconds, or whose clock made them.
- Broken bytes become U+FFFD and the line is kept: a post is worth more than its broken letter. NUL is dropped.
- A post without `id` gets a stable one from network, url, time and text, so that the same file twice adds nothing.
"""

import contextlib
import csv
import hashlib
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, TextIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

FIELDS = ("id", "at", "text", "author", "url", "network", "place")
FORMATS = ("ndjson", "csv", "tsv", "parquet")
SUFFIXES = {
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".json": "ndjson", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".parquet": "parquet",
}  # fmt: skip
LOCAL_ZONE = timezone(timedelta(hours=7), "WIB")
# A longer line is refused and skipped: a post of 1 MB must pass, a file without line ends must not fill the memory.
LONGEST_LINE = 8_000_000
PARQUET_ROWS_AT_ONCE = 4096


class UnreadableFile(ValueError):
    """The whole file cannot be read; the message is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post as it stood in the file. `at` is aware and in UTC, or None where the file gives no time."""

    id: str
    at: datetime | None
    text: str
    author: str | None = None
    url: str | None = None
    network: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was skipped: its number (from 1, as editors count; for Parquet the row) and why."""

    number: int
    reason: str


class _Refusal(ValueError):
    """One line cannot be used; the message is the reason of its BadLine."""


def read_posts(source: str | Path | BinaryIO, *, format: str | None = None) -> Iterator[PostRow | BadLine]:
    """Posts and bad lines of a file, in order, a few at a time.

    `source` is a path, `-` for standard input, or a binary stream. `format` is one of FORMATS; without it the name's
    suffix decides, and where there is none the first bytes. Raises UnreadableFile for a file that is no such format.
    """
    with open_posts(source, format) as (stream, found):
        yield from rows_of(stream, found)


@contextlib.contextmanager
def open_posts(source: str | Path | BinaryIO, format: str | None) -> Iterator[tuple[io.BufferedReader, str]]:
    """The stream of a source as `read_posts` takes it, and its format."""
    if format is not None and format not in FORMATS:
        raise UnreadableFile(f"The format {format!r} is not known; use one of: {', '.join(FORMATS)}.")
    if not isinstance(source, str | Path):
        with _peekable(source) as stream:
            yield stream, format or _guess_format(_start(stream))
    elif str(source) == "-":
        with _peekable(sys.stdin.buffer) as stream:
            yield stream, format or _guess_format(_start(stream))
    else:
        path = Path(source)
        try:
            file = path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"{path} cannot be opened: {error.strerror or error}.") from error
        with file as stream:
            yield stream, format or SUFFIXES.get(path.suffix.lower()) or _guess_format(_start(stream))


@contextlib.contextmanager
def _peekable(stream: BinaryIO) -> Iterator[io.BufferedReader]:
    if isinstance(stream, io.BufferedReader):
        yield stream
        return
    buffered = cast(io.BufferedReader, io.BufferedReader(cast(io.RawIOBase, stream)))
    try:
        yield buffered
    finally:
        buffered.detach()


def _start(stream: io.BufferedReader) -> bytes:
    return stream.peek(4096)[:4096]


def is_utf16(stream: io.BufferedReader) -> bool:
    """Whether the stream, not read yet, begins like UTF-16."""
    return _start(stream)[:2] in (b"\xff\xfe", b"\xfe\xff")


def rows_of(stream: io.BufferedReader, format: str) -> Iterator[PostRow | BadLine]:
    """Posts and bad lines of an open stream."""
    if format == "parquet":
        yield from _read_parquet(stream)
        return
    encoding = "utf-16" if is_utf16(stream) else "utf-8-sig"
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        yield from _read_ndjson(lines) if format == "ndjson" else _read_table(lines, format)
    finally:
        lines.detach()


def read_block(block: bytes, lines_before: int) -> tuple[list[PostRow | BadLine], int]:
    """Posts and bad lines of whole lines of NDJSON, and how many lines there are with those before."""
    rows: list[PostRow | BadLine] = []
    number = lines_before
    lines = io.TextIOWrapper(io.BytesIO(block), encoding="utf-8", errors="replace", newline="")
    for number, line in _bounded_lines(lines, lines_before):
        rows.extend(_rows_of_line(number, line))
    return rows, number


def _guess_format(start: bytes) -> str:
    """The format that the first bytes look like; a table when nothing else fits."""
    if start[:4] == b"PAR1":
        return "parquet"
    text = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if text[:1] in (b"{", b""):
        return "ndjson"
    return "tsv" if b"\t" in text.split(b"\n", 1)[0] else "csv"


# Lines ---------------------------------------------------------------------------------------------------------------


def _read_ndjson(lines: TextIO) -> Iterator[PostRow | BadLine]:
    for number, line in _bounded_lines(lines):
        yield from _rows_of_line(number, line)


def _rows_of_line(number: int, line: str | None) -> Iterator[PostRow | BadLine]:
    if line is None:
        yield BadLine(number, f"The line is longer than {LONGEST_LINE:,} characters.")
    elif line.strip():
        yield _post_or_bad_line(number, line)


def _bounded_lines(lines: TextIO, number: int = 0) -> Iterator[tuple[int, str | None]]:
    """Lines numbered on from `number`; None in place of one that is too long to hold."""
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if len(line) < LONGEST_LINE or line.endswith("\n"):
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = lines.readline(LONGEST_LINE)
        yield number, None


def _post_or_bad_line(number: int, line: str) -> PostRow | BadLine:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return BadLine(number, f"The line is not whole JSON ({error.msg}, character {error.pos + 1}).")
    except (RecursionError, ValueError):
        return BadLine(number, "The line is not JSON that can be read.")
    if not isinstance(fields, dict):
        return BadLine(number, 'The line is JSON, but not an object like {"id": ..., "at": ..., "text": ...}.')
    return _post(number, fields)


def _read_table(lines: TextIO, format: str) -> Iterator[PostRow | BadLine]:
    csv.field_size_limit(LONGEST_LINE)
    header_line, blank = _first_written_line(lines)
    if not header_line:
        return
    delimiter = "\t" if format == "tsv" else _guess_delimiter(header_line)
    header = [name.strip().lower() for name in next(csv.reader([header_line], delimiter=delimiter))]
    if "text" not in header:
        raise UnreadableFile(
            f"The first line has to name the columns, one of them text; it names: {', '.join(header)[:200]}."
        )
    too_long: list[int] = []
    rows = csv.reader(_lines_for_csv(lines, blank + 1, too_long), delimiter=delimiter)
    first = blank + 2
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield BadLine(first, f"The row cannot be read as a table: {error}.")
        else:
            if row:
                yield _post_of_row(first, header, row)
        first = blank + rows.line_num + 2
        while too_long:
            yield BadLine(too_long.pop(), f"The line is longer than {LONGEST_LINE:,} characters.")


def _first_written_line(lines: TextIO) -> tuple[str, int]:
    """The first line that is not blank, or nothing, and how many stand before it."""
    blank = 0
    while line := lines.readline(LONGEST_LINE):
        if line.strip():
            return line, blank
        blank += 1
    return "", blank


def _guess_delimiter(header: str) -> str:
    """Comma, or the semicolon that spreadsheets with Indonesian settings write, or a tab under a wrong name."""
    return max(",;\t", key=header.count)


def _lines_for_csv(lines: TextIO, lines_before: int, too_long: list[int]) -> Iterator[str]:
    for number, line in _bounded_lines(lines, lines_before):
        if line is None:
            too_long.append(number)
        yield line if line is not None else "\n"


def _post_of_row(number: int, header: list[str], row: list[str]) -> PostRow | BadLine:
    if len(row) != len(header):
        hint = "is it cut off?" if len(row) < len(header) else "is a comma in the text not quoted?"
        return BadLine(number, f"The row has {len(row)} columns and the header {len(header)}: {hint}")
    return _post(
        number, {name: value if value or name == "text" else None for name, value in zip(header, row, strict=True)}
    )


# Parquet -------------------------------------------------------------------------------------------------------------


def _read_parquet(stream: io.BufferedReader) -> Iterator[PostRow | BadLine]:
    with tempfile.TemporaryFile() as copy:
        source: io.BufferedReader | object = stream
        if not stream.seekable():  # Parquet is read from its end
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            source = copy
        try:
            parquet = pq.ParquetFile(source)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(f"This is not a whole Parquet file: {_first_sentence(error)}.") from error
        names = [name for name in FIELDS if name in parquet.schema_arrow.names]
        if "text" not in names:
            raise UnreadableFile("The Parquet file has no column text.")
        number = 0
        try:
            for batch in parquet.iter_batches(batch_size=PARQUET_ROWS_AT_ONCE, columns=names):
                for fields in batch.to_pylist():
                    number += 1
                    yield _post(number, fields)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            yield BadLine(number + 1, f"From here on the Parquet file is damaged: {_first_sentence(error)}.")


def _first_sentence(error: Exception) -> str:
    return str(error).split("\n", 1)[0].rstrip(".")[:200]


# One post ------------------------------------------------------------------------------------------------------------


def _post(number: int, fields: dict[str, object]) -> PostRow | BadLine:
    try:
        if "text" not in fields:
            raise _Refusal("The field text is missing.")
        text = _string(fields, "text") or ""
        at = time_of(fields.get("at"))
        url, network = _string(fields, "url"), _string(fields, "network")
        post_id = _string(fields, "id") or stable_id(network, url, at, text)
        return PostRow(post_id, at, text, _string(fields, "author"), url, network, _string(fields, "place"))
    except _Refusal as refusal:
        return BadLine(number, str(refusal))


def _string(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _Refusal(f"The field {name} is not text.")
    return _without_broken_characters(str(value))


def _without_broken_characters(text: str) -> str:
    """The text as UTF-8 and databases can hold it: halves of surrogate pairs become U+FFFD, NUL is dropped."""
    if text.isascii():
        return text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "")


def time_of(value: object) -> datetime | None:
    """The time that a field says, in UTC, None where it says none; ValueError with a sentence where it can be none."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        written = value.strip()
        if written.lstrip("-").replace(".", "", 1).isdigit() and len(written) != len("20190907"):
            value = 0
        else:
            try:
                value = datetime.fromisoformat(written)
            except ValueError:
                raise _Refusal(f"The time {written[:40]!r} is not ISO 8601, like 2019-09-07T23:56:40+07:00.") from None
    if not isinstance(value, datetime):
        raise _Refusal("The time is a number; write it as ISO 8601, like 2019-09-07T23:56:40+07:00.")
    try:
        return (value if value.tzinfo else value.replace(tzinfo=LOCAL_ZONE)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise _Refusal("The time lies outside the years that can be counted.") from None


def stable_id(network: str | None, url: str | None, at: datetime | None, text: str) -> str:
    """The same 24 hexadecimal digits for the same post, wherever and whenever it is read."""
    parts: Iterable[str] = (network or "", url or "", at.isoformat() if at else "", text)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
