"""Makes posts files, sources and listeners of a test in one line each."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.core.files.base import ContentFile

from kohkol.listening.imports import claim_import
from kohkol.listening.models import Import, Source
from kohkol.listening.radar_runner import RadarRunner
from tests import scene
from tests.scene import NOW


def line(number: int, text: str = "", **fields: object) -> str:
    """A line of a posts file."""
    at = NOW.replace(minute=number % 60).isoformat()
    return json.dumps({"id": f"n{number}", "at": at, "text": text or f"air mati di kampung nomor {number}"} | fields)


def an_import(content: str | bytes, *, source: Source | None = None, name: str = "kiriman.ndjson") -> Import:
    """An import that waits for a worker."""
    data = content.encode() if isinstance(content, str) else content
    made = Import(
        source=source or Source.objects.first() or scene.source(),
        name=name,
        format="",
        made_at=NOW,
        bytes_total=len(data),
    )
    made.file.save(name, ContentFile(data))
    return made


def work_off(waiting: Import) -> Import:
    """Read an import to its end, as the listener does."""
    run = claim_import(NOW)
    assert run is not None
    while run.step(NOW):
        pass
    waiting.refresh_from_db()
    return waiting


def place_all(folder: Path) -> RadarRunner:
    """Take all posts that wait through the radar."""
    runner = RadarRunner(folder)
    while runner.step(NOW):
        pass
    return runner


def lines(rows: Iterable[str]) -> str:
    return "\n".join(rows) + "\n"
