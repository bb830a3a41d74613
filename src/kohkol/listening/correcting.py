"""A person puts right what the machine read of a post: kept with who and when, and it wins from then on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.listening.models import Correction, Post
from kohkol.listening.places import code_of
from kohkol.listening.tallies import counted, places_of, recount
from kohkol.people.api import Agency, Officer, record, require
from kohkol.refusals import Invalid, NotNow

About = Correction.About
TONES: Mapping[str, str | Promise] = {
    "negative": _("negatif"),
    "neutral": _("netral"),
    "positive": _("positif"),
}
LANGUAGES: Mapping[str, str | Promise] = {
    "id": _("Indonesia"),
    "su": _("Sunda"),
    "jv": _("Jawa"),
    "min": _("Minangkabau"),
    "ban": _("Bali"),
    "en": _("Inggris"),
    "lain": _("bahasa lain"),
}
YES_NO: Mapping[str, str | Promise] = {"yes": _("pertanyaan"), "no": _("bukan pertanyaan")}
CHOICES = {About.TONE: TONES, About.LANGUAGE: LANGUAGES, About.QUESTION: YES_NO}
BEFORE_READING = "Kiriman ini belum selesai dibaca mesin."


def correct_post(post: Post, about: str, value: str, *, by: Officer, at: datetime) -> bool:
    """Let a person's word stand for a post; False when it says what stands there already.

    Raises `Invalid` for a value that does not exist, `NotNow` for a post that is erased or was not read yet.
    """
    require(by, "listening.correct")
    if about not in About.values:
        raise Invalid("Pilih apa yang hendak dibetulkan.", field="about")
    aspect, value = About(about), _checked(About(about), value.strip())
    with transaction.atomic():
        kept = Post.objects.select_for_update().get(pk=post.pk)
        if kept.erased_at:
            raise NotNow("Kiriman ini sudah dihapus atas permintaan.")
        if kept.is_question is None and aspect != About.AGENCY:
            raise NotNow(BEFORE_READING, next_step="Coba lagi sebentar lagi.")
        was = value_of(kept, aspect)
        if was == value and (aspect == About.AGENCY or kept.corrections.filter(about=aspect).exists()):
            return False
        before = counted(kept)
        Correction.objects.create(post=kept, about=aspect, value=value, was=was, by=by, at=at)
        _apply(kept, aspect, value)
        recount(before, counted(kept))
        data = {"about": str(aspect), "was": was, "value": value}
        record("listening.post.corrected", by=by, about=kept, at=at, data=data)
    post.refresh_from_db()
    return True


def value_of(post: Post, about: Correction.About) -> str:
    """What stands there now, as it is kept in a correction; empty where nothing does."""
    if about == About.AGENCY:
        return post.corrections.filter(about=about).values_list("value", flat=True).first() or ""
    if about == About.PLACE:
        return " ".join(places_of(post))[:20]
    if about == About.QUESTION:
        return "yes" if post.is_question else "no"
    return post.tone if about == About.TONE else post.language


def agencies_told(most: int) -> list[tuple[int, datetime, str, str]]:
    """What people said last about whose a post is: id of the correction, when, text of the post, id of the agency."""
    rows = Correction.objects.filter(about=About.AGENCY).order_by("-at", "-pk")
    found: dict[int, tuple[int, datetime, str, str]] = {}
    for number, at, post, text, agency in rows.values_list("pk", "at", "post", "post__text", "value")[:most]:
        found.setdefault(post, (number, at, text, agency))
    return list(found.values())


def _checked(about: Correction.About, value: str) -> str:
    if about in CHOICES:
        if value not in CHOICES[about]:
            raise Invalid("Pilih salah satu jawaban.", field="value")
    elif about == About.AGENCY:
        if not value.isdecimal() or not Agency.objects.filter(pk=value, is_active=True).exists():
            raise Invalid("Pilih perangkat daerahnya.", field="value")
    elif about == About.PLACE:
        value = code_of(value)
    return value


def _apply(post: Post, about: Correction.About, value: str) -> None:
    if about == About.TONE:
        post.tone = value
    elif about == About.LANGUAGE:
        post.language = value
    elif about == About.QUESTION:
        post.is_question = value == "yes"
    elif about == About.PLACE:
        post.place_code = value
        post.places.all().delete()
    post.save(update_fields=["tone", "language", "is_question", "place_code"])
