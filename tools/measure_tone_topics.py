"""Measures the tone model on topics that it was not trained on, which is how it meets posts and SmSA's test.

    python tools/measure_tone_topics.py CORPORA

CORPORA as for `tools/train_models.py`. The words of SmSA's training rows fall into eight topics (k-means); groups of
them are left out of training in turn, with NusaX's sentences of the same topics. Prints macro-F1 with the classes mixed
as in training, evenly, and as in SmSA's test (204, 88, 208 of 500), for the shipped settings and without what they rest
on.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.preprocessing import normalize
from tools import train_models as training

from kohkol.engine.text import normalise
from kohkol.engine.text.tokens import Spellings

TOPICS = 8
LEFT_OUT = ((1,), (3, 7), (0, 4))  # telephone and banks; politics and religion; restaurants and elections
TEST_CLASSES = np.array([204, 88, 208]) / 500


def topics_of(task: training.Task) -> tuple[NDArray[np.int64], int]:
    """The topic of each row of SmSA and NusaX, -1 for others, and how many rows are SmSA's.

    Groups count up within SmSA and within each language of NusaX, Indonesian first; translations share its topic.
    """
    blocks = np.flatnonzero(np.diff(task.groups) < 0) + 1
    smsa, indonesian = slice(0, blocks[0]), slice(blocks[0], blocks[1])
    words = TfidfVectorizer(analyzer=normalise.terms, min_df=5, max_df=0.2)
    counted = words.fit_transform(task.texts[smsa])
    directions = TruncatedSVD(60, random_state=0).fit(counted)
    means = KMeans(TOPICS, n_init=3, random_state=0).fit(normalize(directions.transform(counted)))
    translated = means.predict(normalize(directions.transform(words.transform(task.texts[indonesian]))))
    by_group = dict(zip(task.groups[indonesian].tolist(), translated.tolist(), strict=True))
    found = np.array([by_group.get(group, -1) for group in task.groups.tolist()])
    found[smsa] = means.labels_
    found[task.groups < 0] = -1
    return found, int(blocks[0])


def scores(matrix: csr_matrix, task: training.Task, topics: NDArray[np.int64], smsa: int) -> str:
    """Macro-F1 of the left-out rows of SmSA under the three mixes of classes, and how many rows that were."""
    guess, held = np.empty(len(topics), task.labels.dtype), np.zeros(len(topics), bool)
    for left_out in LEFT_OUT:
        own = np.isin(topics, left_out)
        guess[own] = training.fit(matrix, task, ~own & (task.weights > 0)).guess(matrix[own])
        held |= own & (np.arange(len(topics)) < smsa)
    truth = np.searchsorted(np.unique(task.labels), task.labels[held])
    even = 1 / np.bincount(truth)
    figures = [
        f1_score(task.labels[held], guess[held], average="macro", sample_weight=weights)
        for weights in (None, even[truth], (TEST_CLASSES * even)[truth])
    ]
    return " ".join(f"{figure:.4f}" for figure in figures) + f" on {held.sum()} rows"


def main() -> None:
    """Print a line for each setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    task = training.tone(parser.parse_args().corpora)
    spellings = Spellings()
    matrix = training.sparse(task.texts, spellings, training.inverse_frequencies(task.texts, spellings))
    topics, smsa = topics_of(task)
    weights, learned = task.weights, training.LEARNED
    tweets, office = weights == training.EMOTION_WEIGHT, task.groups >= training.OFFICE_GROUP
    for name, left_out, share in (
        ("neither", tweets | office, 1.0),
        ("tweets by their emotion", office, 1.0),
        ("and a part of the weight from the ratio", office, learned),
        ("shipped: and posts to an office, neutral lowered", weights < 0, learned),
    ):
        task.weights, training.LEARNED = np.where(left_out, 0.0, weights), share
        task.lowered = {} if left_out.any() else {"neutral": training.LESS_NEUTRAL}
        print(f"{name:<50} {scores(matrix, task, topics, smsa)}", flush=True)


if __name__ == "__main__":
    main()
