"""One word for what people call by many: `jkw` and `joko widodo` are `jokowi`, `badan pom` is `bpom`."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "tables" / "same_words.txt"


@cache
def single_words() -> dict[str, str]:
    """A folded word -> the word that stands for it, where the table has one."""
    return {form: word for word, forms in _lines() for form in forms if " " not in form}


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word of a phrase -> the phrases that begin with it, longest first, and the word for each."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for word, forms in _lines():
        for form in forms:
            if " " in form:
                parts = tuple(form.split())
                found.setdefault(parts[0], []).append((parts, word))
    for listed in found.values():
        listed.sort(key=lambda one: -len(one[0]))
    return found


def joined(words: list[str]) -> list[str]:
    """Folded words, each phrase of the table as the one word that stands for it."""
    known = phrases()
    found: list[str] = []
    at = 0
    while at < len(words):
        for parts, word in known.get(words[at], ()):
            if tuple(words[at : at + len(parts)]) == parts:
                found.append(word)
                at += len(parts)
                break
        else:
            found.append(words[at])
            at += 1
    return found


@cache
def _lines() -> list[tuple[str, list[str]]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(": ") for line in lines if line and not line.startswith("#"))
    return [(word, forms.split(", ")) for word, forms in rows]
