"""Trains what the letters of a text say of harm: `src/kohkol/engine/text/models/harm.npz`.

    python tools/train_harm.py --corpora DIR [--check]

It learns from posts of EmoT and SmSA labelled here (`bench/sets/harm.tsv`, and `harm_later.tsv` where it says *learn*),
from the heavy words of the list and from everyday words. Hoax posts, whose licence is not stated, are not learned from.
`--check` prints how it does on a source from which it did not learn, instead of writing.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from tools.train_models import log_count_ratios
from tools.train_questions import texts_of

from kohkol.engine.text import harm, harm_letters, harm_words, normalise
from kohkol.engine.text.tokens import LETTER_BUCKETS, Spellings

SETS = Path(__file__).parent.parent / "bench" / "sets"
SOURCES = ("emot", "smsa", "hoax")
NOT_LEARNED = "hoax"
STRENGTH = 0.03  # inverse of the penalty; .01 to .3 differ by less than .001
FEWEST = 2  # posts or words that share a run; 1 to 5 differ by less than .002
HEAVY = 0.85  # words of the list from here on, aimed at somebody, are learned from
WORD_WEIGHT = 0.5  # of a word beside a post; .3 to 1 differ by less than .001
PLAIN_EVERY, SHORTEST_PLAIN = 9, 4  # every ninth root word of so many letters: about as many as posts and heavy words


def labelled(corpora: Path, name: str, part: str = "") -> tuple[list[str], NDArray[np.bool_], NDArray[np.str_]]:
    """Texts, whether they hurt, and their files; of `harm_later.tsv` only the half `part`."""
    rows = [line.split("\t") for line in (SETS / name).read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not part or row[3] == part]
    texts = {source: texts_of(corpora, source) for source in {row[0] for row in rows}}
    return (
        [texts[row[0]][int(row[1])] for row in rows],
        np.array([row[2] == "1" for row in rows]),
        np.array([row[0].split("_")[0] for row in rows]),
    )


def runs(texts: list[str]) -> csr_matrix:
    """[texts, buckets]: 1 where a text holds a run of letters."""
    spellings = Spellings()
    rows = spellings.rows(texts)
    own = [harm_letters.runs_of(rows, spellings, post) for post in range(len(texts))]
    ends = np.cumsum([0, *(len(one) for one in own)])
    return csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(own), ends), shape=(len(texts), LETTER_BUCKETS))


def words() -> tuple[list[str], NDArray[np.bool_]]:
    """Heavy words of the list and everyday words, and which are which."""
    heavy = harm_words.heavy(HEAVY)
    plain = [word for word in sorted(normalise.roots()) if len(word) >= SHORTEST_PLAIN][::PLAIN_EVERY]
    return heavy + plain, np.arange(len(heavy) + len(plain)) < len(heavy)


def fit(posts: csr_matrix, hurts: NDArray[np.bool_]) -> harm_letters.Weights:
    """Weights of a logistic regression over runs weighed by their log-count ratios."""
    own, heavy = words()
    matrix, inside = vstack([posts, runs(own)]).tocsr(), np.concatenate([hurts, heavy])
    used = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= FEWEST)
    matrix = matrix[:, used]
    weights = np.concatenate([np.ones(len(hurts)), np.full(len(heavy), WORD_WEIGHT)])
    ratios = log_count_ratios(matrix, inside, weights, 1.0)
    balance = np.where(inside, weights[~inside].sum() / weights[inside].sum(), 1.0)
    learned = LogisticRegression(C=STRENGTH, max_iter=500).fit(
        matrix.multiply(ratios).tocsr(), inside, sample_weight=weights * balance
    )
    letters = np.zeros(LETTER_BUCKETS, np.float32)
    letters[used] = learned.coef_[0] * ratios
    return harm_letters.Weights(letters, float(learned.intercept_[0]))


def check(texts: list[str], matrix: csr_matrix, hurts: NDArray[np.bool_], sources: NDArray[np.str_]) -> None:
    """ROC-AUC on each source by letters of the others, alone and beside the list, for several shares of them."""
    harm.LETTERS = 0.0
    plain = np.array([[one.score for one in harm.judge(text)[:3]] for text in texts]).clip(harm.FEWEST, harm.MOST)
    for source in SOURCES:
        own = sources == source
        weights = fit(matrix[~own & (sources != NOT_LEARNED)], hurts[~own & (sources != NOT_LEARNED)])
        hints = matrix[own] @ weights.letters + weights.offset
        figures = [f"alone {roc_auc_score(hurts[own], hints):.3f}"]
        for share in (0.0, 0.1, 0.15, 0.2, 0.3, 0.4):
            odds = np.log(plain[own] / (1 - plain[own])) + share * hints[:, None]
            figures.append(f"{share:g} {roc_auc_score(hurts[own], 1 - (1 / (1 + np.exp(odds))).prod(axis=1)):.4f}")
        print(f"{source} ({own.sum()}, {hurts[own].sum()} hurt): {', '.join(figures)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    parts = labelled(options.corpora, "harm.tsv"), labelled(options.corpora, "harm_later.tsv", "learn")
    texts, hurts, sources = parts[0][0] + parts[1][0], *(np.concatenate([one[at] for one in parts]) for at in (1, 2))
    matrix = runs(texts)
    if options.check:
        check(texts, matrix, hurts, sources)
        return
    kept = sources != NOT_LEARNED
    harm_letters.save(fit(matrix[kept], hurts[kept]))


if __name__ == "__main__":
    main()
