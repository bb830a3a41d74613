"""What can be set about the radar, each default with the measurement that chose it."""

import hashlib
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

DAY_MS = 86_400_000


@dataclass(frozen=True)
class RadarSettings:
    """One set of defaults serves a few hundred posts a day as well as a flood.

    `epoch` names the life of one state: story ids read `epoch:number`, and a new state gets a new epoch.
    """

    epoch: int = 1
    # A post joins the most similar story from this cosine on.
    join_similarity: float = 0.22
    # Two stories whose profiles are at least this similar become one.
    merge_similarity: float = 0.22
    # A near copy shares this part of the shorter post's words, and NEAR_COPY_JACCARD of all words.
    copy_containment: float = 0.80
    # Training texts count like so many posts seen before the first, so that the first words have a rarity.
    posts_before: float = 40_000.0
    # Exponent of the share of posts with a word in a story's profile.
    profile_power: float = 1.0
    one_word_growth: float = 0.25
    crowd_posts: float = 4000.0
    # Rarest words of a post that may propose stories.
    proposing_words: int = 8
    # Proposed stories that are compared in full.
    compared_stories: int = 12
    # A word seen in more posts than this proposes nothing.
    common_word: float = 3000.0
    # Weight of the recent rise of a word, in doublings.
    burst_weight: float = 0.3
    # What is left of the older posts' part of a profile with each new post.
    profile_decay: float = 0.99
    # A story or post sleeps when both have passed since its last post.
    sleep_ms: int = 2 * DAY_MS
    sleep_posts: int = 50_000
    # However quiet the stream, what is older sleeps.
    sleep_at_most_ms: int = 30 * DAY_MS

    def digest(self) -> str:
        """Changes when any setting changes; a snapshot made under other settings is refused."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:16]

    def knobs(self) -> "Knobs":
        """The same for compiled functions."""
        return Knobs(
            np.float32(self.join_similarity),
            np.float32(self.merge_similarity),
            np.float32(self.copy_containment),
            np.float32(self.posts_before),
            np.float32(self.profile_power),
            np.float32(self.one_word_growth),
            np.float32(self.crowd_posts),
            self.proposing_words,
            self.compared_stories,
            np.float32(self.common_word),
            np.float32(self.burst_weight),
            np.float32(self.profile_decay),
            self.sleep_ms,
            self.sleep_posts,
            self.sleep_at_most_ms,
        )


class Knobs(NamedTuple):
    """RadarSettings as compiled functions take them."""

    join_similarity: np.float32
    merge_similarity: np.float32
    copy_containment: np.float32
    posts_before: np.float32
    profile_power: np.float32
    one_word_growth: np.float32
    crowd_posts: np.float32
    proposing_words: int
    compared_stories: int
    common_word: np.float32
    burst_weight: np.float32
    profile_decay: np.float32
    sleep_ms: int
    sleep_posts: int
    sleep_at_most_ms: int
