"""Trains what `engine/matching` learned, on the train splits: PYTHONPATH=src:. python tools/train_matching.py CORPORA.

Three things, each from posts that the step before it never saw (FOLDS parts of the train posts):
the table of words (`tools/matching_words.py`), the order of candidates (a linear model; the true claim against all
other candidates of its post), and the chance that a candidate is the same (boosted trees, made probabilities by
isotonic regression; each list is seen a second time without its true claim, so that scores say "nothing here" too).
`--check` prints what that gives on the parts held out, and writes nothing.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.matching_sets import MatchingSet, groups, hoaxes, tweets
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from tools import matching_words as words_of

from kohkol.engine.matching import deciding, facts, pairs, ranking, weights
from kohkol.engine.matching.candidates import find_candidates
from kohkol.engine.matching.features import read, read_post
from kohkol.engine.matching.features import terms as terms_of
from kohkol.engine.matching.index import ClaimIndex

FOLDS = 5
RIDGE = 30.0  # of the linear order; 3 and 100 gave the same within .002
LOOKED_AT = 10  # best candidates of a list from which chances are learned
# Columns of a view of which more can only be for a claim, and against it: trees that may not learn the opposite from
# a few posts find more at the same silence.
FOR = (pairs.SHARED, pairs.OF_CLAIM, pairs.OF_POST, pairs.RAREST, pairs.SECOND, pairs.COUNT, pairs.COUNT_OF_CLAIM,
       pairs.RUN, pairs.WINDOW, pairs.IN_ORDER)  # fmt: skip
AGAINST = (pairs.MISSED, pairs.SECOND_MISSED)
MODELS = 3
TREES = {"max_iter": 120, "learning_rate": 0.07, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 10.0,
         "max_features": 0.4}  # fmt: skip
Array = NDArray[np.float64]


@dataclass
class Seen:
    """The candidates of one post, with or without its claim in the store."""

    post: int  # across all sets
    text: str
    table: pairs.Table
    true: int  # row of the true claim, or -1
    claims: list[str]  # texts of the candidates
    first: int  # which set
    again: frozenset[int]  # rows of other titles of the same hoax


def lists(
    sets: list[MatchingSet], group: dict[str, int], fold: NDArray[np.int64], tables: list[weights.WordWeights]
) -> tuple[list[Seen], list[Seen]]:
    """What is seen of each post with its claim in the store, and without; each by the words of the other folds."""
    with_claim: list[Seen] = []
    without: list[Seen] = []
    number = 0
    for which, wanted in enumerate(sets):
        index = ClaimIndex()
        for claim in wanted.claims:
            index.add(claim)
        for text, claim_id in wanted.posts:
            post, table, own = read_post(text), tables[fold[number]], index._number[claim_id]
            for there, kept in ((True, with_claim), (False, without)):
                index._alive.buffer[own] = there
                found, first = find_candidates(post, index._channels, index._alive.values, table)
                rows = pairs.look(post, index._channels, found, first, table)
                at = np.flatnonzero(found == own)
                claims = [wanted.claims[claim] for claim in found]
                twins = [row for row, claim in enumerate(claims) if group.get(claim.id, -1) == group.get(claim_id)]
                texts = [claim.whole() for claim in claims]
                true = int(at[0]) if len(at) else -1
                kept.append(Seen(number, text, rows, true, texts, which, frozenset(twins)))
            index._alive.buffer[own] = True
            number += 1
    return with_claim, without


def fit_order(seen: list[Seen]) -> ranking.Order:
    """The linear model whose scores make each true claim the likeliest of its list (softmax over the list)."""
    usable = [one for one in seen if one.true >= 0]
    rows = np.vstack([one.table for one in usable]).astype(np.float64)
    ends = np.cumsum([len(one.table) for one in usable])
    starts = np.concatenate([[0], ends[:-1]])
    true = starts + np.array([one.true for one in usable])
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    rows = (rows - middle) / spread

    def loss(weight: Array) -> tuple[float, Array]:
        scores = rows @ weight
        scores -= np.repeat(np.maximum.reduceat(scores, starts), ends - starts)
        likely = np.exp(scores)
        sums = np.add.reduceat(likely, starts)
        likely /= np.repeat(sums, ends - starts)
        gradient = likely @ rows - rows[true].sum(0) + RIDGE * weight
        return float((np.log(sums) - scores[true]).sum() + 0.5 * RIDGE * weight @ weight), gradient

    weight = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return ranking.Order((weight / spread).astype(np.float32), float(-(weight / spread) @ middle))


def directions() -> list[int]:
    """Of each column of `ranking.described`: 1 where more of it can only be for the claim, -1 against, 0 either."""
    view = [1 if column in FOR else -1 if column in AGAINST else 0 for column in range(pairs.PER_VIEW)]
    ordered = view + [1] * len(pairs.RELATIVE_ORDERED)
    unordered = view[: pairs.PER_UNORDERED] + [1] * len(pairs.RELATIVE)
    whole_list = [1, 1, 1, -1, 0, 0, 1, -1]
    score_and_lead = [1, 1]
    return 3 * ordered + 2 * unordered + whole_list + score_and_lead


def fit_chance(rows: pairs.Table, true: NDArray[np.bool_]) -> ranking.Trees:
    """The mean of MODELS sets of boosted trees, each seeing other columns at each step, as the engine walks them."""
    roots: list[int] = []
    nodes: list[NDArray[np.void]] = []
    base, start = 0, 0.0
    for seed in range(MODELS):
        model = HistGradientBoostingClassifier(
            **TREES, monotonic_cst=directions(), early_stopping=False, random_state=seed
        ).fit(rows, true)
        start += float(model._baseline_prediction.ravel()[0]) / MODELS
        for (predictor,) in model._predictors:
            roots.append(base)
            part = predictor.nodes.copy()
            part["left"] += base
            part["right"] += base
            part["value"] /= MODELS
            nodes.append(part)
            base += len(part)
    whole = np.concatenate(nodes)
    leaf = whole["is_leaf"].astype(bool)
    return ranking.Trees(
        np.array(roots, np.int32),
        np.where(leaf, -1, whole["feature_idx"]).astype(np.int32),
        whole["num_threshold"].astype(np.float32),
        whole["left"].astype(np.int32),
        whole["right"].astype(np.int32),
        whole["value"].astype(np.float32),
        start,
    )


def fit_steps(raw: pairs.Table, true: NDArray[np.bool_]) -> tuple[pairs.Table, pairs.Table]:
    """Raw scores and the probabilities they stand for: the middles of the steps of isotonic regression.

    Between them lie straight lines, not steps: else a limit falls on steps so wide that .1 of recall hangs on one.
    """
    steps = IsotonicRegression().fit_transform(raw, true)
    chances, step = np.unique(steps, return_inverse=True)
    middles = np.bincount(step, raw) / np.bincount(step)
    return middles.astype(np.float32), chances.astype(np.float32)


def train(corpora: Path) -> tuple[weights.WordWeights, ranking.Ranking, list[str]]:
    """The table of words, the ranking, and what the posts held out say of them."""
    sets = [hoaxes(corpora, "train"), tweets(corpora, "train")]
    words = words_of_sets(sets, words_of.texts(corpora))
    count = sum(len(one.posts) for one in sets)
    fold = np.arange(count) % FOLDS
    tables = [words_of.learn_all(words, fold != number) for number in range(FOLDS)]
    with_claim, without = lists(sets, groups(corpora), fold, tables)

    scores: dict[int, pairs.Table] = {}
    for number in range(FOLDS):
        order = fit_order([one for one in with_claim if fold[one.post] != number])
        for one in (*with_claim, *without):
            if fold[one.post] == number:
                scores[id(one)] = order.score(one.table)
    rows, true, post = [], [], []
    for one in (*with_claim, *without):
        described = ranking.described(one.table, scores[id(one)])
        best = np.argsort(-scores[id(one)], kind="stable")[:LOOKED_AT]
        rows.append(described[best])
        true.append(best == one.true)
        post.append(np.full(len(best), one.post))
    table, same, of_fold = np.vstack(rows), np.concatenate(true), fold[np.concatenate(post)]
    raw = np.zeros(len(table), np.float32)
    for number in range(FOLDS):
        raw[of_fold == number] = fit_chance(table[of_fold != number], same[of_fold != number]).score(
            table[of_fold == number]
        )
    model = ranking.Ranking(fit_order(with_claim), fit_chance(table, same), *fit_steps(raw, same))
    firsts = np.cumsum([0, *(len(part) for part in rows)])[:-1]
    chances = dict(zip(map(id, (*with_claim, *without)), model.chance_of(raw[firsts]), strict=True))
    report = order_report(with_claim, scores, sets) + limit_report(with_claim, without, scores, chances)
    return words_of.learn_all(words, np.full(count, True)), model, report


def words_of_sets(sets: list[MatchingSet], background: list[str]) -> list[words_of.Words]:
    """The words of the pairs and of the store, for each set."""
    common: Counter[str] = Counter()
    for text in background:
        common.update(set(terms_of(text)))
    found = []
    for wanted in sets:
        terms = {claim.id: set(terms_of(claim.whole())) for claim in wanted.claims}
        store = Counter(word for held in terms.values() for word in held)
        claims = [terms[claim] for _, claim in wanted.posts]
        posts = [set(terms_of(text)) for text, _ in wanted.posts]
        found.append(words_of.Words(claims, posts, common, len(background), store, len(wanted.claims)))
    return found


def order_report(with_claim: list[Seen], scores: dict[int, pairs.Table], sets: list[MatchingSet]) -> list[str]:
    """MAP@5 and hit@5 of the posts held out, before and after the learned order."""
    lines = []
    for which in range(len(sets)):
        for name, learned in (("first search", False), ("learned order", True)):
            places = []
            for one in with_claim:
                if one.first == which:
                    order = np.argsort(-scores[id(one)], kind="stable") if learned else np.arange(len(one.table))
                    at = np.flatnonzero(order == one.true)
                    places.append(int(at[0]) if len(at) else 99)
            place = np.array(places)
            mean, hit = np.where(place < 5, 1 / (place + 1), 0).mean(), (place < 5).mean()
            found = (place < 99).mean()
            lines.append(f"set {which}, {name}: MAP@5 {mean:.4f}, hit@5 {hit:.4f}, among candidates {found:.4f}")
    return lines


def limit_report(
    with_claim: list[Seen], without: list[Seen], scores: dict[int, pairs.Table], chances: dict[int, float]
) -> list[str]:
    """Precision, recall and silence of *same* from each limit, on the posts held out."""
    said = {}
    for one in (*with_claim, *without):
        best = int(np.argmax(scores[id(one)]))
        known, told = facts.read_facts(one.claims[best]), facts.read_facts(one.text)
        _, differs = facts.compare(known, told)
        seen = deciding.Seen(
            chance=chances[id(one)],
            first=True,
            of_claim=float(one.table[best, pairs.PLAIN + pairs.OF_CLAIM]),
            of_post=float(one.table[best, pairs.PLAIN + pairs.OF_POST]),
            in_order=float(one.table[best, pairs.PLAIN + pairs.IN_ORDER]),
            post_words=len(read(one.text).words),
            differs=bool(differs),
            counted=bool(differs and facts.counted(known, told)),
        )
        said[id(one)] = (seen, best == one.true or best in one.again)
    right = [seen for seen, good in (said[id(one)] for one in with_claim) if good]
    few = np.mean([seen.post_words < deciding.FEW_WORDS for seen in right])
    lines = [
        f"first is right: {len(right) / len(with_claim):.3f} of the posts; of these a fact differs in "
        f"{np.mean([seen.differs for seen in right]):.3f}, under {deciding.FEW_WORDS} words {few:.3f}"
    ]
    for limit in np.arange(0.5, 0.91, 0.02):
        called = [
            good for seen, good in (said[id(one)] for one in with_claim) if deciding.decide(seen, limit) == "same"
        ]
        silent = [good or deciding.decide(seen, limit) != "same" for seen, good in (said[id(one)] for one in without)]
        lines.append(
            f"same from {limit:.2f}: precision {np.mean(called):.4f}, recall {sum(called) / len(with_claim):.4f}, "
            f"silent without the claim {np.mean(silent):.4f}"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with claims/ and text/")
    parser.add_argument("--check", action="store_true", help="print figures of the posts held out, write nothing")
    options = parser.parse_args()
    words, model, report = train(options.corpora)
    print("\n".join(report))
    if options.check:
        return
    weights.FILE.parent.mkdir(exist_ok=True)
    weights.save(words)
    ranking.save(model)
    for file in (weights.FILE, ranking.FILE):
        print(f"{file.name}: {file.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
