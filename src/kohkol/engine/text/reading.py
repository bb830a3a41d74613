"""Reads posts and drafts: the one door to every judgement of this package.

Posts get language, question, tone, emotion, places, personal data and readability. Harm and clickbait are judged for
our own drafts only: posts of citizens get no such score.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import features, harm, model, personal_data, places, questions, readability
from kohkol.engine.text.readability import HardSpot
from kohkol.engine.text.tokens import HINTS_SHIFT, PLACE_HINT, Rows, Spellings

POSTS_AT_ONCE = 2048
HOME = "32"  # West Java; the installed office names its own region


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judgement among several classes: the likeliest, the chance of each, and the words that spoke most for it."""

    label: str
    chances: dict[str, float]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one post says; spans in it are positions in the post as given."""

    language: str
    language_chance: float
    question: bool
    tone: Opinion
    emotion: Opinion
    places: list[places.Place]
    personal_data: list[personal_data.PersonalDatum]
    readability: float


@dataclass(frozen=True, slots=True)
class DraftReading:
    """What stands in the way of publishing a draft."""

    readability: float
    hard_spots: list[HardSpot]
    personal_data: list[personal_data.PersonalDatum]
    harm: list[harm.Harm]
    clickbait: float


class Reader:
    """Reads posts in batches; keeps the spellings it has seen, so one reader should serve a whole stream."""

    def __init__(self, models: model.Models, gazetteer: places.Gazetteer) -> None:
        self._models = models
        self._gazetteer = gazetteer
        self._spellings = Spellings()

    @classmethod
    def load(cls, near: str = HOME) -> "Reader":
        """A reader with all models; `near` is the code of the home region, which settles names that repeat."""
        reader = cls(model.load(), places.Gazetteer(near))
        gc.freeze()  # the tables never die: without this a tenth of the reading time goes into looking at them again
        return reader

    def read(self, posts: Sequence[str]) -> list[Reading]:
        """A reading for each post, in order."""
        source = iter(posts)
        found: list[Reading] = []
        while batch := list(islice(source, POSTS_AT_ONCE)):
            found.extend(self._read_batch(batch))
        return found

    def _read_batch(self, posts: list[str]) -> Iterator[Reading]:
        rows = self._spellings.rows(posts)
        scores = self._models.scores(rows, self._spellings)
        languages, language_chances = self._classes("language", scores)
        tones = self._opinions("tone", rows, scores)
        emotions = self._opinions("emotion", rows, scores)
        hints = self._hints(rows)
        best = language_chances.argmax(axis=1)
        for number, post in enumerate(posts):
            yield Reading(
                languages[best[number]],
                round(float(language_chances[number, best[number]]), 3),
                questions.is_question_folded(rows.lines[number], hints[number]),
                next(tones),
                next(emotions),
                self._gazetteer.find(post) if hints[number] & PLACE_HINT else [],
                personal_data.find(post),
                readability.score(post),
            )

    def _classes(self, name: str, scores: NDArray[np.float32]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        judge = self._models.judges[name]
        return judge.classes, judge.probabilities(scores)

    def _opinions(self, name: str, rows: Rows, scores: NDArray[np.float32]) -> Iterator[Opinion]:
        classes, chances = self._classes(name, scores)
        winners = chances.argmax(axis=1)
        first = self._models.judges[name].columns.start
        models = self._models
        spots = features.deciders(rows, self._spellings, models.lines, first, winners)
        names, tokens = self._spellings.names, rows.tokens
        rounded = chances.astype(np.float64).round(3).tolist()
        for winner, own, deciding in zip(winners.tolist(), rounded, spots.tolist(), strict=True):
            words = dict.fromkeys(names[tokens[spot]] for spot in deciding if spot >= 0)
            yield Opinion(classes[winner], dict(zip(classes, own, strict=True)), tuple(words))

    def _hints(self, rows: Rows) -> list[int]:
        """For each post the bits of `questions.hint_of` of its words, or-ed together."""
        table, _, _ = self._spellings.arrays()
        bits = (table[rows.tokens, 3] >> HINTS_SHIFT).astype(np.int64)
        padded = np.append(bits, 0)
        joined = np.bitwise_or.reduceat(padded, rows.starts[:-1]) if len(rows.starts) > 1 else padded[:0]
        return np.where(np.diff(rows.starts) > 0, joined, 0).tolist()  # type: ignore[no-any-return]


def read_draft(text: str) -> DraftReading:
    """Reads our own draft: how hard it is, what would expose or hurt somebody, whether it baits."""
    judged = harm.judge(text)
    clickbait = next(one.score for one in judged if one.kind == "clickbait")
    return DraftReading(
        readability.score(text), readability.hard_spots(text), personal_data.find(text), judged, clickbait
    )
