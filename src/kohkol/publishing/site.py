"""The public site as a channel: a page becomes live by a local write, once per delivery key."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from kohkol.channels.contract import OutgoingVariant, Receipt
from kohkol.publishing.models import SitePage


class LocalPages:
    """Implements `channels.contract.LocalSite` over `SitePage` rows."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """Make the page live; the same key again changes nothing and gives the same receipt."""
        page, _ = SitePage.objects.get_or_create(
            key=UUID(key),
            defaults={
                "slug": slugify(variant.title)[:60] or "pesan",
                "title": variant.title,
                "text": variant.text,
                "language": variant.language,
                "link": variant.link,
                "pictures": _pictures(variant),
                "published_at": self._now(),
            },
        )
        return _receipt(page)

    def find(self, key: str) -> Receipt | None:
        """The receipt of an earlier `publish` with this key."""
        page = SitePage.objects.filter(key=UUID(key)).first()
        return _receipt(page) if page else None

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Replace the text and date the change; the address stays."""
        with transaction.atomic():
            page = SitePage.objects.select_for_update().get(pk=int(external_id))
            page.title, page.text, page.language = variant.title, variant.text, variant.language
            page.link, page.pictures, page.amended_at = variant.link, _pictures(variant), self._now()
            page.save()
        return _receipt(page)

    def retract(self, external_id: str) -> None:
        """Replace the page by a dated notice of withdrawal; done already is done."""
        SitePage.objects.filter(pk=int(external_id), withdrawn_at=None).update(withdrawn_at=self._now())


def _pictures(variant: OutgoingVariant) -> list[dict[str, str]]:
    """The pictures as plain values, each by its path in the media directory."""
    media = Path(settings.MEDIA_ROOT)
    return [
        {"file": one.path.relative_to(media).as_posix(), "type": one.media_type, "alt": one.alt}
        for one in variant.media
    ]


def _receipt(page: SitePage) -> Receipt:
    return Receipt(str(page.pk), settings.KOHKOL_URL + page.path, page.amended_at or page.published_at)
