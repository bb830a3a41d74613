"""The screens of official accounts: the register, connecting to a network, closing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kohkol.people.connecting import (
    AccountEntry,
    add_account,
    change_account,
    check_account,
    close_account,
    connect_account,
    needs_connecting,
    networks_to_write,
)
from kohkol.people.door import desk_page, officer_of
from kohkol.people.models import Account, Agency, Officer
from kohkol.people.states import AccountState
from kohkol.refusals import Refused


class AccountForm(forms.Form):
    """What the register keeps."""

    network = forms.ChoiceField(label=gettext_lazy("Jaringan"))
    name = forms.CharField(label=gettext_lazy("Nama akun"), max_length=120)
    handle = forms.CharField(
        label=gettext_lazy("Nama pengguna"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Tanpa @, misalnya diskominfo_contoh."),
    )
    address = forms.URLField(label=gettext_lazy("Alamat"), required=False, assume_scheme="https")
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Perangkat daerah"), queryset=Agency.objects.filter(is_active=True), required=False
    )
    admin = forms.ModelChoiceField(
        label=gettext_lazy("Admin"), queryset=Officer.objects.filter(is_active=True), required=False
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Wakil admin"), queryset=Officer.objects.filter(is_active=True), required=False
    )
    decree = forms.CharField(label=gettext_lazy("Surat keputusan"), max_length=120, required=False)

    def __init__(self, *args: Any, fixed: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        network = self.fields["network"]
        assert isinstance(network, forms.ChoiceField)
        known = networks_to_write()
        network.choices = [(name, one.title) for name, one in known.items() if not fixed or name == fixed]
        if fixed and fixed not in known:
            network.choices = [(fixed, fixed)]

    def entry(self) -> AccountEntry:
        """The form as an action takes it."""
        return AccountEntry(**self.cleaned_data)


class ConnectForm(forms.Form):
    """Server and token. The token is never shown again."""

    server = forms.URLField(
        label=gettext_lazy("Alamat server"),
        assume_scheme="https",
        help_text=gettext_lazy("Misalnya https://mastodon.contoh.go.id"),
    )
    token = forms.CharField(
        label=gettext_lazy("Token akses"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Bukan kata sandi. Dibuat di Preferensi → Pengembangan pada server itu."),
    )


class CloseForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


@require_safe
@desk_page("people.manage_accounts")
def account_list(request: HttpRequest) -> HttpResponse:
    """The register, what needs somebody first, closed ones last."""
    order = {
        AccountState.NEEDS_RECONNECT: 0,
        AccountState.CONNECTED: 1,
        AccountState.BY_HAND: 2,
        AccountState.CLOSED: 3,
    }
    rows = sorted(
        Account.objects.select_related("agency", "admin", "deputy"),
        key=lambda one: (order[AccountState(one.state)], one.network, one.name),
    )
    return render(request, "people/accounts.html", {"accounts": rows})


@require_http_methods(["GET", "POST"])
@desk_page("people.manage_accounts")
def add(request: HttpRequest) -> HttpResponse:
    """Register an account; one that wants a token is connected next."""
    form, refusal = AccountForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            account = add_account(form.entry(), by=officer_of(request), at=timezone.now())
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Akun terdaftar."))
            name = "people:account_connect" if needs_connecting(account) else "people:account"
            return redirect(name, account.pk)
    context = {"form": form, "refusal": refusal}
    return render(request, "people/accounts_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@desk_page("people.manage_accounts")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its entry, its connection, and closing it."""
    account, refusal = get_object_or_404(Account, pk=number), None
    names = ("network", "name", "handle", "address", "agency", "admin", "deputy", "decree")
    initial = {name: getattr(account, name) for name in names}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial, fixed=account.network)
    if request.method == "POST" and form.is_valid():
        try:
            change_account(account, form.entry(), by=officer_of(request), at=timezone.now())
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("people:account", account.pk)
    return _page(request, account, form, refusal, status=422 if request.method == "POST" else 200)


def _page(
    request: HttpRequest, account: Account, form: AccountForm, refusal: Refused | None, *, status: int
) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "refusal": refusal,
        "takes_token": needs_connecting(account),
        "has_token": bool(account.secret),
        "is_closed": account.state == AccountState.CLOSED,
    }
    return render(request, "people/accounts_one.html", context, status=status)


@require_http_methods(["GET", "POST"])
@desk_page("people.manage_accounts")
def connect(request: HttpRequest, number: int) -> HttpResponse:
    """Connect or connect again: the new token is tried first, the old one stays until it works."""
    account, refusal = get_object_or_404(Account, pk=number), None
    if not needs_connecting(account):
        messages.info(request, _("Akun ini tidak memakai token."))
        return redirect("people:account", account.pk)
    form = ConnectForm(request.POST if request.method == "POST" else None, initial={"server": account.address})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            owner = connect_account(account, given["server"], given["token"], by=officer_of(request), at=timezone.now())
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Tersambung sebagai @%(owner)s.") % {"owner": owner})
            return redirect("people:account", account.pk)
    context = {"form": form, "refusal": refusal, "account": account}
    return render(request, "people/accounts_connect.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@desk_page("people.manage_accounts")
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the network now whether it takes our token."""
    account = get_object_or_404(Account, pk=number)
    try:
        check_account(account, by=officer_of(request), at=timezone.now())
    except Refused as problem:
        messages.warning(request, f"{problem.sentence} {problem.next_step}")
    else:
        said = _("Masih tersambung.") if account.state == AccountState.CONNECTED else account.problem
        messages.info(request, said)
    return redirect("people:account", account.pk)


@require_http_methods(["GET", "POST"])
@desk_page("people.manage_accounts")
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Use an account no more, with the reason."""
    account, refusal = get_object_or_404(Account, pk=number), None
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(account, by=officer_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Akun ditutup. Catatannya tetap ada."))
            return redirect("people:accounts")
    context = {"form": form, "refusal": refusal, "account": account}
    return render(request, "people/accounts_close.html", context, status=422 if request.method == "POST" else 200)
