"""Hides stretches of a text without changing its length or its line breaks."""

from collections.abc import Iterable

MASK = "•"


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a dot for every letter and digit inside the spans; spaces and signs stay, so it can still be read.

    Spans are `(start, end)`, may overlap, and are cut to the text.
    """
    letters = list(text)
    for start, end in spans:
        for place in range(max(0, start), min(len(letters), end)):
            if letters[place].isalnum():
                letters[place] = MASK
    return "".join(letters)
