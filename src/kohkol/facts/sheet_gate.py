"""What stops a sheet before it is signed: personal data, and names that no second person has let through."""

from django.urls import reverse

from kohkol.facts.draft_check import Exposed, exposed_in, office_words
from kohkol.facts.models import SheetVersion
from kohkol.facts.naming import SHEET_KINDS, Draft, let_through, texts_of
from kohkol.refusals import Invalid


def draft_of(version: SheetVersion) -> Draft:
    """The version as a permit is asked for it."""
    texts = texts_of(version)
    page = reverse("facts:sheet", args=[version.sheet.code])
    exposed = exposed_in(texts, public=office_words())
    return Draft(version, texts, exposed, version.question, page, [version.written_by_id], SHEET_KINDS)


def stopping(draft: Draft) -> list[Exposed]:
    """What still may not be signed."""
    return let_through(draft.row, draft.texts, draft.exposed)


def stop_exposed(version: SheetVersion) -> None:
    """Raise `Invalid` with every stretch that may not go out."""
    found = stopping(draft_of(version))
    if found:
        raise Invalid(
            " ".join(one.sentence for one in found),
            next_step="Perbaiki lembarnya. Nama pejabat atau nomor layanan boleh bila orang kedua mengizinkan.",
        )
