"""The desk asks an agency for facts: send, withdraw, renew the link, ask again, remind, escalate."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from kohkol.engine.text.normalise import words
from kohkol.issues.actions.changing import needed
from kohkol.issues.actions.issue import NO_REASON, must_be_live
from kohkol.issues.models import FactRequest, Issue, RequestLink
from kohkol.issues.states import FACT_REQUEST, Clock, IssueState, RequestState
from kohkol.matching.api import KnownAnswer, answers_to
from kohkol.people.api import (
    Agency,
    Officer,
    due_at,
    hash_of,
    may,
    new_link_secret,
    record,
    require,
    rule_value,
)
from kohkol.refusals import Conflict, Invalid, NotNow

OPEN = [RequestState.SENT, RequestState.SEEN]


def question_key(question: str) -> str:
    """The same for questions with the same words, however they are typed."""
    return hashlib.sha256(" ".join(words(question)).encode()).hexdigest()


def deadline(clock: str, at: datetime) -> datetime:
    """When a request sent now on that clock has to be answered."""
    crisis = clock == Clock.WALL
    seconds = rule_value("fact_request.crisis_seconds" if crisis else "fact_request.routine_seconds", at)
    return due_at(at, float(seconds), business=not crisis)


class AlreadyAnswered(NotNow):
    """A sheet in force answers the question; `answer` is that sheet, with the reasons."""

    def __init__(self, answer: KnownAnswer) -> None:
        super().__init__(
            f"Pertanyaan ini sudah dijawab lembar {answer.sheet.code}: “{answer.sheet.question}”",
            next_step="Pakai lembar itu, atau tulis mengapa tetap perlu ditanyakan.",
            field="despite",
        )
        self.answer = answer


def known_answer_to(question: str, *, at: datetime) -> KnownAnswer | None:
    """The sheet in force that answers the question; one that only may answer it does not count."""
    return next((answer for answer in answers_to(question, at=at) if answer.is_same), None)


def send_request(
    issue: Issue,
    *,
    agency: Agency,
    officer: Officer,
    question: str,
    clock: str,
    by: Officer,
    at: datetime,
    follows: FactRequest | None = None,
    despite: str = "",
    suggested: Sequence[str] = (),
) -> tuple[FactRequest, str]:
    """Ask an agency's officer; returns the request and the secret of her link, which is kept nowhere.

    `follows` is a request that was not that agency's: it counts as dealt with. `suggested` are the agencies that the
    machine offered, best first: the trail shows whether a person chose otherwise. Raises `AlreadyAnswered` when a sheet
    in force answers the question and `despite` does not say why it is asked all the same, `Conflict` when this agency
    has the same question before it already.
    """
    require(by, "issues.request_facts")
    must_be_live(issue)
    question = needed(question, "question", "Tulis pertanyaannya dalam satu atau dua kalimat.", most=1000)
    if clock not in Clock.values:
        raise Invalid("Pilih jenis tenggat.", field="clock")
    if officer.agency_id != agency.pk or not may(officer, "issues.answer_request"):
        raise Invalid(
            _("%(officer)s bukan penanggung jawab data %(short_name)s.")
            % {"officer": officer.name, "short_name": agency.short_name},
            field="officer",
        )
    despite = needed(despite, "despite", NO_REASON) if despite.strip() else ""
    known = known_answer_to(question, at=at)
    if known is not None and not despite:
        raise AlreadyAnswered(known)
    answered = {"known_code": known.sheet.code, "despite": despite} if known else {}
    fields = {"question": question, "clock": clock, "follows": follows, **answered}
    return _send(issue, officer, fields, list(suggested), by=by, at=at)


@transaction.atomic
def _send(
    issue: Issue, officer: Officer, fields: dict[str, Any], suggested: list[str], *, by: Officer, at: datetime
) -> tuple[FactRequest, str]:
    agency, clock, follows = officer.agency, fields["clock"], fields["follows"]
    assert agency is not None
    key = question_key(fields["question"])
    try:
        with transaction.atomic():
            made = FactRequest.objects.create(
                issue=issue, agency=agency, officer=officer, question_key=key,
                sent_by=by, sent_at=at, due_at=deadline(clock, at), **fields,
            )  # fmt: skip
    except IntegrityError as problem:
        raise _asked_already(agency, key) from problem
    secret = _new_link(made, at)
    if follows is not None:
        FactRequest.objects.filter(pk=follows.pk, settled_at=None).update(settled_at=at)
    Issue.objects.filter(pk=issue.pk, state=IssueState.OPEN).update(state=IssueState.WORKING)
    data: dict[str, object] = {"agency": agency.short_name, "clock": clock, "due_at": made.due_at.isoformat()}
    data |= {"suggested": suggested} if suggested else {}
    if made.known_code:
        data |= {"known": made.known_code, "despite": made.despite}
    record("issues.request.sent", by=by, about=made, at=at, data=data)
    return made, secret


def _asked_already(agency: Agency, key: str) -> Conflict:
    found = FactRequest.objects.filter(agency=agency, question_key=key, state__in=OPEN).select_related("issue").first()
    where = f" pada isu “{found.issue.title}”" if found else ""
    return Conflict(
        _("Pertanyaan yang sama sudah dikirim kepada %(short_name)s%(where)s dan belum dijawab.")
        % {"short_name": agency.short_name, "where": where},
        next_step="Tunggu jawabannya, buat tautan baru dari permintaan itu, atau ubah pertanyaannya.",
    )


def _new_link(fact_request: FactRequest, at: datetime) -> str:
    secret = new_link_secret()
    days = int(rule_value("fact_request.link_days", at))
    RequestLink.objects.create(
        fact_request=fact_request, secret_hash=hash_of(secret), made_at=at, expires_at=at + timedelta(days=days)
    )
    return secret


@transaction.atomic
def renew_link(fact_request: FactRequest, *, by: Officer, at: datetime) -> str:
    """A new personal link; the old ones stop working. Returns its secret."""
    require(by, "issues.request_facts")
    if fact_request.state in {RequestState.WITHDRAWN, RequestState.NOT_OURS}:
        raise NotNow("Permintaan ini sudah berakhir.", next_step="Kirim permintaan baru.")
    fact_request.links.filter(revoked_at=None).update(revoked_at=at)
    record("issues.request.link_renewed", by=by, about=fact_request, at=at)
    return _new_link(fact_request, at)


@transaction.atomic
def withdraw_request(fact_request: FactRequest, *, reason: str, by: Officer, at: datetime) -> None:
    """Ask no longer. The officer's link stops working; she loses nothing that she gave."""
    require(by, "issues.request_facts")
    FACT_REQUEST.check(fact_request.state, RequestState.WITHDRAWN)
    reason = needed(reason, "reason", NO_REASON)
    move(fact_request, OPEN, state=RequestState.WITHDRAWN, reason=reason, ended_at=at)
    fact_request.links.filter(revoked_at=None).update(revoked_at=at)
    record("issues.request.withdrawn", by=by, about=fact_request, at=at, data={"reason": reason})


@transaction.atomic
def ask_again(fact_request: FactRequest, *, reason: str, by: Officer, at: datetime) -> None:
    """Say what is still missing in an answer: the request is open again, with a new deadline, the answer stays."""
    require(by, "issues.request_facts")
    FACT_REQUEST.check(fact_request.state, RequestState.SEEN)
    if fact_request.locked_at is not None:
        raise NotNow("Lembar fakta dari jawaban ini sudah ditandatangani.", next_step="Kirim permintaan baru.")
    reason = needed(reason, "reason", "Tulis apa yang masih kurang.")
    due = deadline(fact_request.clock, at)
    try:
        with transaction.atomic():
            fields = {"state": RequestState.SEEN, "reason": reason, "due_at": due, "escalated_at": None}
            move(fact_request, [RequestState.ANSWERED], reminded_at=None, **fields)
    except IntegrityError as problem:
        raise _asked_already(fact_request.agency, fact_request.question_key) from problem
    record("issues.request.asked_again", by=by, about=fact_request, at=at, data={"reason": reason})


@transaction.atomic
def settle_not_ours(fact_request: FactRequest, *, by: Officer, at: datetime) -> None:
    """The desk looked at a "not ours" and needs nobody else to answer it."""
    require(by, "issues.request_facts")
    if fact_request.state != RequestState.NOT_OURS:
        raise NotNow("Permintaan ini tidak dikembalikan.")
    if FactRequest.objects.filter(pk=fact_request.pk, settled_at=None).update(settled_at=at):
        record("issues.request.settled", by=by, about=fact_request, at=at)


def move(fact_request: FactRequest, states: list[RequestState], **fields: object) -> None:
    """Write the fields if the request is still in one of the states. Raises `Conflict` when it is not."""
    if not FactRequest.objects.filter(pk=fact_request.pk, state__in=states).update(**fields):
        now = FACT_REQUEST.label(FactRequest.objects.values_list("state", flat=True).get(pk=fact_request.pk))
        raise Conflict(
            _("Permintaan ini sekarang berstatus “%(now)s”.") % {"now": now}, next_step="Muat ulang halaman."
        )
    for name, value in fields.items():
        setattr(fact_request, name, value)


def remind_due(at: datetime) -> list[FactRequest]:
    """Mark the requests whose deadline is near and who were not reminded yet; each is returned to one caller only."""
    lead = timedelta(seconds=float(rule_value("fact_request.remind_before_seconds", at)))
    rows = FactRequest.objects.filter(state__in=OPEN, reminded_at=None, due_at__gt=at, due_at__lte=at + lead)
    # A request whose whole time is shorter than the lead is reminded when half of it has passed.
    near = [row for row in rows if at - row.sent_at >= (row.due_at - row.sent_at) / 2]
    return [row for row in near if _mark(row, "reminded", at)]


def escalate_due(at: datetime) -> list[FactRequest]:
    """Mark the requests whose deadline has passed; each is returned to one caller only, whoever runs this."""
    rows = FactRequest.objects.filter(state__in=OPEN, escalated_at=None, due_at__lte=at)
    return [row for row in rows if _mark(row, "escalated", at)]


def _mark(row: FactRequest, what: str, at: datetime) -> bool:
    with transaction.atomic():
        still = models.Q(pk=row.pk, state__in=OPEN) & models.Q(**{f"{what}_at": None})
        if not FactRequest.objects.filter(still).update(**{f"{what}_at": at}):
            return False
        record(f"issues.request.{what}", by=None, about=row, at=at)
    setattr(row, f"{what}_at", at)
    return True
