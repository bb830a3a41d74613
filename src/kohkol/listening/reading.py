"""Reads each post once for language, question, tone and places, in batches behind the radar, and keeps the counts.

Tone is kept per post so that an issue can show a range with its error; it is never counted per person, because there is
none to count by. What a person said of a post is not read over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kohkol.engine.text.reading import Reader, Reading
from kohkol.engine.text.regions import DOTTED_REGENCY
from kohkol.listening.bulk import add_tally
from kohkol.listening.models import Correction, Post, PostPlace
from kohkol.listening.tallies import Counted, Key, most_exact
from kohkol.people.api import Office

POSTS_A_STEP = 1000
PRACTICE_REGION = "99"
USUAL_REGION = "32"
UNREAD = ("pk", "text", "language", "place_code", "is_official", "placement__story_id", "placement__copy_of_id")


@dataclass(slots=True)
class _Row:
    """A post that waits, and after reading what it was read as."""

    pk: int
    text: str
    language: str
    place: str
    is_official: bool
    story: int
    copy_of: int | None
    is_question: bool = False
    tone: str = ""
    named: Sequence[str] = ()
    is_told: bool = False

    def take(self, reading: Reading, told: dict[str, str], province: str) -> None:
        """What the machine reads, and over it what people said; `province` is the office's own."""
        self.language = told.get("language") or self.language or reading.language
        self.is_question = told["question"] == "yes" if "question" in told else reading.question
        self.tone = told.get("tone") or reading.tone.label
        self.named = (
            []
            if "place" in told
            else most_exact(place.code for place in reading.places if _is_near(place.code, province))
        )
        self.is_told = "tone" in told

    def counted(self) -> Counted:
        places = [self.place] if self.place else self.named
        return Counted(self.story, self.language, self.tone, places, self.copy_of is not None, self.is_told)


class ReadingWork:
    """Reads the posts that the radar has placed and that were not read yet; loads its models at the first one."""

    def __init__(self) -> None:
        self._reader: Reader | None = None

    def __call__(self, _at: datetime) -> bool:
        """Read the next posts; False when all are read."""
        waiting = Post.objects.filter(is_question=None, erased_at=None, placement__isnull=False).order_by("pk")
        rows = [_Row(*values) for values in waiting.values_list(*UNREAD)[:POSTS_A_STEP]]
        if not rows:
            return False
        if self._reader is None:
            self._reader = Reader.load(near=home_region())
        readings = self._reader.read([row.text for row in rows])
        told, province = told_of(row.pk for row in rows), own_province()
        for row, reading in zip(rows, readings, strict=True):
            row.take(reading, told[row.pk], province)
        with transaction.atomic():
            _write(rows)
        return True


def _write(rows: Sequence[_Row]) -> None:
    """Store what was read, unless it was read, erased or corrected meanwhile, and count it."""
    held = Post.objects.select_for_update().filter(pk__in=[row.pk for row in rows], is_question=None, erased_at=None)
    unread = set(held.values_list("pk", flat=True))
    rows = [row for row in rows if row.pk in unread]
    groups: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    counts: Counter[Key] = Counter()
    for row in rows:
        groups[row.language, row.is_question, row.tone].append(row.pk)
        if not row.is_official:
            counts.update(row.counted().keys())
    for (language, is_question, tone), numbers in groups.items():
        Post.objects.filter(pk__in=numbers).update(language=language, is_question=is_question, tone=tone)
    PostPlace.objects.bulk_create(
        [PostPlace(post_id=row.pk, code=code) for row in rows for code in row.named], ignore_conflicts=True
    )
    add_tally(counts)


def told_of(posts: Iterable[int]) -> dict[int, dict[str, str]]:
    """What people said last of these posts: post -> aspect -> value."""
    told: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Correction.objects.filter(post__in=list(posts)).order_by("at", "pk")
    for post, about, value in rows.values_list("post", "about", "value"):
        told[post][about] = value
    return told


def _is_near(code: str, province: str) -> bool:
    """Whether a place is believed: a kecamatan or desa of another province is nearly always an everyday word."""
    return len(code) <= DOTTED_REGENCY or not province or code.startswith(province)


def own_province() -> str:
    """The code of the office's own province; empty where the office has none."""
    office = Office.objects.first()
    return office.place_code[:2] if office else ""


def home_region() -> str:
    """The code of the region whose places are meant when a name repeats."""
    office = Office.objects.first()
    code = office.place_code if office else ""
    return code if code and not code.startswith(PRACTICE_REGION) else USUAL_REGION
