"""Screens of the sources: how each is doing, adding one after a first look, pausing and resuming."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kohkol.channels.contract import Page
from kohkol.channels.errors import ChannelError
from kohkol.listening import actions
from kohkol.listening.door import officer_of, permitted
from kohkol.listening.forms import SourceForm
from kohkol.listening.health import posts_waiting_for_radar, source_health
from kohkol.listening.models import Source
from kohkol.listening.reading_sources import first_look
from kohkol.people.api import may
from kohkol.refusals import Invalid, Refused


@permitted("listening.see")
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its health, what needs a person first."""
    now = timezone.now()
    found = source_health(now)
    context = {
        "sources": found,
        "troubled": sum(one.needs_a_person for one in found),
        "waiting": posts_waiting_for_radar(now),
        "may_manage": may(officer_of(request), "listening.manage_sources"),
        "may_hear": may(officer_of(request), "listening.hear"),
    }
    return render(request, "listening/sources.html", context)


@permitted("listening.manage_sources")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a source: a first look shows what it would bring, then it is kept."""
    form = SourceForm(request.POST or None)
    look: Page | None = None
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if "periksa" not in request.POST:
            kind = form.cleaned_data["kind"]
            seconds = int(actions.default_interval(kind).total_seconds())
            source = actions.add_source(
                form.cleaned_data | {"interval_seconds": seconds}, by=officer_of(request), at=now
            )
            messages.success(request, _("%(name)s mulai didengar.") % {"name": source.name})
            return redirect("listening:sources")
        try:
            look = first_look(form.save(commit=False), now)
        except ChannelError as problem:
            refusal = Invalid(str(problem))
        except Refused as problem:
            refusal = problem
    return render(request, "listening/source_add.html", {"form": form, "look": look, "refusal": refusal})


@permitted("listening.manage_sources")
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Pause, resume or read a source now."""
    source = get_object_or_404(Source, pk=number)
    steps = {"jeda": actions.pause_source, "aktifkan": actions.resume_source, "baca": actions.read_source_now}
    step = steps.get(request.POST.get("langkah", ""))
    if step is None:
        return HttpResponse(status=400)
    step(source, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Tersimpan."))
    return redirect("listening:sources")
