"""Where an issue is talked about, in which languages and in what tone: from the counts kept while posts are read."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kohkol.engine.text.regions import DOTTED_REGENCY
from kohkol.engine.text.tone_range import ranges
from kohkol.issues.models import IssuePost
from kohkol.listening.api import LANGUAGES, TONES, Tallies, names_of, tallies_of

MOST_PLACES = 6
MOST_INSIDE = 4
SURE_SHARE = 0.05  # short posts of slang are read as another language in 5 of 100 cases (docs/models/language.md)


@dataclass(frozen=True)
class Area:
    """A kabupaten or kota with its posts, and what inside it was named; a province where nothing finer was."""

    name: str
    posts: int
    inside: list[tuple[str, int]]


@dataclass(frozen=True)
class ToneRange:
    """Between which whole percentages the texts of one tone lie."""

    tone: str
    label: str
    low: int
    high: int

    @property
    def width(self) -> int:
        """How long the bar is."""
        return max(self.high - self.low, 1)


@dataclass
class Spread:
    """What a page shows. `texts` are the different texts that have a tone; `told` those of them that people judged."""

    areas: list[Area] = field(default_factory=list)
    languages: list[tuple[str, int]] = field(default_factory=list)
    tones: list[ToneRange] = field(default_factory=list)
    texts: int = 0
    told: int = 0


def spread_of(links: Sequence[IssuePost], story_ids: Sequence[int], own_names: Mapping[str, str]) -> Spread:
    """The counts of an issue's stories, with the single posts that a person put in or took out. One query."""
    tallies = tallies_of(story_ids)
    for link in links:
        _add_single(tallies, link)
    texts, told = tallies.tones.total() + tallies.tones_told.total(), tallies.tones_told.total()
    return Spread(
        areas=areas_of(tallies.places, own_names),
        languages=languages_of(tallies.languages),
        tones=tone_ranges(tallies),
        texts=texts,
        told=told,
    )


def _add_single(tallies: Tallies, link: IssuePost) -> None:
    post, sign = link.post, 1 if link.is_in else -1
    if post.is_official or post.erased_at or post.is_question is None:
        return
    tallies.languages[post.language] += sign
    tallies.tones[post.tone] += sign
    for code in [post.place_code] if post.place_code else [place.code for place in post.places.all()]:
        tallies.places[code] += sign


def languages_of(posts: Counter[str]) -> list[tuple[str, int]]:
    """Languages with their posts, most first; what is rarer than the model errs is put together."""
    total = sum(count for count in posts.values() if count > 0)
    sure = [(code, count) for code, count in posts.most_common() if count > SURE_SHARE * total]
    rest = total - sum(count for _, count in sure)
    named = [(str(LANGUAGES.get(code, code)), count) for code, count in sure]
    return [*named, (str(_("lainnya, mungkin salah baca")), rest)] if rest else named


def areas_of(places: Counter[str], own_names: Mapping[str, str]) -> list[Area]:
    """Kabupaten and kota, most posts first, each with the most named places inside it."""
    inside: dict[str, Counter[str]] = {}
    for code, posts in places.items():
        if posts > 0:
            inside.setdefault(code[:DOTTED_REGENCY], Counter())[code] += posts
    loudest = sorted(inside.items(), key=lambda area: -area[1].total())[:MOST_PLACES]
    named = dict(_named([code for code, _ in loudest] + [code for _, codes in loudest for code in codes], own_names))
    return [
        Area(
            named[area],
            codes.total(),
            [(named[code], posts) for code, posts in codes.most_common(MOST_INSIDE + 1) if code != area][:MOST_INSIDE],
        )
        for area, codes in loudest
    ]


def _named(codes: Iterable[str], own_names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    found = list(dict.fromkeys(codes))
    return zip(found, names_of(found, own_names), strict=True)


def tone_ranges(tallies: Tallies) -> list[ToneRange]:
    """The ranges in whole percent, rounded outwards; none where there are too few texts."""
    return [
        ToneRange(one.tone, str(TONES[one.tone]), math.floor(100 * one.low), math.ceil(100 * one.high))
        for one in ranges(+tallies.tones, +tallies.tones_told)
    ]
