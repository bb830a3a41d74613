"""The steps on a version: ask for the signature, follow up, take back, correct, withdraw."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kohkol.facts import actions
from kohkol.facts.api import visible_sheets
from kohkol.facts.forms import ReasonForm, SignerForm
from kohkol.facts.hand_over import hand_over
from kohkol.facts.models import SheetVersion
from kohkol.facts.states import VersionState
from kohkol.facts.write_pages import version_of
from kohkol.people.api import desk_page, make_code, officer_of
from kohkol.refusals import NotPermitted, Refused


@desk_page("facts.write")
def ask_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Choose the data owner; after asking, her link is shown once."""
    officer, at = officer_of(request), timezone.now()
    version = version_of(officer, code, number)
    if version.number > 1 and not version.change_note:
        messages.warning(request, _("Tulis dulu apa yang berubah: publik membacanya pada riwayat versi."))
        return redirect("facts:edit", code, number)
    form = SignerForm(request.POST or None, sheet=version.sheet)
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.ask_signature(version, signer=form.cleaned_data["signer"], by=officer, at=at)
        except NotPermitted:
            raise
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, f"{refused.sentence} {refused.next_step}".strip())
        else:
            return _link_page(request, version, secret)
    context = {"sheet_version": version, "form": form, "signers": form.fields["signer"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "facts/ask.html", context, status=422 if form.errors else 200)


def _link_page(request: HttpRequest, version: SheetVersion, secret: str) -> HttpResponse:
    """The only page on which the secret ever stands; not kept by the browser."""
    answer = render(request, "facts/link.html", {"sheet_version": version, "given": hand_over(version, secret)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@desk_page("facts.write")
def renew_link(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A new link, shown once; the old one stops working."""
    version = version_of(officer_of(request), code, number)
    return _link_page(
        request, version, actions.renew_signature_link(version, by=officer_of(request), at=timezone.now())
    )


@require_POST
@desk_page("facts.write")
def tell_code(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A one-time code to tell the data owner by voice, shown once."""
    version = version_of(officer_of(request), code, number)
    if version.state != VersionState.AWAITING or version.signer is None:
        messages.warning(request, _("Versi ini tidak menunggu tanda tangan."))
        return redirect("facts:sheet", code)
    told = make_code(version.signer, by=officer_of(request), at=timezone.now())
    answer = render(request, "facts/code.html", {"sheet_version": version, "code": told})
    answer["Cache-Control"] = "no-store"
    return answer


@desk_page("facts.write")
def take_back_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Back to draft before it was signed."""
    return _reason_page(
        request, version_of(officer_of(request), code, number), actions.take_back,
        title=_("Ambil kembali untuk diubah"), hint=_("Tautan yang sudah dikirim berhenti berlaku."),
        done=_("Lembar kembali menjadi draf."),
    )  # fmt: skip


@desk_page("facts.write", "facts.sign")
def withdraw_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a version out of force, or give up a draft."""
    version = version_of(officer_of(request), code, number)
    in_force = version.state == VersionState.SIGNED
    return _reason_page(
        request, version, actions.withdraw_version,
        title=_("Tarik lembar ini") if in_force else _("Batalkan draf ini"),
        hint=_("Alasan ini dibaca publik. Pesan yang bersandar pada lembar ini kembali menjadi pekerjaan.")
        if in_force else _("Draf ini tidak dilanjutkan. Versi yang berlaku tidak berubah."),
        done=_("Lembar ditarik; halaman publiknya mengatakan begitu.") if in_force else _("Draf dibatalkan."),
    )  # fmt: skip


def _reason_page(
    request: HttpRequest, version: SheetVersion, action: Callable[..., None], *, title: str, hint: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(version, reason=form.cleaned_data["reason"], by=officer_of(request), at=timezone.now())
        except NotPermitted:
            raise
        except Refused as refused:
            form.add_error(None, f"{refused.sentence} {refused.next_step}".strip())
        else:
            messages.success(request, done)
            return redirect("facts:sheet", version.sheet.code)
    context = {"sheet_version": version, "form": form, "title": title, "hint": hint}
    return render(request, "facts/reason.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("facts.write")
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version; what is in force stays until it is signed."""
    sheet = get_object_or_404(visible_sheets(officer_of(request)), code=code)
    version = actions.correct_sheet(sheet, by=officer_of(request), at=timezone.now())
    return redirect("facts:edit", code, version.number)
