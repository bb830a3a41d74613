"""Builds the radar's lexicon: which form every known word counts as, and how common it is in Indonesian public text.

usage: train_radar_lexicon.py DATA [--without FILE] OUT

DATA is a folder with the training texts named in TEXTS. Headlines of FILE whose story belongs to the reporting half of
`bench radar` are left out, so that nothing measured there was ever counted here.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench.radar_halves import is_reporting_half

from kohkol.engine.radar.kernels.tokens import hash_word
from kohkol.engine.text.normalise import canonical, canonical_table, fold, stop_words, words

TEXTS = [
    "text/click_id_agree.ndjson.gz", "text/smsa_train.ndjson.gz", "text/emot_train.ndjson.gz",
    "text/nusax_indonesian_train.ndjson.gz", "text/nusax_sundanese_train.ndjson.gz",
    "text/nusax_javanese_train.ndjson.gz", "text/nusax_english_train.ndjson.gz",
    "text/nusax_minangkabau_train.ndjson.gz", "text/nusax_balinese_train.ndjson.gz",
    "claims/hoax_id_claims.ndjson", "claims/hoax_id_posts_2015_2019.ndjson",
]  # fmt: skip
NAMED_ENTITIES = "text/nerp_train.conll"


def training_texts(data: Path, without: Path | None) -> Iterator[str]:
    """Every text to learn from, never one of the reporting half."""
    left_out = {fold(text) for text in reporting_texts(without)} if without else set()
    for text in all_texts(data):
        if fold(text) not in left_out:
            yield text


def reporting_texts(stories: Path) -> Iterator[str]:
    """Headlines whose story belongs to the half that figures are reported on."""
    for row in rows(stories):
        if row["story"] and is_reporting_half(row["story"]):
            yield row["text"]


def all_texts(data: Path) -> Iterator[str]:
    """The texts of all training files."""
    for name in TEXTS:
        for row in rows(data / name):
            yield str(row.get("text") or row.get("claim") or "")
    sentence: list[str] = []
    for line in (data / NAMED_ENTITIES).read_text(encoding="utf-8").splitlines():
        if line.strip():
            sentence.append(line.split()[0])
        else:
            yield " ".join(sentence)
            sentence = []


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of an NDJSON file, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main() -> None:
    """Writes OUT: for each surface its form's hash and the share of texts with it (1: a word that tells nothing)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", type=Path)
    options = parser.parse_args()
    posts, surfaces = Counter[str](), set(canonical_table())
    texts = 0
    for text in training_texts(options.data, options.without):
        found = set(words(text))
        surfaces |= found
        posts.update({canonical(word) for word in found})
        texts += 1
    stops = stop_words()
    forms = {word: "" if word in stops or canonical(word) in stops else canonical(word) for word in sorted(surfaces)}
    known = [word for word in forms if forms[word] != word or posts[word]]
    np.savez_compressed(
        options.out,
        surface=np.array([hash_word(word) for word in known], np.uint32),
        form=np.array([hash_word(forms[word] or word) for word in known], np.uint32),
        share=np.array([posts[forms[word]] / texts if forms[word] else 1 for word in known], np.float32),
    )
    print(f"{len(known):,} words from {texts:,} texts, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
