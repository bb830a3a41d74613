"""Covers personal data in what is shown: numbers of phones and identity cards, e-mail addresses, bank accounts."""

import re

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("surel", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("NIK", re.compile(r"(?<!\d)\d{16}(?!\d)")),
    ("telepon", re.compile(r"(?<![\d.])(?:\+62|62|0)[ -]?8\d{1,2}(?:[ -]?\d){6,9}(?!\d)")),
    ("rekening", re.compile(r"(?i)(?<=rek)(?:ening)?[ .:a-z]{0,20}\d{8,15}(?!\d)")),
)


def masked(text: str) -> str:
    """The text with `[telepon]` and the like in place of personal data."""
    for kind, pattern in PATTERNS:
        text = pattern.sub(f"[{kind}]", text)
    return text
