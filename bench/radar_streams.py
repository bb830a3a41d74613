"""The streams that the radar is measured on, as columns; corpora are read from a folder and never shipped."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bench.radar_scores import Labels, as_labels
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.sharded import ShardedRadar


@dataclass
class Stream:
    """Posts in order with their true story (BACKGROUND for none) and, where known, the first post with that text."""

    texts: pa.Array
    times: npt.NDArray[np.int64]
    story: Labels
    names: list[str | None] | None = None
    origin: Labels | None = None
    accounts: npt.NDArray[np.uint64] | None = None
    campaign: npt.NDArray[np.bool_] | None = None

    def first(self, posts: int) -> "Stream":
        """The stream's first posts."""
        cut = [None if column is None else column[:posts] for column in (self.names, self.origin, self.accounts)]
        campaign = None if self.campaign is None else self.campaign[:posts]
        return Stream(self.texts[:posts], self.times[:posts], self.story[:posts], *cut, campaign)  # type: ignore[arg-type]


@dataclass
class Grouping:
    """What the radar made of a stream; `story` after all merges."""

    radar: Radar | ShardedRadar
    story: Labels
    at_once: Labels
    copy_of: Labels
    campaign: npt.NDArray[np.float32]


def read_corpus(folder: Path | None, name: str) -> Stream | None:
    """A file of posts with `story`, or None when the folder does not have it. Without times, one post a second."""
    path = folder / name if folder else None
    if path is None or not path.exists():
        return None
    lines = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [parse(line) for line in lines.splitlines() if line.strip()]
    times = [time_of(row, number) for number, row in enumerate(rows)]
    names = [row.get("story") for row in rows]
    texts = pa.array([row["text"] for row in rows], pa.large_string())
    return Stream(texts, np.array(times, np.int64), as_labels(names), names)


def parse(line: bytes) -> dict[str, str]:
    """One row of a corpus."""
    row: dict[str, str] = json.loads(line)
    return row


def time_of(row: dict[str, str], number: int) -> int:
    """Milliseconds of the row's time, or of its number as a second."""
    return int(datetime.fromisoformat(row["at"]).timestamp() * 1000) if "at" in row else number * 1000


def group(
    stream: Stream, settings: RadarSettings | None = None, *, posts_at_once: int = 8192, shards: int = 1
) -> Grouping:
    """Runs the radar over a stream and resolves merges."""
    radar = Radar(settings) if shards == 1 else ShardedRadar(shards, settings)
    parts = []
    for first in range(0, len(stream.times), posts_at_once):
        last = min(first + posts_at_once, len(stream.times))
        accounts = None if stream.accounts is None else stream.accounts[first:last]
        parts.append(
            radar.push(Batch(np.arange(first, last), stream.times[first:last], stream.texts[first:last], accounts))
        )
    at_once = np.concatenate([part.story for part in parts])
    merges = radar.merges()
    lasting = np.arange(max([int(at_once.max()), *(story for story, _ in merges)]) + 1)
    for story, into in merges:
        lasting[story] = into
    for story in range(1, len(lasting)):
        while lasting[lasting[story]] != lasting[story]:
            lasting[story] = lasting[lasting[story]]
    return Grouping(
        radar,
        lasting[at_once],
        at_once,
        np.concatenate([part.copy_of for part in parts]),
        np.concatenate([part.campaign for part in parts]),
    )
