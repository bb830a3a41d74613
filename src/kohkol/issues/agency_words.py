"""Suggests which agency knows: by the words that an issue shares with the agencies' descriptions of their tasks."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from kohkol.engine.text.normalise import terms
from kohkol.people.api import Agency

LEAST_SCORE = 1.2  # one rare word, or two that a few agencies share
# Words that stand in nearly every description and say nothing about the task.
EMPTY = frozenset(terms("menjawab pertanyaan tentang mengurus layanan jadwal syarat cara daftar pemerintah provinsi"))


@dataclass(frozen=True)
class Suggestion:
    """An agency that probably knows, and the words because of which it is named.

    `words` stand in its description, `asked_before` in what the office asked it.
    """

    agency: Agency
    score: float
    words: tuple[str, ...]
    asked_before: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why, for the screen."""
        said = []
        if self.asked_before:
            said.append(_("Pernah ditanya soal %(words)s.") % {"words": ", ".join(self.asked_before[:5])})
        if self.words:
            words = ", ".join(self.words[:5])
            said.append(_("Kata yang sama dengan uraian tugasnya: %(words)s.") % {"words": words})
        return " ".join(said)


@lru_cache(maxsize=8)
def _tasks(descriptions: tuple[str, ...]) -> tuple[list[frozenset[str]], Counter[str]]:
    """The telling words of each description, and how many descriptions share each word."""
    described = [frozenset(terms(text)) - EMPTY for text in descriptions]
    return described, Counter(term for words in described for term in words)


def suggest_agencies(text: str | Iterable[str], agencies: Sequence[Agency], *, most: int = 3) -> list[Suggestion]:
    """The agencies whose task shares words with the text, best first; words that many agencies share count less."""
    found = text_terms(text)
    described, shared_by = _tasks(tuple(f"{agency.name} {agency.task_description}" for agency in agencies))
    suggestions = []
    for agency, words in zip(agencies, described, strict=True):
        common = [term for term in found if term in words]
        score = sum(math.log1p(len(agencies) / shared_by[term]) for term in common)
        if score >= LEAST_SCORE:
            suggestions.append(Suggestion(agency, score, tuple(common)))
    return sorted(suggestions, key=lambda suggestion: -suggestion.score)[:most]


def text_terms(text: str | Iterable[str]) -> list[str]:
    """The canonical words of a text, or of several, each once."""
    return list(_distinct_terms(text if isinstance(text, str) else " \n ".join(text)))


@lru_cache(maxsize=1024)
def _distinct_terms(text: str) -> tuple[str, ...]:
    """Remembered, because a list of issues is drawn again and again with the same words."""
    return tuple(dict.fromkeys(terms(text)))
