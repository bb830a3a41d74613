"""Which story a number stands for once stories have merged."""

import numpy as np
import numpy.typing as npt


class Lasting:
    """Which story each number stands for after the merges so far."""

    def __init__(self) -> None:
        self.into = np.arange(1 << 12)

    def merge(self, merges: list[tuple[int, int]]) -> None:
        """Takes up merges (story, into)."""
        if merges:
            pairs = np.array(merges, np.int64)
            self._reach(int(pairs.max()))
            self.into[pairs[:, 0]] = pairs[:, 1]

    def join(self, one: int, other: int) -> tuple[int, int] | None:
        """Makes two stories one, for which the older number stands: (younger, older), or None if they were one."""
        self._reach(max(one, other))
        old, young = sorted((self._oldest(one), self._oldest(other)))
        if old == young:
            return None
        self.into[young] = old
        return young, old

    def _oldest(self, story: int) -> int:
        while (later := int(self.into[story])) != story:
            story = later
        return story

    def of(self, stories: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The lasting numbers."""
        if len(stories):
            self._reach(int(stories.max()))
        while not np.array_equal(later := self.into[stories], stories):
            stories = later
        return stories

    def merged(self) -> list[tuple[int, int]]:
        """Every story that merged, and what it stands for now."""
        stories = np.flatnonzero(self.into != np.arange(len(self.into)))
        return list(zip(stories.tolist(), self.of(stories).tolist(), strict=True))

    def _reach(self, story: int) -> None:
        known = len(self.into)
        if story >= known:
            self.into = np.concatenate((self.into, np.arange(known, 2 * max(known, story + 1))))
