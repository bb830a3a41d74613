"""What was seen of the copies in a story: a campaign is told apart from a text that many people passed on."""

from typing import Any

CAMPAIGN = "campaign"  # else "many copies"; the radar decides (docs/radar.md, Accounts)
# Fewer copies of one text are not worth a sentence.
LEAST_TOLD = 5

CopyEvidence = dict[str, Any]
"""kind, post (the one whose text was copied), copies, accounts, minutes, rating."""


def is_campaign(evidence: CopyEvidence | None) -> bool:
    """Whether one text was spread by many accounts at once; many copies alone are none."""
    return evidence is not None and evidence["kind"] == CAMPAIGN


def is_told(evidence: CopyEvidence | None) -> bool:
    """Whether a person should read of it."""
    return evidence is not None and (is_campaign(evidence) or evidence["copies"] >= LEAST_TOLD)


def stronger(one: CopyEvidence | None, other: CopyEvidence | None) -> CopyEvidence | None:
    """Of two stories that become one, what looks more like a campaign."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda evidence: (is_campaign(evidence), evidence["copies"]))
