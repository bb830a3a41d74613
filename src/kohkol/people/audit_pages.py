"""The screen of the audit trail: what was changed, by whom, and whether the chain holds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kohkol.people.chain import head, verify
from kohkol.people.models import Officer
from kohkol.people.roles import require
from kohkol.people.trail import TrailFilter, line_of, trail

ROWS = 50


def _auditor(request: HttpRequest) -> None:
    assert isinstance(request.user, Officer)
    require(request.user, "people.see_audit")


@login_required
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The trail, filtered by the address."""
    _auditor(request)
    wanted = TrailFilter(
        kind=request.GET.get("jenis", ""), subject=request.GET.get("tentang", ""), actor=request.GET.get("oleh", "")
    )
    page = Paginator(trail(wanted), ROWS).get_page(request.GET.get("halaman"))
    number, last = head()
    lines = [line_of(event) for event in page]
    values = {
        "page": page,
        "lines": lines,
        "wanted": wanted,
        "sealed": number,
        "last": last,
        "officers": Officer.objects.all(),
    }
    return render(request, "people/audit.html", values)


@login_required
@require_POST
def check_chain(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain now."""
    _auditor(request)
    findings = list(verify())
    if findings:
        places = ", ".join(str(finding.number) for finding in findings[:10])
        messages.error(request, _("Rantai jejak putus di mata rantai %(places)s.") % {"places": places})
    else:
        messages.success(request, _("Rantai jejak utuh."))
    return redirect("people:audit")
