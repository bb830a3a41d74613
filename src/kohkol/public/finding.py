"""Finds sheets in force by what people type: the words of reading Indonesian, weighed by where they stand."""

import math
from collections import Counter
from functools import lru_cache

from kohkol.engine.text.normalise import terms
from kohkol.facts.api import SheetVersion, public_sheets

MOST_SHEETS = 3000  # scored in memory; an office signs a few hundred a year
MOST_FOUND = 20
LONGEST_QUERY = 200
_WEIGHTS = {"question": 3.0, "short_answer": 2.0, "short_answer_su": 2.0, "not_known": 1.0, "explanation": 1.0}


@lru_cache(maxsize=4 * MOST_SHEETS)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def find_sheets(query: str) -> list[SheetVersion]:
    """The sheets in force that share words with the query, best first; rare words count more."""
    wanted = frozenset(terms(query[:LONGEST_QUERY]))
    if not wanted:
        return []
    rows = list(public_sheets()[:MOST_SHEETS])
    places = [{field: _terms(getattr(row, field)) & wanted for field in _WEIGHTS} for row in rows]
    common = Counter(word for found in places for word in frozenset().union(*found.values()))
    rarity = {word: math.log1p(len(rows) / count) for word, count in common.items()}
    scored = [
        (sum(_WEIGHTS[field] * rarity[word] for field, words in found.items() for word in words), row)
        for found, row in zip(places, rows, strict=True)
    ]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1].pk))
    return [row for _, row in best[:MOST_FOUND]]
