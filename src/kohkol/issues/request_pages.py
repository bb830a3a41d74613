"""The desk's pages of a fact request: ask, hand over the link, follow up; and the door to evidence files."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohkol.issues import actions
from kohkol.issues.agency_routing import suggest_by_decisions
from kohkol.issues.door import visible_issues, visible_requests
from kohkol.issues.forms import AskForm, ReasonForm, answering_officers
from kohkol.issues.hand_over import HandOver, hand_over
from kohkol.issues.models import Evidence, FactRequest, Issue
from kohkol.issues.states import Clock, Level
from kohkol.listening.api import Story
from kohkol.matching.api import answers_to
from kohkol.people.api import Agency, desk_page, make_code, may, officer_of
from kohkol.refusals import Conflict, Invalid, NotPermitted, Refused


@desk_page("issues.request_facts")
def ask_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """ "Who knows this?": the form, and after sending the link that is shown once."""
    officer, at = officer_of(request), timezone.now()
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    follows = _returned(request, issue)
    suggestions = suggest_by_decisions("\n".join(_words_of(issue)), list(Agency.objects.filter(is_active=True)))
    form = AskForm(request.POST or None, initial=_first_values(issue, follows, suggestions))
    form.look_up_while_writing(f"{reverse('matching:part')}?isu={issue.pk}&kembali={request.path}")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data["officer"]
            offered = [one.agency.short_name for one in suggestions]
            try:
                made, secret = actions.send_request(
                    issue,
                    agency=chosen.agency,
                    by=officer,
                    at=at,
                    follows=follows,
                    suggested=offered,
                    **form.cleaned_data,
                )
            except NotPermitted:
                raise
            except Refused as refused:
                status = 409 if isinstance(refused, Conflict) else 422
                field = refused.field if refused.field in form.fields else None
                form.add_error(field, f"{refused.sentence} {refused.next_step}")
            else:
                return _link_page(request, made, hand_over(made, secret))
    question = str(form["question"].value() or "")
    answers = answers_to(question, at=at) if question.strip() else []
    is_answered = any(answer.is_same for answer in answers)
    form.ask_why(is_answered=is_answered)
    context = {
        "issue": issue,
        "form": form,
        "answers": answers,
        "is_answered": is_answered,
        "use_for": issue.pk,
        "may_judge": may(officer, "matching.judge"),
        "words": question[:300],
        "next": request.path,
        "follows": follows,
        "suggestions": suggestions,
        "deadlines": {clock: actions.deadline(clock, at) for clock in Clock.values},
    }
    return render(request, "issues/ask.html", context, status=status)


def _returned(request: HttpRequest, issue: Issue) -> FactRequest | None:
    number = (request.POST or request.GET).get("lanjutan", "")
    return issue.fact_requests.filter(pk=number, state="not_ours").first() if number.isdecimal() else None


def _first_values(issue: Issue, follows: FactRequest | None, suggestions: list) -> dict[str, object]:  # type: ignore[type-arg]
    clock = Clock.WALL if issue.level == Level.CRISIS else Clock.BUSINESS
    agency = suggestions[0].agency if suggestions else None
    if follows is not None:
        agency = follows.suggested_agency or agency
    officer = answering_officers().filter(agency=agency).first() if agency else None
    question = follows.question if follows else issue.question
    return {"clock": clock, "question": question, "officer": officer.pk if officer else None}


def _words_of(issue: Issue) -> list[str]:
    stories = Story.objects.filter(issue_links__issue=issue).select_related("example").order_by("-size")[:5]
    said = [story.example.text for story in stories if story.example]
    return [issue.title, issue.question, *(" ".join(map(str, story.keywords)) for story in stories), *said]


def _link_page(request: HttpRequest, fact_request: FactRequest, given: HandOver) -> HttpResponse:
    """The only page on which the secret ever stands; not kept by the browser."""
    answer = render(request, "issues/link.html", {"fact_request": fact_request, "given": given})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@desk_page("issues.request_facts")
def renew_link(request: HttpRequest, request_id: int) -> HttpResponse:
    """A new link, shown once; the old ones stop working."""
    fact_request = _request_of_desk(request, request_id)
    secret = actions.renew_link(fact_request, by=officer_of(request), at=timezone.now())
    return _link_page(request, fact_request, hand_over(fact_request, secret))


@require_POST
@desk_page("issues.request_facts")
def tell_code(request: HttpRequest, request_id: int) -> HttpResponse:
    """A one-time code to tell the agency's officer by voice, shown once."""
    fact_request = _request_of_desk(request, request_id)
    code = make_code(fact_request.officer, by=officer_of(request), at=timezone.now())
    answer = render(request, "issues/code.html", {"fact_request": fact_request, "code": code})
    answer["Cache-Control"] = "no-store"
    return answer


@desk_page("issues.request_facts")
def withdraw_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask no longer, with a reason."""
    return _reason_page(
        request, request_id, actions.withdraw_request, _("Batalkan permintaan"), _("Permintaan dibatalkan.")
    )


@desk_page("issues.request_facts")
def ask_again_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say what is missing in the answer."""
    return _reason_page(
        request, request_id, actions.ask_again, _("Minta jawaban dilengkapi"), _("Permintaan dibuka lagi.")
    )


@require_POST
@desk_page("issues.request_facts")
def settle_returned(request: HttpRequest, request_id: int) -> HttpResponse:
    """Nobody else needs to be asked."""
    fact_request = _request_of_desk(request, request_id)
    actions.settle_not_ours(fact_request, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Permintaan yang dikembalikan sudah diselesaikan."))
    return redirect("desk:issue", fact_request.issue_id)


def _request_of_desk(request: HttpRequest, request_id: int) -> FactRequest:
    rows = visible_requests(officer_of(request)).select_related("issue", "agency", "officer")
    return get_object_or_404(rows, pk=request_id)


def _reason_page(request: HttpRequest, request_id: int, action, title: str, done: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    fact_request = _request_of_desk(request, request_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(fact_request, reason=form.cleaned_data["reason"], by=officer_of(request), at=timezone.now())
        except (Invalid, Conflict) as refused:
            form.add_error(None, f"{refused.sentence} {refused.next_step}")
        else:
            messages.success(request, done)
            return redirect("desk:issue", fact_request.issue_id)
    context = {"fact_request": fact_request, "form": form, "title": title}
    return render(request, "issues/reason.html", context, status=422 if form.errors else 200)


@desk_page("issues.see")
def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A photo or PDF that an agency gave, for the desk."""
    rows = Evidence.objects.filter(fact_request__in=visible_requests(officer_of(request)), kind=Evidence.Kind.FILE)
    return served(get_object_or_404(rows, pk=evidence_id))


def served(evidence: Evidence) -> HttpResponseBase:
    """The file, shown as what we wrote (pictures) or only to be saved (PDF), never run as a page of ours."""
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404 from problem
    answer = FileResponse(
        content,
        content_type=evidence.media_type,
        as_attachment=evidence.media_type != "image/jpeg",
        filename=f"bukti-{evidence.pk}{'.pdf' if evidence.media_type == 'application/pdf' else '.jpg'}",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
