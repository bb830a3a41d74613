"""`kohkol match`: claims and posts in, one line of JSON per post out: the claims it repeats, best first, and why."""

import argparse
import json
import os
import sys
from dataclasses import asdict

from kohkol.engine.matching.claims import read_claims
from kohkol.engine.matching.index import ClaimIndex
from kohkol.engine.posts_file import BadLine, UnreadableFile
from kohkol.engine.text.command import SOME_LINES_WERE_BAD, good_posts, one_or_more


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when all went well, 2 when a file cannot be read, 3 when lines were skipped."""
    options = _parser().parse_args(arguments)
    bad: list[BadLine] = []
    try:
        index = ClaimIndex()
        for row in read_claims(options.claims):
            if isinstance(row, BadLine):
                bad.append(row)
                sys.stderr.write(f"{options.claims}, line {row.number}: {row.reason}\n")
            else:
                index.add(row)
        for post in good_posts(options.posts, None, bad):
            matches = [asdict(match) for match in index.search(post.text, options.top)]
            sys.stdout.write(json.dumps({"id": post.id, "matches": matches}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except UnreadableFile as refusal:
        sys.stderr.write(f"kohkol match: {refusal}\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return SOME_LINES_WERE_BAD if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kohkol match", description="Finds the claims that posts repeat.")
    parser.add_argument("--claims", required=True, metavar="FILE", help="NDJSON with id, claim and optional title")
    parser.add_argument("--posts", required=True, metavar="FILE", help="posts with id, at, text; - reads NDJSON")
    parser.add_argument("--top", type=one_or_more, default=5, help="claims per post (%(default)s)")
    return parser
