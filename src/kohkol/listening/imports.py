"""Reads uploaded posts files in steps: each step is one transaction, so that a crash loses and doubles nothing."""

import io
import secrets
from collections.abc import Generator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import F, Q

from kohkol.engine.posts_file import BadLine as UnreadLine
from kohkol.engine.posts_file import PostRow, UnreadableFile, read_posts
from kohkol.listening.bulk import count_anew
from kohkol.listening.hearing import HeardPost, OfficialHandles, hear_posts
from kohkol.listening.line_problems import in_indonesian
from kohkol.listening.models import BadLine, Import, Source
from kohkol.listening.states import ImportState
from kohkol.people.api import record

ROWS_A_STEP = 2000
MANY = 10_000  # new posts, from which the database has to count anew how much it holds
BAD_LINES_KEPT = 1000
# A worker that has not finished a step in this time is dead; another takes over where its last step ended.
CLAIM = timedelta(minutes=2)
# An upload stands in the folder for a moment before its row does.
ORPHAN_SECONDS = 600


class ClaimLost(Exception):
    """Another worker took this import over; the step was rolled back."""


class ImportRun:
    """One worker's hold on one import: `step` until it returns False."""

    def __init__(self, held: Import) -> None:
        self.held = held
        self.official = OfficialHandles()
        self._stream: CountedStream | None = None
        self._rows: Generator[PostRow | UnreadLine, None, None] = (_ for _ in ())

    def step(self, at: datetime) -> bool:
        """Read, store and count the next rows in one transaction; False when the import is over.

        Raises ClaimLost when another worker took over: nothing of the step was stored.
        """
        try:
            self._open()
            rows = list(islice(self._rows, ROWS_A_STEP))
        except UnreadableFile as problem:
            self._end(ImportState.FAILED, at, in_indonesian(str(problem)))
            return False
        except OSError:
            self._end(ImportState.FAILED, at, "Berkasnya tidak ada lagi di server ini. Unggah sekali lagi.")
            return False
        if not rows:
            self._end(ImportState.DONE, at)
            return False
        try:
            with transaction.atomic():
                self._store(rows, at)
        except ClaimLost:
            self.close()
            raise
        return True

    def _open(self) -> None:
        """Open the file and pass over what earlier steps, of this run or of one that died, have stored."""
        if self._stream is None:
            self._stream = CountedStream(Path(self.held.file.path))
            self._rows = self._reading(self._stream)
            for _ in islice(self._rows, self.held.rows_read):
                pass

    def _reading(self, stream: "CountedStream") -> Generator[PostRow | UnreadLine, None, None]:
        yield from read_posts(stream.buffered, format=self.held.format or None)

    def _store(self, rows: list[PostRow | UnreadLine], at: datetime) -> None:
        posts = [heard(row) for row in rows if isinstance(row, PostRow)]
        bad = [row for row in rows if isinstance(row, UnreadLine)]
        result = hear_posts(self.held.source, posts, heard_at=at, official=self.official)
        kept = max(0, BAD_LINES_KEPT - self.held.bad_lines)
        BadLine.objects.bulk_create(
            BadLine(of_import=self.held, number=line.number, reason=in_indonesian(line.reason)[:300])
            for line in bad[:kept]
        )
        latest = max((post.at for post in posts if post.at), default=None)
        note_heard(self.held.source, at=at, latest=min(latest, at) if latest else None)
        self._save(
            rows_read=F("rows_read") + len(rows),
            bytes_read=self._stream.count if self._stream else 0,
            posts_added=F("posts_added") + len(result.added),
            posts_known=F("posts_known") + result.known,
            bad_lines=F("bad_lines") + len(bad),
            claimed_until_at=at + CLAIM,
        )
        self.held.refresh_from_db()

    def _end(self, state: ImportState, at: datetime, problem: str = "") -> None:
        """Close the import, record it as one event, and delete the file: it names people, the posts do not."""
        with transaction.atomic():
            self._save(state=state, problem=problem, finished_at=at, claimed_until_at=None, bytes_read=F("bytes_total"))
            self.held.refresh_from_db()
            counts = {
                name: getattr(self.held, name) for name in ("rows_read", "posts_added", "posts_known", "bad_lines")
            }
            record(f"listening.import.{state}", by=self.held.by, about=self.held, at=at, data=counts)
        self.close()
        self.held.file.delete(save=False)
        if self.held.posts_added >= MANY:
            count_anew("post", "search")

    def _save(self, **changes: object) -> None:
        if not Import.objects.filter(pk=self.held.pk, claim=self.held.claim, state=ImportState.RUNNING).update(
            **changes
        ):
            raise ClaimLost

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class CountedStream:
    """A file that knows how much of it was read, for the progress bar."""

    def __init__(self, path: Path) -> None:
        self._raw = _CountingFile(path.open("rb", buffering=0))
        self.buffered: BinaryIO = io.BufferedReader(self._raw, 1 << 16)

    @property
    def count(self) -> int:
        """Bytes read so far; a Parquet file is not read from front to back, so there it only grows."""
        return self._raw.count

    def close(self) -> None:
        """Close the file, also in the middle."""
        self.buffered.close()


class _CountingFile(io.RawIOBase):
    def __init__(self, file: io.FileIO) -> None:
        self.file = file
        self.count = 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = self.file.readinto(buffer)
        self.count = max(self.count, self.file.tell())
        return read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def close(self) -> None:
        self.file.close()
        super().close()


def heard(row: PostRow) -> HeardPost:
    """A row of a file as a post that was heard."""
    return HeardPost(row.id, row.at, row.text, row.url or "", row.network or "", row.place or "", row.author or "")


def note_heard(source: Source, *, at: datetime, latest: datetime | None) -> None:
    """Remember when a source was read and when its latest post was made."""
    Source.objects.filter(pk=source.pk).update(last_read_at=at)
    if latest:
        Source.objects.filter(pk=source.pk).filter(Q(last_post_at=None) | Q(last_post_at__lt=latest)).update(
            last_post_at=latest
        )


def claim_import(at: datetime) -> ImportRun | None:
    """Take the oldest import that waits, or whose worker died; None when there is none, or another was faster."""
    free = Q(state=ImportState.WAITING) | Q(state=ImportState.RUNNING, claimed_until_at__lt=at)
    for number in Import.objects.filter(free).order_by("made_at", "pk").values_list("pk", flat=True)[:10]:
        mark = secrets.token_hex(16)
        claimed = Import.objects.filter(free, pk=number).update(
            state=ImportState.RUNNING, claim=mark, claimed_until_at=at + CLAIM
        )
        if claimed:
            return ImportRun(Import.objects.select_related("source", "by").get(pk=number))
    return None


def sweep_files(media: Path, at: datetime) -> None:
    """Delete uploaded files that no import waits for, which a crash may have left behind: they name people."""
    open_imports = Import.objects.filter(state__in=[ImportState.WAITING, ImportState.RUNNING])
    wanted = {media / name for name in open_imports.values_list("file", flat=True)}
    for path in (media / "imports").rglob("*"):
        age = at.timestamp() - path.stat().st_mtime if path.is_file() else 0
        if age > ORPHAN_SECONDS and path not in wanted:
            path.unlink(missing_ok=True)
