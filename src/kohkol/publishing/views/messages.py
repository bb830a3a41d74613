"""Screens of messages: the list, and a new one from an issue, a sheet, or a named source."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kohkol.facts.api import SheetVersion, uses_of_issues
from kohkol.people.api import Account, Officer, desk_page, may, officer_of
from kohkol.publishing import actions
from kohkol.publishing.api import visible_messages
from kohkol.publishing.composing import first_text
from kohkol.publishing.forms import NewMessageForm, open_accounts
from kohkol.publishing.lists import listed_messages
from kohkol.publishing.models import Message
from kohkol.publishing.states import MessageState
from kohkol.refusals import Refused

ON_ONE_PAGE = 30


@require_safe
@desk_page("publishing.see")
def message_list(request: HttpRequest) -> HttpResponse:
    """Messages, those to be reworked first; the filters stand in the address."""
    officer = officer_of(request)
    rows = listed_messages(visible_messages(officer), request.GET.dict())
    rows = rows.select_related("written_by", "issue").prefetch_related("variants__account")
    context = {
        "page": Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("halaman")),
        "asked": request.GET,
        "states": MessageState.choices,
        "accounts": Account.objects.all(),
        "may_write": may(officer, "publishing.write"),
    }
    return render(request, "publishing/list.html", context)


@require_http_methods(["GET", "POST"])
@desk_page("publishing.write")
def new_message(request: HttpRequest) -> HttpResponse:
    """Begin a message: title, audience, what it rests on, and its channels."""
    officer, refusal = officer_of(request), None
    if request.method == "GET":
        form = NewMessageForm(officer=officer, initial=_initial(request, officer))
        return render(request, "publishing/new.html", {"form": form})
    form = NewMessageForm(request.POST, officer=officer)
    if form.is_valid():
        try:
            message = _write(form, officer)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Pesan dibuat. Sesuaikan teksnya untuk tiap kanal."))
            return redirect("publishing:message", message.pk)
    return render(request, "publishing/new.html", {"form": form, "refusal": refusal}, status=422)


def _write(form: NewMessageForm, officer: Officer) -> Message:
    now, given = timezone.now(), form.cleaned_data
    basis = form.basis()
    with transaction.atomic():
        message = actions.write_message(
            given["title"], given["audience"], basis, by=officer, at=now, issue=given["issue"]
        )
        for account in given["accounts"]:
            actions.add_variant(message, account, first_text(message), by=officer, at=now)
    return message


def _initial(request: HttpRequest, officer: Officer) -> dict[str, object]:
    """What the address says already: `?isu=7`, `?lembar=LF-2026-0007`."""
    initial: dict[str, object] = {}
    asked = SheetVersion.objects.filter(state="signed").select_related("sheet")
    if request.GET.get("isu", "").isdigit():
        issue = int(request.GET["isu"])
        initial["issue"] = issue
        used = [one.version.sheet_id for one in uses_of_issues([issue])]
        asked_here = asked.filter(Q(sheet__issue=issue) | Q(sheet__in=used))
    else:
        asked_here = asked.filter(sheet__code=request.GET.get("lembar", ""))
    found = list(asked_here)
    initial["versions"] = [version.pk for version in found]
    initial["accounts"] = _likely_accounts(officer, found)
    if found:
        initial["title"] = found[0].question[:160]
    return initial


def _likely_accounts(officer: Officer, versions: list[SheetVersion]) -> list[int]:
    """Accounts of nobody in particular, of the writer's agency and of the sheets' agencies: whoever wants another
    agency's account chooses it, because a message on the wrong one is noticed too late."""
    speaking = {officer.agency_id, *(version.sheet.agency_id for version in versions)}
    rows = open_accounts().filter(Q(agency=None) | Q(agency__in=speaking))
    return list(rows.values_list("pk", flat=True))
