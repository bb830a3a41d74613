"""Trains the judgement whether a post asks: `src/kohkol/engine/text/models/question.npz`.

    python tools/train_questions.py --corpora DIR [--check]

It learns from posts written for this (`bench/sets/questions_learn.tsv`, `questions_later.tsv` and the half of
`questions.tsv` that was looked at) and from the rows of public sets that `bench/sets/questions_real.tsv` names as
*learn*. `--check` prints cross-validated figures instead of writing; every setting was chosen by them.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score
from tools.train_models import log_count_ratios
from tools.training_texts import NEAR, without_near_copies, word_pairs

from kohkol.engine.text import question_features, question_rules, questions
from kohkol.engine.text.tokens import Spellings

SETS = Path(__file__).parent.parent / "bench" / "sets"
FOLDS = 5
STRENGTH = 150.0  # inverse of the penalty; 50 and 400 differ by less than chance
POWER = 0.5  # of the log-count ratios by which features are weighed, as for tone; average precision .902 -> .904
THRESHOLDS = np.linspace(-2, 2, 41)
FLAT = 0.01  # of F1 is chance: the best threshold alone jumped between -.2 and -.8 as posts were added


@dataclass
class Posts:
    """Posts to learn from; posts of one group are copies or translations of each other and stay in one fold."""

    texts: list[str]
    asks: NDArray[np.bool_]
    groups: NDArray[np.int64]
    real: NDArray[np.bool_]


def labelled(name: str) -> tuple[list[str], list[bool]]:
    """Texts and labels of a set of our own."""
    rows = [line.partition("\t") for line in (SETS / name).read_text(encoding="utf-8").splitlines()]
    return [text for _, _, text in rows], [label == "1" for label, _, _ in rows]


def real_posts(corpora: Path, part: str) -> tuple[list[str], list[bool]]:
    """The posts of public sets that `questions_real.tsv` labels, `part` being *learn* or *held*."""
    rows = [line.split("\t") for line in (SETS / "questions_real.tsv").read_text(encoding="utf-8").splitlines()]
    texts = {source: texts_of(corpora, source) for source in {source for _, source, _, _ in rows}}
    own = [(label == "1", texts[source][int(row) - 1]) for label, source, row, kept in rows if kept == part]
    return [text for _, text in own], [label for label, _ in own]


def texts_of(corpora: Path, source: str) -> list[str]:
    """The texts of a public set, row by row."""
    packed = corpora / "text" / f"{source}.ndjson.gz"
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    lines = (corpora / "claims" / f"{source}.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def posts(corpora: Path) -> Posts:
    """Everything that may be learned from."""
    texts, asks = real_posts(corpora, "learn")
    many = len(texts)
    halves, labels = labelled("questions.tsv")
    written = list(zip(halves[0::2], labels[0::2], strict=True))
    for name in ("questions_learn.tsv", "questions_later.tsv"):
        written += zip(*labelled(name), strict=True)
    measured = halves[1::2] + real_posts(corpora, "held")[0]
    for name in ("questions_held.tsv", "questions_unseen.tsv", "questions_fresh.tsv"):
        measured += labelled(name)[0]
    for text, label in without_near_copies([(text, "asks" * label) for text, label in written], measured):
        texts.append(text)
        asks.append(bool(label))
    return Posts(texts, np.array(asks), near_copies(texts), np.arange(len(texts)) < many)


def near_copies(texts: list[str]) -> NDArray[np.int64]:
    """The number of the first near copy of each text."""
    bags = [word_pairs(text) for text in texts]
    where: dict[object, list[int]] = defaultdict(list)
    groups = np.arange(len(texts))
    for number, bag in enumerate(bags):
        shared = Counter(other for item in bag if len(where[item]) < 200 for other in where[item])
        for other, _ in shared.most_common(3):
            if len(bag & bags[other]) / len(bag | bags[other]) >= NEAR:
                groups[number] = groups[other]
                break
        for item in bag:
            where[item].append(number)
    return groups


def features(texts: list[str]) -> csr_matrix:
    """What the model reads, and last whether a rule holds."""
    spellings = Spellings()
    rows = spellings.rows(texts)
    index, value, ends = question_features.matrix(rows, spellings)
    shares = value[ends[:-1]].copy()
    found = csr_matrix((value, index, ends), shape=(len(texts), question_features.SIZE))
    found.sum_duplicates()
    hints = questions.hints_of(rows, spellings)
    held = [question_rules.hold(line, hint) for line, hint in zip(rows.lines, hints, strict=True)]
    return hstack([found, csr_matrix(np.array(held) * shares).T]).tocsr()


def fit(matrix: csr_matrix, asks: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Weights of the features and offset of a logistic regression."""
    present = (matrix > 0).astype(np.float32)
    ratios = np.abs(log_count_ratios(present, asks, np.ones(len(asks)), POWER))
    ratios[-1] = 1.0
    learned = LogisticRegression(C=STRENGTH, max_iter=3000).fit(matrix @ diags(ratios), asks)
    return learned.coef_[0] * ratios, float(learned.intercept_[0])


def out_of_fold(matrix: csr_matrix, own: Posts) -> NDArray[np.float64]:
    """The score of each post by weights that saw neither it nor a copy of it."""
    fold = own.groups * 2654435761 % 1000003 % FOLDS
    scored = np.zeros(len(own.texts))
    for number in range(FOLDS):
        weights, offset = fit(matrix[fold != number], own.asks[fold != number])
        scored[fold == number] = matrix[fold == number] @ weights + offset
    return scored


def threshold(scored: NDArray[np.float64], own: Posts) -> float:
    """Where the mean of F1 on real posts and F1 on written ones is high, out of fold: the middle of its flat top."""
    mean = np.array(
        [
            sum(f1_score(own.asks[kind], scored[kind] > limit) for kind in (own.real, ~own.real)) / 2
            for limit in THRESHOLDS
        ]
    )
    return float(np.median(THRESHOLDS[mean >= mean.max() - FLAT]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    own = posts(options.corpora)
    matrix = features(own.texts)
    scored = out_of_fold(matrix, own)
    limit = threshold(scored, own)
    for title, kind in (("real", own.real), ("written", ~own.real)):
        asks, guess = own.asks[kind], scored[kind] > limit
        print(
            f"{title}: {len(asks)} posts, {asks.sum()} ask; out of fold, above {limit:.2f}:"
            f" F1 {f1_score(asks, guess):.3f}"
            f" precision {precision_score(asks, guess):.3f} recall {recall_score(asks, guess):.3f}"
            f" average precision {average_precision_score(asks, scored[kind]):.3f}"
        )
    if not options.check:
        weights, offset = fit(matrix, own.asks)
        words, letters = np.split(weights[:-1].astype(np.float32), [question_features.LETTERS_START])
        assert weights[-1] > 0, "the rules are tried only where they can turn a statement into a question"
        questions.save(questions.Weights(words, letters, float(weights[-1]), offset - limit))
        print(f"{questions.FILE.name}: {questions.FILE.stat().st_size / 1e6:.2f} MB, a rule weighs {weights[-1]:.2f}")


if __name__ == "__main__":
    main()
