"""What the machine read of one post, each judgement with its reason, and what a person put right."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kohkol.engine.text import deciding
from kohkol.engine.text.normalise import stop_words
from kohkol.engine.text.reading import Reader, Reading
from kohkol.listening.correcting import LANGUAGES, TONES, YES_NO, value_of
from kohkol.listening.masking import masked
from kohkol.listening.models import Correction, Post
from kohkol.listening.places import names_of
from kohkol.listening.reading import home_region
from kohkol.listening.tallies import places_of
from kohkol.people.api import Office

About = Correction.About
SHORTEST_SHOWN = 3  # letters of a word that explains something to a reader


@dataclass(frozen=True)
class Judgement:
    """One thing that was read of a post: what, why, and who put it right, if anybody did."""

    about: str
    title: str
    said: str
    reason: str
    correction: Correction | None
    value: str
    choices: Sequence[tuple[str, str | Promise]] = ()


@cache
def reader() -> Reader:
    """The reader of this process; the models are loaded at its first use."""
    return Reader.load(near=home_region())


def judgements_of(post: Post) -> list[Judgement]:
    """The judgements of a post in the order of the screen; none for a post that was not read yet."""
    if post.is_question is None or post.erased_at:
        return []
    told: dict[str, Correction] = {}
    for row in post.corrections.select_related("by"):
        told.setdefault(row.about, row)
    reading = reader().read([post.text])[0]
    visible = masked(post.text)
    return [
        _judgement(post, About.QUESTION, YES_NO, told, why_asked(post)),
        _judgement(post, About.LANGUAGE, LANGUAGES, told, _why_language(post, reading, visible)),
        _judgement(post, About.TONE, TONES, told, _why_tone(post, reading, visible)),
        _places(post, told, reading, visible),
    ]


def _judgement(
    post: Post,
    about: Correction.About,
    choices: Mapping[str, str | Promise],
    told: Mapping[str, Correction],
    reason: str,
) -> Judgement:
    value = value_of(post, about)
    said = str(choices.get(value, value or "–"))
    correction = told.get(about)
    return Judgement(
        about, str(about.label), said, "" if correction else reason, correction, value, list(choices.items())
    )


def why_asked(post: Post) -> str:
    """Why a post was taken for a question or not, as a sentence that quotes nothing covered."""
    if not post.is_question:
        return _("Tidak ada kata atau susunan yang bertanya.")
    words = deciding.question_words(masked(post.text))
    if words == "?":
        return _("Karena tanda tanyanya.")
    return _("Karena “%(words)s”.") % {"words": words} if words else _("Karena susunan kalimatnya.")


def tone_words(texts: Sequence[str], most: int = 4) -> dict[str, list[str]]:
    """For each tone the words that decided most often in these texts."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for text, reading in zip(texts, reader().read(texts), strict=True):
        visible = masked(text).lower()
        counted[reading.tone.label].update(
            word
            for word in reading.tone.words
            if len(word) >= SHORTEST_SHOWN and word in visible and word not in stop_words()
        )
    return {tone: [word for word, times in words.most_common(most) if times > 1] for tone, words in counted.items()}


def _why_language(post: Post, reading: Reading, visible: str) -> str:
    if post.language != reading.language:
        return _("Disebut oleh sumbernya.")
    return _because(deciding.class_words(visible, "language", post.language))


def _why_tone(post: Post, reading: Reading, visible: str) -> str:
    if post.tone != reading.tone.label:
        return _("Dibaca oleh mesin versi sebelumnya.")
    folded = visible.lower()
    return _because([word for word in reading.tone.words if word in folded])


def _because(words: Sequence[str]) -> str:
    if not words:
        return _("Tidak ada kata yang menonjol; mesin kurang yakin.")
    return _("Yang paling menentukan: %(words)s.") % {"words": ", ".join(f"“{word}”" for word in words)}


def _places(post: Post, told: Mapping[str, Correction], reading: Reading, visible: str) -> Judgement:
    codes, correction = places_of(post), told.get(About.PLACE)
    office = Office.objects.first()
    names = names_of(codes, office.place_names if office else {})
    reason = ""
    if not correction:
        spots = {place.code: visible[place.start : place.end] for place in reading.places}
        if post.place_code:
            reason = _("Disebut oleh sumbernya.")
        elif any(code in spots for code in codes):
            reason = _("Tertulis “%(words)s”.") % {"words": "”, “".join(spots[code] for code in codes if code in spots)}
        else:
            reason = _("Tidak ada nama tempat yang pasti di teksnya.")
    title = str(About.PLACE.label)
    return Judgement(About.PLACE, title, ", ".join(names) or "–", reason, correction, " ".join(codes))
