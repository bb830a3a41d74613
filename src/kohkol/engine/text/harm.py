"""Scores what would hurt people in our own drafts and in messages to us: hatred, abuse, threats, doxing; clickbait.

Word list and rules, helped a little by the emotion and tone models; nothing was trained on a set of hate speech. It is
for texts that we are about to publish or have been sent; posts of citizens get no such score.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from kohkol.engine.text import model, normalise, personal_data

KINDS = ("hatred", "abuse", "threat", "doxing", "clickbait")
NEUTRAL_GROUPS = 0.45  # the name of a group or a politician alone; it weighs in full only beside a word of abuse
_AIMED = re.compile(
    r"\b(?:lu|lo|loe|elu|kamu|kau|ente|antum|dasar|si|kalian|mereka|kaum|bangsa|orang orang|pendukung|dia|mu)\b"
)


@dataclass(frozen=True, slots=True)
class Harm:
    """One kind of harm with its score from 0 to 1 and the words that decided."""

    kind: str
    score: float
    words: tuple[str, ...] = ()


def judge(text: str) -> list[Harm]:
    """All kinds in the order of `KINDS`."""
    angry, negative = _mood(text)
    mood = 0.5 * angry + 0.5 * negative
    hits = _hits(text, mood)
    folded = normalise.fold(text)
    aimed = _AIMED.search(folded) is not None
    found = []
    for kind in KINDS[:3]:
        own = hits.get(kind, {})
        rest = 1.0
        for weight in own.values():
            rest *= 1 - weight * (0.8 if aimed else 0.65)
        score = (1 - rest) * (0.75 + 0.25 * mood) + 0.12 * mood * rest
        found.append(Harm(kind, round(score, 3), tuple(own)))
    found.append(_doxing(text, hits.get("doxing", {})))
    found.append(Harm("clickbait", round(clickbait(text), 3)))
    return found


def hurtful(text: str) -> float:
    """One score for hatred, abuse and threats together, 0 to 1."""
    rest = math.prod(1 - harm.score for harm in judge(text) if harm.kind in {"hatred", "abuse", "threat"})
    return 1 - rest


def clickbait(text: str) -> float:
    """The chance that a headline hides what it is about to make people open it."""
    classes, chances = model.probabilities([text], "clickbait")
    return float(chances[0, classes.index("clickbait")])


def _mood(text: str) -> tuple[float, float]:
    emotions, feeling = model.probabilities([text], "emotion")
    tones, tone = model.probabilities([text], "tone")
    return float(feeling[0, emotions.index("anger")]), float(tone[0, tones.index("negative")])


def _hits(text: str, mood: float) -> dict[str, dict[str, float]]:
    """Kind -> word as written -> weight. Names of groups alone weigh little, and only in anger."""
    table = harm_words()
    hits: dict[str, dict[str, float]] = {}
    for word in normalise.words(_unhidden(text)):
        for form in (word, normalise.canonical(word)):
            if form in table:
                for kind, weight in table[form]:
                    hits.setdefault(kind, {}).setdefault(word, weight)
                break
    named = hits.get("hatred", {})
    if not hits.keys() & {"abuse", "threat"} and not any(weight >= 0.95 for weight in named.values()):
        hits["hatred"] = {word: weight * NEUTRAL_GROUPS * mood for word, weight in named.items()}
    return hits


def _unhidden(text: str) -> str:
    """Letters put back where people hide a word: `b4ngs4t`, `t*lol`, `a n j i n g`."""
    text = re.sub(r"(?<=[a-zA-Z])[4@](?=[a-zA-Z])", "a", text)
    text = re.sub(r"(?<=[a-zA-Z])[1!](?=[a-zA-Z])", "i", text)
    text = re.sub(r"(?<=[a-zA-Z])0(?=[a-zA-Z])", "o", text)
    text = re.sub(r"(?<=[a-zA-Z])3(?=[a-zA-Z])", "e", text)
    return re.sub(r"\b(?:[a-zA-Z] ){3,}[a-zA-Z]\b", lambda run: run[0].replace(" ", ""), text)


def _doxing(text: str, words: dict[str, float]) -> Harm:
    """Somebody's personal data with a call to do something with them, or a name with an address."""
    kinds = {datum.kind for datum in personal_data.find(text)}
    if not kinds:
        return Harm("doxing", 0.0)
    score = 0.5 + 0.4 * bool(words) if kinds - {"name"} else 0.2
    return Harm("doxing", round(min(1.0, score + 0.1 * ("name" in kinds)), 3), tuple(words))


@cache
def harm_words() -> dict[str, list[tuple[str, float]]]:
    """Word or root -> kinds with weights."""
    found: dict[str, list[tuple[str, float]]] = {}
    for line in normalise.table("harm_words.txt").splitlines():
        head, _, members = line.partition(":")
        kind, weight = head.split()
        for word in members.split():
            for form in {word.replace("'", ""), normalise.canonical(word.replace("'", ""))}:
                if all(kind != known for known, _ in found.get(form, [])):
                    found.setdefault(form, []).append((kind, float(weight)))
    return found
