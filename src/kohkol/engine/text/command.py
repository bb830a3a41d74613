"""`kohkol read`: posts in, one line of JSON per post out; with --draft our own drafts, judged for harm as well."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from itertools import islice

from kohkol.engine.posts_file import FORMATS, BadLine, PostRow, UnreadableFile, read_posts
from kohkol.engine.text import regions
from kohkol.engine.text.reading import HOME, POSTS_AT_ONCE, DraftReading, Reader, Reading, read_draft

SOME_LINES_WERE_BAD = 3
ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when all went well, 2 when the file cannot be read, 3 when lines were skipped."""
    options = _parser().parse_args(arguments)
    bad: list[BadLine] = []
    try:
        reader = Reader.load(options.near)
        posts = good_posts(options.posts, options.format, bad)
        while batch := list(islice(posts, POSTS_AT_ONCE)):
            readings = reader.read([post.text for post in batch])
            lines = []
            for post, reading in zip(batch, readings, strict=True):
                row = as_json(post.id, reading)
                if options.draft:
                    row |= draft_as_json(read_draft(post.text))
                lines.append(ENCODE(row))
            sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    except UnreadableFile as refusal:
        print(f"kohkol read: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return SOME_LINES_WERE_BAD if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kohkol read", description="Says what posts ask, where, and in which language."
    )
    parser.add_argument("posts", metavar="IN", help="NDJSON, CSV, TSV or Parquet with id, at, text; - reads NDJSON")
    parser.add_argument("--draft", action="store_true", help="the texts are our own drafts: judge harm and wording too")
    near = "code of the home region, for names of places that repeat (%(default)s)"
    parser.add_argument("--near", type=home_region, default=HOME, help=near)
    parser.add_argument("--format", choices=FORMATS, help="of IN, where its name does not say")
    return parser


def good_posts(source: str, format: str | None, bad: list[BadLine]) -> Iterator[PostRow]:
    """Posts of a file; each bad line is told on standard error with its number and kept in `bad`."""
    for row in read_posts(source, format=format):
        if isinstance(row, BadLine):
            bad.append(row)
            print(f"line {row.number}: {row.reason}", file=sys.stderr)
        else:
            yield row


def home_region(written: str) -> str:
    """The code of a province, kabupaten, kota or kecamatan of the ministry's list, as a person types it."""
    if written.replace(".", "") not in regions.load().names:
        raise argparse.ArgumentTypeError(f"{written!r} is no region's code of the ministry's list, like 32 or 32.04")
    return written


def one_or_more(written: str) -> int:
    """How many results a person asks for on the command line."""
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written!r} is not a number from 1 on")
    return int(written)


def as_json(post_id: str, reading: Reading) -> dict[str, object]:
    """The fields of the contract, and the reasons of tone and emotion."""
    return {
        "id": post_id,
        "language": reading.language,
        "question": reading.question,
        "tone": reading.tone.label,
        "tone_chances": reading.tone.chances,
        "tone_words": reading.tone.words,
        "emotion": reading.emotion.label,
        "emotion_words": reading.emotion.words,
        "places": [
            {"code": place.code, "name": place.name, "level": place.level, "span": [place.start, place.end]}
            for place in reading.places
        ],
        "personal_data": [{"kind": datum.kind, "span": [datum.start, datum.end]} for datum in reading.personal_data],
        "readability": reading.readability,
    }


def draft_as_json(reading: DraftReading) -> dict[str, object]:
    """What a draft gets besides."""
    return {
        "harm": [{"kind": one.kind, "score": one.score, "words": one.words} for one in reading.harm],
        "hard_spots": [
            {"span": [spot.start, spot.end], "plainer": spot.plainer, "reason": spot.reason}
            for spot in reading.hard_spots
        ],
    }
