"""Hands out a file of a sheet's evidence: shown as what we wrote (pictures) or only to be saved (PDF)."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpResponseBase

from kohkol.facts.models import SheetEvidence

PICTURE_TYPES = {".jpg": "image/jpeg"}


def serve_evidence(row: SheetEvidence, *, cache: str = "private, no-store") -> HttpResponseBase:
    """The file. Whether the reader may see the row is for the caller to check."""
    if row.kind != SheetEvidence.Kind.FILE:
        raise Http404
    suffix = PurePath(row.file.name or "").suffix.lower()
    try:
        content = row.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404 from problem
    kind = PICTURE_TYPES.get(suffix)
    answer = FileResponse(
        content,
        content_type=kind or "application/pdf",
        as_attachment=kind is None,
        filename=f"bukti-{row.pk}{suffix}",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = cache
    return answer
