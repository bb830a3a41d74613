"""How much a word says: rare among claims and posts, and likely to come back when a claim is repeated."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.matching.features import Hashes
from kohkol.engine.matching.postings import Postings

FILE = Path(__file__).parent / "trained" / "words.npz"
CARRIED = 2.0  # what a word that always comes back is worth beside one that never does: (1 + 2) to 1; 1 to 6 alike
KEPT = 3.0  # the same of a word of the post that its claim always has; 6 helps half as much


@dataclass(frozen=True, slots=True)
class WordWeights:
    """Of words by their hash, in rising order: the share of posts that hold it, and how it goes from claim to post.

    `carried` is, of the posts that repeat a claim with this word, the share that use it ("foto", "klarifikasi": seldom;
    "KPK", "KTP": nearly always); `kept` is, of the posts that use it, the share whose claim has it too ("teman",
    "waspada": seldom; "Jokowi": mostly). `unknown` and `unknown_kept` are those of a word in no post that was learned
    from.
    """

    hashes: Hashes
    share: NDArray[np.float32]
    carried: NDArray[np.float32]
    kept: NDArray[np.float32]
    unknown: float
    unknown_kept: float

    def of(self, hashes: Hashes) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Share, carried and kept of each hash."""
        place = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        known = self.hashes[place] == hashes
        return (
            np.where(known, self.share[place], np.float32(0)),
            np.where(known, self.carried[place], np.float32(self.unknown)),
            np.where(known, self.kept[place], np.float32(self.unknown_kept)),
        )


def rarity(postings: Postings, hashes: Hashes, share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Inverse document frequency over the claims of the store and as many posts."""
    size = postings.size()
    found = postings.found_in(hashes) + share * size
    return np.asarray(np.log1p((2 * size - found + 0.5) / (found + 0.5)), np.float32)


def gains(postings: Postings, hashes: Hashes, weights: WordWeights) -> NDArray[np.float32]:
    """What each hash adds to the first score of a claim."""
    share, carried, kept = weights.of(hashes)
    return np.asarray(rarity(postings, hashes, share) * (1 + CARRIED * carried + KEPT * kept), np.float32)


def expected(postings: Postings, hashes: Hashes, weights: WordWeights) -> NDArray[np.float32]:
    """What each hash counts when a claim is looked at closely: rarity, as far as posts take the word over."""
    share, carried, _ = weights.of(hashes)
    return np.asarray(rarity(postings, hashes, share) * carried, np.float32)


def save(weights: WordWeights, file: Path = FILE) -> None:
    """Write the table, shares and frequencies rounded to what matters; the same table gives the same bytes."""
    np.savez_compressed(
        file,
        allow_pickle=False,
        hashes=weights.hashes,
        share=weights.share.astype(np.float16),
        carried=weights.carried.astype(np.float16),
        kept=weights.kept.astype(np.float16),
        unknown=np.float32(weights.unknown),
        unknown_kept=np.float32(weights.unknown_kept),
    )


@cache
def load(file: Path = FILE) -> WordWeights:
    """The table that ships with the package, read once a process."""
    with np.load(file) as stored:
        return WordWeights(
            stored["hashes"],
            stored["share"].astype(np.float32),
            stored["carried"].astype(np.float32),
            stored["kept"].astype(np.float32),
            float(stored["unknown"]),
            float(stored["unknown_kept"]),
        )
