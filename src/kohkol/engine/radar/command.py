"""`kohkol radar`: posts from a file or a pipe in, one line per post and one per story out."""

import argparse
import contextlib
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from kohkol.engine.posts_file import FORMATS, BadLine, PostRow, UnreadableFile, read_posts
from kohkol.engine.radar.batch import Assignments, Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.story_view import CAMPAIGN_RATING, StoryView

POSTS_AT_ONCE = 8192
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
    """The placed posts of one run, kept until their stories have merged for the last time."""

    def __init__(self) -> None:
        self.radar = Radar(RadarSettings())
        self.ids: list[str] = []
        self.placed: list[Assignments] = []
        self.into: dict[int, int] = {}
        self.last_ms = 0
        self.campaigns: dict[int, float] = {}

    def push(self, posts: list[PostRow]) -> Assignments:
        """Places some posts and remembers their ids; a post without time has that of the one before."""
        times = []
        for post in posts:
            self.last_ms = int(post.at.timestamp() * 1000) if post.at else self.last_ms
            times.append(self.last_ms)
        rows = np.arange(len(self.ids), len(self.ids) + len(posts))
        accounts = np.array([_account_hash(post) for post in posts], np.uint64)
        placed = self.radar.push(Batch(rows, np.array(times, np.int64), [post.text for post in posts], accounts))
        self.ids.extend(post.id for post in posts)
        self.into.update(self.radar.merges())
        return placed

    def lasting(self, number: int) -> int:
        """The story that a number stands for after all merges."""
        while number in self.into:
            number = self.into[number]
        return number

    def write_posts(self, out: TextIO, placed: Assignments, first: int) -> None:
        """One line per post: id, story, copy_of, campaign."""
        columns = zip(placed.story.tolist(), placed.copy_of.tolist(), placed.campaign.tolist(), strict=True)
        for row, (story, copy_of, rating) in enumerate(columns, start=first):
            campaign = copy_of >= 0 and self.campaigns.get(self.lasting(story), rating) >= CAMPAIGN_RATING
            line = {
                "id": self.ids[row],
                "story": self.radar.story_id(self.lasting(story)),
                "copy_of": self.ids[copy_of] if copy_of >= 0 else None,
                "campaign": campaign,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def write_stories(self, out: TextIO) -> None:
        """One line per remembered story, then one per story that merged into another."""
        for view in self.radar.stories(self.radar.living(least_size=1), now_ms=self.last_ms):
            out.write(json.dumps(self._story_line(view), ensure_ascii=False) + "\n")
        for story in self.into:
            line = {"story": self.radar.story_id(story), "merged_into": self.radar.story_id(self.lasting(story))}
            out.write(json.dumps(line) + "\n")

    def _story_line(self, view: StoryView) -> dict[str, object]:
        evidence = view.evidence
        return {
            "story": self.radar.story_id(view.number),
            "size": view.size,
            "first": _written(view.first_ms),
            "last": _written(view.last_ms),
            "burst": view.burst,
            "keywords": view.keywords,
            "example": self.ids[view.example_row] if view.example_row is not None else None,
            "copies": view.copies,
            "campaign": view.campaign >= CAMPAIGN_RATING,
            "evidence": f"{evidence.kind}: {evidence.reason}" if evidence else None,
            "merged_into": None,
            "split_from": None,
        }


def _group(options: argparse.Namespace, out: TextIO) -> tuple[int, Run]:
    run = Run()
    bad_lines = 0
    source = read_posts(options.posts, format=options.format)
    while rows := list(islice(source, POSTS_AT_ONCE)):
        posts = [row for row in rows if isinstance(row, PostRow)]
        for bad in (row for row in rows if isinstance(row, BadLine)):
            print(f"kohkol radar: line {bad.number} skipped. {bad.reason}", file=sys.stderr)
        bad_lines += len(rows) - len(posts)
        first = len(run.ids)
        placed = run.push(posts)
        if options.live:
            run.write_posts(out, placed, first)
            out.flush()
        else:
            run.placed.append(placed)
    first = 0
    run.campaigns = {view.number: view.campaign for view in run.radar.stories(run.radar.living())}
    for placed in run.placed:
        run.write_posts(out, placed, first)
        first += len(placed.story)
    return bad_lines, run


def _account_hash(post: PostRow) -> int:
    if not post.author:
        return 0
    return int.from_bytes(hashlib.blake2b(post.author.encode(), digest_size=8).digest(), "little")


def _written(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()
