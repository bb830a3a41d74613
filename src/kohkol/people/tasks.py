"""One line of "what waits for me": every app returns these, the desk puts them in order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """Something that one officer can do now.

    `title` says what, in the words of the thing; `why` says why it waits for her; `url` opens the place where it is
    done. `weight` orders tasks without a deadline: 100 when people may come to harm, 50 for usual work, 10 when it can
    wait until tomorrow.
    """

    title: str
    why: str
    url: str
    due_at: datetime | None = None
    weight: int = 50

    def urgency(self, at: datetime) -> tuple[int, float]:
        """Sorts overdue tasks first, then by weight, then by deadline: smaller is more urgent."""
        overdue = self.due_at is not None and self.due_at <= at
        left = (self.due_at - at).total_seconds() if self.due_at else float("inf")
        return (-self.weight - (1000 if overdue else 0), left)
