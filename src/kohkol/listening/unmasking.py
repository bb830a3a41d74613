"""A look at what is covered in a post: a deliberate act, for one post, with a reason, in the audit trail each time."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from kohkol.listening.models import Post, PostMedia
from kohkol.people.api import AuditEvent, Officer, record, require, subject_of
from kohkol.refusals import Invalid, NotNow

LOOK = "listening.post.seen_unmasked"
SECONDS_OF_PICTURES = 600  # a picture stays open that long after the look: it is loaded once, with the page
_PICTURES = "listening.pictures"


def look_unmasked(post: Post, reason: str, *, by: Officer, at: datetime) -> str:
    """Record the look and its reason; returns the text as it is kept. Raises `Invalid` without a reason."""
    require(by, "listening.see_unmasked")
    if not reason.strip():
        raise Invalid("Tulis untuk apa Anda perlu melihatnya.", field="reason")
    if post.erased_at:
        raise NotNow("Kiriman ini sudah dihapus atas permintaan.")
    with transaction.atomic():
        record(LOOK, by=by, about=post, at=at, data={"reason": reason.strip()[:300]})
    return post.text


def looks_at(post: Post) -> QuerySet[AuditEvent]:
    """Who looked at the post unmasked, newest first."""
    return AuditEvent.objects.filter(kind=LOOK, subject=subject_of(post)).select_related("actor").order_by("-id")


def picture_key(post: Post, by: Officer) -> str:
    """What opens the pictures of this post for this officer, for ten minutes; given with a look only."""
    return signing.dumps([post.pk, by.pk], salt=_PICTURES)


def opens_picture(key: str, media: PostMedia, by: Officer) -> bool:
    """Whether the key was given to this officer for the picture's post, less than ten minutes ago."""
    try:
        given = signing.loads(key, salt=_PICTURES, max_age=SECONDS_OF_PICTURES)
    except signing.BadSignature:
        return False
    return bool(given == [media.post_id, by.pk])
