"""Serves pictures and proofs to those who may see them; they are never reachable by their path."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kohkol.people.api import desk_page, officer_of
from kohkol.publishing.api import visible_messages
from kohkol.publishing.lists import visible_deliveries
from kohkol.publishing.models import VariantMedia

SHOWN = {"image/jpeg", "image/png", "image/webp"}


@require_safe
@desk_page("publishing.see")
def picture(request: HttpRequest, media_id: int) -> FileResponse:
    """A picture of a variant as it stands now."""
    rows = VariantMedia.objects.filter(variant__message__in=visible_messages(officer_of(request)))
    row = get_object_or_404(rows, pk=media_id)
    return _given(row.file.name or "", row.media_type, download="unduh" in request.GET)


@require_safe
@desk_page("publishing.see")
def sent_file(request: HttpRequest, delivery_id: int, number: int) -> FileResponse:
    """A picture exactly as it was approved, whatever became of the variant since."""
    found = get_object_or_404(visible_deliveries(officer_of(request)), pk=delivery_id)
    media = found.content["media"]
    if number >= len(media):
        raise Http404
    return _given(media[number]["file"], media[number]["type"], download="unduh" in request.GET)


@require_safe
@desk_page("publishing.see")
def proof(request: HttpRequest, delivery_id: int) -> FileResponse:
    """The screenshot that shows a post made by hand."""
    found = get_object_or_404(visible_deliveries(officer_of(request)), pk=delivery_id)
    if not found.proof:
        raise Http404
    name = found.proof.name or ""
    return _given(name, "image/png" if name.endswith(".png") else "image/jpeg", download=False)


def _given(name: str, media_type: str, *, download: bool) -> FileResponse:
    path = Path(settings.MEDIA_ROOT) / name
    if not name or not path.is_file():
        raise Http404
    kind = media_type if media_type in SHOWN else "application/octet-stream"
    answer = FileResponse(path.open("rb"), content_type=kind, as_attachment=download, filename=path.name)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
