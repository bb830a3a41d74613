"""The radar as its callers see it: push posts, take events, look at stories, pin, forget, save and load."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar import compile_cache
from kohkol.engine.radar.batch import NO_ACCOUNTS, Assignments, Batch, Event, EventKind, check_batch, text_buffers
from kohkol.engine.radar.forgetting import forget_post
from kohkol.engine.radar.kernels.placing import ASSIGNMENT, EVENT, EVENTS_PER_POST, place_posts
from kohkol.engine.radar.kernels.scratch import empty_scratch
from kohkol.engine.radar.kernels.slots import story_slot
from kohkol.engine.radar.kernels.tokens import Tokens, empty_tokens, fold_table, tokenise
from kohkol.engine.radar.one_ahead import one_ahead
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.snapshot import START_ANEW, SnapshotRefused, load_tables, save_tables
from kohkol.engine.radar.story_view import StoryView, view_story
from kohkol.engine.radar.tables import empty_tables
from kohkol.engine.radar.trained import lexicon_digest, trained_lexicon

# Posts tokenised at once: their words (about 400 bytes a post) stay in the second cache.
CHUNK = 1024


class Radar:
    """Groups a stream of posts into stories in one pass with fixed memory (about 270 MB at most).

    The same posts give the same result whatever the size of the batches. Not safe for use by two threads at once.
    With `reads_ahead` it uses two cores: the words of the next posts are read while these are placed.
    """

    def __init__(self, settings: RadarSettings | None = None, *, reads_ahead: bool = False) -> None:
        compile_cache.say_if_compiling("place_posts")
        self.settings = settings or RadarSettings()
        self._tables = empty_tables()
        self._scratch = empty_scratch()
        self._knobs = self.settings.knobs()
        self._fold = fold_table()
        self._lexicon = trained_lexicon(self.settings.home)
        self._reads_ahead = reads_ahead
        self._tokens, self._coming = empty_tokens(CHUNK), empty_tokens(CHUNK)
        self._chunk_events = np.zeros(CHUNK * EVENTS_PER_POST, EVENT)
        self._all = np.arange(CHUNK)
        self._events: list[npt.NDArray[np.void]] = []

    @property
    def last_row(self) -> int | None:
        """The row number of the last post pushed; where a listener goes on after a restart."""
        counters = self._tables.counters[0]
        return int(counters["last_row"]) if counters["posts"] else None

    def story_id(self, number: int) -> str:
        """The story's id for people and files: `epoch:number`."""
        return f"{self.settings.epoch}:{number}"

    def push(self, posts: Batch) -> Assignments:
        """Places posts in order. Raises ValueError when the columns differ in length or rows do not increase."""
        rows, times = np.ascontiguousarray(posts.rows, np.int64), np.ascontiguousarray(posts.times, np.int64)
        accounts = NO_ACCOUNTS if posts.accounts is None else np.ascontiguousarray(posts.accounts, np.uint64)
        check_batch(rows, times, accounts, len(posts.texts), self.last_row)
        text, offsets = text_buffers(posts.texts)
        results = np.zeros(len(rows), ASSIGNMENT)
        chunks = self._words(text, offsets, len(rows))
        for first, last, tokens in one_ahead(chunks) if self._reads_ahead and len(rows) > CHUNK else chunks:
            happened = place_posts(
                self._tables, tokens, text, rows[first:last], times[first:last], accounts[first:last],
                self._knobs, self._scratch, self._all[: last - first], results[first:last], self._chunk_events,
            )  # fmt: skip
            if happened:
                self._events.append(self._chunk_events[:happened].copy())
        return Assignments(results["story"], results["copy_of"], results["similarity"], results["campaign"])

    def _words(
        self, text: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], posts: int
    ) -> Iterator[tuple[int, int, Tokens]]:
        """The posts in chunks, first and last, with their words; these are overwritten by those of the next but one."""
        for first in range(0, posts, CHUNK):
            last = min(first + CHUNK, posts)
            tokenise(text, offsets, first, last, self._fold, self._lexicon, self._tokens)
            yield first, last, self._tokens
            self._tokens, self._coming = self._coming, self._tokens

    def events(self) -> list[Event]:
        """What happened to stories since the last call, in order."""
        happened, self._events = self._events, []
        return [
            Event(EventKind(int(kind)), int(story), int(other) or None)
            for chunk in happened
            for kind, story, other in chunk.tolist()
        ]

    def merges(self) -> list[tuple[int, int]]:
        """Like `events`, but only the merges (story, into), for callers that need nothing else of a long stream."""
        happened, self._events = self._events, []
        merged = [chunk[chunk["kind"] == EventKind.MERGED_INTO.value] for chunk in happened]
        return [(int(event["story"]), int(event["other"])) for chunk in merged for event in chunk]

    def stories(self, numbers: Iterable[int], *, now_ms: int | None = None) -> list[StoryView]:
        """Views of those stories that are still remembered; the burst score as of `now_ms`, else of their last post."""
        views = (view_story(self._tables, int(number), now_ms) for number in numbers)
        return [view for view in views if view is not None]

    def living(self, *, least_size: int = 2) -> list[int]:
        """Numbers of the remembered stories of at least this size, oldest first."""
        stories = self._tables.stories
        chosen = (stories["number"] > 0) & (stories["merged_into"] == 0) & (stories["size"] >= least_size)
        return sorted(stories["number"][chosen].tolist())

    def pin(self, story: int) -> bool:
        """People work on this story: it is never merged or split from now on. False when it is not remembered."""
        return self._set_pinned(story, True)

    def unpin(self, story: int) -> bool:
        """Gives the story back to the machine. False when it is not remembered."""
        return self._set_pinned(story, False)

    def _set_pinned(self, story: int, pinned: bool) -> bool:
        kept = self._tables.stories[story_slot(self._tables, story)]
        if story <= 0 or kept["number"] != story or kept["merged_into"]:
            return False
        kept["pinned"] = pinned
        return True

    def forget(self, row: int, text: str, *, story: int | None = None) -> None:
        """Takes an erased post out of the state. `story` helps where the post was a copy, which has no record here."""
        bytes_of_text, offsets = text_buffers([text])
        tokenise(bytes_of_text, offsets, 0, 1, self._fold, self._lexicon, self._tokens)
        forget_post(self._tables, self._tokens, row, story, self.settings)

    def save(self, path: Path | str) -> None:
        """Writes a snapshot; the file is replaced whole. Events not yet taken are kept in it."""
        events = [
            [int(kind), int(story), int(other)] for chunk in self._events for kind, story, other in chunk.tolist()
        ]
        header = {
            "settings": self.settings.digest(),
            "lexicon": lexicon_digest(),
            "last_row": self.last_row,
            "events": len(events),
        }
        save_tables(Path(path), self._tables, header, np.array(events, np.int64).reshape(-1, 3))

    @classmethod
    def load(cls, path: Path | str, settings: RadarSettings | None = None) -> "Radar":
        """The radar as it was saved; raises SnapshotRefused when the file is damaged or the settings are others."""
        radar = cls(settings)
        tables, header, events = load_tables(Path(path))
        if header.get("lexicon") != lexicon_digest():
            raise SnapshotRefused(f"The radar's snapshot {path} was made with another lexicon. {START_ANEW}")
        if header.get("settings") != radar.settings.digest():
            raise SnapshotRefused(f"The radar's snapshot {path} was made with other settings. {START_ANEW}")
        radar._tables = tables
        if len(events):
            radar._events = [np.array([tuple(event) for event in events.tolist()], EVENT)]
        return radar
