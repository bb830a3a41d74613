"""Writes many rows at once, in the dialect of each database; with `search.py` the only place that knows them.

Every function must run inside the caller's transaction.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from kohkol.listening.models import Story

Row = TypeVar("Row")

# SQLite takes 32,766 parameters in one statement; 800 rows of 14 columns stay well below and are as fast as more.
ROWS_AT_ONCE = 800
POST_ORDER_LOCK = 7_550_001
# Columns with their types on PostgreSQL, in the order of the rows that are given.
POST = {
    "source_id": "bigint", "external_id": "text", "at": "timestamptz", "heard_at": "timestamptz", "text": "text",
    "url": "text", "network": "text", "place_code": "text", "language": "text", "is_official": "boolean",
    "sort": "text",
}  # fmt: skip
STORY = {
    "code": "text", "is_pinned": "boolean", "radar_is_pinned": "boolean", "size": "integer", "copies": "integer",
    "first_at": "timestamptz", "last_at": "timestamptz", "burst": "double precision", "surge": "jsonb",
    "keywords": "jsonb", "example_id": "bigint", "campaign": "jsonb",
}  # fmt: skip
PLACEMENT = {"post_id": "bigint", "story_id": "bigint", "copy_of_id": "bigint", "is_campaign": "boolean"}
VOLUME = {"story_id": "bigint", "hour_at": "timestamptz", "posts": "integer"}
TALLY = {"story_id": "bigint", "kind": "text", "value": "text", "posts": "integer"}


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
    """Insert rows in the order of POST; what is already known is passed over.

    Returns the id of each new post by (source id, external id).
    """
    in_turn()
    ending = "ON CONFLICT (source_id, external_id) DO NOTHING RETURNING source_id, external_id, id"
    return {(source, external_id): number for source, external_id, number in _insert("post", POST, rows, ending)}


def upsert_stories(rows: Iterable[Sequence[Any]]) -> dict[str, int]:
    """Open stories or add to them, in the order of STORY: size and copies are added, times widened.

    Burst and surge are replaced; keywords, example and campaign only where there are any. Returns the id by code.
    """
    least, most = ("LEAST", "GREATEST") if is_postgresql() else ("min", "max")
    ending = (
        "ON CONFLICT (code) DO UPDATE SET size = kept.size + excluded.size, copies = kept.copies + excluded.copies, "
        f"first_at = {least}(kept.first_at, excluded.first_at), last_at = {most}(kept.last_at, excluded.last_at), "
        "burst = excluded.burst, surge = excluded.surge, campaign = COALESCE(excluded.campaign, kept.campaign), "
        "example_id = COALESCE(excluded.example_id, kept.example_id), "
        "keywords = CASE WHEN excluded.keywords = '[]' THEN kept.keywords ELSE excluded.keywords END "
        "RETURNING code, id"
    )
    return dict(_insert("story", STORY, rows, ending))


def insert_placements(rows: Iterable[Sequence[Any]]) -> None:
    """Append (post id, story id, id of the post it copies, part of a campaign)."""
    list(_insert("placement", PLACEMENT, rows, "ON CONFLICT (post_id) DO NOTHING RETURNING post_id"))


def add_volume(counts: dict[tuple[int, datetime], int]) -> None:
    """Add public posts to the count of (story id, start of the hour)."""
    ending = "ON CONFLICT (story_id, hour_at) DO UPDATE SET posts = kept.posts + excluded.posts RETURNING id"
    list(_insert("storyvolume", VOLUME, ((story, hour, posts) for (story, hour), posts in counts.items()), ending))


def add_tally(counts: Mapping[tuple[int, str, str], int]) -> None:
    """Add to the count of (story id, kind, value); less than nothing takes away."""
    ending = "ON CONFLICT (story_id, kind, value) DO UPDATE SET posts = kept.posts + excluded.posts RETURNING id"
    rows = ((story, kind, value, posts) for (story, kind, value), posts in sorted(counts.items()) if posts)
    list(_insert("storytally", TALLY, rows, ending))


def move_heads(moves: Sequence[tuple[int, int]]) -> None:
    """Let the second story of each pair stand for the first one and for all that the first one stood for."""
    statement = "UPDATE listening_story SET head_id = %s WHERE id = %s OR head_id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(old, young, young) for young, old in moves])


def write_sums(stories: Sequence[Story]) -> None:
    """Write size, copies, times and campaign of stories as they stand in memory."""
    statement = (
        "UPDATE listening_story SET size = %s, copies = %s, first_at = %s, last_at = %s, campaign = %s WHERE id = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (
                    story.size,
                    story.copies,
                    in_database(story.first_at),
                    in_database(story.last_at),
                    None if story.campaign is None else json.dumps(story.campaign),
                    story.pk,
                )
                for story in stories
            ],
        )


def in_database(at: datetime) -> Any:
    """A time as this database takes it."""
    return at if is_postgresql() else in_sqlite(at)


def _insert(
    table: str, columns: dict[str, str], rows: Iterable[Sequence[Any]], ending: str
) -> Iterator[tuple[Any, ...]]:
    """Insert rows and pass on what the ending returns."""
    start = f"INSERT INTO listening_{table} AS kept ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if is_postgresql():
            yield from _copied(cursor, table, columns, rows, start, ending)
            return
        one = f"({', '.join(['%s'] * len(columns))})"
        for batch in batches(rows, ROWS_AT_ONCE):
            cursor.execute(
                f"{start} VALUES {', '.join([one] * len(batch))} {ending}",
                [in_sqlite(value) if isinstance(value, datetime) else value for row in batch for value in row],
            )
            yield from cursor.fetchall()


def _copied(
    cursor: Any, table: str, columns: dict[str, str], rows: Iterable[Sequence[Any]], start: str, ending: str
) -> list[tuple[Any, ...]]:
    """Insert rows that first wait in a table of this session, because COPY knows no ON CONFLICT.

    They wait with their place, since a table has no order and new posts need ids in the order of hearing. Half the
    time of arrays in the statement, and a third of this process's share of it (40,000 posts).
    """
    waiting, names = f"incoming_{table}", ", ".join(columns)
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with transaction.atomic(savepoint=False):
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {waiting} (place integer, {typed}) ON COMMIT DELETE ROWS")
        copy_rows(cursor, waiting, ("place", *columns), ((place, *row) for place, row in enumerate(rows)))
        cursor.execute(f"{start} SELECT {names} FROM {waiting} ORDER BY place {ending}")  # noqa: S608 - our own names
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(f"TRUNCATE {waiting}")
    return found


def copy_rows(cursor: Any, table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to a table of PostgreSQL in the fastest way it has."""
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def in_sqlite(at: datetime) -> str:
    """A time as Django keeps it in SQLite, at a tenth of the cost of asking Django."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def count_anew(*tables: str) -> None:
    """Tell PostgreSQL how much there is after many rows came in, and put their words in their place in the index.

    Its own housekeeping comes minutes later; until then it would plan a search as if the tables were empty.
    """
    if not is_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(f'listening_{table}' for table in tables)}")
        if "search" in tables:
            cursor.execute("SELECT gin_clean_pending_list('listening_search_terms')")


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
