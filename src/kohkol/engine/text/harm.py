"""Scores what would hurt people in our own drafts and in messages to us: hatred, abuse, threats, doxing; clickbait.

Word list and rules, helped a little by the emotion and tone models and by letters learned from posts labelled here;
nothing was trained on a set of hate speech. It is for texts that we are about to publish or have been sent; posts of
citizens get no such score. Criticism of a government and the wish for another are no harm; insults are.
"""

import math
import re
from dataclasses import dataclass

from kohkol.engine.text import harm_letters, harm_words, model, normalise, personal_data
from kohkol.engine.text.harm_words import Hit
from kohkol.engine.text.tokens import Rows, Spellings

KINDS = ("hatred", "abuse", "threat", "doxing", "clickbait")
AIM_REACH = 4  # words between an insult and the word that says at whom
GROUP_REACH = 8
INSULT_FROM = 0.5  # an insult of this weight makes the name of a group beside it count in full
AIMED = frozenset(
    """
    lu lo loe elu elo luh kamu km kmu kau kao ente antum anda lau koe kowe sia maneh sampeyan kalian kalean klian dasar
    si mereka kaum bangsa orang org orang2 manusia dia nih loh woi woy wooy hey hei wahai para oknum keluarga anaknya
    emak bapak pendukung pendukungnya junjungan junjunganmu lo-lo siapa username user
    """.split()  # noqa: SIM905
)
REPORTS = ("di", "ter", "me", "pe")  # `dibunuh`, `pembunuhan` tell of violence; `bunuh`, `bunuhin` call for it
REPORTED = 0.35
# On 620 posts labelled here (bench/sets/harm.tsv) these lift ROC-AUC from .954 to .959; more suspicion lifts it to
# .961, but then a sharp word about a government looks like harm.
SUSPICION = 0.12  # of a dark mood without a word of the list; twice where somebody is spoken to
LONG_FROM = 20  # words; in longer texts words of the list stand by chance, and each weighs less
FADES = 0.3  # power of the length beyond that
# Of the odds by letters (`harm_letters`). Learned on one source and asked about another, .1 to .2 lift ROC-AUC on EmoT,
# SmSA and hoax posts alike (mean .956 to .960), and a writer is warned less often; .4 loses it again on EmoT.
LETTERS = 0.15
FEWEST, MOST = 0.001, 0.999  # scores between which odds are taken
_SPOKEN_TO = re.compile(r"\b(?:lu|lo|loe|elu|elo|kau|kao|ente|kalian|situ|kowe|maneh|dasar)\b", re.IGNORECASE)
_AT_SOMEBODY = re.compile(r"@\w|\[USERNAME\]|\bUSER\b")


@dataclass(frozen=True, slots=True)
class Harm:
    """One kind of harm with its score from 0 to 1 and the words that decided."""

    kind: str
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mood:
    """What the models say of the text: chances of anger and of a negative tone, and that the headline baits."""

    anger: float
    negative: float
    bait: float

    @property
    def dark(self) -> float:
        """Anger and negative tone together, 0 to 1."""
        return 0.5 * self.anger + 0.5 * self.negative


def judge(text: str) -> list[Harm]:
    """All kinds in the order of `KINDS`."""
    spellings = Spellings()
    rows = spellings.rows([text])
    mood = _mood(rows, spellings)
    hint = LETTERS * harm_letters.hint(rows, spellings)
    weighed = _weighed(text, mood)
    chance = _weight_of_length(text)
    suspicion = SUSPICION * chance * mood.dark * (1 + bool(_SPOKEN_TO.search(text)))
    found = []
    for kind in KINDS[:3]:
        own = weighed.get(kind, {})
        rest = math.prod(1 - 0.9 * chance * weight for weight in own.values())
        score = (1 - rest) * (0.8 + 0.2 * mood.dark) + suspicion * rest
        found.append(Harm(kind, round(_shifted(score, hint), 3), tuple(own)))
    found.append(_doxing(text, weighed.get("doxing", {})))
    found.append(Harm("clickbait", round(mood.bait, 3)))
    return found


def hurtful(text: str) -> float:
    """One score for hatred, abuse and threats together, 0 to 1."""
    return 1 - math.prod(1 - harm.score for harm in judge(text) if harm.kind in KINDS[:3])


def mood_of(text: str) -> Mood:
    """The three models' view of the text."""
    spellings = Spellings()
    return _mood(spellings.rows([text]), spellings)


def _mood(rows: Rows, spellings: Spellings) -> Mood:
    models = model.load()
    scores = models.scores(rows, spellings)

    def chance(name: str, label: str) -> float:
        judge = models.judges[name]
        return float(judge.probabilities(scores)[0, judge.classes.index(label)])

    return Mood(chance("emotion", "anger"), chance("tone", "negative"), chance("clickbait", "clickbait"))


def _shifted(score: float, hint: float) -> float:
    """The score with its odds raised or lowered."""
    kept = min(MOST, max(FEWEST, score))
    return 1 / (1 + math.exp(-math.log(kept / (1 - kept)) - hint))


def _weighed(text: str, mood: Mood) -> dict[str, dict[str, float]]:
    """Kind -> words as written -> weight, by what stands around them."""
    words = normalise.words(harm_words.uncovered(text))
    found = [hit for hit in harm_words.hits(words) if not _tells_the_time(words, hit)]
    at_somebody = _AT_SOMEBODY.search(text) is not None
    insults = [hit for hit in found if _insults(hit)]
    groups = [hit for hit in found if any(one.kind in {"group", "figure"} for one in hit.weights)]
    weighed: dict[str, dict[str, float]] = {}
    for hit in found:
        for weight in hit.weights:
            named = weight.kind in {"group", "figure"}
            if named:
                near = _nearness(hit, insults, GROUP_REACH)
                aim = near if near else 0.5 * mood.dark * bool(insults)
            else:
                aim = max(_aim(words, hit), 0.9 * bool(_nearness(hit, groups, AIM_REACH)), 0.3 * at_somebody)
            value = weight.alone * (mood.dark if named else 1) + (weight.aimed - weight.alone) * aim
            if weight.kind == "threat" and _reports(hit):
                value *= REPORTED
            if not value:
                continue
            own = weighed.setdefault("hatred" if named else weight.kind, {})
            own[hit.words] = max(value, own.get(hit.words, 0.0))
    return weighed


def _weight_of_length(text: str) -> float:
    return float(min(1.0, (LONG_FROM / max(1, len(normalise.words(text)))) ** FADES))


def _insults(hit: Hit) -> bool:
    return any(
        one.aimed >= INSULT_FROM and (one.kind in KINDS[:2] or (one.kind == "threat" and not _reports(hit)))
        for one in hit.weights
    )


def _tells_the_time(words: list[str], hit: Hit) -> bool:
    """`pukul 14.00` is no blow."""
    return hit.words == "pukul" and hit.last + 1 < len(words) and words[hit.last + 1][0].isdigit()


def _reports(hit: Hit) -> bool:
    return hit.words.startswith(REPORTS)


def _aim(words: list[str], hit: Hit) -> float:
    """1 where a word beside says whom it is about."""
    around = words[max(0, hit.first - AIM_REACH) : hit.first] + words[hit.last + 1 : hit.last + 1 + AIM_REACH]
    own = words[hit.last]
    called = own.endswith(("mu", "lu", "kau")) and len(own) > 4
    return float(called or not AIMED.isdisjoint(around))


def _nearness(hit: Hit, others: list[Hit], reach: int) -> float:
    """The largest weight among other hits within reach, by their aimed weight; 0 where there is none."""
    return max(
        (
            max(one.aimed for one in other.weights)
            for other in others
            if other is not hit and other.first - hit.last <= reach and hit.first - other.last <= reach
        ),
        default=0.0,
    )


def _doxing(text: str, words: dict[str, float]) -> Harm:
    """Somebody's personal data with a call to do something with them, or a name with an address."""
    kinds = {datum.kind for datum in personal_data.find(text)}
    if not kinds:
        return Harm("doxing", 0.0)
    score = 0.5 + 0.4 * bool(words) if kinds - {"name"} else 0.2
    return Harm("doxing", round(min(1.0, score + 0.1 * ("name" in kinds)), 3), tuple(words))
