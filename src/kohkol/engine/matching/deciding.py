"""From a score to a word: same (offer it first, to a person), suggest, none."""

from dataclasses import dataclass
from typing import Literal

Decision = Literal["same", "suggest", "none"]
SAME: Decision = "same"
SUGGEST: Decision = "suggest"
NONE: Decision = "none"

# On train posts held out (tools/train_matching.py --check): precision .984, silent where the claim was taken out .976;
# with .7 they are .981 and .969.
SAME_FROM = 0.75
ALL_SAID_FROM = 0.5  # where nearly all of the claim is said and no fact differs: 40 of 44 more are right
SUGGEST_FROM = 0.08
FEW_WORDS = 8  # a shorter post is suggested only ...
NEARLY_ALL = 0.9  # ... unless it says nearly all of the claim, and nearly nothing else
REST_SAID = 0.6  # of the claim: below, a fact that differs is shown, but the text is too far from the claim to deny it
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
    """Only the best claim can be the same, only when enough was said, and not when it is said but for one fact."""
    enough = seen.post_words >= FEW_WORDS or (seen.of_claim >= NEARLY_ALL and seen.of_post >= NEARLY_ALL)
    another = seen.differs and seen.of_claim >= REST_SAID
    all_said = seen.of_claim >= NEARLY_ALL and limit - seen.chance <= SAME_FROM - ALL_SAID_FROM
    if seen.first and (seen.chance >= limit or all_said) and enough and not another:
        return SAME
    short_but_clear = seen.post_words < FEW_WORDS and (seen.of_claim >= HALF or seen.of_post >= HALF)
    return SUGGEST if seen.chance >= SUGGEST_FROM or short_but_clear else NONE
