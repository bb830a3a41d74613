"""Imports a posts file and takes it through the radar in this process, and prints what it took: the child of `web`."""

import json
import random
import sys
import time
from pathlib import Path

import numpy as np
from django.core.files import File
from django.core.management import call_command
from django.utils import timezone

import kohkol.config.ready  # noqa: F401
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.text.normalise import terms
from kohkol.listening.finding import count_up_to, search_posts
from kohkol.listening.imports import claim_import
from kohkol.listening.models import Import, Placement, Post, Source, Story
from kohkol.listening.radar_runner import RadarRunner

SEED = 20260304


def measure_import(path: Path) -> dict[str, float]:
    """Import the file and place its posts in this process; figures in posts and milliseconds."""
    call_command("migrate", verbosity=0)
    warm_up()
    now = timezone.now()
    source = Source.objects.create(name="Ukur", kind="file", made_at=now)
    waiting = Import(source=source, name=path.name, format="ndjson", made_at=now, bytes_total=path.stat().st_size)
    with path.open("rb") as file:
        waiting.file.save(path.name, File(file))
    runner = RadarRunner()
    started = time.perf_counter()
    run = claim_import(timezone.now())
    assert run is not None
    while run.step(timezone.now()):
        pass
    imported = time.perf_counter()
    while runner.step(timezone.now()):
        pass
    placed = time.perf_counter()
    assert Placement.objects.count() == Post.objects.count()
    return {
        "posts": Post.objects.count(),
        "stories": Story.objects.count(),
        "import_seconds": imported - started,
        "radar_seconds": placed - imported,
        "search_ms": slowest_search(),
    }


def warm_up() -> None:
    """Compile the radar and read the tables of words before the clock starts, as a running desk has."""
    terms("memanaskan mesin")
    radar = Radar()
    radar.push(Batch(np.arange(1, 9), np.arange(8) * 1000, [f"memanaskan mesin radar nomor {n}" for n in range(8)]))
    radar.stories([1])


def slowest_search() -> float:
    """95th percentile of 100 searches of one to three words, each with its first page and its count, in ms."""
    dice = random.Random(SEED)
    texts = list(Post.objects.order_by("pk").values_list("text", flat=True)[:5000])
    took = []
    for _ in range(100):
        words = dice.choice(texts).split()
        query = " ".join(dice.sample(words, min(len(words), dice.randint(1, 3))))
        started = time.perf_counter()
        posts = search_posts(query)
        count_up_to(posts)
        list(posts.select_related("source", "placement__story")[:50])
        took.append(1000 * (time.perf_counter() - started))
    return sorted(took)[94]


if __name__ == "__main__":
    print(json.dumps(measure_import(Path(sys.argv[1]))))
