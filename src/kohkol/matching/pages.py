"""The screens of what is known: paste any text and see what is answered already; say where the machine is wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohkol.engine.matching.corrections import ENOUGH
from kohkol.listening.api import Post, Story
from kohkol.matching.actions import Pair, judge, undo_judgement
from kohkol.matching.models import Judgement
from kohkol.matching.searching import answers_to, known_answers, same_from
from kohkol.people.api import desk_page, may, officer_of
from kohkol.refusals import Invalid

ON_ONE_PAGE = 30
FEWEST_LETTERS = 3


@require_http_methods(["GET", "POST"])
@desk_page("facts.see")
def search_page(request: HttpRequest) -> HttpResponse:
    """One box for anything that goes round; what is pasted is searched for and kept nowhere."""
    return _answers_page(request, request.POST.get("teks", "").strip())


def _answers_page(request: HttpRequest, text: str, refusal: Invalid | None = None) -> HttpResponse:
    officer, at = officer_of(request), timezone.now()
    context = {
        "text": text,
        "answers": known_answers(text, at=at) if len(text) >= FEWEST_LETTERS else [],
        "may_judge": may(officer, "matching.judge"),
        "refusal": refusal,
    }
    return render(request, "matching/search.html", context, status=422 if refusal else 200)


@require_POST
@desk_page("facts.see")
def part(request: HttpRequest) -> HttpResponse:
    """What is known of the words in a form, while they are written: `?isu=7` offers to use a sheet for that issue."""
    officer, at = officer_of(request), timezone.now()
    text = (request.POST.get("question") or request.POST.get("title") or "").strip()
    issue = request.GET.get("isu", "")
    context = {
        "answers": answers_to(text, at=at) if len(text) >= FEWEST_LETTERS else [],
        "use_for": int(issue) if issue.isdecimal() and may(officer, "issues.request_facts") else None,
        "may_judge": may(officer, "matching.judge"),
        "words": text[:300],
        "next": request.GET.get("kembali", ""),
    }
    return render(request, "matching/_answers.html", context)


@require_GET
@desk_page("facts.see")
def story_part(request: HttpRequest, story_id: int) -> HttpResponse:
    """What is known of a story: a part of its page, or a page of its own."""
    story = get_object_or_404(Story.objects.select_related("example"), pk=story_id)
    text = story.example.text if story.example else ""
    context = {
        "story": story,
        "answers": known_answers(text, at=timezone.now()),
        "may_judge": may(officer_of(request), "matching.judge"),
        "post": story.example,
        "next": request.headers.get("HX-Current-URL", ""),
    }
    is_part = bool(request.headers.get("HX-Request"))
    answer = render(request, "matching/_story.html" if is_part else "matching/story.html", context)
    answer["Vary"] = "HX-Request"
    return answer


@dataclass(frozen=True)
class Judged:
    """What a form says of a pair: the text by its post, as the desk's own words, or as it was pasted."""

    pair: Pair
    is_pasted: bool


def _judged(request: HttpRequest, at: datetime) -> Judged:
    post, words = None, request.POST.get("words", "").strip()
    if request.POST.get("post", "").isdecimal():
        post = get_object_or_404(Post, pk=int(request.POST["post"]), erased_at=None)
    pasted = request.POST.get("teks", "").strip()
    text = post.text if post else words or pasted
    code = request.POST.get("code", "").strip().upper()
    score = next((answer.finding.score for answer in known_answers(text, at=at) if answer.sheet.code == code), None)
    subject = request.POST.get("subject", "")[:60]
    pair = Pair(text, code, score=score, post=post, words="" if post else words, subject=subject)
    return Judged(pair, is_pasted=not post and not words)


@require_POST
@desk_page("matching.judge")
def judge_page(request: HttpRequest) -> HttpResponse:
    """ "This one", or "not the same"."""
    at = timezone.now()
    given = _judged(request, at)
    is_same = request.POST.get("jawab") == "sama"
    try:
        judge(given.pair, is_same=is_same, reason=request.POST.get("reason", ""), by=officer_of(request), at=at)
    except Invalid as refused:
        if given.is_pasted:
            return _answers_page(request, given.pair.text, refused)
        raise
    said = _("Dicatat: lembar %(code)s memang menjawabnya.") if is_same else _("Dicatat: lembar %(code)s soal lain.")
    messages.success(request, said % {"code": given.pair.code})
    return _answers_page(request, given.pair.text) if given.is_pasted else _back(request)


@require_GET
@desk_page("facts.see")
def corrections_page(request: HttpRequest) -> HttpResponse:
    """Every correction, newest first: who, when, why, and what they have moved."""
    at = timezone.now()
    rows = Judgement.objects.select_related("by", "undone_by", "post")
    counted = Judgement.objects.filter(undone_at=None).exclude(score=None).count()
    context: dict[str, Any] = {
        "page": Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("halaman")),
        "may_judge": may(officer_of(request), "matching.judge"),
        "counted": counted,
        "enough": ENOUGH,
        "limit": round(same_from(at) * 100),
    }
    return render(request, "matching/corrections.html", context)


@require_POST
@desk_page("matching.judge")
def undo_page(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """Take a correction back."""
    undo_judgement(get_object_or_404(Judgement, pk=judgement_id), by=officer_of(request), at=timezone.now())
    messages.success(request, _("Koreksi dibatalkan; mesin menilai lagi."))
    return redirect("matching:corrections")


def _back(request: HttpRequest) -> HttpResponse:
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if is_ours else "matching:corrections")
