"""The composer: one page on which a message is written for every channel, and laid before an approver."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kohkol.facts.api import ask_permit, bait_in, may_decide
from kohkol.people.api import desk_page, may, officer_of
from kohkol.publishing import actions
from kohkol.publishing.api import visible_messages
from kohkol.publishing.basis import changes_of, rests_of
from kohkol.publishing.composing import Stored, first_text, sections_of, store
from kohkol.publishing.forms import BasisForm, ReasonForm, TitleForm, open_accounts
from kohkol.publishing.live import not_down_yet
from kohkol.publishing.models import Delivery, Message
from kohkol.publishing.personal import check_of, draft_of
from kohkol.publishing.states import MessageState, VariantState
from kohkol.refusals import Refused

LONGEST_CHECKED = 20_000  # letters; a text beyond it fits no channel


def message_or_404(request: HttpRequest, message_id: int) -> Message:
    """The message, when this officer may see it."""
    rows = visible_messages(officer_of(request)).select_related("written_by", "issue")
    return get_object_or_404(rows, pk=message_id)


@require_http_methods(["GET", "POST"])
@desk_page("publishing.see")
def composer(request: HttpRequest, message_id: int) -> HttpResponse:
    """The message with all its channels; storing and laying before an approver are one form."""
    message = message_or_404(request, message_id)
    if request.method == "GET":
        return _page(request, message)
    officer, now = officer_of(request), timezone.now()
    stored = store(message, request.POST.dict(), request.FILES.dict(), by=officer, at=now)  # type: ignore[arg-type]
    if stored.clashes:
        return render(request, "publishing/clash.html", {"message": message, "clashes": stored.clashes}, status=409)
    if stored.refusals:
        return _page(request, message, stored=stored, status=422)
    if request.POST.get("do", "").startswith("izin-"):
        return _ask_permit(request, message)
    if request.POST.get("do") != "ajukan":
        messages.success(request, _("Tersimpan."))
        return redirect("publishing:message", message.pk)
    return _ask_review(request, message)


def _ask_permit(request: HttpRequest, message: Message) -> HttpResponse:
    """Ask a second person to let the officials named in one channel stand, after the text was stored."""
    number = request.POST["do"].removeprefix("izin-")
    variant = get_object_or_404(
        message.variants.select_related("message", "account"), pk=number if number.isdecimal() else 0
    )
    try:
        reason = request.POST.get(f"alasan-{variant.pk}", "")
        ask_permit(draft_of(variant), reason=reason, by=officer_of(request), at=timezone.now())
    except Refused as problem:
        return _page(request, message, stored=Stored(refusals=[(variant, problem)]), status=422)
    messages.success(request, _("Izin diminta. Orang kedua yang memutuskan."))
    return redirect("publishing:message", message.pk)


@require_POST
@desk_page("publishing.write")
def check(request: HttpRequest, message_id: int, variant_id: int) -> HttpResponse:
    """What is being typed for one channel, read: how easy it is, plainer words, what stops it. Nothing is stored."""
    message = message_or_404(request, message_id)
    variant = get_object_or_404(message.variants.select_related("message"), pk=variant_id)
    text = request.POST.get(f"text-{variant.pk}", "").replace("\r\n", "\n")[:LONGEST_CHECKED]
    context = {"check": check_of(variant, text), "field": f"teks-{variant.pk}", "do": f"ganti-{variant.pk}"}
    return render(request, "facts/_check.html", context)


def _ask_review(request: HttpRequest, message: Message) -> HttpResponse:
    officer, now, refused, asked = officer_of(request), timezone.now(), Stored(), 0
    for variant in (
        message.variants.filter(state=VariantState.DRAFT).select_related("message", "account").order_by("pk")
    ):
        try:
            actions.ask_review(variant, by=officer, at=now)
            asked += 1
        except Refused as problem:
            refused.refusals.append((variant, problem))
    if refused.refusals:
        return _page(request, message, stored=refused, status=422)
    if asked:
        messages.success(request, _("Diajukan. Orang lain yang menyetujuinya."))
    return redirect("publishing:message", message.pk)


def _page(request: HttpRequest, message: Message, *, stored: Stored | None = None, status: int = 200) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    message.refresh_from_db()
    sections = sections_of(message, at=now)
    if stored and request.POST.get("do") == "simpan":
        messages.warning(request, _("Teks tersimpan, tetapi ada gambar yang belum."))
    may_write = may(officer, "publishing.write") and message.state != MessageState.ARCHIVED
    used = [section.variant.account_id for section in sections]
    context: dict[str, Any] = {
        "message": message,
        "draft_key": f"pesan-{message.pk}",
        "bait": bait_in(message.title),
        "permits": [(one, may_decide(one, officer)) for section in sections for one in section.permits],
        "sections": sections,
        "refusals": stored.refusals if stored else [],
        "rests": rests_of(message, at=now),
        "changes": changes_of(message, at=now),
        "live": not_down_yet(Delivery.objects.filter(variant__message=message)).select_related("account"),
        "may_write": may_write,
        "may_deliver": may(officer, "publishing.deliver"),
        "may_approve": may(officer, "publishing.approve"),
        "in_review": [one for one in sections if one.variant.state == VariantState.IN_REVIEW],
        "has_drafts": any(one.variant.state in {VariantState.DRAFT, VariantState.RETURNED} for one in sections),
        "title_form": TitleForm(initial={"title": message.title, "audience": message.audience}),
        "more_accounts": open_accounts().exclude(pk__in=used),
        "is_archived": message.state == MessageState.ARCHIVED,
    }
    return render(request, "publishing/message.html", context, status=status)


@require_POST
@desk_page("publishing.write")
def add_channel(request: HttpRequest, message_id: int) -> HttpResponse:
    """One more account for this message."""
    message = message_or_404(request, message_id)
    account = get_object_or_404(open_accounts(), pk=request.POST.get("account") or 0)
    actions.add_variant(message, account, first_text(message), by=officer_of(request), at=timezone.now())
    return redirect("publishing:message", message.pk)


@require_POST
@desk_page("publishing.write")
def remove_channel(request: HttpRequest, message_id: int, variant_id: int) -> HttpResponse:
    """Leave an account out again."""
    message = message_or_404(request, message_id)
    variant = get_object_or_404(message.variants, pk=variant_id)
    actions.remove_variant(variant, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Kanal dikeluarkan dari pesan ini."))
    return redirect("publishing:message", message.pk)


@require_POST
@desk_page("publishing.write")
def retitle(request: HttpRequest, message_id: int) -> HttpResponse:
    """Change title and audience."""
    message = message_or_404(request, message_id)
    form = TitleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.retitle_message(message, given["title"], given["audience"], by=officer_of(request), at=timezone.now())
        messages.success(request, _("Judul tersimpan."))
    else:
        messages.error(request, _("Judul dan khalayak perlu diisi, paling panjang 160 karakter."))
    return redirect("publishing:message", message.pk)


@require_http_methods(["GET", "POST"])
@desk_page("publishing.write")
def change_basis(request: HttpRequest, message_id: int) -> HttpResponse:
    """Let the message rest on something else; with `terbaru` in one click on the versions in force."""
    message, officer, now = message_or_404(request, message_id), officer_of(request), timezone.now()
    if request.method == "POST" and request.POST.get("terbaru"):
        versions = [change.now for change in changes_of(message, at=now) if change.now is not None]
        kept = [rest.version for rest in rests_of(message, at=now) if rest.version is not None and rest.holds]
        actions.rest_on(message, actions.Basis([*kept, *versions]), by=officer, at=now)
        messages.success(request, _("Pesan kini bertumpu pada versi terbaru. Periksa teks tiap kanal, lalu ajukan."))
        return redirect("publishing:message", message.pk)
    initial = {"versions": [rest.version.pk for rest in rests_of(message, at=now) if rest.version and rest.holds]}
    form = BasisForm(request.POST if request.method == "POST" else None, officer=officer, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.rest_on(message, form.basis(), by=officer, at=now)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Dasar pesan diganti. Persetujuan sebelumnya tidak berlaku lagi."))
            return redirect("publishing:message", message.pk)
    context = {"message": message, "form": form, "refusal": refusal}
    return render(request, "publishing/basis.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@desk_page("publishing.deliver")
def archive(request: HttpRequest, message_id: int) -> HttpResponse:
    """Put a message away; the page before says what stays live."""
    message = message_or_404(request, message_id)
    if request.method == "POST":
        actions.archive_message(message, by=officer_of(request), at=timezone.now())
        messages.success(request, _("Pesan diarsipkan."))
        return redirect("publishing:list")
    live = not_down_yet(Delivery.objects.filter(variant__message=message)).select_related("account")
    return render(request, "publishing/archive.html", {"message": message, "live": live, "form": ReasonForm()})
