"""The ledger: every delivery, its trail, what to do about it, and the page for posting by hand from a phone."""

from typing import Any

import segno
import tablib
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kohkol.channels.contract import Handover
from kohkol.channels.registry import networks
from kohkol.people.api import (
    Account,
    AccountState,
    AuditEvent,
    desk_page,
    may,
    office_calendar,
    officer_of,
    require,
    subject_of,
)
from kohkol.publishing.connections import connect, is_by_hand
from kohkol.publishing.content import outgoing
from kohkol.publishing.forms import ReportForm
from kohkol.publishing.lists import listed_deliveries, visible_deliveries
from kohkol.publishing.models import Delivery
from kohkol.publishing.states import DELIVERY, DeliveryState
from kohkol.publishing.steps import BY_NAME, Step, steps_for
from kohkol.refusals import Invalid, NotPermitted, Refused

ON_ONE_PAGE = 50
MOST_ROWS = 20_000
FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
EVENTS = {
    "publishing.delivery.reported_live": "Dilaporkan tayang",
    "publishing.delivery.waiting_for_person": "Diserahkan kepada petugas",
}


@require_safe
@desk_page("publishing.see")
def ledger(request: HttpRequest) -> HttpResponse:
    """Every delivery; accounts that need somebody stand on top."""
    officer = officer_of(request)
    rows = listed_deliveries(visible_deliveries(officer), request.GET.dict())
    context = {
        "page": Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("halaman")),
        "asked": request.GET,
        "states": DeliveryState.choices,
        "accounts": Account.objects.all(),
        "paused": Account.objects.filter(state=AccountState.NEEDS_RECONNECT, variants__isnull=False).distinct(),
        "may_connect": may(officer, "people.manage_accounts"),
    }
    return render(request, "publishing/ledger.html", context)


@require_safe
@desk_page("publishing.see")
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The ledger as shown by the filters, as a spreadsheet."""
    if form not in FORMS:
        raise Http404
    zone = office_calendar().zone
    rows = tablib.Dataset(title="Buku kirim")
    rows.headers = ["Pesan", "Akun", "Jaringan", "Keadaan", "Jadwal", "Tayang", "Tautan", "Penyetuju", "Keterangan"]
    for one in listed_deliveries(visible_deliveries(officer_of(request)), request.GET.dict())[:MOST_ROWS]:
        times = [
            moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "" for moment in (one.due_at, one.live_at)
        ]
        row = [one.variant.message.title, one.account.name, one.account.network, one.get_state_display(), *times]
        rows.append([_safe(value) for value in [*row, one.url, one.approval.by.name, one.reason]])
    body = rows.export(form)
    answer = HttpResponse(body, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="buku-kirim.{form}"'
    return answer


def _safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value


@require_safe
@desk_page("publishing.see")
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery with its trail, and what to do about it."""
    return _page(request, _delivery_or_404(request, delivery_id))


@require_POST
@desk_page("publishing.see")
def take_step(request: HttpRequest, delivery_id: int, name: str) -> HttpResponse:
    """Do one thing with a delivery; a refusal shows the page again with what was typed."""
    found, step = _delivery_or_404(request, delivery_id), BY_NAME.get(name)
    if step is None:
        raise Http404
    officer, form = officer_of(request), None
    require(officer, step.permission)
    if step.form is not None:
        form = step.form(request.POST, request.FILES)
        if not form.is_valid():
            return _again(request, found, step, form)
    try:
        if found.state not in step.states:
            then = DELIVERY.label(found.state)
            raise Invalid(
                _("Kiriman ini sudah berubah: %(then)s.") % {"then": then},
                next_step="Baca keadaannya yang baru di bawah.",
            )
        step.run(found, form, officer, timezone.now())
    except NotPermitted:
        raise
    except Refused as problem:
        return _again(request, found, step, form, problem)
    messages.success(request, _("Tercatat: %(state)s.") % {"state": found.get_state_display()})
    return redirect("publishing:phone" if request.POST.get("dari") == "ponsel" else "publishing:delivery", found.pk)


def _again(
    request: HttpRequest, found: Delivery, step: Step, form: Form | None, refusal: Refused | None = None
) -> HttpResponse:
    if request.POST.get("dari") == "ponsel":
        return _phone_page(request, found, form=form, refusal=refusal, status=422)
    return _page(request, found, failed=step, form=form, refusal=refusal, status=422)


def _delivery_or_404(request: HttpRequest, delivery_id: int) -> Delivery:
    return get_object_or_404(visible_deliveries(officer_of(request)), pk=delivery_id)


def _page(
    request: HttpRequest,
    found: Delivery,
    *,
    failed: Step | None = None,
    form: Form | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    officer = officer_of(request)
    found.refresh_from_db()
    steps = [
        {
            "step": step,
            "form": form if step is failed else step.form(auto_id=f"{step.name}-%s") if step.form else None,
            "open": step is failed,
        }
        for step in steps_for(found, officer)
    ]
    phone = request.build_absolute_uri(reverse("publishing:phone", args=[found.pk]))
    waits = found.state == DeliveryState.WAITING_FOR_PERSON
    context: dict[str, Any] = {
        "delivery": found,
        "network": networks().get(found.account.network),
        "steps": steps,
        "refusal": refusal,
        "form": form if form is not None and form.errors else None,
        "trail": _trail(found),
        "by_hand": is_by_hand(found.account),
        "is_late": waits and found.expires_at is not None and found.expires_at <= timezone.now(),
        "phone_url": phone,
        "phone_code": _square(phone) if waits else "",
        "is_mine": found.reported_by_id == officer.pk,
        "zone": office_calendar().zone,
    }
    return render(request, "publishing/delivery.html", context, status=status)


def _trail(found: Delivery) -> list[tuple[AuditEvent, str]]:
    rows = AuditEvent.objects.filter(subject=subject_of(found)).select_related("actor").order_by("pk")
    return [(row, _said(row.kind)) for row in rows]


def _said(kind: str) -> str:
    state = kind.rpartition(".")[2]
    return str(EVENTS.get(kind) or (DELIVERY.label(state) if state in DeliveryState.values else state))


def _square(address: str) -> SafeString:
    """A code that a phone's camera opens."""
    return mark_safe(segno.make(address, micro=False).svg_inline(scale=4, border=2))  # noqa: S308 - drawn by segno


@require_http_methods(["GET"])
@desk_page("publishing.deliver")
def on_the_phone(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Text, pictures and steps for the phone on which somebody posts it, and the form to report it live."""
    return _phone_page(request, _delivery_or_404(request, delivery_id))


def _phone_page(
    request: HttpRequest,
    found: Delivery,
    *,
    form: Form | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    if not is_by_hand(found.account):
        raise Http404
    found.refresh_from_db()
    now = timezone.now()
    context = {
        "delivery": found,
        "handover": _handover(found),
        "form": form or ReportForm(),
        "refusal": refusal,
        "waits": found.state == DeliveryState.WAITING_FOR_PERSON,
        "is_late": found.expires_at is not None and found.expires_at <= now,
        "media": list(enumerate(found.content["media"])),
    }
    return render(request, "publishing/phone.html", context, status=status)


def _handover(found: Delivery) -> Handover | None:
    """What a network by hand gives to its person; packing it changes nothing."""
    try:
        _network, writer = connect(found.account, timezone.now)
    except Refused:
        return None
    packed = writer.publish(outgoing(found.content), str(found.key))
    return packed if isinstance(packed, Handover) else None
