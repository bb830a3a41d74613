"""Reads posts as columns, fast where a block of NDJSON is plain, line by line where it is not; the result is the same.

A block whose every line is one object of plain fields goes to pyarrow's compiled reader. A block with anything that it
and Python's json might read differently - a bad line, a number for an id, broken UTF-8, an odd time - is read by
`posts_file`, which names bad lines. `tests/engine/test_post_columns.py` compares the two on hostile input.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from kohkol.engine.posts_file import (
    FIELDS,
    LOCAL_ZONE,
    LONGEST_LINE,
    BadLine,
    PostRow,
    is_utf16,
    open_posts,
    read_block,
    rows_of,
    stable_id,
)

ROWS_AT_ONCE = 8192
# About 17,000 posts: enough that starting a parser costs nothing, few enough to stay in the caches.
BLOCK_BYTES = 4 << 20
NO_TIME = np.iinfo(np.int64).min
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_MILLISECOND = timedelta(milliseconds=1)
# Python's json gives up on deeper values and on longer numbers.
DEEPEST = 500
MOST_DIGITS = 4300
LONG_NUMBER = re.compile(rb"[0-9]{%d}" % MOST_DIGITS)
SCHEMA = pa.schema([(name, pa.large_string()) for name in FIELDS])
# A day inside of what datetime can hold, so that no zone leads out of it.
FIRST_US, LAST_US = (int(datetime(*day, tzinfo=UTC).timestamp()) * 1_000_000 for day in ((1, 1, 3), (9999, 12, 30)))


@dataclass(frozen=True, slots=True)
class PostColumns:
    """Posts in order. `times` are milliseconds UTC, NO_TIME where the file gives none; unknown authors are empty."""

    ids: pa.Array
    times: npt.NDArray[np.int64]
    texts: pa.Array
    authors: pa.Array


def read_columns(
    source: str | Path | BinaryIO, *, format: str | None = None, at_once: bool = False
) -> Iterator[PostColumns | BadLine]:
    """The posts and bad lines of a file, as `read_posts` finds them; `at_once` waits for no more than what is there."""
    with open_posts(source, format) as (stream, found):
        if found == "ndjson" and not is_utf16(stream):
            yield from _read_ndjson(stream, at_once=at_once)
            return
        rows = rows_of(stream, found)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield from _columns_of_rows(some)


def _read_ndjson(stream: BufferedReader, *, at_once: bool) -> Iterator[PostColumns | BadLine]:
    lines = 0
    for block in _blocks(stream, at_once=at_once):
        columns = _plain(block)
        if columns is not None:
            lines += len(columns.times)
            yield columns
        else:
            rows, lines = read_block(block, lines)
            yield from _columns_of_rows(rows)


def _blocks(stream: BufferedReader, *, at_once: bool) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time, the mark of UTF-8 left out; of an endless line only the beginning."""
    read = stream.read1 if at_once else stream.read
    rest = b""
    is_start = True
    while more := read(BLOCK_BYTES):
        data = rest + more
        if is_start and len(data) >= len(b"\xef\xbb\xbf"):
            data, is_start = data.removeprefix(b"\xef\xbb\xbf"), False
        end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if end:
            yield data[:end]
        rest = data[end:][: 4 * LONGEST_LINE + 4]  # a character has at most four bytes
    if rest:
        yield rest


def _plain(block: bytes) -> PostColumns | None:
    """The posts of a block, or None where only the careful reader can be trusted with it."""
    if not block.endswith(b"\n"):
        block += b"\n"
    lines = _plain_lines(block)
    if not lines or b"\\u0000" in block:
        return None
    try:
        table = pj.read_json(
            pa.BufferReader(block),
            read_options=pj.ReadOptions(use_threads=False, block_size=len(block)),
            parse_options=pj.ParseOptions(explicit_schema=SCHEMA, unexpected_field_behavior="ignore"),
        ).combine_chunks()
        table.validate(full=True)
    except pa.ArrowException:
        return None
    column = {name: _whole(table[name]) for name in FIELDS}
    if table.num_rows != lines or column["text"].null_count:
        return None
    times = _times(column["at"])
    if times is None:
        return None
    return PostColumns(_ids(column, times), _milliseconds(times), column["text"], column["author"].fill_null(""))


def _plain_lines(block: bytes) -> int:
    """How many lines the block has; 0 unless each can only be one object, without control characters or deep values."""
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    begins = np.concatenate(([0], ends[:-1] + 1))
    if np.count_nonzero(data < ord(" ")) != len(ends) or (data[begins] != ord("{")).any():
        return 0
    if (data[ends - 1] != ord("}")).any():
        return 0
    if block.count(b"{") + block.count(b"[") - len(ends) > DEEPEST:
        opening = ((data == ord("{")) | (data == ord("["))).astype(np.int64)
        if np.add.reduceat(opening, begins).max() > DEEPEST:
            return 0
    longest = int((ends - begins).max())
    if longest >= LONGEST_LINE or (longest > MOST_DIGITS and LONG_NUMBER.search(block)):
        return 0
    return len(ends)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _times(column: pa.Array) -> npt.NDArray[np.int64] | None:
    """Microseconds UTC; None where one is written in a way that only the careful reader knows."""
    written = pc.replace_with_mask(column, pc.fill_null(pc.equal(column, ""), False), pa.scalar(None, column.type))
    try:
        moments, shift = written.cast(pa.timestamp("us", "UTC")), 0
    except pa.ArrowInvalid:
        try:
            moments, shift = written.cast(pa.timestamp("us")), int(LOCAL_ZONE.utcoffset(None).total_seconds())
        except pa.ArrowInvalid:
            return None
    times: npt.NDArray[np.int64] = moments.cast(pa.int64()).fill_null(NO_TIME).to_numpy() - shift * 1_000_000
    is_known = moments.is_valid().to_numpy(zero_copy_only=False)
    if (is_known & ((times < FIRST_US) | (times > LAST_US))).any():
        return None
    return np.where(is_known, times, NO_TIME)


def _milliseconds(times: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.where(times == NO_TIME, NO_TIME, times // 1000)


def _ids(column: dict[str, pa.Array], times: npt.NDArray[np.int64]) -> pa.Array:
    """The ids as written; where there is none, the stable one that `posts_file` gives."""
    ids = column["id"].fill_null("")
    missing = np.flatnonzero(pc.equal(ids, "").to_numpy(zero_copy_only=False))
    if not len(missing):
        return ids
    made = []
    for row in missing.tolist():
        at = None if times[row] == NO_TIME else EPOCH + timedelta(microseconds=int(times[row]))
        network, url, text = (column[name][row].as_py() for name in ("network", "url", "text"))
        made.append(stable_id(network, url, at, text))
    mask = np.zeros(len(ids), bool)
    mask[missing] = True
    return pc.replace_with_mask(ids, pa.array(mask), pa.array(made, pa.large_string()))


def _columns_of_rows(rows: list[PostRow | BadLine]) -> Iterator[PostColumns | BadLine]:
    """Bad lines first, then the posts."""
    yield from (row for row in rows if isinstance(row, BadLine))
    posts = [row for row in rows if isinstance(row, PostRow)]
    if posts:
        times = [(post.at - EPOCH) // A_MILLISECOND if post.at else NO_TIME for post in posts]
        yield PostColumns(
            pa.array([post.id for post in posts], pa.large_string()),
            np.array(times, np.int64),
            pa.array([post.text for post in posts], pa.large_string()),
            pa.array([post.author or "" for post in posts], pa.large_string()),
        )
