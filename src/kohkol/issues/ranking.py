"""Why an issue stands where it stands in the list: explicit criteria (R4), each with its reason in words.

A pure function of what is known; the weights are dated data. The order is an offer to people: the level that they set
counts most, and nothing here looks at who wrote a post.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

LOUD = 500  # voices from which reach counts in full; a provincial issue of the practice week has 50-400
FAST = 8.0  # times the usual from which speed counts in full
MANY_HARM_WORDS = 3
COPIED_SHARE = 0.5  # of the posts, from which copying looks arranged


@dataclass(frozen=True)
class Signals:
    """What the criteria look at. `growth` is times the usual; `agencies` are short names whose task it touches."""

    level: int = 1
    level_label: str = ""
    voices: int = 0
    copies: int = 0
    now_per_hour: float = 0.0
    usual_per_hour: float = 0.0
    growth: float = 0.0
    harm_words: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    campaign: bool = False


@dataclass(frozen=True)
class Criterion:
    """One reason: its name, how far it holds (0 to 1), its points, and a sentence."""

    name: str
    strength: float
    points: float
    sentence: str


@dataclass(frozen=True)
class Ranking:
    """The place of an issue: points from 0 to 100, and what they come from, strongest first."""

    points: float
    criteria: tuple[Criterion, ...]

    @property
    def reasons(self) -> list[str]:
        """The sentences of the criteria that count at all."""
        return [criterion.sentence for criterion in self.criteria if criterion.points > 0]


def rank(signals: Signals, weights: Mapping[str, float]) -> Ranking:
    """Weigh the criteria. A criterion without a weight does not count; points are relative to the sum of weights."""
    whole = sum(weights.values()) or 1.0
    judged = {
        "level": _level(signals),
        "reach": _reach(signals),
        "speed": _speed(signals),
        "harm": _harm(signals),
        "relevance": _relevance(signals),
        "campaign": _campaign(signals),
    }
    criteria = [
        Criterion(name, strength, 100 * strength * weights.get(name, 0.0) / whole, sentence)
        for name, (strength, sentence) in judged.items()
    ]
    criteria.sort(key=lambda criterion: -criterion.points)
    return Ranking(sum(criterion.points for criterion in criteria), tuple(criteria))


def _level(signals: Signals) -> tuple[float, str]:
    return (signals.level - 1) / 3, _("Petugas menetapkan level “%(level)s”.") % {"level": signals.level_label}


def _reach(signals: Signals) -> tuple[float, str]:
    strength = min(math.log1p(signals.voices) / math.log1p(LOUD), 1.0)
    return strength, _("%(count)s suara publik, salinan tidak dihitung.") % {"count": number(signals.voices)}


def _speed(signals: Signals) -> tuple[float, str]:
    strength = min(max(signals.growth - 1, 0.0) / (FAST - 1), 1.0)
    now, usual = number(round(signals.now_per_hour)), number(round(signals.usual_per_hour))
    said = _("Sekarang %(now)s unggahan per jam, biasanya %(usual)s.")
    return strength, said % {"now": now, "usual": usual}


def _harm(signals: Signals) -> tuple[float, str]:
    strength = min(len(signals.harm_words) / MANY_HARM_WORDS, 1.0)
    said = _("Menyebut kemungkinan bahaya: %(words)s.") % {"words": ", ".join(signals.harm_words[:4])}
    return strength, said


def _relevance(signals: Signals) -> tuple[float, str]:
    said = _("Menyangkut tugas %(agencies)s.") % {"agencies": ", ".join(signals.agencies[:2])}
    return float(bool(signals.agencies)), said


def _campaign(signals: Signals) -> tuple[float, str]:
    posts = signals.voices + signals.copies
    share = signals.copies / posts if posts else 0.0
    if signals.campaign:
        return 1.0, _("Ada tanda salin-tempel serentak: periksa kebenarannya lebih dulu.")
    strength = min(max(share - COPIED_SHARE, 0.0) / (1 - COPIED_SHARE), 1.0)
    said = _("%(percent)d%% adalah salinan teks yang sama: periksa kebenarannya.")
    return strength, said % {"percent": round(100 * share)}


def number(value: int) -> str:
    """A whole number as Indonesians write it: 1.204."""
    return f"{value:,}".replace(",", ".")


def harm_words_in(found: Iterable[str], harmful: Mapping[str, str]) -> tuple[str, ...]:
    """The words of `harmful` (canonical form -> as shown) among the canonical words found, each once, in order."""
    return tuple(dict.fromkeys(harmful[word] for word in found if word in harmful))
