"""Names the words that decided a judgement, by asking again without them: it works for any model or rule.

A word decides as much as the judgement falls when the word is left out (occlusion; Zeiler and Fergus 2014, section 4.2,
for words Li, Monroe and Jurafsky 2016). The words explain the machine, not the writer.
"""

import re
from collections.abc import Sequence

from kohkol.engine.text import model, question_rules, questions

WORDS_TRIED = 60  # of a long post only its first words are tried
LONGEST_RUN = 3  # words left out together where no single word decides
_WORD = re.compile(r"\S+")


def class_words(text: str, judge: str, label: str, *, most: int = 3) -> tuple[str, ...]:
    """The words whose absence lowers the chance of `label` most, strongest first; `judge` is a trained model's name."""
    words, without = _without_each(text, 1)
    if len(words) < 2:
        return tuple(words)
    classes, chances = model.probabilities([text, *without], judge)
    if label not in classes:
        return ()
    column = chances[:, classes.index(label)]
    falls = sorted(((float(column[0] - chance), place) for place, chance in enumerate(column[1:])), reverse=True)
    return tuple(dict.fromkeys(_bare(words[place]) for fall, place in falls[:most] if fall > 0 and _bare(words[place])))


def question_words(text: str) -> str:
    """The words because of which a post is taken for a question; `?` where the sign alone decided.

    The shortest run of words without which it would be none, rather one with a word that asks, of several the one that
    weighs most. Where the question rests on several places, the words that weigh most, at most three.
    """
    if "?" in text and not questions.is_question(text.replace("?", " ")):
        return "?"
    others, weightiest = "", list[str]()
    for length in range(1, LONGEST_RUN + 1):
        words, without = _without_each(text, length)
        scores = questions.scores([text, *without])
        falling = sorted((score, place) for place, score in enumerate(scores[1:]) if score < scores[0])
        for score, place in falling:
            run = words[place : place + length]
            if score <= 0 and (_asks(run) or not others):
                others = " ".join(run).strip(",.;:")
                if _asks(run):
                    return others
        if length == 1:
            weightiest = list(dict.fromkeys(_bare(words[place]) for _, place in falling if _bare(words[place])))
    return others or ", ".join(weightiest[:3])


def _asks(run: Sequence[str]) -> bool:
    """Whether one of the words is known to ask."""
    return any(question_rules.hint_of(_bare(word).lower()) for word in run)


def _without_each(text: str, length: int) -> tuple[list[str], Sequence[str]]:
    """The words of the text, and the text without each run of `length` of them."""
    spots = list(_WORD.finditer(text))[:WORDS_TRIED]
    runs = [(spots[place].start(), spots[place + length - 1].end()) for place in range(len(spots) - length + 1)]
    return [spot[0] for spot in spots], [text[:start] + text[end:] for start, end in runs]


def _bare(word: str) -> str:
    """The word without signs around it."""
    return word.strip(".,;:!?()[]\"'“”‘’…")
