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

    def join(self, ones: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
        """Makes stories one by pairs, the older number standing for both; (younger, older) of those that were two."""
        self._reach(int(max(ones.max(initial=0), others.max(initial=0))))
        into, joined = self.into, []
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            while (later := into.item(one)) != one:
                one = later
            while (later := into.item(other)) != other:
                other = later
            if one != other:
                joined.append((max(one, other), min(one, other)))
                into[max(one, other)] = min(one, other)
        return joined

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
