"""From a score to a word: same (offer it first, to a person), suggest, none."""

from dataclasses import dataclass
from typing import Literal

from kohkol.engine.matching.pairs import PER_CHANNEL, RELATIVE

Decision = Literal["same", "suggest", "none"]
SAME: Decision = "same"
SUGGEST: Decision = "suggest"
NONE: Decision = "none"

BLOCK = PER_CHANNEL + len(RELATIVE)  # features of one channel
SAME_FROM = 0.75  # on held-out train posts: precision .98; at .7 it was .97, which leaves no room
SUGGEST_FROM = 0.08
FEW_WORDS = 8  # a shorter post is suggested only ...
NEARLY_ALL = 0.9  # ... unless it says nearly all of the claim, and nearly nothing else
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decision rests on."""

    chance: float
    first: bool
    of_claim: float
    of_post: float
    post_words: int
    differs: bool


def decide(seen: Seen, limit: float) -> Decision:
    """Only the best claim can be the same, only without a fact that differs, and only when enough was said."""
    enough = seen.post_words >= FEW_WORDS or (seen.of_claim >= NEARLY_ALL and seen.of_post >= NEARLY_ALL)
    if seen.first and seen.chance >= limit and enough and not seen.differs:
        return SAME
    short_but_clear = seen.post_words < FEW_WORDS and (seen.of_claim >= HALF or seen.of_post >= HALF)
    return SUGGEST if seen.chance >= SUGGEST_FROM or short_but_clear else NONE
