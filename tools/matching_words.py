"""Learns, from train posts, what each word says: how common it is in posts, and how often a post takes it over."""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kohkol.engine.matching.features import hash_word
from kohkol.engine.matching.weights import WordWeights
from kohkol.engine.text import normalise

BACKGROUND = ("smsa_train", "emot_train", "click_id_agree", "nusax_indonesian_train", "nusax_sundanese_train")
OF_BACKGROUND = 0.5  # what all background texts together count beside all train posts
OWN_PAIRS = 6.0  # pairs that a word needs until its own figure counts as much as that of words like it
LISTED_FROM = 3  # background texts with a word that no post and no claim of train has


@dataclass
class Words:
    """Words of claims, of the posts that repeat them, and in how many background texts each word is."""

    claims: list[set[str]]
    posts: list[set[str]]
    background: Counter[str]
    background_texts: int
    store: Counter[str]
    store_claims: int


def texts(corpora: Path) -> list[str]:
    """Everyday sentences and headlines that have nothing to do with the claims."""
    found: list[str] = []
    for name in BACKGROUND:
        with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for line in lines]
    sentence: list[str] = []
    for line in (corpora / "text/nerp_train.conll").read_text(encoding="utf-8").splitlines():
        if line.strip():
            sentence.append(line.split()[0])
        elif sentence:
            found.append(" ".join(sentence))
            sentence = []
    return found


def learn_all(sets: list[Words], chosen: NDArray[np.bool_]) -> WordWeights:
    """One table from the chosen pairs of all sets; a word of several is taken from where it is commonest."""
    tables = []
    begin = 0
    for words in sets:
        tables.append(learn(words, np.flatnonzero(chosen[begin : begin + len(words.posts)])))
        begin += len(words.posts)
    hashes = np.concatenate([table.hashes for table in tables])
    share = np.concatenate([table.share for table in tables])
    order = np.lexsort((-share, hashes))
    once, first = np.unique(hashes[order], return_index=True)
    taken = order[first]
    return WordWeights(
        once,
        share[taken],
        np.concatenate([table.carried for table in tables])[taken],
        np.concatenate([table.kept for table in tables])[taken],
        float(np.mean([table.unknown for table in tables])),
        float(np.mean([table.unknown_kept for table in tables])),
    )


def learn(words: Words, chosen: NDArray[np.int64]) -> WordWeights:
    """The table from the chosen pairs of claim and post."""
    in_posts = Counter(word for pair in chosen for word in words.posts[pair])
    of_background = OF_BACKGROUND * len(chosen) / words.background_texts
    count = len(chosen) * (1 + OF_BACKGROUND)
    common = {word: number * of_background for word, number in words.background.items()}
    for word, number in in_posts.items():
        common[word] = common.get(word, 0) + number

    listed = sorted(
        {*in_posts, *(word for pair in chosen for word in words.claims[pair])}
        | {word for word, number in words.background.items() if number >= LISTED_FROM}
    )

    def rates(said: list[tuple[str, bool, float]]) -> tuple[list[float], float]:
        """For each listed word how often it was true of it, and how often of words that no post has.

        `said`: (word, whether it was, in how many texts it is besides those of this pair); a word with few pairs is
        mostly told by those of its kind.
        """
        rows = np.array([kind(word, others, count, words) for word, _, others in said])
        true = np.array([was for _, was, _ in said])
        model = LogisticRegression(max_iter=500).fit(rows, true)
        usual = model.predict_proba(np.array([kind(word, common.get(word, 0), count, words) for word in listed]))[:, 1]
        own, pairs = Counter(word for word, was, _ in said if was), Counter(word for word, _, _ in said)
        found = [(own[w] + OWN_PAIRS * like) / (pairs[w] + OWN_PAIRS) for w, like in zip(listed, usual, strict=True)]
        return found, float(true[rows[:, -1] == 1].mean())

    of_claims = [(word, word in words.posts[pair]) for pair in chosen for word in words.claims[pair]]
    of_posts = [(word, word in words.claims[pair]) for pair in chosen for word in words.posts[pair]]
    carried, unknown = rates([(word, taken, common.get(word, 0) - taken) for word, taken in of_claims])
    kept, unknown_kept = rates([(word, taken, common[word] - 1) for word, taken in of_posts])
    hashes, first = np.unique([hash_word(word) for word in listed], return_index=True)
    return WordWeights(
        hashes.astype(np.uint32),
        np.array([common.get(listed[at], 0) / count for at in first], np.float32),
        np.array([carried[at] for at in first], np.float32),
        np.array([kept[at] for at in first], np.float32),
        unknown,
        unknown_kept,
    )


def kind(word: str, common: float, count: float, words: Words) -> list[float]:
    """What is known of a word without any pair: how rare it is, whether it is an everyday word, how it is written."""
    return [
        float(np.log((words.store[word] + 1) / words.store_claims)),
        float(np.log((common + 1) / count)),
        normalise.is_root(word),
        min(len(word), 12) / 12,
        word[0].isdigit(),
        any(letter.isdigit() for letter in word),
        len(word) <= 3,
        common <= 0,
    ]
