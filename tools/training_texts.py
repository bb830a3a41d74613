"""The texts that models learn from: rows of public sets, news, posts and titles of an office, without near copies."""

import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LANGUAGES = {
    "indonesian": "id",
    "sundanese": "su",
    "javanese": "jv",
    "minangkabau": "min",
    "balinese": "ban",
    "english": "en",
}
SETS = Path(__file__).parent.parent / "bench" / "sets"
PRACTICE_POSTS = Path(__file__).parent.parent / "src" / "kohkol" / "practice" / "posts"
NEAR = 0.45  # Jaccard of words and word pairs from which a row is a near copy


def rows(folder: Path, name: str) -> list[tuple[str, str]]:
    with gzip.open(folder / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
        return [(row["text"], str(row["label"])) for row in map(json.loads, lines)]


class OfficePost(NamedTuple):
    """A post to an office with its tone; `file` is a set of the bench or one issue of the practice week."""

    file: str
    text: str
    tone: str


def office_posts(part: str) -> list[OfficePost]:
    """The posts that `tone.tsv` labels to *learn* from, or *held* for measuring."""
    found = []
    for line in (SETS / "tone.tsv").read_text(encoding="utf-8").splitlines():
        file, number, own, tone = line.split("\t")
        if own == part:
            found.append(OfficePost(file, texts_of(file)[int(number) - 1], tone))
    return found


@cache
def texts_of(file: str) -> list[str]:
    """The posts of a file by line, a header included."""
    written = SETS / file
    lines = (written if written.exists() else PRACTICE_POSTS / file).read_text(encoding="utf-8").splitlines()
    column = 1 if written.exists() else lines[0].split("\t").index("text")
    return [line.split("\t")[column] for line in lines]


def office_titles(file: str) -> tuple[list[str], NDArray[np.str_]]:
    """Titles of an office, and whether they are *plain* or *clickbait*."""
    lines = [line.split("\t") for line in (SETS / file).read_text(encoding="utf-8").splitlines()]
    return [title for _, title in lines], np.array([{"bait": "clickbait"}.get(label, label) for label, _ in lines])


def news_sentences(folder: Path, part: str = "train") -> list[str]:
    """Sentences of Indonesian news (NERP): reports, hence neutral by the rules of SmSA."""
    sentences, words = [], []
    for line in (folder / f"nerp_{part}.conll").read_text(encoding="utf-8").splitlines():
        if line.strip():
            words.append(line.split("\t")[0])
        elif words:
            sentences.append(" ".join(words))
            words = []
    return sentences


def news(folder: Path) -> list[str]:
    """Sentences of news, and headlines that do not bait."""
    return news_sentences(folder) + [text for text, label in rows(folder, "click_id_agree") if label == "0"]


def word_pairs(text: str) -> set[object]:
    """Words of a text and pairs of neighbours, by which near copies are known."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {*words, *pairwise(words)}


def without_near_copies(kept: list[tuple[str, str]], forbidden: list[str]) -> list[tuple[str, str]]:
    """The rows that are no near copy of a forbidden text."""
    bags = [word_pairs(text) for text in forbidden]
    where: dict[object, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for item in bag:
            where[item].append(number)

    def copied(text: str) -> bool:
        bag = word_pairs(text)
        shared = Counter(number for item in bag if len(where.get(item, ())) < 300 for number in where.get(item, ()))
        return any(len(bag & bags[number]) / len(bag | bags[number]) >= NEAR for number, _ in shared.most_common(3))

    return [row for row in kept if not copied(row[0])]
