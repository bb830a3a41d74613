"""Stops in a message what would expose somebody: personal data, names, handles, and pictures nobody has looked at."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from kohkol.facts.api import Draft, DraftCheck, Exposed, check_draft, exposed_in, let_through, office_words
from kohkol.people.api import AuditEvent, Officer, record, require, subject_of
from kohkol.publishing.models import Variant, VariantMedia

NOT_LOOKED_AT = (
    "Gambar {number} belum diperiksa: pastikan tidak ada warga atau anak yang dapat dikenali, lalu beri tanda."
)


@dataclass(frozen=True)
class Stop:
    """One reason why a message may not go out; `exposed` where words are the reason."""

    sentence: str
    exposed: Exposed | None = None


def texts_of(variant: Variant) -> list[str]:
    """Every text that goes out with the variant, and what a person typed of the words in its pictures."""
    texts = [variant.text]
    if variant.account.network == "site":
        texts.append(variant.message.title)
    for row in variant.media.all():
        texts += [row.alt_text, row.words]
    return texts


def draft_of(variant: Variant) -> Draft:
    """The variant as a permit to name officials is asked for it."""
    texts = texts_of(variant)
    page = reverse("publishing:message", args=[variant.message_id])
    exposed = exposed_in(texts, public=public_words(variant))
    return Draft(variant, texts, exposed, variant.message.title, page, writers_of(variant))


def stops_of(variant: Variant, draft: Draft | None = None) -> list[Stop]:
    """Why the variant may not go out as it is; permits that were agreed to are taken into account."""
    draft = draft or draft_of(variant)
    stops = [Stop(one.sentence, one) for one in let_through(variant, draft.texts, draft.exposed)]
    pictures = enumerate(variant.media.all(), 1)
    return stops + [Stop(NOT_LOOKED_AT.format(number=n)) for n, row in pictures if row.cleared_at is None]


def writers_of(variant: Variant) -> set[int]:
    """Who began the message, or ever saved this variant."""
    saved = AuditEvent.objects.filter(kind="publishing.variant.saved", subject=subject_of(variant))
    return {variant.message.written_by_id, *saved.exclude(actor=None).values_list("actor_id", flat=True)}


def check_of(variant: Variant, text: str) -> DraftCheck:
    """What the writer is told of this text."""
    return check_draft(text, public=public_words(variant))


def public_words(variant: Variant) -> str:
    """What may be quoted with its names and numbers: the signed sheets, and the office's own hotline."""
    words = [office_words()]
    for rest in variant.message.rests_on.select_related("version"):
        if rest.version is not None:
            words += [rest.version.question, rest.version.short_answer, rest.version.explanation]
    return " ".join(words)


def clear_picture(media: VariantMedia, *, is_clear: bool, by: Officer, at: datetime) -> None:
    """Record that a person looked at a picture and recognised no private person and no minor, or take that back."""
    require(by, "publishing.write")
    with transaction.atomic():
        rows = VariantMedia.objects.filter(pk=media.pk, cleared_at__isnull=is_clear)
        if rows.update(cleared_by=by if is_clear else None, cleared_at=at if is_clear else None):
            kind = "cleared" if is_clear else "clearance_withdrawn"
            record(f"publishing.picture.{kind}", by=by, about=media.variant, at=at, data={"sha256": media.sha256})
    media.refresh_from_db(fields=["cleared_by", "cleared_at"])
