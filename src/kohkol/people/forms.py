"""The forms of the office: who works here, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kohkol.people.models import Agency
from kohkol.people.roles import Role


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Peran"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Peran boleh digabung. Yang tidak boleh siapa pun: menyetujui tulisannya sendiri."),
    )


class OfficerForm(RolesForm):
    name = forms.CharField(label=_("Nama"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Untuk masuk."))
    position = forms.CharField(label=_("Jabatan"), max_length=120, required=False)
    phone = forms.CharField(label=_("Nomor WhatsApp"), max_length=30, required=False)
    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"), queryset=Agency.objects.filter(is_active=True), required=False
    )
    field_order = ["name", "email", "position", "phone", "agency", "roles"]


class OfficeForm(forms.Form):
    name = forms.CharField(label=_("Nama kantor"), max_length=120)
    region_name = forms.CharField(label=_("Nama daerah"), max_length=120)
    hotline = forms.CharField(label=_("Saluran pengaduan"), max_length=120, required=False)
