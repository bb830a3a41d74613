"""The screens of who works here: admit, roles, password link, lost phone, leave."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohkol.people.actions import admit_officer, describe_office, dismiss_officer, password_path, set_roles
from kohkol.people.forms import OfficeForm, OfficerForm, RolesForm
from kohkol.people.models import Office, Officer
from kohkol.people.proof import revoke_devices
from kohkol.people.roles import Role, require
from kohkol.refusals import Refused


def _admin(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    require(request.user, "people.manage")
    return request.user


@login_required
@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody, those who left last."""
    _admin(request)
    rows = Officer.objects.select_related("agency").prefetch_related("grants").order_by("-is_active", "name")
    return render(request, "people/officers.html", {"officers": rows, "office_row": Office.objects.first()})


@login_required
@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest) -> HttpResponse:
    """Admit somebody."""
    admin = _admin(request)
    form = OfficerForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"roles": {Role(role) for role in form.cleaned_data["roles"]}}
        try:
            officer = admit_officer(**values, by=admin, at=timezone.now())
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Petugas diterima. Buat tautan kata sandi dan kirimkan kepadanya."))
            return redirect("people:officer", officer.pk)
    return render(request, "people/admit.html", {"form": form, "refusal": refusal})


@login_required
@require_http_methods(["GET", "POST"])
def officer(request: HttpRequest, number: int) -> HttpResponse:
    """One officer; a POST sets her roles."""
    admin = _admin(request)
    person = get_object_or_404(Officer.objects.select_related("agency"), pk=number)
    form = RolesForm(request.POST or None, initial={"roles": sorted(person.role_set())})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(person, {Role(role) for role in form.cleaned_data["roles"]}, by=admin, at=timezone.now())
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, _("Peran disimpan."))
            return redirect("people:officer", number)
    devices = person.devices.filter(revoked_at=None)
    values = {"person": person, "form": form, "refusal": refusal, "devices": devices}
    return render(request, "people/officer.html", values)


@login_required
@require_POST
def make_password_link(request: HttpRequest, number: int) -> HttpResponse:
    """The link by which an officer chooses her password: shown once, to be copied."""
    admin = _admin(request)
    person = get_object_or_404(Officer, pk=number)
    link = settings.KOHKOL_URL + password_path(person, by=admin, at=timezone.now())
    return render(request, "people/password_link.html", {"person": person, "link": link})


@login_required
@require_POST
def lose_devices(request: HttpRequest, number: int) -> HttpResponse:
    """A phone was lost."""
    admin = _admin(request)
    count = revoke_devices(get_object_or_404(Officer, pk=number), by=admin, at=timezone.now())
    messages.success(request, _("%(count)d ponsel dilupakan.") % {"count": count})
    return redirect("people:officer", number)


@login_required
@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody left."""
    dismiss_officer(get_object_or_404(Officer, pk=number), by=_admin(request), at=timezone.now())
    messages.success(request, _("Akun petugas ditutup. Jejaknya tetap tersimpan."))
    return redirect("people:officer", number)


@login_required
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """Who runs this desk."""
    admin = _admin(request)
    row = Office.objects.first()
    known = {name: getattr(row, name) for name in ("name", "region_name", "hotline")} if row else None
    form = OfficeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        describe_office(**form.cleaned_data, by=admin, at=timezone.now())
        messages.success(request, _("Data kantor disimpan."))
        return redirect("people:officers")
    return render(request, "people/office.html", {"form": form})
