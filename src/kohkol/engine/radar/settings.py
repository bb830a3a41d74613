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
    # The name of the region that the posts are about, "" for none; see `trained.SHARE_OF_HOME`.
    home: str = ""
    # A post joins the most similar story from this similarity on; two stories that one has led to the other become one
    # from `merge_similarity` on. Indonesian headlines, tuning half, means of twenty orders, B-cubed F1/ARI: .22 and .22
    # .725/.480, .25 and .28 .751/.476, .27 and .32 .749/.465. With .30 to merge, Tweets-T has .905 NMI for .912; with
    # .25, of the sentences' large clusters .044 are chatter for .026.
    join_similarity: float = 0.25
    merge_similarity: float = 0.28
    # A post that could join two stories is a bridge, and they become one from here on. .28 finds less of Tweets-T (ARI
    # .732, B-cubed F1 .799 for .765 and .810), .20 joins what is two in UCI (ARI .817 for .866).
    bridge_similarity: float = 0.24
    # A near copy shares this part of the shorter post's words, and NEAR_COPY_JACCARD of all words (study). Link F1 on a
    # million synthetic posts: .80 .985, .75 .984.
    copy_containment: float = 0.80
    # A similarity grows by this part with each doubling of the larger story's posts, and shrinks by `resistance` with
    # each of the smaller one's: a big story draws in what is told of it, two big ones have to be more alike. Indonesian
    # headlines, tuning half, means of orders, B-cubed F1/ARI: .07 .747/.450, .12 .749/.475, .18 .744/.488. Of the
    # sentences' large clusters are chatter .027 at .12, .041 at .15.
    attraction: float = 0.12
    resistance: float = 0.10
    # The lexicon's texts count like so many posts seen before the first. Tuning half, merged in the best order:
    # 1,000 .742, 10,000 .749, 40,000 .753.
    posts_before: float = 40_000.0
    # Among more posts, more share one word by chance. What the strongest word gives to a similarity, beyond what others
    # vouch for, is divided by one plus this much for each doubling of `crowd_posts`, the posts of a busy day. Large
    # clusters that are chatter, on 100,000 word bags and sentences: .65 .010 and .076, 1.3 .007 and .036 (but Tweets-T
    # has .899 NMI for .911). Where only a word shared alone was divided, at .65: .042 and .146.
    one_word_growth: float = 0.65
    # At least this part of it is taken away, on a quiet day too. Indonesian headlines, tuning half, B-cubed F1/ARI: 0
    # .726/.478, .1 .741/.477, .2 .752/.473, .3 .751/.454, .4 .743/.435.
    one_word_doubt: float = 0.2
    crowd_posts: float = 4000.0
    # Until the radar has run so long, a day's posts are reckoned as if it had: else a fresh radar takes a flood for a
    # quiet day and gathers chatter. Large clusters that are chatter on 100,000 sentences, and NMI on Tweets-T: 48 hours
    # .045, .916; 36 hours .029, .915; 24 hours .021, .909.
    crowd_hours: float = 36.0
    # Words with less of a story's squared weight propose no twin: a third fewer look-ups, the same stories.
    twin_word: float = 0.02
    # Rarest words of a post that may propose stories; 8 and 24 found no more on the tuning half. Where stories of one
    # post are not compared, 8 in place of 6 have B-cubed F1 .968 for .964 on word bags, .857 for .840 on sentences, and
    # .913 NMI for .910 on Tweets-T, in the same time.
    proposing_words: int = 6
    # Proposed stories that are compared in full; 12 found as much (.748 for .746) at two thirds of the speed.
    compared_stories: int = 6
    # A story is compared with others from this size on. With 2 placing takes a fifth less, for floods; B-cubed F1 of
    # word bags is .964 for .974, of sentences .840 for .875, NMI of Tweets-T .910 for .915.
    twins_from: int = 1
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

    @classmethod
    def for_floods(cls, home: str = "") -> "RadarSettings":
        """Faster and a little worse: see docs/radar-figures.md for what it costs."""
        return cls(home=home, twins_from=2, proposing_words=8)

    def digest(self) -> str:
        """Changes when any setting changes; a snapshot made under other settings is refused."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:16]

    def knobs(self) -> "Knobs":
        """The same for compiled functions."""
        return Knobs(
            np.float32(self.join_similarity),
            np.float32(self.merge_similarity),
            np.float32(self.bridge_similarity),
            np.float32(self.copy_containment),
            np.float32(self.attraction),
            np.float32(self.resistance),
            np.float32(self.posts_before),
            np.float32(self.twin_word),
            np.float32(self.one_word_growth),
            np.float32(self.one_word_doubt),
            np.float32(self.crowd_posts),
            np.float32(self.crowd_hours),
            self.proposing_words,
            self.compared_stories,
            self.twins_from,
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
    bridge_similarity: np.float32
    copy_containment: np.float32
    attraction: np.float32
    resistance: np.float32
    posts_before: np.float32
    twin_word: np.float32
    one_word_growth: np.float32
    one_word_doubt: np.float32
    crowd_posts: np.float32
    crowd_hours: np.float32
    proposing_words: int
    compared_stories: int
    twins_from: int
    common_word: np.float32
    burst_weight: np.float32
    profile_decay: np.float32
    sleep_ms: int
    sleep_posts: int
    sleep_at_most_ms: int
