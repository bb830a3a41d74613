"""Evidence of copy-paste campaigns: many accounts, few texts, short time; of texts, never of who is behind them."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel

# From so many word-for-word copies by so many accounts within EARLY_MS of the first on, copies count as a campaign.
EARLY_MS = 3_600_000
LEAST_EARLY_COPIES = np.float32(12)
LEAST_ACCOUNTS = 5


@kernel
def ones(marks):
    """How many of 64 marks are set."""
    found = 0
    while marks != 0:
        marks &= marks - np.uint64(1)
        found += 1
    return found


@kernel
def count_copy(original, story, ms, account, is_plain):
    """Counts a copy with its original and its story, and rates how much the copies look like a campaign (0 to 1)."""
    story.copies += 1
    original.copies += 1
    if account:
        original.accounts |= np.uint64(1) << (account & np.uint64(63))
    if is_plain:
        original.plain_copies += 1
        if ms - original.first_ms <= EARLY_MS:
            original.early_copies += 1
    concentration = np.float32(original.early_copies) / np.float32(original.copies)
    enough = min(np.float32(original.early_copies) / (np.float32(2) * LEAST_EARLY_COPIES), np.float32(1))
    known_few = original.accounts != 0 and ones(original.accounts) < LEAST_ACCOUNTS
    rating = np.float32(0) if known_few else concentration * enough
    if rating > story.campaign:
        story.campaign, story.campaign_post = rating, original.ordinal
