"""The questions asked in each story: the first few posts that ask, copies left out."""

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar.batch import Assignments
from kohkol.engine.radar.lasting import Lasting
from kohkol.engine.text.questions import scores

MOST_KEPT = 5


class Asked:
    """Reads posts as they are placed, which costs five times what placing them does (18 microseconds a post)."""

    def __init__(self) -> None:
        self._rows: dict[int, list[int]] = {}

    def add(self, placed: Assignments, texts: list[str], first_row: int) -> None:
        """Keeps those of the posts, in rows from `first_row` on, that ask something nobody asked word for word."""
        stories = placed.story.tolist()
        own = [at for at in np.flatnonzero(placed.copy_of < 0).tolist() if not self._is_full(stories[at])]
        for at, score in zip(own, scores([texts[at] for at in own]), strict=True):
            if score > 0 and not self._is_full(stories[at]):
                self._rows.setdefault(stories[at], []).append(first_row + at)

    def _is_full(self, story: int) -> bool:
        return len(self._rows.get(story, ())) >= MOST_KEPT

    def by_story(self, lasting: Lasting) -> dict[int, list[int]]:
        """Rows of the questions of each story, with those of all that merged into it, the first first."""
        numbers: npt.NDArray[np.int64] = lasting.of(np.array(list(self._rows), np.int64))
        joined: dict[int, list[int]] = {}
        for number, rows in zip(numbers.tolist(), self._rows.values(), strict=True):
            joined[number] = sorted([*joined.get(number, []), *rows])[:MOST_KEPT]
        return joined
