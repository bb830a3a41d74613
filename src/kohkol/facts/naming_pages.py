"""Pages of naming officials in a draft: asking for a sheet, and the second person's word for any draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohkol.facts.models import NamePermit
from kohkol.facts.naming import ask_permit, decide_permit
from kohkol.facts.sheet_gate import draft_of
from kohkol.facts.write_pages import version_of
from kohkol.people.api import desk_page, officer_of
from kohkol.refusals import NotPermitted, Refused


@require_POST
@desk_page("facts.write")
def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask that the officials named in a sheet may stand."""
    version = version_of(officer_of(request), code, number)
    reason = request.POST.get("reason", "")
    try:
        ask_permit(draft_of(version), reason=reason, by=officer_of(request), at=timezone.now())
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, f"{refused.sentence} {refused.next_step}".strip())
    else:
        messages.success(request, _("Izin diminta. Orang kedua yang memutuskan."))
    return redirect("facts:sheet", code)


@require_POST
@desk_page("facts.name_officials")
def decide(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Agree or refuse; back to the draft."""
    permit = get_object_or_404(NamePermit, pk=permit_id)
    agrees = request.POST.get("jawab") == "ya"
    try:
        decide_permit(permit, agrees=agrees, by=officer_of(request), at=timezone.now())
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, f"{refused.sentence} {refused.next_step}".strip())
    else:
        messages.success(request, _("Diizinkan untuk naskah ini saja.") if agrees else _("Tidak diizinkan."))
    return redirect(permit.page)
