"""The forms of a fact sheet: its words, its sources, whom to ask for the signature, and a reason."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from kohkol.facts.content import LONGEST_SHORT_ANSWER, SheetText
from kohkol.facts.models import Sheet
from kohkol.people.api import Agency, Officer, Role

_WEB = [URLValidator(schemes=["http", "https"])]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class WordsForm(forms.Form):
    """The words of a version. Lengths are checked here for the person, and again by the action."""

    question = forms.CharField(
        label=_("Pertanyaan warga"), max_length=300, widget=_area(2), help_text=_("Seperti warga menanyakannya.")
    )
    short_answer = forms.CharField(
        label=_("Jawaban singkat"),
        max_length=LONGEST_SHORT_ANSWER,
        widget=_area(4),
        help_text=_("Yang paling ditanyakan lebih dulu. Bagian inilah yang dikutip orang."),
    )
    short_answer_su = forms.CharField(
        label=_("Jawaban singkat dalam basa Sunda"), max_length=LONGEST_SHORT_ANSWER, required=False, widget=_area(3)
    )
    not_known = forms.CharField(
        label=_("Yang belum diketahui"),
        required=False,
        max_length=2000,
        widget=_area(2),
        help_text=_("Katakan terus terang, dan kapan akan ada kabar."),
    )
    explanation = forms.CharField(
        label=_("Penjelasan"),
        required=False,
        max_length=20_000,
        widget=_area(8),
        help_text=_("Boleh memakai Markdown: baris kosong memisahkan alinea, tanda - di awal baris membuat daftar."),
    )
    valid_from = forms.DateTimeField(label=_("Berlaku sejak"), required=False, widget=_moment())
    valid_until = forms.DateTimeField(
        label=_("Berlaku sampai"),
        required=False,
        widget=_moment(),
        help_text=_("Isi bila jawaban ini hanya benar untuk sementara."),
    )
    change_note = forms.CharField(
        label=_("Apa yang berubah"),
        required=False,
        max_length=300,
        help_text=_("Dibaca publik pada riwayat versi."),
    )

    def text(self) -> SheetText:
        """The words as the actions take them."""
        return SheetText(**{name: self.cleaned_data.get(name, "") for name in SheetText.__dataclass_fields__})


class OpenForm(WordsForm):
    """The words of a new sheet, and whose facts they are."""

    agency = forms.ModelChoiceField(
        label=_("Fakta milik"), queryset=Agency.objects.filter(is_active=True), empty_label=_("Pilih perangkat daerah")
    )
    field_order = ["agency"]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        del self.fields["change_note"]


class EvidenceForm(forms.Form):
    """One source: a link, words such as the number of a record, or what an agency gave in a fact request."""

    label = forms.CharField(label=_("Nama sumber"), max_length=200, required=False)
    url = forms.URLField(label=_("Tautan"), max_length=600, required=False, assume_scheme="https", validators=_WEB)
    is_public = forms.BooleanField(label=_("boleh dilihat publik"), required=False)
    given = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("url") and not values.get("label"):
            self.add_error("label", _("Beri nama sumber ini, misalnya “Pengumuman PDAM 4 Maret”."))
        return values


EvidenceFormSet = forms.formset_factory(EvidenceForm, extra=2, max_num=30)


class SignerForm(forms.Form):
    """Who is asked to sign: data owners of the sheet's agency."""

    signer = forms.ModelChoiceField(label=_("Penanggung jawab data"), queryset=Officer.objects.none(), empty_label=None)

    def __init__(self, *given: Any, sheet: Sheet, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["signer"].queryset = data_owners(sheet)  # type: ignore[attr-defined]


def data_owners(sheet: Sheet) -> Any:
    """Officers of the sheet's agency who may sign."""
    return Officer.objects.filter(
        is_active=True, agency=sheet.agency_id, grants__role=Role.DATA_OWNER, grants__revoked_at=None
    ).distinct()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=_area(2))
