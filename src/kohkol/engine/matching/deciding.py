"""From a score to a word: same (offer it first, to a person), suggest, none."""

from dataclasses import dataclass
from typing import Literal

Decision = Literal["same", "suggest", "none"]
SAME: Decision = "same"
SUGGEST: Decision = "suggest"
NONE: Decision = "none"

# On train posts held out (tools/train_matching.py --check): silent where the claim was taken out .976, recall .499.
# At .8 they are .978 and .481.
SAME_FROM = 0.78
ALL_SAID_FROM = 0.55  # where nearly all of the claim is said and no fact differs: 40 of 44 more are right
SUGGEST_FROM = 0.08
FEW_WORDS = 6  # a shorter post is suggested only; 8, as before, cost .003 of recall on train and helped nothing ...
NEARLY_ALL = 0.9  # ... unless it says nearly all of the claim, and nearly nothing else
REST_SAID = 0.6  # of the claim: below, a fact that differs is shown, but the text is too far from the claim to deny it
SHORT = 8  # words of a question that is suggested what it says half of, or what says half of it
HALF = 0.5
# Of the claim in its order: a longer text that says it in other words may well hold other names and denials too. On
# train, names and denials that differ in such texts kept back 40 right ones and 1 wrong one.
REPEATED = 0.7


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decision rests on; `counted`: of the facts that differ one is a number, a date or a place."""

    chance: float
    first: bool
    of_claim: float
    of_post: float
    in_order: float
    post_words: int
    differs: bool
    counted: bool


def decide(seen: Seen, limit: float) -> Decision:
    """Only the best claim can be the same, only when enough was said, and not when it is said but for one fact."""
    enough = seen.post_words >= FEW_WORDS or (seen.of_claim >= NEARLY_ALL and seen.of_post >= NEARLY_ALL)
    repeats = seen.of_post >= HALF or seen.in_order >= REPEATED
    another = seen.differs and seen.of_claim >= REST_SAID and (seen.counted or repeats)
    all_said = seen.of_claim >= NEARLY_ALL and limit - seen.chance <= SAME_FROM - ALL_SAID_FROM
    if seen.first and (seen.chance >= limit or all_said) and enough and not another:
        return SAME
    short_but_clear = seen.post_words < SHORT and (seen.of_claim >= HALF or seen.of_post >= HALF)
    return SUGGEST if seen.chance >= SUGGEST_FROM or short_but_clear else NONE
