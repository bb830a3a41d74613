"""Evidence of copy-paste campaigns: many accounts, few texts, short time; of texts, never of who is behind them."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel

# So many word-for-word copies within EARLY_MS of the first rate .5, fewer where accounts repeat themselves, if most
# copies were early: what residents pass on trickles over a day, and its rating falls again.
EARLY_MS = 3_600_000
EARLY_COPIES = np.float32(15)
EARLY_COPIES_OF_REPEATERS = np.float32(10)
COPIES_OF_A_REPEATER = np.float32(1.5)
LEAST_ACCOUNTS = 5
MARKS = 64


@kernel
def accounts_behind(marks):
    """About how many accounts set these marks, by linear counting (Whang et al. 1990); 0 where none is known."""
    found = 0
    while marks != 0:
        marks &= marks - np.uint64(1)
        found += 1
    free = max(np.float32(MARKS - found), np.float32(0.5))
    return np.float32(-MARKS) * np.log(free / np.float32(MARKS))


@kernel
def count_copy(original, story, ms, account, is_plain):
    """Counts a copy with its original and its story; returns how much the original's copies look like a campaign."""
    story.copies += 1
    original.copies += 1
    if account:
        original.accounts |= np.uint64(1) << (account & np.uint64(MARKS - 1))
    if is_plain:
        original.plain_copies += 1
        if ms - original.first_ms <= EARLY_MS:
            original.early_copies += 1
    rating = campaign_rating(original)
    if rating > story.campaign or story.campaign_post == original.ordinal or story.campaign_post == 0:
        story.campaign, story.campaign_post = rating, original.ordinal
    return rating


@kernel
def campaign_rating(original):
    """From .5 of 1 on copies are called a campaign: enough, most in the first hour, not by a handful of accounts."""
    accounts = accounts_behind(original.accounts)
    if 0 < accounts < LEAST_ACCOUNTS:
        return np.float32(0)
    repeated = accounts > 0 and np.float32(original.copies) >= COPIES_OF_A_REPEATER * accounts
    asked = EARLY_COPIES_OF_REPEATERS if repeated else EARLY_COPIES
    amount = min(np.float32(original.early_copies) / (np.float32(2) * asked), np.float32(1))
    concentration = np.float32(original.early_copies) / np.float32(max(original.copies, 1))
    return amount if concentration >= np.float32(0.5) else amount * concentration
