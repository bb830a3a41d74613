"""Says of each source whether it is well, quiet, failing or not read: silence is never shown as calm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohkol.listening.models import Post, RadarState, Source
from kohkol.listening.reading_sources import READ_KINDS
from kohkol.listening.states import SourceState

LATE_READING = timedelta(minutes=15)
LATE_RADAR = timedelta(minutes=2)


class Health(StrEnum):
    """The condition of a source."""

    FINE = "fine"
    QUIET = "quiet"
    FAILING = "failing"
    UNREAD = "unread"
    PAUSED = "paused"
    ON_REQUEST = "on_request"  # files and notes: they speak when somebody uploads or writes


WORDS = {
    Health.FINE: _("Terdengar"),
    Health.QUIET: _("Diam"),
    Health.FAILING: _("Gagal dibaca"),
    Health.UNREAD: _("Tidak dibaca"),
    Health.PAUSED: _("Dijeda"),
    Health.ON_REQUEST: _("Bila diisi"),
}


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source's condition; `since` is when it began, where known; `sentence` says it to the officer."""

    source: Source
    health: Health
    since: datetime | None
    sentence: str

    @property
    def word(self) -> str:
        """The condition in a word."""
        return str(WORDS[self.health])

    @property
    def needs_a_person(self) -> bool:
        """Whether this is not as it should be."""
        return self.health in {Health.QUIET, Health.FAILING, Health.UNREAD}


def source_health(at: datetime) -> list[SourceHealth]:
    """The health of every source, what needs a person first."""
    order = [Health.FAILING, Health.UNREAD, Health.QUIET, Health.FINE, Health.ON_REQUEST, Health.PAUSED]
    found = [health_of(source, at) for source in Source.objects.select_related("account")]
    return sorted(found, key=lambda one: (order.index(one.health), one.source.name))


def health_of(source: Source, at: datetime) -> SourceHealth:
    """The health of one source."""
    if source.state == SourceState.PAUSED:
        return SourceHealth(source, Health.PAUSED, None, gettext("Tidak dibaca sampai diaktifkan lagi."))
    if source.kind not in READ_KINDS:
        return SourceHealth(
            source, Health.ON_REQUEST, source.last_post_at, gettext("Berisi bila ada yang mengunggah atau mencatat.")
        )
    if source.failing_since_at:
        return SourceHealth(source, Health.FAILING, source.failing_since_at, source.problem)
    late = max(timedelta(seconds=3 * source.interval_seconds), LATE_READING)
    if at - (source.last_read_at or source.made_at) > late:
        sentence = gettext(
            "Pendengar di server ini tidak berjalan, jadi apa pun yang dikatakan di sini belum terdengar."
        )
        return SourceHealth(source, Health.UNREAD, source.last_read_at, sentence)
    quiet_after = timedelta(seconds=source.quiet_after_seconds)
    if at - (source.last_post_at or source.made_at) > quiet_after:
        sentence = gettext(
            "Terbaca, tetapi tidak ada kiriman baru. Diam belum tentu tenang: periksa apakah alamatnya masih dipakai."
        )
        return SourceHealth(source, Health.QUIET, source.last_post_at, sentence)
    return SourceHealth(source, Health.FINE, source.last_post_at, source.note)


def posts_waiting_for_radar(at: datetime) -> int:
    """How many posts wait although the radar had time for them; 0 means that it keeps up."""
    # A number and not a subquery: PostgreSQL cannot guess what that gives and would read every post (40 ms of 200,000).
    placed = RadarState.objects.order_by("-epoch").values_list("last_post_id", flat=True).first() or 0
    waiting = Post.objects.filter(pk__gt=placed, erased_at=None, heard_at__lt=at - LATE_RADAR)
    # By the key and not by the time of the posts, which would read every post to find none (11 ms of 200,000).
    return waiting.order_by("pk")[:100_000].count()
