"""The speed rows of `kohkol bench radar`: posts a second on one core and on two, latency, and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.goals import Goals
from bench.radar_streams import Stream, group
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.sharded import ShardedRadar


def speed(goals: Goals, stream: Stream) -> None:
    """Posts a second after warm-up with either settings, latency of small batches, and memory.

    Warm is a radar that has seen the first half of the stream: its code is compiled and its tables hold what a running
    office's hold. Handing out fresh memory takes a core about as long as placing (2.6 ms a megabyte on this machine).
    """
    posts = f"the last {len(stream.times) - len(stream.times) // 2:,} posts"
    strings = stream.texts.to_pylist()
    for name, settings in {"default": RadarSettings(), "flood": RadarSettings.for_floods()}.items():
        one = one_core(stream, strings, settings)
        goals.at_least(f"{name}: posts/s, one core, Python strings, {posts}", 300_000, one, form=",.0f")
        ahead = two_cores(stream, Radar(settings, reads_ahead=True))
        goals.at_least(f"{name}: posts/s, two cores, from Arrow, {posts}", 600_000, ahead, form=",.0f")
        shards = two_cores(stream, ShardedRadar(2, settings))
        goals.at_least(f"{name}: posts/s, two cores, from Arrow, two shards, {posts}", 600_000, shards, form=",.0f")
    with tempfile.TemporaryDirectory() as folder:
        commands(goals, stream, Path(folder))
    goals.at_most("latency of batches of 64 posts, p99, ms", 1.0, latency(stream))
    goals.at_most("memory at most, MB", 400, sum(table.nbytes for table in Radar()._tables) / 1e6, form=".0f")
    goals.at_most("memory at most, two shards, MB", 400, ShardedRadar(2).state_bytes / 1e6, form=".0f")


def commands(goals: Goals, stream: Stream, folder: Path) -> None:
    """Posts a second of `kohkol radar` on files of NDJSON."""
    few, all_posts = len(stream.times) // 5, len(stream.times)
    files = [folder / f"posts{count}.ndjson" for count in (1, few, all_posts)]
    for count, path in zip((1, few, all_posts), files, strict=True):
        write_posts(stream.first(count), path)
    for shards, flags in product((1, 2), ([], ["--flood"])):
        wanted = ["--shards", str(shards), *flags]
        settings = "flood" if flags else "default"
        name = f"{settings}: posts/s, two cores, NDJSON bytes through kohkol radar {' '.join(wanted)}"
        _, first, whole = (seconds_of_command(path, wanted) for path in files)
        more = (all_posts - few) / (whole - first)
        goals.at_least(f"{name}, {all_posts - few:,} more posts", 300_000, more, form=",.0f")
        goals.at_least(f"{name}, {all_posts:,} posts from start to end", 300_000, all_posts / whole, form=",.0f")


def one_core(stream: Stream, texts: list[str], settings: RadarSettings) -> float:
    """Posts per second of processor time over the second half of the stream, in batches as an office hears them."""
    radar, half = Radar(settings), len(texts) // 2
    push_all(radar, stream, texts, 0, half, 8192)
    started = time.process_time()
    push_all(radar, stream, texts, half, len(texts), 8192)
    return (len(texts) - half) / (time.process_time() - started)


def two_cores(stream: Stream, radar: Radar | ShardedRadar) -> float:
    """Posts per second of wall time over the second half of the stream."""
    half = len(stream.times) // 2
    push_all(radar, stream, stream.texts, 0, half, 65_536)
    started = time.perf_counter()
    push_all(radar, stream, stream.texts, half, len(stream.times), 65_536)
    return (len(stream.times) - half) / (time.perf_counter() - started)


def push_all(
    radar: Radar | ShardedRadar, stream: Stream, texts: list[str] | pa.Array, first: int, last: int, at_once: int
) -> None:
    """Pushes the posts from `first` to before `last`."""
    for begin in range(first, last, at_once):
        end = min(begin + at_once, last)
        radar.push(Batch(np.arange(begin, end), stream.times[begin:end], texts[begin:end]))


def seconds_of_command(posts: Path, flags: list[str]) -> float:
    """Wall time of the command from its start to its end; the first run leaves compiled kernels and bytecode behind."""
    command = [sys.executable, "-m", "kohkol", "radar", str(posts), *flags, "--out", str(posts.with_suffix(".placed"))]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, check=True, env={**kept, "PYTHONPYCACHEPREFIX": str(posts.with_name("bytecode"))})
    return time.perf_counter() - started


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
