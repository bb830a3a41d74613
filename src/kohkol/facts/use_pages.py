"""One click takes a sheet that is there as the answer to an issue; a second page takes that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohkol.facts.actions import use_sheet
from kohkol.facts.api import visible_sheets
from kohkol.issues.api import visible_issues
from kohkol.people.api import desk_page, officer_of


@require_POST
@desk_page("issues.request_facts")
def use(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The sheet whose code is sent answers the issue from now on."""
    officer = officer_of(request)
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    code = request.POST.get("code", "").strip().upper()
    sheet = visible_sheets(officer).filter(code=code).first()
    if sheet is None:
        messages.error(request, _("Tidak ada lembar berkode “%(code)s”.") % {"code": code})
        return redirect("desk:issue", issue.pk)
    use_sheet(sheet, issue, by=officer, at=timezone.now())
    messages.success(request, _("Lembar %(code)s kini menjawab isu ini.") % {"code": sheet.code})
    return redirect("desk:issue", issue.pk)
