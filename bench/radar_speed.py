"""The speed rows of `kohkol bench radar`: posts a second on one core and on two, latency, and memory."""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.goals import Goals
from bench.radar_streams import Stream, group
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.sharded import ShardedRadar


def speed(goals: Goals, stream: Stream) -> None:
    """Posts a second after warm-up, latency of small batches, and memory."""
    warm, half = stream.first(20_000), len(stream.times) // 2
    for shards in (1, 2):
        group(warm, shards=shards)
    strings = stream.texts[:half].to_pylist()
    goals.at_least("posts/s, one core, Python strings", 300_000, rate(stream, strings, half), form=",.0f")
    goals.at_least("posts/s, two cores, from Arrow, two shards", 600_000, two_cores(stream), form=",.0f")
    for shards in (1, 2):
        name = f"posts/s, two cores, NDJSON bytes through kohkol radar --shards {shards}"
        goals.at_least(name, 300_000, through_command(stream, shards), form=",.0f")
    goals.at_most("latency of batches of 64 posts, p99, ms", 1.0, latency(stream))
    goals.at_most("memory at most, MB", 400, sum(table.nbytes for table in Radar()._tables) / 1e6, form=".0f")
    goals.at_most("memory at most, two shards, MB", 400, ShardedRadar(2).state_bytes / 1e6, form=".0f")


def rate(stream: Stream, texts: object, posts: int) -> float:
    """Posts per second of processor time."""
    radar, started = Radar(), time.process_time()
    for first in range(0, posts, 8192):
        last = min(first + 8192, posts)
        radar.push(Batch(np.arange(first, last), stream.times[first:last], texts[first:last]))  # type: ignore[index]
    return posts / (time.process_time() - started)


def two_cores(stream: Stream) -> float:
    """Posts per second of wall time of two shards."""
    radar, posts, started = ShardedRadar(2), len(stream.times), time.perf_counter()
    for first in range(0, posts, 65_536):
        last = min(first + 65_536, posts)
        radar.push(Batch(np.arange(first, last), stream.times[first:last], stream.texts[first:last]))
    return posts / (time.perf_counter() - started)


def through_command(stream: Stream, shards: int) -> float:
    """Posts per second of wall time from the command's start to its end: bytes of a file in, lines of JSON out."""
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder, "posts.ndjson")
        write_posts(stream, posts)
        command = [sys.executable, "-m", "kohkol", "radar", str(posts), "--shards", str(shards)]
        started = time.perf_counter()
        subprocess.run([*command, "--out", str(Path(folder, "placed.ndjson"))], check=True)
        return len(stream.times) / (time.perf_counter() - started)


def write_posts(stream: Stream, path: Path) -> None:
    """The stream as a file with id, time, text and author."""
    accounts = stream.accounts.tolist() if stream.accounts is not None else [0] * len(stream.times)
    with path.open("w", encoding="utf-8") as file:
        columns = zip(stream.times.tolist(), stream.texts.to_pylist(), accounts, strict=True)
        for row, (ms, text, account) in enumerate(columns):
            at = datetime.fromtimestamp(ms / 1000, UTC).isoformat()
            post = {"id": f"p{row}", "at": at, "text": text, "author": f"akun{account}"}
            file.write(json.dumps(post, ensure_ascii=False) + "\n")


def latency(stream: Stream) -> float:
    """The 99th percentile of pushing 64 posts, in milliseconds, in a filled radar."""
    posts = min(len(stream.times), 100_000)
    radar = group(stream.first(posts)).radar
    took = []
    for first in range(0, posts - 64, 64):
        rows = np.arange(posts + first, posts + first + 64)
        later = stream.times[first : first + 64] + int(stream.times[posts - 1])
        batch = Batch(rows, later, stream.texts[first : first + 64])
        started = time.perf_counter()
        radar.push(batch)
        took.append(time.perf_counter() - started)
    return float(np.percentile(took, 99) * 1000)
