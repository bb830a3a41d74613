"""What an agency's officer does on her phone: see, answer, correct, or say that it is not theirs."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kohkol.issues.actions.asking import OPEN, move
from kohkol.issues.actions.changing import needed
from kohkol.issues.evidence_files import CleanFile
from kohkol.issues.models import Evidence, FactRequest
from kohkol.issues.states import FACT_REQUEST, RequestState
from kohkol.people.api import Agency, Officer, record, require
from kohkol.refusals import Invalid, NotNow, NotPermitted

_LINK = re.compile(r"https?://[^\s<>\"']{4,590}")
MOST_FILES = 5


def _must_be_hers(fact_request: FactRequest, by: Officer) -> None:
    """Whoever is not asked learns nothing, not even that the request exists."""
    if fact_request.officer_id != by.pk:
        raise NotPermitted("")
    require(by, "issues.answer_request")


@transaction.atomic
def see_request(fact_request: FactRequest, *, by: Officer, at: datetime) -> None:
    """Note that she opened it; only the first time counts."""
    _must_be_hers(fact_request, by)
    opened = FactRequest.objects.filter(pk=fact_request.pk, state=RequestState.SENT)
    if opened.update(state=RequestState.SEEN, seen_at=at):
        fact_request.state, fact_request.seen_at = RequestState.SEEN, at
        record("issues.request.seen", by=by, about=fact_request, at=at)


@transaction.atomic
def answer_request(
    fact_request: FactRequest, *, text: str, files: Sequence[CleanFile] = (), by: Officer, at: datetime
) -> None:
    """Answer with text, links in the text, or files; a second time it corrects, and the first answer stays on record.

    The same answer sent twice (a phone that lost its connection) counts once. Raises `Invalid` when nothing was given,
    `NotNow` when a sheet was signed from the answer, or when the desk no longer asks.
    """
    _must_be_hers(fact_request, by)
    fact_request = FactRequest.objects.select_for_update().get(pk=fact_request.pk)
    text = text.strip()
    if not text and not files:
        raise Invalid("Tulis jawabannya, tempel tautan, atau lampirkan foto suratnya.", field="text")
    if len(files) > MOST_FILES:
        raise Invalid(_("Paling banyak %(most)d berkas dalam satu jawaban.") % {"most": MOST_FILES}, field="files")
    if fact_request.state == RequestState.ANSWERED and _is_same(fact_request, text, files):
        return
    _must_be_awaited(fact_request)
    is_correction = fact_request.answered_at is not None
    fact_request.evidence.filter(replaced_at=None).update(replaced_at=at)
    _keep_evidence(fact_request, text, files, by, at)
    move(
        fact_request,
        [*OPEN, RequestState.ANSWERED],
        state=RequestState.ANSWERED,
        answer=text,
        answered_at=fact_request.answered_at or at,
        seen_at=fact_request.seen_at or at,
    )
    kind = "corrected" if is_correction else "answered"
    record(f"issues.request.{kind}", by=by, about=fact_request, at=at, data={"files": len(files)})


def _must_be_awaited(fact_request: FactRequest) -> None:
    if fact_request.locked_at is not None:
        raise NotNow(
            "Lembar fakta dari jawaban ini sudah ditandatangani, jadi jawabannya tidak dapat diubah lagi.",
            next_step="Bila ada yang keliru, teleponlah meja komunikasi: lembarnya akan diperbaiki.",
        )
    if fact_request.state != RequestState.ANSWERED:
        FACT_REQUEST.check(fact_request.state, RequestState.ANSWERED)


def _is_same(fact_request: FactRequest, text: str, files: Sequence[CleanFile]) -> bool:
    kept = fact_request.evidence.filter(replaced_at=None, kind=Evidence.Kind.FILE)
    return fact_request.answer == text and {row.sha256 for row in kept} == {file.sha256 for file in files}


def _keep_evidence(fact_request: FactRequest, text: str, files: Sequence[CleanFile], by: Officer, at: datetime) -> None:
    if text:
        Evidence.objects.create(fact_request=fact_request, kind=Evidence.Kind.TEXT, text=text, by=by, at=at)
    for link in dict.fromkeys(found.rstrip(".,;)") for found in _LINK.findall(text)):
        Evidence.objects.create(fact_request=fact_request, kind=Evidence.Kind.LINK, url=link, by=by, at=at)
    for file in files:
        row = Evidence(
            fact_request=fact_request,
            kind=Evidence.Kind.FILE,
            sha256=file.sha256,
            media_type=file.media_type,
            by=by,
            at=at,
        )
        row.file.save(f"{file.sha256[:16]}{file.suffix}", ContentFile(file.content), save=False)
        row.save()


@transaction.atomic
def decline_request(
    fact_request: FactRequest, *, reason: str, suggested_agency: Agency | None, by: Officer, at: datetime
) -> None:
    """Not ours: back to the desk, with a reason and, if she knows, who answers instead."""
    _must_be_hers(fact_request, by)
    FACT_REQUEST.check(fact_request.state, RequestState.NOT_OURS)
    reason = needed(reason, "reason", "Tulis singkat mengapa ini bukan kewenangan Anda.")
    move(
        fact_request,
        OPEN,
        state=RequestState.NOT_OURS,
        reason=reason,
        suggested_agency=suggested_agency,
        ended_at=at,
        seen_at=fact_request.seen_at or at,
    )
    data = {"reason": reason, "agency": fact_request.agency.short_name}
    record("issues.request.not_ours", by=by, about=fact_request, at=at, data=data)


def mark_used(fact_request: FactRequest, *, at: datetime) -> None:
    """A sheet was begun from the answer: it no longer waits to become one."""
    FactRequest.objects.filter(pk=fact_request.pk, used_at=None).update(used_at=at)


def lock_answer(fact_request: FactRequest, *, at: datetime) -> None:
    """A sheet was signed from the answer: from now on only the sheet can be corrected."""
    mark_used(fact_request, at=at)
    FactRequest.objects.filter(pk=fact_request.pk, locked_at=None).update(locked_at=at)
