"""Turns the HTML of foreign machines into plain text: no tag, script or hidden control character gets further."""

from __future__ import annotations

import html
import re
from typing import Final

import nh3

BREAKS: Final = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^>]*>", re.IGNORECASE)
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
SPACES: Final = re.compile(r"[^\S\n]+")
LINES: Final = re.compile(r" ?\n ?")
GAPS: Final = re.compile(r"\n{3,}")


def plain_text(source: str) -> str:
    """The words of some HTML, with its paragraphs as lines."""
    words = html.unescape(nh3.clean(BREAKS.sub("\n", source), tags=set()))
    words = SPACES.sub(" ", CONTROLS.sub("", words))
    return GAPS.sub("\n\n", LINES.sub("\n", words)).strip()
