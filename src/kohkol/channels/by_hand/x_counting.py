"""Counts text as X does: a link has one length, an emoji and a Chinese letter count two.

After the published configuration of X's own counting (version 3): code points of the ranges below weigh one, all
others two, an emoji with all that belongs to it two, a link 23 whatever its length.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kohkol.channels.counting import clusters, is_flag_half, is_pictograph

MOST: Final = 280
LINK_CHARACTERS: Final = 23
LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
# X makes a link of a bare domain too; of the endings it knows, those that offices and their readers use.
_ENDINGS: Final = "id|com|net|org|info|gov|edu|int|io|app|me|ly|co|tv|page|link|gl|be"
_LINK: Final = re.compile(
    rf"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]}}]|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>\"]*[^\s<>\"'.,;:!?)\]}}])?",
    re.IGNORECASE,
)


def x_characters(text: str) -> int:
    """Length of `text` against X's limit."""
    text = unicodedata.normalize("NFC", text)
    links = _LINK.findall(text)
    return LINK_CHARACTERS * len(links) + sum(_weight(one) for one in clusters(_LINK.sub("", text)))


def _weight(cluster: str) -> int:
    """One reader's character; a pictograph below U+2190 (a copyright sign) is no emoji unless it is shown as one."""
    first = cluster[0]
    if is_flag_half(first) or "\ufe0f" in cluster or (is_pictograph(first) and ord(first) > 0x2122):
        return 2
    return sum(1 if any(low <= ord(one) <= high for low, high in LIGHT) else 2 for one in cluster)
