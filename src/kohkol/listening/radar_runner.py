"""Takes every post through the radar once, and writes where it was placed, whatever dies in between.

The database is the truth: a step moves the cursor and writes its placements in one transaction, so a crash leaves both
or neither. The radar's memory is a snapshot on disk and can always be had again: it is loaded and shown the posts from
its own last row up to the cursor, in the same order and with the pins at the same places, which gives the same numbers;
nothing is written while it catches up.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import structlog
from django.conf import settings
from django.db import transaction

from kohkol.engine.radar.batch import Batch, Event, EventKind
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.snapshot import SnapshotRefused
from kohkol.engine.radar.story_view import CAMPAIGN_RATING
from kohkol.listening.account_marks import MARKS
from kohkol.listening.bulk import add_volume, clear_traces, count_anew, insert_placements, upsert_stories
from kohkol.listening.models import (
    TO_TELL,
    ErasureReceipt,
    Forgetting,
    Placement,
    Post,
    RadarPin,
    RadarState,
    Story,
    StoryEvent,
)
from kohkol.listening.story_events import Happening, record_happenings
from kohkol.listening.story_sums import PostRow, StorySums, views
from kohkol.people.api import Office

POSTS_A_STEP = 8000  # a story that grows is written once a step
HAPPENINGS = {
    EventKind.MERGED_INTO: StoryEvent.Kind.MERGED_INTO,
    EventKind.MERGE_SUGGESTED: StoryEvent.Kind.MERGE_SUGGESTED,
    EventKind.SPLIT_FROM: StoryEvent.Kind.SPLIT_FROM,
}
# Catching up reads about 50,000 posts a second: the longest wait after a crash is two seconds or three.
POSTS_BETWEEN_SNAPSHOTS = 100_000
TIME_BETWEEN_SNAPSHOTS = timedelta(minutes=15)

log = structlog.get_logger(__name__)


class CursorMoved(Exception):
    """Another radar has placed these posts; this one starts again from the database."""


class RadarRunner:
    """The radar in this process. `step` places the posts that wait; one runner at a time (see `only_one_radar`)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.DATA) / "radar"
        self._radar: Radar | None = None
        self._state = RadarState()
        self._unsaved = 0

    def step(self, at: datetime) -> int:
        """Tell the radar what people decided, place the next posts; returns how many. 0: nothing waits."""
        try:
            radar = self._radar or self._wake(at)
            self._tell_pins(radar)
            self._forget(radar, at)
            posts = list(_read(self._state.last_post_id, POSTS_A_STEP))
            if posts:
                self._place(radar, posts, at)
            self._save_when_due(radar, at)
        except BaseException:
            self._radar = None  # it may have seen what the database has not: the next step wakes it anew
            raise
        return len(posts)

    # Waking -----------------------------------------------------------------------------------------------------------

    def _wake(self, at: datetime) -> Radar:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._state = RadarState.objects.order_by("-epoch").first() or RadarState.objects.create(epoch=1, ran_at=at)
        radar = self._from_snapshot()
        if not self._catch_up(radar):
            log.warning("radar.new_epoch", epoch=self._state.epoch + 1, why="the snapshot does not fit the placements")
            self._state = RadarState.objects.create(
                epoch=self._state.epoch + 1, last_post_id=self._state.last_post_id, ran_at=at
            )
            radar = Radar(_settings(self._state.epoch))
        self._radar = radar
        return radar

    def _from_snapshot(self) -> Radar:
        of_now = _settings(self._state.epoch)
        path = self._path()
        if path.exists():
            try:
                radar = Radar.load(path, of_now)
            except SnapshotRefused as problem:
                log.warning("radar.snapshot_refused", problem=str(problem))
            else:
                if (radar.last_row or 0) <= self._state.last_post_id:
                    return radar
                log.warning("radar.snapshot_refused", problem="it is ahead of the database")
        return Radar(of_now)

    def _catch_up(self, radar: Radar) -> bool:
        """Show the radar what it placed after its snapshot; False when it now gives other numbers than it gave then."""
        pins = list(RadarPin.objects.order_by("pk").select_related("story"))
        start = radar.last_row or 0
        if not start:
            start = _before_epoch(self._state.epoch)
        for pin in [*pins, None]:
            until = pin.after_post_id if pin else self._state.last_post_id
            while start < until and (posts := list(_replayed(start, until))):
                start = posts[-1][0]
                if not self._agrees(radar, posts):
                    return False
            if pin:
                _set_pin(radar, pin.story, is_pinned=pin.is_pinned)
        radar.events()
        return True

    def _agrees(self, radar: Radar, posts: Sequence[PostRow]) -> bool:
        numbers = radar.push(_batch(posts)).story.tolist()
        placements = Placement.objects.filter(post_id__gte=posts[0][0], post_id__lte=posts[-1][0])
        placed = placements.order_by("pk").values_list("story__code", flat=True)
        return list(placed) == [f"{self._state.epoch}:{number}" for number in numbers]

    # What people decided ----------------------------------------------------------------------------------------------

    def _tell_pins(self, radar: Radar) -> None:
        for story in Story.objects.filter(TO_TELL).order_by("pk"):
            with transaction.atomic():
                RadarPin.objects.create(story=story, is_pinned=story.is_pinned, after_post_id=self._state.last_post_id)
                Story.objects.filter(pk=story.pk).update(radar_is_pinned=story.is_pinned)
            if story.code.startswith(f"{self._state.epoch}:"):
                _set_pin(radar, story, is_pinned=story.is_pinned)

    def _forget(self, radar: Radar, at: datetime) -> None:
        """Take erased posts out of memory and snapshot, and then rewrite the files of the database without them."""
        waiting = list(Forgetting.objects.select_related("post__placement__story"))
        for row in waiting:
            placement = getattr(row.post, "placement", None)
            if row.post_id <= (radar.last_row or 0):
                radar.forget(row.post_id, row.text, story=placement.story.number if placement else None)
        if waiting:
            self._save(radar, at)
            Forgetting.objects.filter(pk__in=[row.pk for row in waiting]).delete()
        forgotten = ErasureReceipt.objects.filter(traces_cleared_at=None, post__forgetting=None)
        numbers = list(forgotten.values_list("pk", flat=True))
        if numbers:
            clear_traces()
            ErasureReceipt.objects.filter(pk__in=numbers).update(traces_cleared_at=at)

    # Placing ----------------------------------------------------------------------------------------------------------

    def _place(self, radar: Radar, posts: Sequence[PostRow], at: datetime) -> None:
        marks = np.array(MARKS.take([post[0] for post in posts]), np.uint64)
        placed = radar.push(_batch(posts, marks))
        stories, copies = placed.story.tolist(), placed.copy_of.tolist()
        campaigns = (placed.campaign >= CAMPAIGN_RATING).tolist()
        events = radar.events()
        sums = StorySums(self._state.epoch)
        for post, number, copy_of in zip(posts, stories, copies, strict=True):
            sums.add(number, post, is_copy=copy_of >= 0)
        with transaction.atomic():
            self._move_cursor(posts[-1][0], at)
            ids = upsert_stories(sums.rows(views(radar, sums, events)))
            of_story = {number: ids[f"{self._state.epoch}:{number}"] for number in sums.first_at}
            insert_placements(
                [
                    (post[0], of_story[number], copy_of if copy_of >= 0 else None, campaign)
                    for post, number, copy_of, campaign in zip(posts, stories, copies, campaigns, strict=True)
                ]
            )
            add_volume({(of_story[number], hour): count for (number, hour), count in sums.volume.items()})
            self._record(events, at)
        self._state.last_post_id = posts[-1][0]
        self._unsaved += len(posts)

    def _move_cursor(self, last: int, at: datetime) -> None:
        before = self._state.last_post_id
        moved = RadarState.objects.filter(pk=self._state.pk, last_post_id=before).update(last_post_id=last, ran_at=at)
        if not moved:
            raise CursorMoved

    def _record(self, events: Iterable[Event], at: datetime) -> None:
        epoch = self._state.epoch
        happenings = [
            Happening(HAPPENINGS[event.kind], f"{epoch}:{event.story}", f"{epoch}:{event.other}")
            for event in events
            if event.kind in HAPPENINGS and event.other
        ]
        record_happenings(happenings, at=at)

    # Saving -----------------------------------------------------------------------------------------------------------

    def _save_when_due(self, radar: Radar, at: datetime) -> None:
        saved_at = self._state.saved_at
        is_old = saved_at is None or at - saved_at >= TIME_BETWEEN_SNAPSHOTS
        if self._unsaved >= POSTS_BETWEEN_SNAPSHOTS or (self._unsaved and is_old):
            self._save(radar, at)

    def _save(self, radar: Radar, at: datetime) -> None:
        pins = list(RadarPin.objects.values_list("pk", flat=True))
        radar.save(self._path())
        RadarPin.objects.filter(pk__in=pins).delete()
        RadarState.objects.filter(pk=self._state.pk).update(
            snapshot=self._path().name, snapshot_last_post_id=radar.last_row or 0, saved_at=at
        )
        self._state.saved_at = at
        if self._unsaved >= POSTS_BETWEEN_SNAPSHOTS:
            count_anew("placement", "story", "storyvolume")
        self._unsaved = 0

    def _path(self) -> Path:
        return self.folder / f"epoch-{self._state.epoch}.state"


def _settings(epoch: int) -> RadarSettings:
    """The settings of this office's radar."""
    office = Office.objects.first()
    return RadarSettings(epoch=epoch, home=office.region_name if office else "")


def _set_pin(radar: Radar, story: Story, *, is_pinned: bool) -> None:
    if is_pinned:
        radar.pin(story.number)
    else:
        radar.unpin(story.number)


def _read(after: int, most: int) -> Iterator[PostRow]:
    rows = Post.objects.filter(pk__gt=after, erased_at=None).order_by("pk")
    return rows.values_list("pk", "at", "text", "is_official")[:most].iterator(chunk_size=most)


def _replayed(after: int, until: int) -> Iterator[PostRow]:
    """Posts as they were when they were placed: one that is being erased still has its text in its Forgetting row."""
    rows = Post.objects.filter(pk__gt=after, pk__lte=until, placement__isnull=False).order_by("pk")
    for number, at, text, is_official, kept, erased_at in rows.values_list(
        "pk", "at", "text", "is_official", "forgetting__text", "erased_at"
    )[:POSTS_A_STEP]:
        yield number, at, (kept or "") if erased_at else text, is_official


def _before_epoch(epoch: int) -> int:
    earlier = RadarState.objects.filter(epoch__lt=epoch).order_by("-epoch").first()
    return earlier.last_post_id if earlier else 0


def _batch(posts: Sequence[PostRow], marks: "np.ndarray[tuple[int], np.dtype[np.uint64]] | None" = None) -> Batch:
    return Batch(
        rows=np.array([post[0] for post in posts], np.int64),
        times=np.array([int(post[1].timestamp() * 1000) for post in posts], np.int64),
        texts=[post[2] for post in posts],
        accounts=marks,
    )
