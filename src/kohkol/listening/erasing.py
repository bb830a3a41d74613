"""Erases a post on a person's request from wherever it could stand; the dated receipt holds nothing of it.

Gone with the transaction: text, address, place, what was read in it, pictures, search row, what the story took from it.
Gone seconds later, when the listener has worked off the `Forgetting` row: the radar's memory, its snapshot, free places
in the database's files; the receipt then gets its second date. Copies that other people posted are their own posts and
stay.
"""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import F

from kohkol.listening.erased import erased_id
from kohkol.listening.models import ErasureReceipt, Forgetting, Placement, Post, PostMedia, Story, StoryVolume
from kohkol.listening.search import forget_post
from kohkol.listening.tallies import counted, recount
from kohkol.people.api import Officer, record, require
from kohkol.refusals import Invalid, NotNow


def erase_post(post: Post, *, by: Officer, at: datetime, requested_at: datetime, reason: str) -> ErasureReceipt:
    """Erase a post. Raises NotNow when it already is erased, Invalid without a reason or with a date in the future."""
    require(by, "listening.erase")
    if not reason.strip():
        raise Invalid("Tulis alasan penghapusan, tanpa nama pemohon.", field="reason")
    if requested_at > at:
        raise Invalid("Tanggal permintaan tidak boleh di masa depan.", field="requested_at")
    with transaction.atomic():
        kept = Post.objects.select_for_update().get(pk=post.pk)
        if kept.erased_at:
            raise NotNow("Kiriman ini sudah dihapus.", next_step="Tanda terimanya ada di halaman kiriman.")
        Forgetting.objects.create(post=kept, text=kept.text, made_at=at)
        _erase_pictures(kept)
        forget_post(kept.pk)
        recount(counted(kept), None)
        _take_out_of_story(kept)
        _empty(kept, at)
        receipt = ErasureReceipt.objects.create(
            number=f"H-{at:%Y%m%d}-{kept.pk:05}",
            post=kept,
            reason=reason.strip()[:300],
            requested_at=requested_at,
            erased_at=at,
            by=by,
        )
        record("listening.post.erased", by=by, about=kept, at=at, data={"receipt": receipt.number})
    post.refresh_from_db()
    return receipt


def _empty(post: Post, at: datetime) -> None:
    post.external_id = erased_id(post.external_id)
    post.text = post.url = post.place_code = post.language = ""
    post.tone = ""
    post.is_question = None
    post.erased_at = at
    post.save()
    post.places.all().delete()
    post.corrections.all().delete()


def _erase_pictures(post: Post) -> None:
    for media in PostMedia.objects.filter(post=post):
        storage, name = media.file.storage, media.file.name
        media.delete()
        if not PostMedia.objects.filter(file=name).exists():
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]


def _take_out_of_story(post: Post) -> None:
    """Take out of its story's counts, example, keywords and evidence what came from this post."""
    Placement.objects.filter(copy_of=post).update(copy_of=None)
    placement = Placement.objects.select_related("story__head").filter(post=post).first()
    if placement is None:
        return
    own, root = placement.story, placement.story.head or placement.story
    for story in {own.pk: own, root.pk: root}.values():
        _forget_in_story(story, root, post, was_copy=placement.copy_of_id is not None)
    if not post.is_official:
        hour = post.at.replace(minute=0, second=0, microsecond=0)
        StoryVolume.objects.filter(story=own, hour_at=hour, posts__gt=0).update(posts=F("posts") - 1)


def _forget_in_story(story: Story, root: Story, post: Post, *, was_copy: bool) -> None:
    if not post.is_official:
        story.size = max(0, story.size - 1)
        story.copies = max(0, story.copies - was_copy)
    if story.example_id == post.pk:
        story.example = None
    story.keywords = [word for word in story.keywords if not _only_here(word, root, post)]
    if story.campaign and story.campaign.get("post") == post.pk:
        story.campaign = {**story.campaign, "post": None}
    story.save(update_fields=["size", "copies", "example", "keywords", "campaign"])


def _only_here(word: str, root: Story, post: Post) -> bool:
    """Whether no other post of the story holds this keyword."""
    if not re.search(re.escape(word), post.text, re.IGNORECASE):
        return False
    others = Post.objects.filter(placement__story__in=[root.pk, *root.members.values_list("pk", flat=True)])
    return not others.exclude(pk=post.pk).filter(text__icontains=word).exists()
