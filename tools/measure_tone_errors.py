"""Counts how often the shipped tone model takes one tone for another, on posts it was not trained on.

    python tools/measure_tone_errors.py --corpora DIR

writes src/kohkol/engine/text/models/tone_errors.json, from which an issue's range of tones gets its error. To be run
again whenever the tone model is trained anew. Posts to an office that the model learned from are read by models that
did not see them (five folds); the others by the shipped one.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tools import train_models as training
from tools import training_texts

from kohkol.engine.text.reading import Reader
from kohkol.engine.text.tokens import Spellings
from kohkol.engine.text.tone_range import FILE, TONES

SETS = ("smsa_test", "nusax_indonesian_test", "nusax_sundanese_test", "nusax_javanese_test")


def labelled(corpora: Path, name: str) -> tuple[list[str], list[str]]:
    """Texts and true tones of a set."""
    with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [str(row["text"]) for row in rows], [str(row["label"]) for row in rows]


def confusion(truth: list[str], read: list[str]) -> NDArray[np.int64]:
    """Counts [true, read]."""
    counts = np.zeros((len(TONES), len(TONES)), int)
    for one, other in zip(truth, read, strict=True):
        counts[TONES.index(one), TONES.index(other)] += 1
    return counts


def learned_office_posts(corpora: Path) -> tuple[list[str], list[str]]:
    """True tones of the office's posts that tone learns from, and those read by models that did not see them."""
    task, spellings = training.tone(corpora / "text"), Spellings()
    matrix = training.sparse(task.texts, spellings, training.inverse_frequencies(task.texts, spellings))
    scored, _usable = training.out_of_fold(matrix, task)
    office = task.groups >= training.OFFICE_GROUP
    guess = np.unique(task.labels)[scored[office].argmax(1)]
    return task.labels[office].tolist(), guess.tolist()


def main() -> None:
    """Write the table and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, required=True)
    corpora, reader = options.parse_args().corpora, Reader.load()
    rows = {name: labelled(corpora, name) for name in SETS}
    fresh = [post for post in training_texts.office_posts("held") if post.file == "questions_fresh.tsv"]
    rows["questions_fresh"] = ([post.text for post in fresh], [post.tone for post in fresh])
    read = {name: (truth, [one.tone.label for one in reader.read(texts)]) for name, (texts, truth) in rows.items()}
    read["questions_learn"] = learned_office_posts(corpora)
    sets = {name: confusion(*pair).tolist() for name, pair in read.items()}
    for name, counts in sets.items():
        print(name, counts)
    written = {"rows": "true tone", "columns": "tone read", "order": TONES, "sets": sets}
    FILE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
