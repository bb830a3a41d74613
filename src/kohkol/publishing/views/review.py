"""Review on a phone in two taps: exactly what would go out, what it rests on, and one decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kohkol.people.api import Officer, desk_page, may, office_calendar, officer_of
from kohkol.publishing import actions
from kohkol.publishing.basis import rests_of
from kohkol.publishing.composing import Section, section_of
from kohkol.publishing.forms import ReasonForm, WhenForm, zone_name
from kohkol.publishing.gates import ShutGate, shut_gates
from kohkol.publishing.models import Message, Variant
from kohkol.publishing.states import VariantState
from kohkol.publishing.views.composer import message_or_404
from kohkol.refusals import Refused


@dataclass(frozen=True)
class Laid:
    """One variant before the approver, and why it cannot be approved now, if so."""

    section: Section
    gates: list[ShutGate]

    @property
    def variant(self) -> Variant:
        """The variant itself."""
        return self.section.variant


def laid_before(message: Message, *, at: datetime) -> list[Laid]:
    """The variants of a message that wait for a decision."""
    rows = message.variants.filter(state=VariantState.IN_REVIEW).select_related("account", "message", "edited_by")
    return [Laid(section_of(row, at=at), shut_gates(row, at=at)) for row in rows.order_by("pk")]


@require_http_methods(["GET", "POST"])
@desk_page("publishing.see")
def review(request: HttpRequest, message_id: int) -> HttpResponse:
    """The message as it would go out. The first tap asks, the second confirms; both carry the hash of what was seen."""
    message, now = message_or_404(request, message_id), timezone.now()
    laid = laid_before(message, at=now)
    if request.method == "GET":
        return _page(request, message, laid, when=_when(None, now))
    chosen = [one for one in laid if request.POST.get(f"pilih-{one.variant.pk}")]
    form = _when(request.POST, now)
    if not chosen:
        messages.error(request, _("Pilih paling sedikit satu kanal yang masih menunggu."))
        return _page(request, message, laid, when=form, status=422)
    if not form.is_valid():
        return _page(request, message, laid, when=form, status=422)
    if not request.POST.get("pasti"):
        return _confirm(request, message, chosen, form)
    return _approve(request, message, chosen, form.cleaned_data["due_at"])


def _approve(request: HttpRequest, message: Message, chosen: list[Laid], due_at: datetime | None) -> HttpResponse:
    officer, refused, done = officer_of(request), [], 0
    for one in chosen:
        seen = request.POST.get(f"hash-{one.variant.pk}", "")
        try:
            actions.approve_variant(one.variant, by=officer, at=timezone.now(), seen_hash=seen, due_at=due_at)
            done += 1
        except Refused as problem:
            refused.append((one.variant, problem))
    if done:
        said = (
            _("%(n)d kanal disetujui dan masuk buku kirim.") if not due_at else _("%(n)d kanal disetujui, dijadwalkan.")
        )
        messages.success(request, said % {"n": done})
    if refused:
        now = timezone.now()
        laid = laid_before(message, at=now)
        return _page(request, message, laid, when=_when(None, now), refused=refused, status=409)
    return redirect(
        "publishing:message" if may(officer, "publishing.write") else "desk:home", *_where(officer, message)
    )


def _where(officer: Officer, message: Message) -> list[int]:
    return [message.pk] if may(officer, "publishing.write") else []


def _confirm(request: HttpRequest, message: Message, chosen: list[Laid], form: WhenForm) -> HttpResponse:
    due = form.cleaned_data["due_at"]
    context = {
        "message": message,
        "chosen": chosen,
        "due_said": _said(due, form) if due else "",
        "due_at": request.POST.get("due_at", ""),
        "hashes": {one.variant.pk: request.POST.get(f"hash-{one.variant.pk}", "") for one in chosen},
    }
    return render(request, "publishing/confirm.html", context)


def _said(due: datetime, form: WhenForm) -> str:
    return f"{date_format(due.astimezone(form.zone), 'l, j F Y H.i')} {zone_name(form.zone, due)}"


@require_http_methods(["GET", "POST"])
@desk_page("publishing.approve")
def give_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """Back to the writer, with what to change; all waiting channels, or those chosen."""
    message, now = message_or_404(request, message_id), timezone.now()
    laid = laid_before(message, at=now)
    if request.method == "GET":
        return redirect("publishing:review", message.pk)
    form = ReasonForm(request.POST)
    chosen = [one for one in laid if request.POST.get(f"pilih-{one.variant.pk}")] or laid
    if not form.is_valid():
        return _page(request, message, laid, when=_when(None, now), reason=form, status=422)
    for one in chosen:
        actions.return_variant(one.variant, by=officer_of(request), at=now, reason=form.cleaned_data["reason"])
    messages.success(request, _("Dikembalikan kepada penulis beserta alasannya."))
    return redirect("desk:home")


def _when(given: Any, now: datetime) -> WhenForm:
    return WhenForm(given, zone=office_calendar().zone, now=now)


def _page(
    request: HttpRequest,
    message: Message,
    laid: list[Laid],
    *,
    when: WhenForm,
    reason: ReasonForm | None = None,
    refused: list[tuple[Variant, Refused]] | None = None,
    status: int = 200,
) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    context = {
        "message": message,
        "laid": laid,
        "form": when,
        "reason_form": reason or ReasonForm(),
        "refused": refused or [],
        "rests": rests_of(message, at=now),
        "why_not": _why_not(officer, laid),
        "open": [one for one in laid if not one.gates],
    }
    return render(request, "publishing/review.html", context, status=status)


def _why_not(officer: Officer, laid: list[Laid]) -> str:
    """Why this officer cannot approve, in a sentence; empty when she may."""
    if not may(officer, "publishing.approve"):
        return _("Menyetujui adalah tugas Penyetuju. Kirim alamat halaman ini kepadanya.")
    if any(actions.wrote_it(one.variant, officer) for one in laid):
        return _("Anda ikut menulis pesan ini, jadi orang lain yang menyetujuinya. Kirim alamat halaman ini kepadanya.")
    return ""
