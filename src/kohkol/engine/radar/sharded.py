"""The radar on several cores: each shard keeps a part of the stories, and stories that turn out to be one are linked.

A post goes to the shard that knows its text or its rarest words (`kernels/routing.py`), by what was routed before it
and nothing else. At fixed places of the stream, stories that have grown are compared with those of the other shards
(`kernels/reducing.py`). So the same posts give the same stories for a number of shards, whatever the size of batches
and however the threads run. Shards share the room of one radar's tables.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar import compile_cache
from kohkol.engine.radar.batch import NO_ACCOUNTS, Assignments, Batch, EventKind, check_batch, text_buffers
from kohkol.engine.radar.forgetting import forget_post
from kohkol.engine.radar.kernels.placing import ASSIGNMENT, EVENT, EVENTS_PER_POST, place_posts
from kohkol.engine.radar.kernels.reducing import twins_elsewhere
from kohkol.engine.radar.kernels.routing import MOST_SHARDS, empty_router, route_posts
from kohkol.engine.radar.kernels.scratch import empty_scratch
from kohkol.engine.radar.kernels.slots import story_slot
from kohkol.engine.radar.kernels.tokens import Tokens, empty_tokens, fold_table, tokenise
from kohkol.engine.radar.lasting import Lasting
from kohkol.engine.radar.one_ahead import one_ahead
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.snapshot import SnapshotRefused
from kohkol.engine.radar.story_view import StoryView, joined_view
from kohkol.engine.radar.tables import empty_tables
from kohkol.engine.radar.trained import trained_lexicon

# Posts between two comparisons across shards, and placed by all shards at once: few when the stream begins, when all
# of an event's posts lie close together, then an eighth of what has passed, up to the most.
FEWEST_TOGETHER, MOST_TOGETHER = 64, 8192
# Fewer posts are placed one shard after the other: waking threads takes longer.
WORTH_THREADS = 512

Numbers = npt.NDArray[np.int64]


class Shard:
    """One shard's tables and working memory."""

    def __init__(self, settings: RadarSettings, parts: int) -> None:
        self.tables = empty_tables(parts)
        self.scratch = empty_scratch()
        self.knobs = settings.knobs()
        self.happened = np.zeros(MOST_TOGETHER * EVENTS_PER_POST, EVENT)

    def merges(self, events: int) -> npt.NDArray[np.void]:
        """Which of its stories merged just now."""
        happened = self.happened[:events]
        merged: npt.NDArray[np.void] = happened[happened["kind"] == EventKind.MERGED_INTO.value]
        return merged


class ShardedRadar:
    """Groups a stream of posts with `shards` threads, a power of two, in the memory of one radar.

    It is for files and floods: `kohkol radar --shards`. The desk keeps one radar, whose state can be saved.
    """

    def __init__(self, shards: int, settings: RadarSettings | None = None) -> None:
        if shards < 1 or shards > MOST_SHARDS or shards & (shards - 1):
            raise ValueError(f"The radar runs in 1, 2, 4 or 8 shards, not in {shards}.")
        compile_cache.say_if_compiling("route_posts")
        self.settings = settings or RadarSettings()
        self._shards = [Shard(_of_a_shard(self.settings, shards), shards) for _ in range(shards)]
        self._router = empty_router(shards)
        self._votes = np.zeros(shards, np.float32)
        self._tokens, self._coming = empty_tokens(MOST_TOGETHER), empty_tokens(MOST_TOGETHER)
        self._fold, self._lexicon = fold_table(), trained_lexicon(self.settings.home)
        self._pool = ThreadPoolExecutor(shards)
        self._lasting = Lasting()
        self._merges: list[tuple[int, int]] = []
        self._parts: dict[int, list[int]] = {}
        self._posts = 0
        self._last_row: int | None = None
        self._grown: list[Numbers] = []

    @property
    def last_row(self) -> int | None:
        """The row number of the last post pushed."""
        return self._last_row

    @property
    def state_bytes(self) -> int:
        """All tables of all shards and of the router, used or not."""
        tables = [table for shard in self._shards for table in shard.tables]
        return sum(table.nbytes for table in (*tables, *self._router))

    def story_id(self, number: int) -> str:
        """The story's id for people and files: `epoch:number`."""
        return f"{self.settings.epoch}:{number}"

    # Placing ----------------------------------------------------------------------------------------------------------

    def push(self, posts: Batch) -> Assignments:
        """Places posts in order. Raises ValueError when the columns differ in length or rows do not increase."""
        rows, times = np.ascontiguousarray(posts.rows, np.int64), np.ascontiguousarray(posts.times, np.int64)
        accounts = NO_ACCOUNTS if posts.accounts is None else np.ascontiguousarray(posts.accounts, np.uint64)
        check_batch(rows, times, accounts, len(posts.texts), self._last_row)
        text, offsets = text_buffers(posts.texts)
        results = np.zeros(len(rows), ASSIGNMENT)
        parts = self._routed(text, offsets, len(rows), self._posts)
        for first, last, tokens, where in one_ahead(parts) if len(rows) >= WORTH_THREADS else parts:
            part = slice(first, last)
            self._place(text, tokens, where, rows[part], times[part], accounts[part], results[part])
            self._posts += last - first
            self._last_row = int(rows[last - 1])
            if self._posts % posts_together(self._posts - 1) == 0:
                self._reduce()
        return Assignments(results["story"], results["copy_of"], results["similarity"], results["campaign"])

    def _routed(
        self, text: npt.NDArray[np.uint8], offsets: Numbers, count: int, posts: int
    ) -> Iterator[tuple[int, int, Tokens, npt.NDArray[np.uint8]]]:
        """The posts up to each comparison of shards: first, last, their words and shards, `posts` having gone before.

        The words are overwritten by those of the next part but one.
        """
        first = 0
        while first < count:
            together = posts_together(posts + first)
            last = min(first + together - (posts + first) % together, count)
            tokenise(text, offsets, first, last, self._fold, self._lexicon, self._tokens)
            where = np.zeros(last - first, np.uint8)
            route_posts(self._router, self._tokens, last - first, self._votes, where)
            yield first, last, self._tokens, where
            self._tokens, self._coming = self._coming, self._tokens
            first = last

    def _place(
        self,
        text: npt.NDArray[np.uint8],
        tokens: Tokens,
        where: npt.NDArray[np.uint8],
        rows: Numbers,
        times: Numbers,
        accounts: npt.NDArray[np.uint64],
        results: npt.NDArray[np.void],
    ) -> None:
        """Places tokenised posts in their shards; numbers of stories leave the shards as numbers of the whole."""
        chosen = [np.flatnonzero(where == part) for part in range(len(self._shards))]
        events = [0] * len(self._shards)

        def one(part: int) -> None:
            shard = self._shards[part]
            events[part] = place_posts(
                shard.tables, tokens, text, rows, times, accounts, shard.knobs, shard.scratch, chosen[part],
                results, shard.happened,
            )  # fmt: skip

        self._all(one, len(rows))
        results["story"] = self._number(results["story"], where)
        self._grown.append(results["story"][results["copy_of"] < 0])
        for part, shard in enumerate(self._shards):
            merged = shard.merges(events[part])
            self._link(self._number(merged["story"], part), self._number(merged["other"], part))

    def _all(self, one: Callable[[int], None], posts: int) -> None:
        """Runs a step for all shards, side by side if there is enough to do."""
        parts = range(len(self._shards))
        if posts < WORTH_THREADS:
            for part in parts:
                one(part)
        else:
            list(self._pool.map(one, parts))

    # Stories across shards --------------------------------------------------------------------------------------------

    def _number(self, stories: Numbers, part: npt.NDArray[np.uint8] | int) -> Numbers:
        """The numbers, in the whole radar, of a shard's stories."""
        numbers: Numbers = (stories - 1) * len(self._shards) + part + 1
        return numbers

    def _home(self, number: int) -> tuple[int, int]:
        """The shard of a story of the whole, and its number there."""
        return (number - 1) % len(self._shards), (number - 1) // len(self._shards) + 1

    def _reduce(self) -> None:
        """Compares the stories that have doubled since the last time with those of other shards, and links twins."""
        numbers, posts = np.unique(np.concatenate(self._grown), return_counts=True)
        self._grown = []
        count = len(self._shards)
        own = [(numbers[(numbers - 1) % count == part] - 1) // count + 1 for part in range(count)]
        grown = [posts[(numbers - 1) % count == part] for part in range(count)]
        asked = [self._doubled(part, own[part], grown[part]) for part in range(count)]
        pairs = list(permutations(range(count), 2))
        twins = [np.zeros(len(asked[part]), np.int64) for part, _ in pairs]

        def one(part: int) -> None:
            shard = self._shards[part]
            for place, (mine, other) in enumerate(pairs):
                if mine == part:
                    twins_elsewhere(
                        asked[part], shard.tables, self._shards[other].tables, shard.knobs, shard.scratch, twins[place]
                    )

        self._all(one, sum(map(len, asked)))
        for (part, other), found in zip(pairs, twins, strict=True):
            mine, its = asked[part][found > 0], found[found > 0]
            free = ~(self._are_pinned(part, mine) | self._are_pinned(other, its))
            self._link(self._number(mine[free], part), self._number(its[free], other))

    def _doubled(self, part: int, numbers: Numbers, posts: Numbers) -> Numbers:
        """Those stories of a shard whose size has passed a power of two by their last posts."""
        sizes = self._shards[part].tables.stories["size"][numbers & (len(self._shards[part].tables.stories) - 1)]
        before = np.maximum(sizes - posts, 0)
        chosen: Numbers = numbers[(sizes > 1) & (np.frexp(sizes)[1] > np.frexp(before)[1])]
        return chosen

    def _record(self, part: int, story: int) -> np.void:
        tables = self._shards[part].tables
        record: np.void = tables.stories[story_slot(tables, story)]
        return record

    def _are_pinned(self, part: int, numbers: Numbers) -> npt.NDArray[np.bool_]:
        stories = self._shards[part].tables.stories
        pinned: npt.NDArray[np.bool_] = stories["pinned"][numbers & (len(stories) - 1)] != 0
        return pinned

    def _link(self, ones: Numbers, others: Numbers) -> None:
        """Makes stories one by pairs: the older number stands for both."""
        joined = self._lasting.join(ones, others)
        self._merges += joined
        for young, old in joined:
            self._parts[old] = [*self._parts.get(old, [old]), *self._parts.pop(young, [young])]

    # What callers ask -------------------------------------------------------------------------------------------------

    def merges(self) -> list[tuple[int, int]]:
        """The merges (story, into) since the last call, in order."""
        happened, self._merges = self._merges, []
        return happened

    def stories(self, numbers: Iterable[int], *, now_ms: int | None = None) -> list[StoryView]:
        """Views of those stories that are still remembered; the burst score as of `now_ms`, else of their last post."""
        views = (self._view(int(number), now_ms) for number in numbers)
        return [view for view in views if view is not None]

    def _view(self, number: int, now_ms: int | None) -> StoryView | None:
        homes = [self._home(part) for part in self._parts.get(number, [number])]
        shards = [shard.tables for shard in self._shards]
        return joined_view(number, [(shards[part], story) for part, story in homes], shards, now_ms)

    def living(self, *, least_size: int = 2) -> list[int]:
        """Numbers of the remembered stories of at least this size, oldest first."""
        numbers, sizes = [], []
        for part, shard in enumerate(self._shards):
            stories = shard.tables.stories
            kept = (stories["number"] > 0) & (stories["merged_into"] == 0)
            numbers.append(self._lasting.of(self._number(stories["number"][kept], part)))
            sizes.append(stories["size"][kept])
        found, place = np.unique(np.concatenate(numbers), return_inverse=True)
        total = np.bincount(place, np.concatenate(sizes), minlength=len(found))
        living: list[int] = found[total >= least_size].tolist()
        return living

    def pin(self, story: int) -> bool:
        """People work on this story: it is not merged from now on. False when it is not remembered."""
        return self._set_pinned(story, True)

    def unpin(self, story: int) -> bool:
        """Gives the story back to the machine. False when it is not remembered."""
        return self._set_pinned(story, False)

    def _set_pinned(self, story: int, pinned: bool) -> bool:
        if story <= 0 or self._view(story, None) is None:
            return False
        for number in self._parts.get(story, [story]):
            part, own = self._home(number)
            if self._record(part, own)["number"] == own:
                self._record(part, own)["pinned"] = pinned
        return True

    def forget(self, row: int, text: str, *, story: int | None = None) -> None:
        """Takes an erased post out of the state. `story` helps where the post was a copy, which has no record here."""
        words, offsets = text_buffers([text])
        tokenise(words, offsets, 0, 1, self._fold, self._lexicon, self._tokens)
        home = self._home(story) if story else None
        for part, shard in enumerate(self._shards):
            own = home[1] if home and home[0] == part else None
            forget_post(shard.tables, self._tokens, row, own, self.settings)

    def save(self, path: Path | str) -> None:
        """Refused: the state of several shards has no snapshot."""
        raise SnapshotRefused(f"{path} is not written: a radar in shards keeps no snapshot. Read the posts again.")


def posts_together(posts: int) -> int:
    """After so many posts, how many are placed before shards are compared again: a power of two."""
    eighth = 1 << max(posts // 8, 1).bit_length() - 1
    return min(max(eighth, FEWEST_TOGETHER), MOST_TOGETHER)


def _of_a_shard(settings: RadarSettings, shards: int) -> RadarSettings:
    """The same settings where they count posts: a shard sees a part of them."""
    return replace(
        settings,
        posts_before=settings.posts_before / shards,
        crowd_posts=settings.crowd_posts / shards,
        common_word=settings.common_word / shards,
        sleep_posts=settings.sleep_posts // shards,
    )
