"""Every change to fact sheets: an action checks the permission, writes and records, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kohkol.facts.content import SheetText, check_text, hash_version, text_of, values_of
from kohkol.facts.in_force import is_in_force, version_in_force
from kohkol.facts.known import forget_version, tell_version
from kohkol.facts.models import Sheet, SheetEvidence, SheetUse, SheetVersion, SignatureLink
from kohkol.facts.rows import uses_of_issues
from kohkol.facts.sheet_gate import stop_exposed
from kohkol.facts.states import SHEET_VERSION, VersionState
from kohkol.issues.api import (
    Evidence,
    FactRequest,
    Issue,
    IssueState,
    family_ids,
    live_issue,
    lock_answer,
    mark_answered,
    mark_unanswered,
    mark_used,
)
from kohkol.people.api import Agency, Officer, hash_of, may, new_link_secret, record, require, rule_value
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted

GONE = {IssueState.CLOSED, IssueState.MERGED}


@dataclass(frozen=True)
class EvidenceEntry:
    """A source as a person names it: a link, or words such as "Berita acara 12/2026"; files come from fact requests."""

    label: str
    url: str = ""
    is_public: bool = False
    from_evidence: Evidence | None = None


def open_sheet(
    text: SheetText,
    *,
    agency: Agency,
    by: Officer,
    at: datetime,
    issue: Issue | None = None,
    from_request: FactRequest | None = None,
) -> SheetVersion:
    """Begin a sheet with its first version as a draft."""
    require(by, "facts.write")
    check_text(text)
    with transaction.atomic():
        sheet = _new_sheet(agency=agency, issue=issue, by=by, at=at)
        version = _add_version(sheet, text, number=1, by=by, at=at, from_request=from_request)
        if from_request is not None:
            mark_used(from_request, at=at)
        record("facts.sheet.opened", by=by, about=sheet, at=at, data={"version": 1, "agency": agency.pk})
    return version


def _new_sheet(*, agency: Agency, issue: Issue | None, by: Officer, at: datetime) -> Sheet:
    prefix = f"LF-{at.year}-"
    for _attempt in range(5):
        last = Sheet.objects.filter(code__startswith=prefix).aggregate(last=Max("code"))["last"]
        code = f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"
        try:
            with transaction.atomic():
                return Sheet.objects.create(code=code, agency=agency, issue=issue, opened_by=by, opened_at=at)
        except IntegrityError:
            continue
    raise Conflict("Beberapa lembar fakta sedang dibuka bersamaan.", next_step="Coba lagi.")


def _add_version(
    sheet: Sheet, text: SheetText, *, number: int, by: Officer, at: datetime, from_request: FactRequest | None
) -> SheetVersion:
    values = {"valid_from": at} | values_of(text)
    return SheetVersion.objects.create(
        sheet=sheet, number=number, written_by=by, written_at=at, from_request=from_request, **values
    )


def save_version(
    version: SheetVersion,
    text: SheetText,
    evidence: Sequence[EvidenceEntry],
    *,
    by: Officer,
    at: datetime,
    revision: int,
) -> SheetVersion:
    """Store the words and sources of a draft. Raises `Conflict` when somebody saved since `revision` was read."""
    require(by, "facts.write")
    check_text(text)
    SHEET_VERSION.check(version.state, VersionState.AWAITING)
    with transaction.atomic():
        changed = SheetVersion.objects.filter(pk=version.pk, revision=revision, state=VersionState.DRAFT).update(
            revision=revision + 1, written_by=by, written_at=at, **values_of(text)
        )
        if not changed:
            version.refresh_from_db()
            raise Conflict(
                _("%(written_by)s menyimpan perubahan lebih dulu.") % {"written_by": version.written_by.name},
                next_step="Tulisan Anda masih ada di bawah; bandingkan lalu simpan lagi.",
            )
        version.evidence.all().delete()
        SheetEvidence.objects.bulk_create([_evidence_row(version, entry) for entry in evidence])
        record("facts.version.saved", by=by, about=version, at=at, data={"revision": revision + 1})
    version.refresh_from_db()
    return version


def _evidence_row(version: SheetVersion, entry: EvidenceEntry) -> SheetEvidence:
    source = entry.from_evidence
    if source is not None and source.kind == Evidence.Kind.FILE:
        kind, file, digest = SheetEvidence.Kind.FILE, source.file.name, source.sha256
    else:
        kind, file, digest = (SheetEvidence.Kind.LINK if entry.url else SheetEvidence.Kind.TEXT), "", ""
    return SheetEvidence(
        version=version,
        kind=kind,
        label=entry.label[:200],
        url=entry.url,
        file=file,
        sha256=digest,
        is_public=entry.is_public,
        from_evidence=source,
    )


def ask_signature(version: SheetVersion, *, signer: Officer, by: Officer, at: datetime) -> str:
    """Lay a draft before the data owner; returns the secret of her personal link, shown once.

    Raises `Invalid` when no source is named, when the words would expose somebody, or when the signer wrote them or
    belongs to another agency.
    """
    require(by, "facts.write")
    if not version.evidence.exists():
        raise Invalid("Sebutkan sedikitnya satu sumber sebelum meminta tanda tangan.", field="evidence")
    _check_signer(version, signer)
    stop_exposed(version)
    with transaction.atomic():
        _move(version, VersionState.AWAITING, signer=signer, asked_at=at)
        record("facts.version.signature_asked", by=by, about=version, at=at, data={"signer": signer.pk})
        return _make_link(version, at=at)


def _make_link(version: SheetVersion, *, at: datetime) -> str:
    secret = new_link_secret()
    version.links.filter(revoked_at=None).update(revoked_at=at)
    days = int(rule_value("fact_request.link_days", at))
    SignatureLink.objects.create(
        version=version, secret_hash=hash_of(secret), made_at=at, expires_at=at + timedelta(days=days)
    )
    return secret


def renew_signature_link(version: SheetVersion, *, by: Officer, at: datetime) -> str:
    """A new personal link for a version that waits; the old one stops working."""
    require(by, "facts.write")
    SHEET_VERSION.check(version.state, VersionState.SIGNED)
    with transaction.atomic():
        record("facts.version.link_renewed", by=by, about=version, at=at)
        return _make_link(version, at=at)


def _check_signer(version: SheetVersion, signer: Officer) -> None:
    if signer.agency_id != version.sheet.agency_id or not may(signer, "facts.sign"):
        raise Invalid(
            _("%(signer)s bukan penanggung jawab data di %(short_name)s.")
            % {"signer": signer.name, "short_name": version.sheet.agency.short_name},
            field="signer",
        )
    if signer.pk == version.written_by_id:
        raise Invalid("Penulis tidak menandatangani tulisannya sendiri.", field="signer")


def take_back(version: SheetVersion, *, by: Officer, at: datetime, reason: str) -> None:
    """Back to draft, by the desk or by the data owner who wants a change; the reason is kept."""
    if not (may(by, "facts.write") or by.pk == version.signer_id):
        require(by, "facts.write")
    if not reason.strip():
        raise Invalid("Tulis apa yang perlu diubah.", field="reason")
    with transaction.atomic():
        _move(version, VersionState.DRAFT)
        version.links.filter(revoked_at=None).update(revoked_at=at)
        record("facts.version.taken_back", by=by, about=version, at=at, data={"reason": reason})


def sign_fact_sheet(version: SheetVersion, *, by: Officer, at: datetime, seen_hash: str) -> SheetVersion:
    """Sign exactly what was shown: from now on this version is in force and the one before is superseded.

    Raises `NotPermitted` unless `by` is the asked data owner, `Conflict` when the words changed since she saw them.
    """
    require(by, "facts.sign")
    if by.pk != version.signer_id:
        raise NotPermitted("Tanda tangan ini diminta dari petugas lain.")
    _check_signer(version, by)
    stop_exposed(version)
    with transaction.atomic():
        _move(version, VersionState.SIGNED, signed_at=at, content_hash=seen_hash, superseding=True, at=at)
        if hash_version(version) != seen_hash:
            raise Conflict("Isi lembar berubah sejak Anda buka.", next_step="Muat ulang dan baca lagi.")
        if version.from_request is not None:
            lock_answer(version.from_request, at=at)
        tell_version(version, at=at)
        record("facts.sheet.signed", by=by, about=version, at=at, data={"hash": seen_hash, "version": version.number})
    return version


def _move(
    version: SheetVersion,
    state: VersionState,
    *,
    superseding: bool = False,
    at: datetime | None = None,
    **values: object,
) -> None:
    """Move by conditional update, so that of two people at once one is told."""
    SHEET_VERSION.check(version.state, state)
    if superseding:
        version.sheet.versions.filter(state=VersionState.SIGNED).update(
            state=VersionState.SUPERSEDED, ended_at=at, end_reason=f"Digantikan versi {version.number}"
        )
    if not SheetVersion.objects.filter(pk=version.pk, state=version.state).update(state=state, **values):
        raise Conflict("Orang lain mengubah lembar ini pada saat yang sama.", next_step="Muat ulang halaman.")
    version.refresh_from_db()


def correct_sheet(sheet: Sheet, *, by: Officer, at: datetime) -> SheetVersion:
    """Begin the next version as a draft that starts from the last one; what is in force stays until it is signed."""
    require(by, "facts.write")
    last = sheet.versions.order_by("-number").first()
    if last is None or last.state in {VersionState.DRAFT, VersionState.AWAITING}:
        raise Conflict("Versi berikutnya sudah dibuka.", next_step="Lanjutkan versi itu.")
    with transaction.atomic():
        text = SheetText(**(text_of(last).__dict__ | {"change_note": "", "valid_from": at}))
        if text.valid_until and text.valid_until <= at:
            text = SheetText(**(text.__dict__ | {"valid_until": None}))
        version = _add_version(sheet, text, number=last.number + 1, by=by, at=at, from_request=last.from_request)
        for row in last.evidence.all():
            row.pk, row.version = None, version
            row.save()
        record("facts.version.opened", by=by, about=version, at=at, data={"version": version.number})
    return version


def withdraw_version(version: SheetVersion, *, by: Officer, at: datetime, reason: str) -> None:
    """Take a version out of force, or give up a draft. A signed one stays readable, marked with the reason."""
    permission = "facts.write" if version.state != VersionState.SIGNED or may(by, "facts.write") else "facts.sign"
    require(by, permission)
    if permission == "facts.sign" and by.agency_id != version.sheet.agency_id:
        raise NotPermitted("Lembar ini milik perangkat daerah lain.")
    if not reason.strip():
        raise Invalid("Tulis alasan penarikan; alasan ini dibaca publik.", field="reason")
    was_in_force = version.state == VersionState.SIGNED
    with transaction.atomic():
        _move(version, VersionState.WITHDRAWN, ended_at=at, end_reason=reason)
        if was_in_force:
            forget_version(version, at=at)
        record("facts.version.withdrawn", by=by, about=version, at=at, data={"reason": reason})


@transaction.atomic
def use_sheet(sheet: Sheet, issue: Issue, *, by: Officer, at: datetime) -> SheetUse:
    """Let the version in force answer the issue, which counts as answered from now on.

    Raises `NotNow` when nothing of the sheet is in force or the issue has ended, `Conflict` when it is used already.
    """
    require(by, "issues.request_facts")
    if issue.state in GONE:
        raise NotNow("Isu ini sudah berakhir.", next_step="Buka kembali isu ini, atau kerjakan isu penggabungnya.")
    version = version_in_force(sheet)
    if version is None or not is_in_force(version, at):
        raise NotNow(
            _("Lembar %(code)s tidak berlaku lagi.") % {"code": sheet.code},
            next_step="Muat ulang halaman dan pilih lembar lain.",
        )
    try:
        with transaction.atomic():
            used = SheetUse.objects.create(version=version, issue=issue, by=by, used_at=at)
    except IntegrityError as problem:
        raise Conflict("Lembar ini sudah dipakai untuk isu ini.", next_step="Muat ulang halaman.") from problem
    used.answered_it = mark_answered(issue, at=at)
    used.save(update_fields=["answered_it"])
    record("facts.sheet.used", by=by, about=issue, at=at, data={"sheet": sheet.code, "version": version.number})
    return used


@transaction.atomic
def undo_use(used: SheetUse, *, reason: str, by: Officer, at: datetime, is_answered_otherwise: bool = False) -> None:
    """The sheet was not the answer: the issue is worked on again, unless it is answered by something else."""
    require(by, "issues.request_facts")
    reason = " ".join(reason.split())
    if not reason or len(reason) > 300:
        raise Invalid("Tulis alasannya, paling banyak 300 huruf.", field="reason")
    fields = {"undone_at": at, "undone_by": by, "undo_reason": reason}
    if not SheetUse.objects.filter(pk=used.pk, undone_at=None).update(**fields):
        raise NotNow("Pemakaian lembar ini sudah dibatalkan.", next_step="Muat ulang halaman.")
    data = {"sheet": used.version.sheet.code, "version": used.version.number, "reason": reason}
    record("facts.sheet.use_undone", by=by, about=used.issue, at=at, data=data)
    issue = live_issue(used.issue)
    if used.answered_it and not is_answered_otherwise and not uses_of_issues(family_ids(issue)):
        mark_unanswered(issue, at=at)
