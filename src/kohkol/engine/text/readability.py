"""Scores how easily a draft can be read, and names each hard spot with a plainer wording.

The score runs from 0 to 100 (100 = anyone understands it at once). It falls with long sentences, long words, passive
`di-`, noun chains (`pe-an`, `ke-an`) and officialese, and rises with address to the reader. The weights are set by
hand; they were not fitted to the pairs of `bench/sets/readability.tsv`. PerKI 1/2021 article 24 asks for language that
is easy to understand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kohkol.engine.text import normalise, readable_counts

GOOD_SENTENCE_WORDS = 12  # up to here a sentence costs nothing
LONG_SENTENCE_WORDS = 20  # from here it is shown as a hard spot
GOOD_WORD_LETTERS = 5  # up to here, on average, words cost nothing

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*[.!?;]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_WORD = {ord(sign): " " for sign in readable_counts.SIGNS}  # what _WORD passes over
_READER = frozenset(
    ["anda", "kamu", "kita", "kami", "silakan", "mohon", "jangan", "yuk", "ayo", "bisa", "boleh", "gratis"]
)


@dataclass(frozen=True, slots=True)
class HardSpot:
    """`text[start:end]` is hard; `plainer` is what to write instead, or advice in brackets where words do not fit."""

    start: int
    end: int
    plainer: str
    reason: str


def score(text: str) -> float:
    """0 (nobody reads this to the end) to 100 (anyone understands it at once); 100 for an empty text."""
    return scores([text])[0]


def scores(texts: Sequence[str]) -> list[float]:
    """The score of each text."""
    counts = readable_counts.count(texts, _READER, _openings())
    words, letters = np.maximum(counts.words, 1), counts.letters
    costs = counts.costs / words + 1.3 * np.maximum(0, words / counts.sentences - GOOD_SENTENCE_WORDS)
    costs += 7.0 * np.maximum(0, letters / words - GOOD_WORD_LETTERS)
    for place in np.flatnonzero(counts.officialese).tolist():
        phrases = _officialese(texts[place].lower().translate(_NO_WORD).split())
        costs[place] += 55.0 * sum(len(phrase) for _, _, phrase in phrases) / len(texts[place])
    costs[counts.words == 0] = 0.0
    return [round(value, 1) for value in np.clip(100.0 - costs, 0.0, 100.0).tolist()]


def hard_spots(text: str) -> list[HardSpot]:
    """Officialese with its plain wording, and sentences that are too long, in their order."""
    found = list(_WORD.finditer(text))
    plain = plain_words()
    spots = [
        HardSpot(found[first].start(), found[last].end(), plain[phrase], "istilah kantor")
        for first, last, phrase in _officialese([word[0].lower() for word in found])
    ]
    for sentence in _SENTENCE.finditer(text):
        words = len(_WORD.findall(sentence[0]))
        if words > LONG_SENTENCE_WORDS:
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            spots.append(HardSpot(start, sentence.end(), "[bagi menjadi dua kalimat]", f"kalimat {words} kata"))
    return sorted(spots, key=lambda spot: (spot.start, spot.end))


def _officialese(words: list[str]) -> list[tuple[int, int, str]]:
    """Number of the first and last word of each phrase that stands in the words, and the phrase; longest first."""
    by_first = _phrases()
    found: list[tuple[int, int, str]] = []
    end = -1
    for place in [place for place, word in enumerate(words) if word in by_first]:
        if place > end:
            for own, phrase in by_first[words[place]]:
                if words[place : place + len(own)] == own:
                    end = place + len(own) - 1
                    found.append((place, end, phrase))
                    break
    return found


@cache
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """First word -> the phrases that begin with it, as words and as written, longest first."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase in sorted(plain_words(), key=len, reverse=True):
        own = _WORD.findall(phrase)
        found.setdefault(own[0], []).append((own, phrase))
    return found


@cache
def _openings() -> frozenset[str]:
    """The first two words of each phrase, or the only one: many begin with `dalam`, which stands everywhere."""
    return frozenset(" ".join(own[:2]) for phrases in _phrases().values() for own, _ in phrases)


@cache
def plain_words() -> dict[str, str]:
    """Phrase of officialese -> what to write instead; `(buang)` means leave it out."""
    return dict(line.split("=", 1) for line in normalise.table("plain_words.tsv").splitlines())
