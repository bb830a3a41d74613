"""Lets the radar count how many accounts push one text, without anybody being able to say which accounts.

A mark is a keyed hash under a key that lives in memory alone and changes each day: nothing of it is ever written to the
database, and yesterday's marks cannot be joined with today's. The radar keeps of a mark one of 64 bits.
"""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from threading import Lock

# Marks wait here from hearing to placing: seconds. Beyond this the oldest are dropped and only evidence gets weaker.
MOST_WAITING = 200_000


class AccountMarks:
    """Marks of posts that the radar has not placed yet, by id of the post."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""
        self._waiting: OrderedDict[int, int] = OrderedDict()
        self._lock = Lock()

    def remember(self, post_id: int, account: str, day: date) -> None:
        """Keep the mark of whoever wrote a post until it is taken."""
        with self._lock:
            if day != self._day:
                self._day, self._key = day, secrets.token_bytes(32)
            digest = hmac.digest(self._key, account.encode(), "sha256")
            self._waiting[post_id] = int.from_bytes(digest[:8], "big") >> 1 or 1
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)

    def take(self, post_ids: Sequence[int]) -> list[int]:
        """The marks of these posts, 0 where none is known; they are forgotten here."""
        with self._lock:
            return [self._waiting.pop(post_id, 0) for post_id in post_ids]


MARKS = AccountMarks()
