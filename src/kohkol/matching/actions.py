"""Every change to what is known: sheets told by facts, corrections by people."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kohkol.engine.matching.corrections import fingerprint
from kohkol.listening.api import Post
from kohkol.matching.index import answer_text, digest_of
from kohkol.matching.models import IndexStamp, Judgement, KnownSheet, Lookup
from kohkol.people.api import Officer, record, require
from kohkol.refusals import Conflict, Invalid, NotNow

LONGEST_REASON = 300


@dataclass(frozen=True)
class Told:
    """What facts tells of the version of a sheet that is in force from now on."""

    code: str
    number: int
    question: str
    short_answer: str
    explanation: str
    agency: str
    valid_from: datetime
    valid_until: datetime | None


def tell_sheet(told: Told, *, at: datetime) -> None:
    """Offer this version from now on, instead of any before it. Runs in the transaction that signs it."""
    sheet = KnownSheet(**told.__dict__, is_offered=True)
    sheet.digest = digest_of(sheet.question, answer_text(sheet))
    values = {**told.__dict__, "is_offered": True, "digest": sheet.digest}
    KnownSheet.objects.update_or_create(code=told.code, defaults=values)
    _stamp(at, sheets=True)


def forget_sheet(code: str, *, at: datetime) -> None:
    """Never offer the sheet again. Runs in the transaction that withdraws it."""
    if KnownSheet.objects.filter(code=code, is_offered=True).update(is_offered=False):
        _stamp(at, sheets=True)


def _stamp(at: datetime, *, sheets: bool) -> None:
    """Tell every process that its index is old."""
    token = secrets.token_hex(8)
    values = {"token": token, "changed_at": at} | ({"sheets_token": token} if sheets else {})
    if not IndexStamp.objects.update(changes=F("changes") + 1, **values):
        IndexStamp.objects.create(changes=1, **({"sheets_token": token} | values))


@dataclass(frozen=True)
class Pair:
    """What a person looked at: a text beside a sheet. Of the text only `post` or the desk's own `words` are kept.

    `subject` is the issue or story for which it was looked at, as the trail names it; it is looked up again.
    """

    text: str
    code: str
    score: float | None = None
    post: Post | None = None
    words: str = ""
    subject: str = ""


def judge(pair: Pair, *, is_same: bool, reason: str = "", by: Officer, at: datetime) -> Judgement:
    """Say that a text and a sheet are the same, or not: it decides for this pair from now on, also for its copies.

    An earlier judgement of the pair is undone by it. Raises `Invalid` for a sheet that nobody knows.
    """
    require(by, "matching.judge")
    if not KnownSheet.objects.filter(code=pair.code).exists():
        raise Invalid(
            _("Tidak ada lembar %(code)s yang berlaku.") % {"code": pair.code},
            next_step="Periksa kodenya.",
            field="code",
        )
    if not pair.text.strip():
        raise Invalid("Tidak ada teks yang dinilai.", field="text")
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            _("Terlalu panjang: %(reason)s huruf, paling banyak %(longest_reason)s.")
            % {"reason": len(reason), "longest_reason": LONGEST_REASON},
            field="reason",
        )
    mark = fingerprint(pair.text)
    with transaction.atomic():
        before = Judgement.objects.filter(fingerprint=mark, code=pair.code, undone_at=None)
        before.update(undone_at=at, undone_by=by)
        try:
            with transaction.atomic():
                made = Judgement.objects.create(
                    fingerprint=mark, code=pair.code, is_same=is_same, score=pair.score, post=pair.post,
                    words=pair.words[:300], reason=reason, by=by, at=at,
                )  # fmt: skip
        except IntegrityError as problem:
            raise Conflict("Rekan Anda baru saja menilai pasangan ini.", next_step="Muat ulang halaman.") from problem
        _shift(pair.code, at, subject=pair.subject)
        data = {"sheet": pair.code, "same": is_same, "score": pair.score, "reason": reason}
        record("matching.pair.judged", by=by, about=made, at=at, data=data)
    return made


def undo_judgement(judgement: Judgement, *, by: Officer, at: datetime) -> None:
    """Let the machine decide again for this pair."""
    require(by, "matching.judge")
    with transaction.atomic():
        if not Judgement.objects.filter(pk=judgement.pk, undone_at=None).update(undone_at=at, undone_by=by):
            raise NotNow("Koreksi ini sudah dibatalkan.", next_step="Muat ulang halaman.")
        _shift(judgement.code, at)
        record("matching.pair.undone", by=by, about=judgement, at=at, data={"sheet": judgement.code})


def _shift(code: str, at: datetime, *, subject: str = "") -> None:
    """Every index takes the correction in, and what was found with this sheet is looked up again."""
    _stamp(at, sheets=False)
    Lookup.objects.filter(Q(codes__contains=f" {code} ") | Q(subject=subject)).update(token="")
