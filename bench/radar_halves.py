"""Splits labelled stories into a half that settings are chosen on and a half that figures are reported on."""

import hashlib


def is_reporting_half(story: str) -> bool:
    """By a hash of the story's name, so that no story lies on both sides."""
    return bool(hashlib.sha256(story.encode()).digest()[0] & 1)
