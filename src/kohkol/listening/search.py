"""Finds posts by words: FTS5 on SQLite, tsvector on PostgreSQL, both over the words that the engine has normalised.

Both keep exactly the engine's terms and neither parses anything itself, so that both find the same posts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from kohkol.engine.text.normalise import terms
from kohkol.listening.bulk import batches, copy_rows, is_postgresql

ROWS_AT_ONCE = 800
# Longer posts are findable by their first words; PostgreSQL holds no tsvector beyond 1 MB.
MOST_TERMS = 2000
LONGEST_TERM = 200  # PostgreSQL takes words below 2 kB; what differs only after 200 letters is no word

_CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE listening_search USING fts5("
        "terms, tokenize=\"unicode61 remove_diacritics 0 tokenchars '.,:/'\", detail=none)",
    ),
    "postgresql": (
        "CREATE TABLE listening_search (post_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
        "CREATE INDEX listening_search_terms ON listening_search USING gin (terms)",
    ),
}


def create_tables(vendor: str) -> Sequence[str]:
    """The statements that make the search table; run by the first migration."""
    return _CREATE[vendor]


def lexemes(text: str) -> list[str]:
    """The terms of a text in plain letters: both indexes take them as they are, whatever the script."""
    return [(term if term.isascii() else "u" + term.encode().hex())[:LONGEST_TERM] for term in terms(text)[:MOST_TERMS]]


def index_posts(posts: Iterable[tuple[int, str]]) -> None:
    """Make posts (id, text) findable. Inside the transaction that adds them."""
    with connection.cursor() as cursor:
        for batch in batches(posts, ROWS_AT_ONCE):
            rows = [(number, lexemes(text)) for number, text in batch]
            if is_postgresql():
                copy_rows(cursor, "listening_search", ("post_id", "terms"), map(_as_tsvector, rows))
            else:
                cursor.executemany(
                    "INSERT INTO listening_search (rowid, terms) VALUES (%s, %s)",
                    [(number, " ".join(found)) for number, found in rows],
                )


def _as_tsvector(row: tuple[int, list[str]]) -> tuple[int, str]:
    """A row as COPY takes it: lexemes are letters, digits and `.,:/`, so that quotes are all they need."""
    number, found = row
    return number, "'" + "' '".join(found) + "'" if found else ""


def forget_post(post_id: int) -> None:
    """Take a post out of the index; `bulk.clear_traces` then rewrites the index without its words."""
    column = "post_id" if is_postgresql() else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM listening_search WHERE {column} = %s", [post_id])  # noqa: S608


def matching(query: str) -> tuple[str, list[Any]] | None:
    """A statement that selects the ids of posts that hold every word of the query; None when no word is left."""
    words = sorted(set(lexemes(query)))[:20]
    if not words:
        return None
    if is_postgresql():
        quoted = " & ".join("'" + word + "'" for word in words)
        return "SELECT post_id FROM listening_search WHERE terms @@ %s::tsquery", [quoted]
    quoted = " ".join('"' + word + '"' for word in words)
    return "SELECT rowid FROM listening_search WHERE listening_search MATCH %s", [quoted]
