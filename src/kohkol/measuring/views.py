"""The screens of measuring: the morning brief, to read, print, download and copy."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from kohkol.measuring.actions import make_brief
from kohkol.measuring.brief_pdf import brief_pdf
from kohkol.measuring.brief_text import MOST_CHARACTERS, spoken_day
from kohkol.measuring.models import Brief
from kohkol.people.api import Officer, may, require


def _reader(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    require(request.user, "measuring.see")
    return request.user


@login_required
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The newest brief, or the way to the first."""
    officer = _reader(request)
    return _page(request, officer, Brief.objects.first())


@login_required
@require_GET
def brief(request: HttpRequest, number: int) -> HttpResponse:
    """A brief as it was given."""
    officer = _reader(request)
    return _page(request, officer, get_object_or_404(Brief, pk=number))


def _page(request: HttpRequest, officer: Officer, shown: Brief | None) -> HttpResponse:
    values = {
        "brief": shown,
        "spoken_day": spoken_day(shown.day.isoformat()) if shown else "",
        "may_make": may(officer, "measuring.make_brief"),
        "earlier": Brief.objects.all()[:14],
        "most": MOST_CHARACTERS,
    }
    return render(request, "measuring/brief.html", values)


@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the brief of now."""
    made = make_brief(by=_reader(request), at=timezone.now())
    return redirect("measuring:brief_of", made.pk)


@login_required
@require_GET
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The brief as one page of A4."""
    _reader(request)
    shown = get_object_or_404(Brief, pk=number)
    printed = date_format(timezone.localtime(shown.made_at), "j F Y H.i")
    body = brief_pdf(shown.content, printed=printed, practice=settings.KOHKOL_PRACTICE)
    name = f"ringkasan-pagi-{shown.day.isoformat()}.pdf"
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
