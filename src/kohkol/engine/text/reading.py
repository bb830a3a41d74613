"""Reads posts and drafts: the one door to every judgement of this package.

Posts get language, question, tone, emotion, places, personal data and readability. Harm and clickbait are judged for
our own drafts only: posts of citizens get no such score.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kohkol.engine.text import features, harm, model, personal_data, places, questions, readability
from kohkol.engine.text.readability import HardSpot
from kohkol.engine.text.tokens import PLACE_HINT, Rows, Spellings

POSTS_AT_ONCE = 2048
REASONED = ("tone", "emotion")  # judgements that name the words that decided
HOME = "32"  # West Java; the installed office names its own region


class Opinion(NamedTuple):
    """A judgement among several classes: the likeliest, the chance of each, and the words that spoke most for it."""

    label: str
    chances: dict[str, float]
    words: tuple[str, ...]


class Reading(NamedTuple):
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
        self._letter_sums = features.LetterSums(models.lines)
        self._questions = questions.Judge(questions.load())

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
        models = self._models
        ranges = [(own.start, own.stop) for own in (models.judges[name].columns for name in REASONED)]
        sums = self._letter_sums.of(self._spellings)
        scores, spots = features.scores(rows, self._spellings, models.lines, models.offsets, sums, ranges)
        languages, language_chances = self._classes("language", scores)
        tones, emotions = (self._opinions(name, rows, scores, own) for name, own in zip(REASONED, spots, strict=True))
        hints = questions.hints_of(rows, self._spellings)
        asking = self._questions.scores(rows, self._spellings, hints)
        best = language_chances.argmax(axis=1)
        return map(  # one judgement after the other: mixed post by post they take a tenth longer
            Reading,
            [languages[language] for language in best.tolist()],
            language_chances.max(axis=1).astype(np.float64).round(3).tolist(),
            [score > 0 for score in asking],
            tones,
            emotions,
            [self._gazetteer.find(post) if hint & PLACE_HINT else [] for post, hint in zip(posts, hints, strict=True)],
            [personal_data.find(post) for post in posts],
            readability.scores(posts),
        )

    def _classes(self, name: str, scores: NDArray[np.float32]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        judge = self._models.judges[name]
        return judge.classes, judge.probabilities(scores)

    def _opinions(
        self, name: str, rows: Rows, scores: NDArray[np.float32], spots: NDArray[np.int64]
    ) -> Iterator[Opinion]:
        classes, chances = self._classes(name, scores)
        winners = chances.argmax(axis=1).tolist()
        names = self._spellings.names
        tokens = np.where(spots >= 0, rows.tokens[spots] if len(rows.tokens) else 0, -1).tolist()
        rounded = chances.astype(np.float64).round(3).tolist()
        for winner, own, deciding in zip(winners, rounded, tokens, strict=True):
            words = tuple(dict.fromkeys([names[token] for token in deciding if token >= 0]))
            yield Opinion(classes[winner], dict(zip(classes, own, strict=True)), words)


def read_draft(text: str) -> DraftReading:
    """Reads our own draft: how hard it is, what would expose or hurt somebody, whether it baits."""
    judged = harm.judge(text)
    clickbait = next(one.score for one in judged if one.kind == "clickbait")
    return DraftReading(
        readability.score(text), readability.hard_spots(text), personal_data.find(text), judged, clickbait
    )
