"""The posts that one run of `kohkol radar` has placed: their ids, and their lines once their stories are known."""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kohkol.engine.radar.batch import Assignments, text_buffers
from kohkol.engine.radar.kernels.lines import LINE_BYTES, line_pieces, needs_escape, write_lines
from kohkol.engine.radar.lasting import Lasting
from kohkol.engine.radar.story_view import CAMPAIGN_RATING


class Ids:
    """The ids of all posts so far as they stand in JSON, in two arrays that double when they are full."""

    def __init__(self) -> None:
        self.count = 0
        self.text = np.zeros(1 << 16, np.uint8)
        self.offsets = np.zeros(1 << 12, np.int64)

    def extend(self, ids: pa.Array) -> None:
        """Adds the ids of the next posts."""
        text, offsets = text_buffers(ids)
        if needs_escape(text[offsets[0] : offsets[-1]]):
            text, offsets = text_buffers([json.dumps(name, ensure_ascii=False)[1:-1] for name in ids.to_pylist()])
        used, more, last = int(self.offsets[self.count]), int(offsets[-1] - offsets[0]), self.count + len(ids)
        self.text = _with_room(self.text, used + more)
        self.offsets = _with_room(self.offsets, last + 1)
        self.text[used : used + more] = text[offsets[0] : offsets[-1]]
        self.offsets[self.count + 1 : last + 1] = offsets[1:] - offsets[0] + used
        self.count = last

    def __getitem__(self, row: int) -> str:
        name: str = json.loads(b'"%b"' % self.text[self.offsets[row] : self.offsets[row + 1]].tobytes())
        return name

    def lengths(self, rows: npt.NDArray[np.int64]) -> int:
        """How many bytes these ids take together."""
        return int((self.offsets[rows + 1] - self.offsets[rows]).sum())


def rate_by_last_copy(placed: list[Assignments], posts: int) -> None:
    """Gives each copy the rating of the last copy of its text: what begins like others may end as a campaign."""
    ratings = np.zeros(posts, np.float32)
    copies = [np.flatnonzero(part.copy_of >= 0) for part in placed]
    for part, at in zip(placed, copies, strict=True):
        ratings[part.copy_of[at]] = part.campaign[at]
    for part, at in zip(placed, copies, strict=True):
        part.campaign[at] = ratings[part.copy_of[at]]


def lines_of(ids: Ids, placed: Assignments, first: int, lasting: Lasting, epoch: int) -> str:
    """The lines of posts from row `first` on."""
    story = lasting.of(placed.story)
    is_copy = placed.copy_of >= 0
    campaign = is_copy & (placed.campaign >= CAMPAIGN_RATING)
    own = np.arange(first, first + len(story))
    pieces = line_pieces(epoch)
    room = ids.lengths(own) + ids.lengths(placed.copy_of[is_copy]) + len(story) * (LINE_BYTES + len(pieces[1]))
    out = np.empty(room, np.uint8)
    copy_of = np.ascontiguousarray(placed.copy_of)
    size = write_lines(pieces, ids.text, ids.offsets, first, np.ascontiguousarray(story), copy_of, campaign, out)
    return out[:size].tobytes().decode()


def _with_room(numbers: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The same numbers in an array of at least this size."""
    if size <= len(numbers):
        return numbers
    larger = np.zeros(2 * size, numbers.dtype)
    larger[: len(numbers)] = numbers
    return larger
