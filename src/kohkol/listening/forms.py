"""The forms of listening's screens, in the words of who fills them in."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohkol.listening.finding import Filters
from kohkol.listening.hearing import PLACE_CODE
from kohkol.listening.models import Post, Source, SourceKind
from kohkol.listening.reading_sources import READ_KINDS
from kohkol.people.api import Account, AccountState

if TYPE_CHECKING:
    _SourceModelForm = forms.ModelForm[Source]
else:
    _SourceModelForm = forms.ModelForm

DAY_SECONDS = 24 * 3600


def start_of_day(day: date | None, *, days: int = 0) -> datetime | None:
    """Midnight at the office, so many days later; None without a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time())) if day else None


def _day() -> forms.DateInput:
    """A browser takes a day in this form alone, whatever the page's language; in another it shows an empty field."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SourceForm(_SourceModelForm):
    """A place to listen at."""

    address = forms.URLField(
        label=_("Alamat umpan atau server"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Umpan RSS/Atom: alamat umpannya. Mastodon: boleh kosong, lalu dipakai server akun."),
    )

    class Meta:
        model = Source
        fields = ("kind", "name", "address", "account", "query", "quiet_after_seconds")
        labels = {
            "kind": _("Jenis"),
            "name": _("Nama sumber"),
            "account": _("Akun resmi yang membaca"),
            "query": _("Tagar"),
            "quiet_after_seconds": _("Anggap diam bila tidak ada kiriman baru selama"),
        }
        help_texts = {
            "query": _("Hanya untuk tagar Mastodon, tanpa tanda pagar."),
            "account": _("Hanya untuk Mastodon."),
        }
        widgets = {
            "quiet_after_seconds": forms.Select(
                choices=[
                    (6 * 3600, _("6 jam")),
                    (DAY_SECONDS, _("1 hari")),
                    (3 * DAY_SECONDS, _("3 hari")),
                    (7 * DAY_SECONDS, _("1 minggu")),
                ]
            )
        }

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(value, SourceKind(value).label) for value in READ_KINDS]
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)
        account.queryset = Account.objects.filter(network="mastodon").exclude(state=AccountState.CLOSED)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind")
        if kind == SourceKind.FEED and not values.get("address") and "address" not in self.errors:
            self.add_error("address", _("Tulis alamat umpannya, misalnya https://contoh.go.id/feed/"))
        if kind == SourceKind.MASTODON_MENTIONS and not values.get("account"):
            self.add_error("account", _("Pilih akun resmi yang disebut."))
        if kind == SourceKind.MASTODON_HASHTAG:
            values["query"] = values.get("query", "").strip().lstrip("#")
            if not values["query"]:
                self.add_error("query", _("Tulis tagarnya, misalnya banjir."))
            if not values.get("account") and not values.get("address"):
                self.add_error("address", _("Tulis alamat server, atau pilih akun."))
        return values


class UploadForm(forms.Form):
    """A posts file."""

    file = forms.FileField(label=_("Berkas kiriman"), help_text=_("NDJSON, CSV, TSV, atau Parquet."))


class NoteForm(forms.Form):
    """What an officer saw, in 20 seconds."""

    text = forms.CharField(
        label=_("Apa katanya"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=_("Tempel teks, tautan, atau keduanya. Bila dari gambar, ketik isinya."),
    )
    picture = forms.FileField(
        label=_("Tangkapan layar"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    place = forms.CharField(
        label=_("Kode wilayah"), required=False, max_length=13, help_text=_("Misalnya 32.09 atau 32.09.14.")
    )
    is_report = forms.BooleanField(
        label=_("Ini aduan yang ditujukan kepada kita"),
        required=False,
        help_text=_("Tanpa tanda ini dicatat sebagai pantauan."),
    )

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"].strip()
        if place and not PLACE_CODE.fullmatch(place):
            raise forms.ValidationError(_("Kode wilayah terdiri dari angka dan titik, misalnya 32.09.14."))
        return place


class EraseForm(forms.Form):
    """A person's request that her post be erased."""

    requested_at = forms.DateField(label=_("Tanggal permintaan"), widget=_day())
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tanpa nama pemohon dan tanpa isi kiriman: alasan ini tetap tersimpan."),
    )


class FilterForm(forms.Form):
    """What narrows the list of posts; none of it is a person."""

    q = forms.CharField(label=_("Cari kata"), required=False, max_length=300)
    sumber = forms.ModelChoiceField(Source.objects.all(), label=_("Sumber"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua")), *Post.Sort.choices])
    wilayah = forms.CharField(label=_("Kode wilayah"), required=False, max_length=13)
    dari = forms.DateField(label=_("Dari"), required=False, widget=_day())
    sampai = forms.DateField(label=_("Sampai"), required=False, widget=_day())
    tanya = forms.BooleanField(label=_("Hanya pertanyaan"), required=False)

    def filters(self) -> Filters:
        """The filters as `search_posts` takes them; a field with an error narrows nothing and says so beside it."""
        values = self.cleaned_data
        source = values.get("sumber")
        return Filters(
            source=source.pk if source else None,
            sort=values.get("jenis") or "",
            place=values.get("wilayah") or "",
            since=start_of_day(values.get("dari")),
            until=start_of_day(values.get("sampai"), days=1),
            questions=bool(values.get("tanya")),
        )


class LookForm(forms.Form):
    """Why somebody needs to see what is covered."""

    reason = forms.CharField(
        label=_("Untuk apa Anda perlu melihatnya?"),
        max_length=300,
        help_text=_("Tanpa nama dan nomor warga. Alasan ini, nama Anda, dan waktunya masuk jejak audit."),
    )
