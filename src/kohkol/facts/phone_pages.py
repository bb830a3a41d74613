"""What a data owner sees on her phone: the sheets that await her signature, and nothing of anybody else's."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kohkol.facts.actions import sign_fact_sheet, take_back
from kohkol.facts.content import hash_version
from kohkol.facts.evidence_files import serve_evidence
from kohkol.facts.models import SheetEvidence, SheetVersion, SignatureLink
from kohkol.facts.shown import shown_of
from kohkol.facts.states import VersionState
from kohkol.people.api import Officer, count_try, hash_of, may, prove_page, too_often, who_holds
from kohkol.refusals import NotPermitted, Refused

MISSES_ALLOWED = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Her link: the sheet on a phone she proved, the code's form on any other, 404 on somebody else's."""
    version = _version_behind(request, secret)
    signer = version.signer
    if signer is None or not signer.is_active:
        raise Http404
    page = reverse("signing:one", args=[version.pk])
    officer = who_holds(request)
    if officer is None:
        return prove_page(request, signer, then=page)
    if officer.pk != signer.pk:
        raise Http404
    return redirect(page)


def _version_behind(request: HttpRequest, secret: str) -> SheetVersion:
    """The version of this link. Unknown, old or revoked links, and whoever guesses, get the same 404."""
    if too_often(request, "link", most=MISSES_ALLOWED):
        raise Http404
    link = (
        SignatureLink.objects.select_related("version__signer")
        .filter(secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if link is None:
        count_try(request, "link")
        raise Http404
    return link.version


def _must_be_known(request: HttpRequest) -> Officer:
    officer = who_holds(request)
    if officer is None or not may(officer, "facts.sign"):
        raise Http404
    return officer


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """ "Menunggu tanda tangan saya", and what she signed lately."""
    if who_holds(request) is None:
        return render(request, "facts/phone/unknown.html")
    officer = _must_be_known(request)
    rows = SheetVersion.objects.filter(signer=officer).select_related("sheet__agency")
    context = {
        "waiting": rows.filter(state=VersionState.AWAITING).order_by("asked_at"),
        "done": rows.exclude(signed_at=None).order_by("-signed_at")[:20],
    }
    return render(request, "facts/phone/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: exactly what will be public, the signature in two taps, or a reason why not yet."""
    officer = _must_be_known(request)
    rows = SheetVersion.objects.select_related("sheet__agency", "signer", "written_by")
    version = get_object_or_404(rows, pk=version_id, signer=officer)
    if request.method != "POST":
        return _page(request, version)
    try:
        _decide(request, version, officer)
    except NotPermitted:
        raise
    except Refused as refused:
        version = rows.get(pk=version_id)
        return _page(request, version, refused=refused, status=409)
    return redirect("signing:one", version.pk)


def _decide(request: HttpRequest, version: SheetVersion, officer: Officer) -> None:
    at = timezone.now()
    if "ubah" in request.POST:
        take_back(version, by=officer, at=at, reason=request.POST.get("reason", "")[:300])
    elif version.state != VersionState.SIGNED:  # the same tap twice signs once
        sign_fact_sheet(version, by=officer, at=at, seen_hash=request.POST.get("seen_hash", ""))


def _page(
    request: HttpRequest, version: SheetVersion, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    evidence = list(version.evidence.order_by("pk"))
    before = version.sheet.versions.filter(state=VersionState.SIGNED).exclude(pk=version.pk).first()
    context = {
        "sheet_version": version,
        "shown": shown_of(version, evidence, lambda row: reverse("signing:evidence", args=[row.pk])),
        "private": [row for row in evidence if not row.is_public],
        "before": before,
        "seen_hash": hash_version(version),
        "public_address": f"{settings.KOHKOL_URL}/f/{version.sheet.code}",
        "refusal": refused,
        "reason": request.POST.get("reason", ""),
        "other_waiting": SheetVersion.objects.filter(signer=version.signer, state=VersionState.AWAITING)
        .exclude(pk=version.pk)
        .count(),
    }
    return render(request, "facts/phone/sheet.html", context, status=status)


@never_cache
@require_GET
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A file of a version that was laid before her."""
    rows = SheetEvidence.objects.filter(version__signer=_must_be_known(request)).exclude(
        version__state=VersionState.DRAFT
    )
    return serve_evidence(get_object_or_404(rows, pk=evidence_id))
