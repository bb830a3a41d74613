"""The index of this process: what is in force now, kept in step with the database, with a copy on disk.

The database is the truth. A process compares one stamp before it searches; where that is another one it reads which
sheets came, changed or went. The copy in the data directory is only read when a process starts, may be old or missing,
and is refused when it is damaged.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

import structlog
from django.db.models import Q, QuerySet

from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.corrections import Corrections
from kohkol.engine.matching.index import ClaimIndex, Match
from kohkol.engine.matching.stored import IndexRefused
from kohkol.matching.models import IndexStamp, Judgement, KnownSheet

log = structlog.get_logger(__name__)

QUESTION, ANSWER = "/tanya", "/jawab"  # a sheet is two claims: an answer that denies must not make its question another
EMPTY = ""  # the token before anything was known
TOP = 12  # claims that are asked of the engine: some sheets are found by question and answer both
BEGINNING, END = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def digest_of(question: str, answer: str) -> str:
    """The same for the same words."""
    return hashlib.blake2b(json.dumps([question, answer]).encode(), digest_size=16).hexdigest()


def answer_text(sheet: KnownSheet) -> str:
    """What a sheet answers, as one text."""
    return "\n".join(filter(None, [sheet.short_answer, sheet.explanation]))


def in_force(at: datetime) -> QuerySet[KnownSheet]:
    """The sheets that may be offered at that moment."""
    ends_later = Q(valid_until=None) | Q(valid_until__gt=at)
    return KnownSheet.objects.filter(ends_later, is_offered=True, valid_from__lte=at)


def code_of(claim_id: str) -> str:
    """The sheet that a claim belongs to."""
    return claim_id.rpartition("/")[0]


def current_token() -> str:
    """The stamp of the database now."""
    return IndexStamp.objects.values_list("token", flat=True).first() or EMPTY


def sheets_token() -> str:
    """The stamp of the sheets alone, which corrections leave as it is."""
    return IndexStamp.objects.values_list("sheets_token", flat=True).first() or EMPTY


class SheetIndex:
    """Searches what is in force; safe for the threads of one process. `folder` holds the copy on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = EMPTY
        self._lock = RLock()
        self._index: ClaimIndex | None = None
        self._digests: dict[str, str] = {}
        self._from, self._until = END, BEGINNING  # between these two times nothing begins or ends

    def search(self, texts: list[str], at: datetime) -> list[list[Match]]:
        """For each text the claims of sheets in force, best first; their ids end with QUESTION or ANSWER."""
        with self._lock:
            index = self._refreshed(at)
            return [index.search(text, TOP) for text in texts]

    def limit(self, usual: float, at: datetime) -> float:
        """From which score on the decision is *same*, as people's corrections have moved it."""
        with self._lock:
            return self._refreshed(at).corrections.limit(usual)

    def _refreshed(self, at: datetime) -> ClaimIndex:
        index = self._index if self._index is not None else self._from_disk()
        token = current_token()
        if self._index is None or token != self.token or not self._from <= at < self._until:
            self._reconcile(index, at)
            index.corrections = corrections()
        self._index, self.token = index, token
        return index

    def _reconcile(self, index: ClaimIndex, at: datetime) -> None:
        """Take out what is no longer in force, put in what is new or has other words."""
        wanted = dict(in_force(at).values_list("code", "digest"))
        for code in [code for code, digest in self._digests.items() if wanted.get(code) != digest]:
            self._withdraw(index, code)
        new = [code for code in wanted if code not in self._digests]
        for start in range(0, len(new), 500):
            for sheet in KnownSheet.objects.filter(code__in=new[start : start + 500]):
                index.add(Claim(sheet.code + QUESTION, sheet.question))
                index.add(Claim(sheet.code + ANSWER, answer_text(sheet)))
                self._digests[sheet.code] = digest_of(sheet.question, answer_text(sheet))
        self._from, self._until = at, next_change(at)

    def _withdraw(self, index: ClaimIndex, code: str) -> None:
        del self._digests[code]
        for part in (QUESTION, ANSWER):
            index.withdraw(code + part)

    # The copy on disk -------------------------------------------------------------------------------------------------

    def _from_disk(self) -> ClaimIndex:
        self._digests = {}
        for path in sorted(self.folder.glob("known-*.index"), reverse=True):
            try:
                index = ClaimIndex.load(path)
            except IndexRefused as refused:
                log.warning("matching.index_refused", problem=str(refused))
                path.unlink(missing_ok=True)
                continue
            parts: dict[str, dict[str, str]] = defaultdict(dict)
            for claim in index:
                parts[code_of(claim.id)][claim.id] = claim.claim
            self._digests = {code: digest_of(one[code + QUESTION], one[code + ANSWER]) for code, one in parts.items()}
            return index
        return ClaimIndex()

    def save(self, at: datetime) -> Path | None:
        """Write the copy when the database has changed since the last one; None when nothing was to do."""
        with self._lock:
            stamp = IndexStamp.objects.first()
            if stamp is None:
                return None
            path = path_for(self.folder, stamp)
            if path.exists():
                return None
            index = self._refreshed(at)
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            index.save(path)
            for old in self.folder.glob("known-*.index"):
                if old != path:
                    old.unlink(missing_ok=True)
            return path


def path_for(folder: Path, stamp: IndexStamp) -> Path:
    """The file that holds the index as of that stamp."""
    return folder / f"known-{stamp.changes:010d}-{stamp.token}.index"


@dataclass(frozen=True)
class Copy:
    """A file of the index, and how many changes it had seen."""

    path: Path
    changes: int


def newest_copy(folder: Path) -> Copy | None:
    """The newest file of the index, whole or not."""
    path = max(folder.glob("known-*.index"), default=None)
    return Copy(path, int(path.name.split("-")[1])) if path else None


def next_change(at: datetime) -> datetime:
    """When the next sheet begins or ends by the clock alone."""
    offered = KnownSheet.objects.filter(is_offered=True)
    begins = offered.filter(valid_from__gt=at).order_by("valid_from").values_list("valid_from", flat=True).first()
    ends = offered.filter(valid_until__gt=at).order_by("valid_until").values_list("valid_until", flat=True).first()
    return min(filter(None, [begins, ends]), default=END)


def corrections() -> Corrections:
    """What people judged, as the engine takes it: a pair counts once towards the limit, and holds for both claims."""
    given = Corrections()
    for row in Judgement.objects.filter(undone_at=None).only("fingerprint", "code", "is_same", "score"):
        for part in (QUESTION, ANSWER):
            given.pairs[row.fingerprint, row.code + part] = row.is_same
        if row.score is not None:
            given.judged[row.fingerprint, row.code + QUESTION] = row.score
    return given
