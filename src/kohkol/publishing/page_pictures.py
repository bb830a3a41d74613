"""Hands out a picture of a public page as it was approved: drawn by us, shown as a picture and as nothing else."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

from kohkol.publishing.models import SitePage

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def page_picture(page: SitePage, number: int) -> FileResponse:
    """The picture of this place on the page. Whether the page may be read is for the caller to check."""
    kept = page.pictures[number] if number < len(page.pictures) else {}
    path = Path(settings.MEDIA_ROOT) / kept.get("file", "")
    if kept.get("type") not in SUFFIXES or not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"), content_type=kept["type"], filename=f"pesan-{page.pk}-{number}{SUFFIXES[kept['type']]}"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "public, max-age=300"
    return answer
