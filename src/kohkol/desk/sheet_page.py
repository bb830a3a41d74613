"""What rests on a fact sheet: the messages that a correction would touch. Facts may not know them, the desk may."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kohkol.facts.api import SheetUse, visible_sheets
from kohkol.people.api import desk_page, officer_of
from kohkol.publishing.api import Delivery, messages_resting_on_sheet, visible_messages


@require_GET
@desk_page("publishing.see")
def resting_page(request: HttpRequest, code: str) -> HttpResponse:
    """The messages on any version of a sheet with their states: a part of the sheet's page, or a page of its own."""
    officer = officer_of(request)
    sheet = get_object_or_404(visible_sheets(officer), code=code)
    deliveries = Delivery.objects.exclude(state="cancelled").select_related("account")
    rows = visible_messages(officer).filter(pk__in=messages_resting_on_sheet(sheet.pk).values("pk"))
    messages = rows.prefetch_related("rests_on__version", Prefetch("variants__deliveries", queryset=deliveries))
    template = "desk/sheet/_resting.html" if request.headers.get("HX-Request") else "desk/sheet/resting.html"
    uses = SheetUse.objects.filter(version__sheet=sheet, undone_at=None).select_related("issue")
    answer = render(request, template, {"sheet": sheet, "messages_here": messages, "uses": uses})
    answer["Vary"] = "HX-Request"
    return answer
