"""Names in drafts, on news whose names of people are marked (NERP); its small letters get their capitals back."""

from collections.abc import Iterator
from pathlib import Path

from kohkol.engine.text.draft_names import find_names

Token = tuple[str, str]
Span = tuple[int, int]


def sentences(file: Path) -> Iterator[list[Token]]:
    """The sentences of a file in CoNLL form, as (word, mark)."""
    sentence: list[Token] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            sentence.append((line.split("\t")[0], line.split("\t")[-1]))
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def written(sentence: list[Token]) -> tuple[str, list[Span]]:
    """The sentence with capitals at its start and on whatever is marked, and where its people stand."""
    text, people = "", []
    for number, (word, mark) in enumerate(sentence):
        text += " " * bool(text)
        start = len(text)
        text += word if mark == "O" and number else word.capitalize()
        if mark == "B-PPL":
            people.append((start, len(text)))
        elif mark == "I-PPL" and people:
            people[-1] = (people[-1][0], len(text))
    return text, people


def outcomes(file: Path) -> tuple[list[bool], list[bool]]:
    """For each name whether it was found, and for each stretch found whether it is a name."""
    recalled, right = [], []
    for sentence in sentences(file):
        text, people = written(sentence)
        found = [(one.start, one.end) for one in find_names(text)]
        recalled += [any(_meet(one, other) for other in found) for one in people]
        right += [any(_meet(one, other) for other in people) for one in found]
    return recalled, right


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
