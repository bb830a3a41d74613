"""`kohkol route`: learns which agency answers what from routed posts, and suggests agencies for new ones."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kohkol.engine.posts_file import LONGEST_LINE, SUFFIXES, BadLine, UnreadableFile, time_of
from kohkol.engine.text.command import SOME_LINES_WERE_BAD, good_posts, one_or_more
from kohkol.engine.text.routing import AgencyRouter

MOST_SUGGESTED = 5


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when all went well, 2 when a file cannot be read, 3 when lines were skipped."""
    options = _parser().parse_args(arguments)
    bad: list[BadLine] = []
    try:
        router = AgencyRouter(_descriptions(options.tasks))
        for text, agency in oldest_first(_good_decisions(options.learn, bad)):
            router.learn(text, agency)
        for post in good_posts(options.posts, None, bad):
            agencies = [
                {"agency": agency, "score": round(score, 4)}
                for agency, score in router.suggest(post.text)[: options.top]
            ]
            sys.stdout.write(json.dumps({"id": post.id, "agencies": agencies}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except UnreadableFile as refusal:
        sys.stderr.write(f"kohkol route: {refusal}\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return SOME_LINES_WERE_BAD if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kohkol route", description="Suggests the agency that should answer a post.")
    parser.add_argument(
        "--learn", required=True, metavar="FILE", help="posts with the field agency; without times the oldest first"
    )
    parser.add_argument("--posts", required=True, metavar="FILE", help="posts to route; - reads NDJSON")
    parser.add_argument(
        "--tasks", metavar="FILE", help="JSON: agency -> what it is for; used before there are decisions"
    )
    parser.add_argument("--top", type=one_or_more, default=MOST_SUGGESTED, help="agencies per post (%(default)s)")
    return parser


def _descriptions(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        read = json.loads(Path(file).read_text(encoding="utf-8"))
        return {str(agency): str(tasks) for agency, tasks in read.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise UnreadableFile(f"{file} holds no JSON object of agencies and their tasks: {error}.") from error


@dataclass(frozen=True, slots=True)
class Decision:
    """A post that somebody gave to an agency; `at` is None where the file says no time that can be read."""

    at: datetime | None
    text: str
    agency: str


def oldest_first(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Text and agency, by time; in the order of the file where not every decision has its time."""
    found = list(decisions)
    times = [decision.at for decision in found if decision.at is not None]
    if len(times) == len(found):
        found = [found[place] for place in sorted(range(len(found)), key=times.__getitem__)]
    return [(decision.text, decision.agency) for decision in found]


def _good_decisions(file: str, bad: list[BadLine]) -> Iterator[Decision]:
    for row in read_decisions(file):
        if isinstance(row, BadLine):
            bad.append(row)
            sys.stderr.write(f"{file}, line {row.number}: {row.reason}\n")
        else:
            yield row


def read_decisions(file: str) -> Iterator[Decision | BadLine]:
    """The routed posts of an NDJSON, CSV, TSV or Parquet file; lines without text or agency as bad lines."""
    for number, fields in _rows(file):
        if isinstance(fields, str):
            yield BadLine(number, fields)
        elif not fields.get("text") or not fields.get("agency"):
            yield BadLine(number, "The post has no text or no agency.")
        else:
            yield Decision(_time_in(fields), str(fields["text"]), str(fields["agency"]))


def _time_in(fields: dict[str, object]) -> datetime | None:
    try:
        return time_of(fields.get("at"))
    except ValueError:
        return None


def _rows(file: str) -> Iterator[tuple[int, dict[str, object] | str]]:
    kind = SUFFIXES.get(Path(file).suffix.lower(), "ndjson")
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        if kind == "parquet":
            yield from enumerate(pq.read_table(io.BytesIO(raw)).to_pylist(), 1)
            return
    except OSError as error:
        raise UnreadableFile(f"{file} cannot be opened: {error.strerror or error}.") from error
    except pa.ArrowException as error:
        raise UnreadableFile(f"{file} is not a whole Parquet file: {error}.") from error
    text = raw.decode("utf-8-sig", "replace")
    if kind == "ndjson":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield number, _parsed(line)
        return
    csv.field_size_limit(LONGEST_LINE)
    delimiter = "\t" if kind == "tsv" else max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in rows:
        yield rows.line_num, {str(name).strip().lower(): value for name, value in row.items()}


def _parsed(line: str) -> dict[str, object] | str:
    try:
        fields = json.loads(line)
    except ValueError as error:
        return f"The line is not whole JSON ({error})."
    except RecursionError:
        return "The line is not JSON that can be read."
    return fields if isinstance(fields, dict) else "The line is JSON, but not an object."
