"""Writes many rows at once, in the dialect of each database; with `search.py` the only place that knows them.

Every function must run inside the caller's transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

Row = TypeVar("Row")

# SQLite takes 32,766 parameters in one statement; 800 rows of 14 columns stay well below and are as fast as more.
ROWS_AT_ONCE = 800
POST_ORDER_LOCK = 7_550_001
POST_COLUMNS = (
    "source_id", "external_id", "at", "heard_at", "text", "url", "network", "place_code", "language", "is_official",
    "sort",
)  # fmt: skip
STORY_COLUMNS = (
    "code", "is_pinned", "radar_is_pinned", "size", "copies", "first_at", "last_at", "burst", "keywords", "example_id",
    "campaign",
)  # fmt: skip


def is_postgresql() -> bool:
    """Which of the two databases this is."""
    return connection.vendor == "postgresql"


def in_turn() -> None:
    """Let posts be written by one transaction at a time, so that ids become visible in their order.

    The radar reads by id: a lower id that appears after a higher one would never be read. SQLite has one writer anyway.
    """
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POST_ORDER_LOCK])


def insert_posts(rows: Sequence[Sequence[Any]]) -> dict[tuple[int, str], int]:
    """Insert rows in the order of POST_COLUMNS; what is already known is passed over.

    Returns the id of each new post by (source id, external id).
    """
    in_turn()
    added: dict[tuple[int, str], int] = {}
    statement = (
        f"INSERT INTO listening_post ({', '.join(POST_COLUMNS)}) VALUES {{values}} "  # noqa: S608
        "ON CONFLICT (source_id, external_id) DO NOTHING RETURNING source_id, external_id, id"
    )
    for source_id, external_id, post_id in _run(statement, map(_in_database_form, rows)):
        added[source_id, external_id] = post_id
    return added


def upsert_stories(rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    """Open stories or add to them, in the order of STORY_COLUMNS: size and copies are added, times widened.

    Burst and campaign are replaced, keywords and example only where there are any. Returns the id by code.
    """
    least, most = ("LEAST", "GREATEST") if is_postgresql() else ("min", "max")
    statement = (
        f"INSERT INTO listening_story AS kept ({', '.join(STORY_COLUMNS)}) VALUES {{values}} "  # noqa: S608
        "ON CONFLICT (code) DO UPDATE SET size = kept.size + excluded.size, copies = kept.copies + excluded.copies, "
        f"first_at = {least}(kept.first_at, excluded.first_at), last_at = {most}(kept.last_at, excluded.last_at), "
        "burst = excluded.burst, campaign = COALESCE(excluded.campaign, kept.campaign), "
        "example_id = COALESCE(excluded.example_id, kept.example_id), "
        "keywords = CASE WHEN excluded.keywords = '[]' THEN kept.keywords ELSE excluded.keywords END "
        "RETURNING code, id"
    )
    return dict(_run(statement, map(_in_database_form, rows)))


def insert_placements(rows: Sequence[tuple[int, int, int | None, bool]]) -> None:
    """Append (post id, story id, id of the post it copies, part of a campaign)."""
    statement = (
        "INSERT INTO listening_placement (post_id, story_id, copy_of_id, is_campaign) VALUES {values} "
        "ON CONFLICT (post_id) DO NOTHING RETURNING post_id"
    )
    for _ in _run(statement, rows):
        pass


def add_volume(counts: dict[tuple[int, datetime], int]) -> None:
    """Add public posts to the count of (story id, start of the hour)."""
    statement = (
        "INSERT INTO listening_storyvolume (story_id, hour_at, posts) VALUES {values} ON CONFLICT (story_id, hour_at) "
        "DO UPDATE SET posts = listening_storyvolume.posts + excluded.posts RETURNING id"
    )
    for _ in _run(statement, ([story, in_database(hour), posts] for (story, hour), posts in counts.items())):
        pass


def in_database(at: datetime) -> Any:
    """A time as the driver takes it in a statement of our own."""
    return connection.ops.adapt_datetimefield_value(at)


def _in_database_form(row: Sequence[Any]) -> list[Any]:
    return [in_database(value) if isinstance(value, datetime) else value for value in row]


def _run(statement: str, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Run an INSERT over rows, several hundred at a time, and pass on what it returns."""
    with connection.cursor() as cursor:
        for batch in batches(rows, ROWS_AT_ONCE):
            one = f"({', '.join(['%s'] * len(batch[0]))})"
            cursor.execute(
                statement.format(values=", ".join([one] * len(batch))), [value for row in batch for value in row]
            )
            yield from cursor.fetchall()


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def clear_traces() -> None:
    """Rewrite the database's files, so that what was erased stands in none of them. Outside any transaction.

    SQLite keeps erased text in free places of its file and in the write-ahead log; PostgreSQL in dead rows.
    """
    with connection.cursor() as cursor:
        if is_postgresql():
            for table in ("listening_post", "listening_search", "listening_story", "listening_forgetting"):
                cursor.execute(f"VACUUM (FULL) {table}")
            return
        cursor.execute("INSERT INTO listening_search (listening_search) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def hold_for_session(number: int) -> bool:
    """Take a lock that lasts as long as this connection to PostgreSQL; False when another session has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
