"""Reads each post once for language, question and tone, in batches behind the radar.

Tone is kept per post so that an issue can show a range with its error; it is never counted per person, because there is
none to count by. A person's correction of a post is not read over.
"""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from kohkol.engine.text.reading import Reader
from kohkol.listening.models import Post
from kohkol.people.api import Office

POSTS_A_STEP = 1000
PRACTICE_REGION = "99"
USUAL_REGION = "32"


class ReadingWork:
    """Reads the posts that were not read yet; loads its models at the first one."""

    def __init__(self) -> None:
        self._reader: Reader | None = None

    def __call__(self, _at: datetime) -> bool:
        """Read the next posts; False when all are read."""
        rows = list(
            Post.objects.filter(is_question=None, erased_at=None)
            .order_by("pk")
            .values_list("pk", "text", "language")[:POSTS_A_STEP]
        )
        if not rows:
            return False
        if self._reader is None:
            self._reader = Reader.load(near=home_region())
        groups: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
        readings = self._reader.read([text for _, text, _ in rows])
        for (number, _, given), reading in zip(rows, readings, strict=True):
            groups[given or reading.language, reading.question, reading.tone.label].append(number)
        with transaction.atomic():
            for (language, is_question, tone), numbers in groups.items():
                unread = Post.objects.filter(pk__in=numbers, is_question=None)
                unread.update(language=language, is_question=is_question, tone=tone)
        return True


def home_region() -> str:
    """The code of the region whose places are meant when a name repeats."""
    office = Office.objects.first()
    code = office.place_code if office else ""
    return code if code and not code.startswith(PRACTICE_REGION) else USUAL_REGION
