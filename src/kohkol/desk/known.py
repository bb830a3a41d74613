"""On the page of an issue: the sheets that answer it already, those in use, and the way back from one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kohkol.facts.api import SheetUse, ended_uses, rows_of_issues, undo_use, uses_of_issues
from kohkol.issues.api import family_ids, visible_issues
from kohkol.matching.api import looked
from kohkol.people.api import desk_page, may, officer_of, subject_of
from kohkol.publishing.api import live_times_of_issues

MOST_SHOWN = 3


@require_GET
@desk_page("issues.see")
def known_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The sheets that answer an issue: a part of its page, or a page of its own."""
    officer, at = officer_of(request), timezone.now()
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    family = family_ids(issue)
    uses = uses_of_issues(family)
    told = {used.version.sheet.code for used in uses} | {row.sheet.code for row in rows_of_issues(family, at)}
    found = looked([issue], at=at).get(subject_of(issue))
    known = [one for one in found.answers if one.answer.sheet.code not in told][:MOST_SHOWN] if found else []
    is_live = issue.state not in {"closed", "merged"}
    context = {
        "issue": issue,
        "uses": uses,
        "ended": set(ended_uses(at).filter(issue__in=family).values_list("pk", flat=True)),
        "looked": found,
        "same": [one for one in known if one.answer.is_same],
        "suggested": [one for one in known if not one.answer.is_same],
        "use_for": issue.pk if is_live and may(officer, "issues.request_facts") else None,
        "may_judge": may(officer, "matching.judge"),
        "subject": subject_of(issue),
        "back": reverse("desk:issue", args=[issue.pk]),
    }
    template = "desk/issue/_known.html" if request.headers.get("HX-Request") else "desk/issue/known.html"
    answer = render(request, template, context)
    answer["Vary"] = "HX-Request"
    return answer


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Mengapa lembar ini tidak menjawabnya?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "POST"])
@desk_page("issues.request_facts")
def undo_use_page(request: HttpRequest, issue_id: int, use_id: int) -> HttpResponse:
    """Take a sheet back from an issue, with a reason."""
    officer, at = officer_of(request), timezone.now()
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    family = family_ids(issue)
    uses = SheetUse.objects.filter(issue__in=family, undone_at=None)
    used = get_object_or_404(uses.select_related("version__sheet", "issue__merged_into", "by"), pk=use_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_live = bool(live_times_of_issues(family))
        undo_use(used, reason=form.cleaned_data["reason"], by=officer, at=at, is_answered_otherwise=is_live)
        messages.success(request, _("Lembar %(code)s tidak lagi menjawab isu ini.") % {"code": used.version.sheet.code})
        return redirect("desk:issue", issue.pk)
    context = {"issue": issue, "used": used, "form": form}
    return render(request, "desk/issue/undo_use.html", context, status=422 if form.errors else 200)
