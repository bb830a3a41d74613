"""Trains the ranking of `engine/matching` on the train splits: PYTHONPATH=src:. python tools/train_matching.py CORPORA.

Boosted trees over the features of `pairs.look`, learned on the candidates of each train post; each list is seen a
second time without its true claim, so that the scores say "nothing here" too. Probabilities are isotonic, fitted on
posts that the trees of their fold never saw.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.matching_sets import MatchingSet, hoaxes, tweets
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from kohkol.engine.matching import pairs, ranking
from kohkol.engine.matching.candidates import find_candidates
from kohkol.engine.matching.features import read
from kohkol.engine.matching.index import ClaimIndex

FOLDS = 3
HARD, OTHERS = 20, 10  # candidates kept of each list: the best, and some of the rest
TREES = {"max_iter": 130, "learning_rate": 0.07, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 10.0}


@dataclass
class Lists:
    """Candidates of every post: rows, whether each is the true claim, and the post of each row."""

    rows: NDArray[np.float32]
    true: NDArray[np.bool_]
    post: NDArray[np.int64]


def lists(wanted: MatchingSet) -> Lists:
    """Rows of the candidates of each post, once with and once without the true claim."""
    index = ClaimIndex()
    for claim in wanted.claims:
        index.add(claim)
    random = np.random.default_rng(1)
    rows, true, post = [], [], []
    for number, (text, claim_id) in enumerate(wanted.posts):
        reading = read(text)
        found, first = find_candidates(reading, index._channels, index._alive.values)
        right = found == index._number[claim_id]
        views = (np.full(len(found), True), ~right) if right.any() else (np.full(len(found), True),)
        for view in views:
            table = pairs.look(reading, index._channels, found[view], first[view])
            kept = np.arange(len(table)) < HARD
            kept |= random.random(len(table)) < OTHERS / 40
            kept |= right[view]
            rows.append(table[kept])
            true.append(right[view][kept])
            post.append(np.full(kept.sum(), number))
    return Lists(np.vstack(rows), np.concatenate(true), np.concatenate(post))


def fit(rows: NDArray[np.float32], true: NDArray[np.bool_]) -> ranking.Trees:
    """Boosted trees as the engine walks them."""
    model = HistGradientBoostingClassifier(**TREES, early_stopping=False, random_state=1).fit(rows, true)
    roots, nodes = [], []
    for (predictor,) in model._predictors:
        base = sum(len(part) for part in nodes)
        roots.append(base)
        part = predictor.nodes.copy()
        part["left"] += base
        part["right"] += base
        nodes.append(part)
    whole = np.concatenate(nodes)
    leaf = whole["is_leaf"].astype(bool)
    return ranking.Trees(
        np.array(roots, np.int32),
        np.where(leaf, -1, whole["feature_idx"]).astype(np.int32),
        whole["num_threshold"].astype(np.float32),
        whole["left"].astype(np.int32),
        whole["right"].astype(np.int32),
        whole["value"].astype(np.float32),
        float(model._baseline_prediction.ravel()[0]),
    )


def train(sets: list[Lists]) -> ranking.Ranking:
    """The ranking from all sets, and probabilities from posts that were held out."""
    rows, true = np.vstack([one.rows for one in sets]), np.concatenate([one.true for one in sets])
    fold = np.concatenate([one.post for one in sets]) % FOLDS
    held_out = np.zeros(len(rows), np.float32)
    for number in range(FOLDS):
        held_out[fold == number] = fit(rows[fold != number], true[fold != number]).score(rows[fold == number])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(held_out, true)
    knots = isotonic.X_thresholds_.astype(np.float32)
    return ranking.Ranking(fit(rows, true), knots, isotonic.y_thresholds_.astype(np.float32))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with claims/")
    options = parser.parse_args()
    model = train([lists(hoaxes(options.corpora, "train")), lists(tweets(options.corpora, "train"))])
    ranking.FILE.parent.mkdir(exist_ok=True)
    ranking.save(model)
    print(f"{ranking.FILE.name}: {ranking.FILE.stat().st_size / 1e3:.0f} kB, {len(model.order.roots)} trees")


if __name__ == "__main__":
    main()
