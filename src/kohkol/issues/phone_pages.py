"""What an agency's officer sees on her phone: her requests, one at a time, and nothing of anybody else's."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kohkol.issues.actions import answer_request, decline_request, see_request
from kohkol.issues.evidence_files import CleanFile, read_upload
from kohkol.issues.forms import AnswerForm, DeclineForm
from kohkol.issues.models import Evidence, FactRequest, RequestLink
from kohkol.issues.request_pages import served
from kohkol.issues.states import RequestState
from kohkol.people.api import Agency, Officer, count_try, hash_of, may, prove_page, too_often, who_holds
from kohkol.refusals import Invalid, NotPermitted, Refused

MISSES_ALLOWED = 30
OPEN = [RequestState.SENT, RequestState.SEEN]


def _request_behind(request: HttpRequest, secret: str) -> FactRequest:
    """The request of this link. Unknown, old or revoked links, and whoever guesses, get the same 404."""
    if too_often(request, "link", most=MISSES_ALLOWED):
        raise Http404
    link = (
        RequestLink.objects.select_related("fact_request__agency", "fact_request__officer")
        .filter(secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=timezone.now())
        .filter(fact_request__officer__is_active=True)
        .first()
    )
    if link is None:
        count_try(request, "link")
        raise Http404
    return link.fact_request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Her link: the question on a phone she proved, the code's form on any other, 404 on somebody else's."""
    fact_request = _request_behind(request, secret)
    page = reverse("answers:one", args=[fact_request.pk])
    officer = who_holds(request)
    if officer is None:
        return prove_page(request, fact_request.officer, then=page)
    if officer.pk != fact_request.officer_id or not may(officer, "issues.answer_request"):
        raise Http404
    return redirect(page)


def _must_be_known(request: HttpRequest) -> Officer:
    officer = who_holds(request)
    if officer is None or not may(officer, "issues.answer_request"):
        raise Http404
    return officer


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """ "Permintaan untuk saya": what awaits her answer, and what she answered lately."""
    officer = who_holds(request)
    if officer is None:
        return render(request, "issues/phone/unknown.html")
    officer = _must_be_known(request)
    rows = FactRequest.objects.filter(officer=officer).select_related("agency")
    context = {
        "officer": officer,
        "waiting": rows.filter(state__in=OPEN).order_by("due_at"),
        "done": rows.exclude(state__in=OPEN).order_by("-sent_at")[:20],
    }
    return render(request, "issues/phone/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: the question, and the answer in one form."""
    officer = _must_be_known(request)
    rows = FactRequest.objects.select_related("agency", "officer", "suggested_agency")
    fact_request = get_object_or_404(rows, pk=request_id, officer=officer)
    at = timezone.now()
    if request.method != "POST":
        see_request(fact_request, by=officer, at=at)
        return _page(request, fact_request)
    try:
        _take(request, fact_request, officer)
    except NotPermitted:
        raise
    except Refused as refused:
        fact_request.refresh_from_db()
        return _page(request, fact_request, refused=refused, status=422)
    return redirect("answers:one", fact_request.pk)


def _take(request: HttpRequest, fact_request: FactRequest, officer: Officer) -> None:
    at = timezone.now()
    if "bukan" in request.POST:
        form = DeclineForm(request.POST)
        if not form.is_valid():
            raise Invalid(_("Pilih perangkat daerah dari daftar, atau kosongkan."), field="reason")
        values = form.cleaned_data
        decline_request(fact_request, reason=values["reason"], suggested_agency=values["agency"], by=officer, at=at)
        return
    answer = AnswerForm(request.POST)
    if not answer.is_valid():
        raise Invalid(_("Jawaban paling panjang 8.000 huruf."), field="text")
    answer_request(fact_request, text=answer.cleaned_data["text"], files=_files(request), by=officer, at=at)


def _files(request: HttpRequest) -> list[CleanFile]:
    return [read_upload(upload, upload.size or 0) for upload in request.FILES.getlist("files")[:10]]


def _page(
    request: HttpRequest, fact_request: FactRequest, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "fact_request": fact_request,
        "evidence": fact_request.evidence.filter(replaced_at=None),
        "refusal": refused,
        "typed": request.POST,
        "declining": "bukan" in request.POST,
        "agencies": Agency.objects.filter(is_active=True).exclude(pk=fact_request.agency_id),
        "other_waiting": FactRequest.objects.filter(officer=fact_request.officer, state__in=OPEN)
        .exclude(pk=fact_request.pk)
        .count(),
    }
    return render(request, "issues/phone/request.html", context, status=status)


@never_cache
@require_GET
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A file she gave herself."""
    rows = Evidence.objects.filter(fact_request__officer=_must_be_known(request), kind=Evidence.Kind.FILE)
    return served(get_object_or_404(rows, pk=evidence_id))
