"""Working memory of one post on its way through the radar; holds nothing from one post to the next."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar.tables import POST_TOKENS, POSTINGS, PROFILE_TOKENS

# 48 words of a profile are looked for among 12 of a post: with 1,024 slots one in a hundred meets another word there.
MAP_SLOTS = 1024
# Small enough to stay in the first cache, unlike an entry per story.
PROPOSAL_SLOTS = 1024
MOST_PROPOSED = POSTINGS * PROFILE_TOKENS
PAIRED_WORDS = 4
# Each pair of the rarest words, and the two pairs of lowest and highest hash.
PAIRS = PAIRED_WORDS * (PAIRED_WORDS - 1) // 2 + 2
MOST_COMPARED = 64


class Scratch(NamedTuple):
    """Arrays over the words of the post (first group), its pairs of words, and the stories proposed for it."""

    rarity: npt.NDArray[np.float32]  # squared idf
    weight: npt.NDArray[np.float32]  # rarity, raised for words that are rising now
    order: npt.NDArray[np.int64]  # words, rarest first
    sort_key: npt.NDArray[np.uint64]  # rarity, then hash; 0 beyond the post's words
    part: npt.NDArray[np.float32]  # what a word gives to a similarity, one place later than the word
    share: npt.NDArray[np.float32]  # of the story's posts that have it, at the same place
    place: npt.NDArray[np.int64]  # where the word stands in a profile, or -1
    map_word: npt.NDArray[np.int8]  # open-addressed map from hash to word + 1
    telling: npt.NDArray[np.float32]  # of each word of a full profile
    twin_words: npt.NDArray[np.int64]  # which words of a profile may propose twins
    pairs: npt.NDArray[np.int64]
    pair_marks: npt.NDArray[np.uint32]  # eight bits of their hashes, where the tables' `pairs` keep them
    pair_posts: npt.NDArray[np.int64]  # ordinals of the posts that share them, or 0
    proposed: npt.NDArray[np.int64]  # story numbers, in the order they were proposed
    votes: npt.NDArray[np.float32]  # summed weight of each
    proposal_map: npt.NDArray[np.int16]  # open-addressed map from a story's slot to its place in `proposed` + 1
    compared: npt.NDArray[np.int64]  # the best of them, as numbers
    compared_votes: npt.NDArray[np.float32]


def empty_scratch() -> Scratch:
    """Zeroed working memory; one per radar."""
    return Scratch(
        rarity=np.zeros(POST_TOKENS, np.float32),
        weight=np.zeros(POST_TOKENS, np.float32),
        order=np.zeros(POST_TOKENS, np.int64),
        sort_key=np.zeros(POST_TOKENS, np.uint64),
        part=np.zeros(POST_TOKENS + 2, np.float32),
        share=np.zeros(POST_TOKENS + 2, np.float32),
        place=np.zeros(POST_TOKENS, np.int64),
        map_word=np.zeros(MAP_SLOTS, np.int8),
        telling=np.zeros(PROFILE_TOKENS, np.float32),
        twin_words=np.zeros(PROFILE_TOKENS, np.int64),
        pairs=np.zeros(PAIRS, np.int64),
        pair_marks=np.zeros(PAIRS, np.uint32),
        pair_posts=np.zeros(PAIRS, np.int64),
        proposed=np.zeros(MOST_PROPOSED, np.int64),
        votes=np.zeros(MOST_PROPOSED, np.float32),
        proposal_map=np.zeros(PROPOSAL_SLOTS, np.int16),
        compared=np.zeros(MOST_COMPARED, np.int64),
        compared_votes=np.zeros(MOST_COMPARED, np.float32),
    )
