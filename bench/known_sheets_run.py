"""Tells a fresh desk some sheets and counts which are offered for the practice week: the child of `known_sheets`."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.management import call_command

import kohkol.config.ready  # noqa: F401
from bench.known_sheets import HALVES, STORE, Sheet, read_sheets
from kohkol.matching.actions import Told, forget_sheet, tell_sheet
from kohkol.matching.models import KnownSheet
from kohkol.matching.searching import findings
from kohkol.practice.week import practice_posts

NOW = datetime(2026, 3, 4, 5, tzinfo=UTC)
Counts = Counter[tuple[str, bool]]


def offered(sheets: Sequence[Sheet]) -> Counts:
    """How often each decision fell on the true story's sheet, over all posts of the week, each text once."""
    for code in KnownSheet.objects.values_list("code", flat=True):
        forget_sheet(code, at=NOW)
    codes = {sheet.story: f"LF-{number}" for number, sheet in enumerate(sheets)}
    for sheet in sheets:
        tell_sheet(Told(codes[sheet.story], 1, sheet.question, sheet.answer, "", "OPD", NOW, None), at=NOW)
    posts = practice_posts(today=NOW.date(), zone=ZoneInfo("Asia/Jakarta"), now=NOW)
    stories = {post.text: post.story for post in posts}
    counted: Counts = Counter()
    for story, found in zip(stories.values(), findings(list(stories), at=NOW), strict=True):
        for finding in found:
            counted[finding.decision, finding.code == codes.get(story)] += 1
    return counted


def measured() -> list[tuple[str, str, int, int]]:
    """(store, decision, offers, right) for each half as one store and in stores of STORE."""
    rows = []
    for half in HALVES:
        sheets = [sheet for sheet in read_sheets() if sheet.half == half]
        small: Counts = Counter()
        for first in range(0, len(sheets) - STORE + 1, STORE - 1):
            small += offered(sheets[first : first + STORE])
        for name, counted in ((f"{len(sheets)} sheets", offered(sheets)), (f"stores of {STORE}", small)):
            for decision in ("same", "suggest"):
                right = counted[decision, True]
                rows.append((f"{half} half, {name}", decision, right + counted[decision, False], right))
    return rows


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(measured()))
