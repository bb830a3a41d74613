"""`kohkol radar`: posts from a file or a pipe in, one line per post and one per story out."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from kohkol.engine.post_columns import NO_TIME, PostColumns, read_columns
from kohkol.engine.posts_file import FORMATS, BadLine, UnreadableFile
from kohkol.engine.radar.asked import Asked
from kohkol.engine.radar.batch import Assignments, Batch, text_buffers
from kohkol.engine.radar.bursts import Burst
from kohkol.engine.radar.kernels.lines import hash_texts
from kohkol.engine.radar.lasting import Lasting
from kohkol.engine.radar.one_ahead import one_ahead
from kohkol.engine.radar.placed_posts import Ids, lines_of, rate_by_last_copy
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.sharded import ShardedRadar
from kohkol.engine.radar.story_view import BURST_ALARM, CAMPAIGN_RATING, StoryView

SOME_LINES_WERE_BAD = 3


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when all went well, 2 when the file cannot be read, 3 when lines were skipped."""
    options = _parser().parse_args(arguments)
    try:
        with _open(options.out) as out:
            bad_lines, run = _group(options, out)
        if options.stories:
            with _open(options.stories) as stories:
                run.write_stories(stories)
    except UnreadableFile as refusal:
        print(f"kohkol radar: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"kohkol radar: {error.filename or 'the output'} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    return SOME_LINES_WERE_BAD if bad_lines else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kohkol radar", description="Groups a stream of posts into stories.")
    parser.add_argument("posts", metavar="IN", help="NDJSON, CSV, TSV or Parquet with id, at, text; - reads NDJSON")
    parser.add_argument("--format", choices=FORMATS, help="of IN, where its name does not say")
    parser.add_argument(
        "--out", metavar="FILE", default="-", help="one line of JSON per post (default: standard output)"
    )
    parser.add_argument("--stories", metavar="FILE", help="one line of JSON per story")
    parser.add_argument(
        "--questions",
        action="store_true",
        help="with --stories: which posts ask (reading a post takes about five times as long as placing it)",
    )
    parser.add_argument(
        "--home", metavar="NAME", default="", help="the region that all posts are about: its name tells little"
    )
    parser.add_argument(
        "--shards", type=int, choices=(1, 2, 4, 8), default=1,
        help="cores to use; more than one is faster and finds fewer near copies (docs/radar.md)",
    )  # fmt: skip
    parser.add_argument(
        "--flood", action="store_true",
        help="settings for floods: faster, finds fewer posts of a story (docs/radar-figures.md)",
    )  # fmt: skip
    parser.add_argument(
        "--live", action="store_true", help="write each post as it is placed, not after the last merge of its story"
    )
    return parser


@contextlib.contextmanager
def _open(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdout
        sys.stdout.flush()
    else:
        with Path(name).open("w", encoding="utf-8") as file:
            yield file


class Run:
    """One run: the radar, and the placed posts, kept until their stories have merged for the last time."""

    def __init__(self, shards: int, settings: RadarSettings, *, questions: bool = False) -> None:
        self.radar = ShardedRadar(shards, settings) if shards > 1 else Radar(settings, reads_ahead=True)
        self.ids = Ids()
        self.placed: list[Assignments] = []
        self.lasting = Lasting()
        self.last_ms = 0
        self.asked = Asked() if questions else None

    def push(self, posts: PostColumns) -> Assignments:
        """Places some posts and remembers their ids; a post without time has that of the one before."""
        times = self._filled(posts.times)
        rows = np.arange(self.ids.count, self.ids.count + len(times))
        accounts = np.empty(len(times), np.uint64)
        hash_texts(*text_buffers(posts.authors), accounts)
        placed = self.radar.push(Batch(rows, times, posts.texts, accounts))
        if self.asked:
            self.asked.add(placed, posts.texts.to_pylist(), self.ids.count)
        self.ids.extend(posts.ids)
        self.lasting.merge(self.radar.merges())
        return placed

    def _filled(self, times: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        known = np.concatenate(([self.last_ms], times))
        places = np.maximum.accumulate(np.where(known == NO_TIME, 0, np.arange(len(known))))
        filled: npt.NDArray[np.int64] = known[places]
        self.last_ms = int(filled[-1])
        return filled[1:]

    def write_posts(self, out: TextIO, placed: Assignments, first: int) -> None:
        """One line per post: id, story, copy_of, campaign."""
        out.write(lines_of(self.ids, placed, first, self.lasting, self.radar.settings.epoch))

    def write_placed(self, out: TextIO) -> None:
        """The lines of all posts, now that no story merges any more and the last copy of each text has come."""
        rate_by_last_copy(self.placed, self.ids.count)
        first = 0
        for placed in self.placed:
            self.write_posts(out, placed, first)
            first += len(placed.story)

    def write_stories(self, out: TextIO) -> None:
        """One line per remembered story, then one per story that merged into another."""
        asked = self.asked.by_story(self.lasting) if self.asked else {}
        for view in self.radar.stories(self.radar.living(least_size=1), now_ms=self.last_ms):
            line = self._story_line(view)
            if self.asked:
                line["questions"] = [self.ids[row] for row in asked.get(view.number, [])]
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        for story, into in self.lasting.merged():
            line = {"story": self.radar.story_id(story), "merged_into": self.radar.story_id(into)}
            out.write(json.dumps(line) + "\n")

    def _story_line(self, view: StoryView) -> dict[str, object]:
        evidence = view.evidence
        return {
            "story": self.radar.story_id(view.number),
            "size": view.size,
            "first": _written(view.first_ms),
            "last": _written(view.last_ms),
            "burst": view.burst.score,
            "surge": _surge(view.burst),
            "keywords": view.keywords,
            "example": self.ids[view.example_row] if view.example_row is not None else None,
            "copies": view.copies,
            "campaign": view.campaign >= CAMPAIGN_RATING,
            "evidence": f"{evidence.kind}: {evidence.reason}" if evidence else None,
            "merged_into": None,
            "split_from": None,
        }


def _surge(burst: Burst) -> str | None:
    if burst.score < BURST_ALARM:
        return None
    return f"{burst.posts} posts in {burst.minutes} minutes, usually {burst.usual:g}"


def _group(options: argparse.Namespace, out: TextIO) -> tuple[int, Run]:
    settings = RadarSettings.for_floods(home=options.home) if options.flood else RadarSettings(home=options.home)
    run = Run(options.shards, settings, questions=options.questions and options.stories is not None)
    bad_lines = 0
    found = read_columns(options.posts, format=options.format, at_once=options.live)
    for posts in found if options.live else one_ahead(found):
        if isinstance(posts, BadLine):
            print(f"kohkol radar: line {posts.number} skipped. {posts.reason}", file=sys.stderr)
            bad_lines += 1
            continue
        first = run.ids.count
        placed = run.push(posts)
        if options.live:
            run.write_posts(out, placed, first)
            out.flush()
        else:
            run.placed.append(placed)
    run.write_placed(out)
    return bad_lines, run


def _written(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()
