"""Counts how often the shipped tone model takes one tone for another, on test rows it was not trained on.

    python tools/measure_tone_errors.py --corpora DIR

writes src/kohkol/engine/text/models/tone_errors.json, from which an issue's range of tones gets its error. To be run
again whenever the tone model is trained anew.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from kohkol.engine.text.reading import Reader
from kohkol.engine.text.tone_range import FILE, TONES

SETS = ("smsa_test", "nusax_indonesian_test", "nusax_sundanese_test", "nusax_javanese_test")


def labelled(corpora: Path, name: str) -> tuple[list[str], list[str]]:
    """Texts and true tones of a set."""
    with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [str(row["text"]) for row in rows], [str(row["label"]) for row in rows]


def main() -> None:
    """Write the table and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, required=True)
    corpora, reader = options.parse_args().corpora, Reader.load()
    sets = {}
    for name in SETS:
        texts, truth = labelled(corpora, name)
        counts = np.zeros((len(TONES), len(TONES)), int)
        for tone, reading in zip(truth, reader.read(texts), strict=True):
            counts[TONES.index(tone), TONES.index(reading.tone.label)] += 1
        sets[name] = counts.tolist()
        print(name, counts.tolist())
    written = {"rows": "true tone", "columns": "tone read", "order": TONES, "sets": sets}
    FILE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
