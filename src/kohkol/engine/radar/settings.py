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
    # A post joins the most similar story from this cosine on, and stories as similar become one. On Indonesian
    # headlines B-cubed F1 of the tuning half: .20 .724, .22 .743, .25 .742; ARI .508, .484, .454.
    join_similarity: float = 0.22
    merge_similarity: float = 0.22
    # A near copy shares this part of the shorter post's words, and NEAR_COPY_JACCARD of all words (study). Link F1 on a
    # million synthetic posts: .80 .985, .75 .984.
    copy_containment: float = 0.80
    # A similarity grows by this part with each doubling of the larger story's posts, and shrinks by `resistance` with
    # each of the smaller one's: a big story draws in what is told of it, two big ones have to be more alike. Over five
    # orders of the Indonesian headlines (they have no times), tuning half: .734/.496 B-cubed F1/ARI with, .735/.471
    # without; reporting half .699/.507 and .692/.450. Tweets, at .05: .783/.777 and .773/.733.
    attraction: float = 0.07
    resistance: float = 0.10
    # The lexicon's texts count like so many posts seen before the first. Tuning half, merged in the best order:
    # 1,000 .742, 10,000 .749, 40,000 .753.
    posts_before: float = 40_000.0
    # Among more posts, more share one word by chance. A similarity that rests on one shared word is divided by one plus
    # this much for each doubling of `crowd_posts`, the posts of a busy day. Without: .817 on 100,000 synthetic posts;
    # .25: .951 and 16 % of large clusters background; .65: .957 and 3 %. Always: .697 for .730 on headlines.
    one_word_growth: float = 0.65
    crowd_posts: float = 4000.0
    # Until the radar has run so long, a day's posts are reckoned as if it had: else a fresh radar takes a flood for a
    # quiet day and gathers chatter. Large clusters that are chatter on 100,000 synthetic posts, and NMI on Tweets-T:
    # never 10 %, .919; 36 hours 8 %, .913; 24 hours 6 %, .908; 6 hours 4 %, .899.
    crowd_hours: float = 36.0
    # Words with less of a story's squared weight propose no twin: a third fewer look-ups, the same stories.
    twin_word: float = 0.02
    # Rarest words of a post that may propose stories; 8 and 24 found no more on the tuning half.
    proposing_words: int = 6
    # Proposed stories that are compared in full; 12 found as much (.748 for .746) at two thirds of the speed.
    compared_stories: int = 6
    # A word seen in more posts than this proposes nothing (study).
    common_word: float = 3000.0
    # Weight of a word's recent rise, in doublings: .743 with, .742 without on the tuning half, UCI .858 and .823.
    burst_weight: float = 0.3
    # What is left of the older posts' part of a profile with each new post; 1.0 lost .02 on Tweets-T.
    profile_decay: float = 0.99
    # A story or post sleeps when both have passed since its last post, or when it is very old.
    sleep_ms: int = 2 * DAY_MS
    sleep_posts: int = 50_000
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
            np.float32(self.attraction),
            np.float32(self.resistance),
            np.float32(self.posts_before),
            np.float32(self.twin_word),
            np.float32(self.one_word_growth),
            np.float32(self.crowd_posts),
            np.float32(self.crowd_hours),
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
    attraction: np.float32
    resistance: np.float32
    posts_before: np.float32
    twin_word: np.float32
    one_word_growth: np.float32
    crowd_posts: np.float32
    crowd_hours: np.float32
    proposing_words: int
    compared_stories: int
    common_word: np.float32
    burst_weight: np.float32
    profile_decay: np.float32
    sleep_ms: int
    sleep_posts: int
    sleep_at_most_ms: int
