"""How much a word says about who decides, from the agencies that the posts with it were given to."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]

# Chosen on posts about hoaxes, headlines and tweets (bench/text_routing.py, bench/text_offices.py), where it is flat:
# three times as unsure changes the lead by .2 points.
UNSURE = 3.0  # decisions of all agencies that are added to each word's own, so that a word seen once says little
SAYS_NOTHING = 0.1  # of a word that every agency has alike


def weights(own: Values, usual: NDArray[np.float64], texts: int) -> NDArray[np.float64]:
    """[words] from how many texts of each agency hold the word ([words, agencies]), of so many texts.

    The Kullback-Leibler divergence of a word's agencies from the shares of all decisions, `usual`, times its rarity.
    """
    held = own.sum(axis=1)
    share = (own + UNSURE * usual) / (held[:, None] + UNSURE)
    told = SAYS_NOTHING + (share * np.log(share / usual)).sum(axis=1)
    return np.asarray((np.log((texts + 1) / (held + 1)) + 1) * told)


def of_length_one(values: NDArray[np.floating]) -> Values:
    """The values, so scaled that their squares add up to one; nothing stays nothing."""
    return np.asarray(values / (np.sqrt(values @ values) or 1.0), np.float32)
