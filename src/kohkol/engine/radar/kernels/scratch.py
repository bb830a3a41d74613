"""Working memory of one post on its way through the radar; holds nothing from one post to the next."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar.tables import POST_TOKENS, POSTINGS, PROFILE_TOKENS, STORY_SLOTS

MAP_SLOTS = 256
PAIRED_WORDS = 4
PAIRS = PAIRED_WORDS * (PAIRED_WORDS - 1) // 2
MOST_COMPARED = 64


class Scratch(NamedTuple):
    """Arrays over the words of the post (first group), its pairs of words, and the stories proposed for it."""

    rarity: npt.NDArray[np.float32]  # squared idf
    weight: npt.NDArray[np.float32]  # rarity, raised for words that are rising now
    order: npt.NDArray[np.int64]  # words, rarest first
    place: npt.NDArray[np.int64]  # where the word stands in a profile, or -1
    map_word: npt.NDArray[np.int8]  # open-addressed map from hash to word + 1
    pairs: npt.NDArray[np.int64]
    proposed: npt.NDArray[np.int64]  # story numbers, by slot
    votes: npt.NDArray[np.float32]  # summed weight, by slot
    touched: npt.NDArray[np.int64]  # slots with votes
    compared: npt.NDArray[np.int64]  # the best of them, as numbers
    compared_votes: npt.NDArray[np.float32]


def empty_scratch() -> Scratch:
    """Zeroed working memory; one per radar."""
    return Scratch(
        rarity=np.zeros(POST_TOKENS, np.float32),
        weight=np.zeros(POST_TOKENS, np.float32),
        order=np.zeros(POST_TOKENS, np.int64),
        place=np.zeros(POST_TOKENS, np.int64),
        map_word=np.zeros(MAP_SLOTS, np.int8),
        pairs=np.zeros(PAIRS, np.int64),
        proposed=np.zeros(STORY_SLOTS, np.int64),
        votes=np.zeros(STORY_SLOTS, np.float32),
        touched=np.zeros(POSTINGS * PROFILE_TOKENS, np.int64),
        compared=np.zeros(MOST_COMPARED, np.int64),
        compared_votes=np.zeros(MOST_COMPARED, np.float32),
    )
