"""What goes into the radar and what comes out of it, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

NO_ACCOUNTS = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts in the order they arrived.

    `rows` are the caller's numbers, increasing from batch to batch (the desk passes its database id). `times` are
    milliseconds UTC and need not increase. `accounts` are hashes, 0 where unknown; they are only counted inside the
    copies of one text and are neither kept nor given out.
    """

    rows: npt.NDArray[np.int64]
    times: npt.NDArray[np.int64]
    texts: Sequence[str] | pa.Array | pa.ChunkedArray
    accounts: npt.NDArray[np.uint64] | None = None


@dataclass(frozen=True, slots=True)
class Assignments:
    """One entry per post: its story, the row it copies or -1, how sure the match is, how like a campaign
    the copies of that row look by now."""

    story: npt.NDArray[np.int64]
    copy_of: npt.NDArray[np.int64]
    similarity: npt.NDArray[np.float32]
    campaign: npt.NDArray[np.float32]


class EventKind(Enum):
    """What can happen to a story; values as in placing.py."""

    OPENED = 1
    MERGED_INTO = 2
    MERGE_SUGGESTED = 3
    SPLIT_FROM = 4


@dataclass(frozen=True, slots=True)
class Event:
    """`story` was opened, merged into `other`, looks like `other` (which people hold), or was split from `other`."""

    kind: EventKind
    story: int
    other: int | None


def check_batch(
    rows: npt.NDArray[np.int64],
    times: npt.NDArray[np.int64],
    accounts: npt.NDArray[np.uint64],
    texts: int,
    before: int | None,
) -> None:
    """Raises ValueError when columns differ in length or rows do not increase from `before`, the last one pushed."""
    if not len(rows) == len(times) == texts or len(accounts) not in (0, len(rows)):
        raise ValueError(f"A batch needs as many rows, times and texts: {len(rows)}, {len(times)}, {texts}.")
    if len(rows) and ((np.diff(rows) <= 0).any() or (before is not None and rows[0] <= before)):
        raise ValueError(f"Row numbers have to increase; the last one pushed was {before}.")


def text_buffers(
    texts: Sequence[str] | pa.Array | pa.ChunkedArray,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of all texts and the offsets between them; half surrogates in Python strings become U+FFFD."""
    if isinstance(texts, pa.ChunkedArray):
        texts = pa.concat_arrays(texts.chunks) if texts.num_chunks != 1 else texts.chunk(0)
    if not isinstance(texts, pa.Array):
        texts = _arrow(texts)
    if texts.null_count:
        texts = texts.fill_null("")
    if texts.type != pa.large_string():
        texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    start = texts.offset
    numbers = np.frombuffer(offsets, np.int64)[start : start + len(texts) + 1] if len(texts) else np.zeros(1, np.int64)
    return (np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)), numbers


def _arrow(texts: Sequence[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.large_string())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.large_string())
