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
from itertools import chain

import numpy as np

from kohkol.engine.text import normalise

GOOD_SENTENCE_WORDS = 12  # up to here a sentence costs nothing
LONG_SENTENCE_WORDS = 20  # from here it is shown as a hard spot
LONG_WORD_LETTERS = 11
REMEMBERED_WORDS = 100_000

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*[.!?;]*")
_SENTENCE_END = re.compile(r"[.!?;\n]+(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_WORD = {
    ord(sign): " " for sign in "0123456789.,;:!?()[]{}/\\\"'`“”‘’…–—_+=*&^%$#@<>|~\u200b"
}  # what _WORD passes over
_NOUN_CHAIN = re.compile(r"^(?:pe|ke|per)\w{4,}(?:an|annya)$")
_PASSIVE = re.compile(r"^di\w{4,}$")
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
    words = [text.lower().translate(_NO_WORD).split() for text in texts]
    counts = [len(own) for own in words]
    costs = np.fromiter(map(_word_costs.__getitem__, chain.from_iterable(words)), np.float64, sum(counts))
    added = np.concatenate([[0.0], np.cumsum(costs)])
    ends = np.cumsum(counts, dtype=np.int64)
    sums = (added[ends] - added[ends - np.asarray(counts, np.int64)]).tolist()
    return [_score(text, own, count, cost) for text, own, count, cost in zip(texts, words, counts, sums, strict=True)]


def _score(text: str, words: list[str], count: int, word_costs: float) -> float:
    if not count:
        return 100.0
    sentences = max(1, len(_SENTENCE_END.findall(text.rstrip(" .!?;\n"))) + 1)
    cost = word_costs / count
    if count > sentences * GOOD_SENTENCE_WORDS:
        cost += 1.3 * (count / sentences - GOOD_SENTENCE_WORDS)
    letters = len("".join(words))
    if letters > 5 * count:
        cost += 7.0 * (letters / count - 5.0)
    if not _phrases().keys().isdisjoint(words):
        cost += 55.0 * sum([len(phrase) for _, _, phrase in _officialese(words)]) / len(text)
    return round(max(0.0, min(100.0, 100.0 - cost)), 1)


class _WordCosts(dict[str, float]):
    """What each word adds to the cost of a text, before that is divided by the number of words; worked out once."""

    def __missing__(self, word: str) -> float:
        cost = 60.0 * (len(word) >= LONG_WORD_LETTERS)
        cost += 60.0 * bool(_NOUN_CHAIN.match(word)) + 30.0 * bool(_PASSIVE.match(word)) - 25.0 * (word in _READER)
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        self[word] = cost
        return cost


_word_costs = _WordCosts()


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
def plain_words() -> dict[str, str]:
    """Phrase of officialese -> what to write instead; `(buang)` means leave it out."""
    return dict(line.split("=", 1) for line in normalise.table("plain_words.tsv").splitlines())
