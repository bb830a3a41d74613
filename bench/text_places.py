"""Places in posts, headlines and news of public sets, which others wrote: what the reader finds against our labels."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench import text_draft_names
from kohkol.engine.text.places import Gazetteer, Place
from kohkol.engine.text.regions import DOTTED_REGENCY

LABELS = Path(__file__).parent / "sets" / "places_real.tsv"
Label = tuple[int, int, str]  # first letter, letter after the last, dotted code
FOLDERS = {"clickid_id_dev": "stories", "hoax_id_posts_2015_2019": "claims"}


def held(corpora: Path, part: str = "") -> Iterator[tuple[str, list[Label]]]:
    """Texts by which no rule was mended, with their labels: those `drawn`, those `deeper`, or both."""
    known: dict[str, list[str]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        name, number, use, how, labels = line.split("\t")
        if use == "held" and part in {"", how}:
            if name not in known:
                known[name] = texts(corpora, name)
            yield known[name][int(number) - 1], [_label(label) for label in labels.split()]


def counts(rows: Iterator[tuple[str, list[Label]]], gazetteer: Gazetteer, below_regencies: bool = False) -> np.ndarray:
    """[texts, 4]: places found and right, places found, labels found again, labels."""
    table = []
    for text, labels in rows:
        found = [place for place in gazetteer.find(text) if not below_regencies or len(place.code) > DOTTED_REGENCY]
        wanted = [label for label in labels if not below_regencies or len(label[2]) > DOTTED_REGENCY]
        right = sum(any(_same(place, label) for label in labels) for place in found)
        again = sum(any(_same(place, label) for place in found) for label in wanted)
        table.append((right, len(found), again, len(wanted)))
    return np.array(table, float)


def texts(corpora: Path, name: str) -> list[str]:
    """The texts of a file of the corpora in their order; of a `.conll` the sentences, words joined by spaces."""
    if name.startswith("nerp"):
        sentences = text_draft_names.sentences(corpora / "text" / f"{name}.conll")
        return [" ".join(word for word, _ in sentence) for sentence in sentences]
    if name in FOLDERS:
        lines = (corpora / FOLDERS[name] / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["text"]) for line in lines]
    with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as rows:
        return [str(json.loads(row)["text"]) for row in rows]


def _same(place: Place, label: Label) -> bool:
    start, end, code = label
    return place.code == code and place.start < end and start < place.end


def _label(written: str) -> Label:
    stretch, _, code = written.partition("=")
    start, _, end = stretch.partition("-")
    return int(start), int(end), code
