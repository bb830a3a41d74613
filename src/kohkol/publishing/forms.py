"""The forms of publishing's screens, in the words of who fills them in."""

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kohkol.channels.registry import networks
from kohkol.facts.api import SheetVersion, VersionState, visible_sheets
from kohkol.issues.api import Issue, visible_issues
from kohkol.people.api import Account, AccountState, Officer
from kohkol.publishing.actions import Basis


def open_accounts() -> Any:
    """Official accounts that messages may be written for."""
    return Account.objects.exclude(state=AccountState.CLOSED)


class BasisForm(forms.Form):
    """What a message rests on: sheets in force, or a source by name."""

    versions = forms.ModelMultipleChoiceField(
        label=_("Lembar fakta yang berlaku"),
        queryset=SheetVersion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source_name = forms.CharField(
        label=_("Atau sumber bernama (pesan rutin)"),
        max_length=200,
        required=False,
        help_text=_("Untuk jam layanan, ucapan, atau pengumuman rutin. Misalnya: SK Kepala Dinas 12/2026."),
    )
    source_url = forms.URLField(label=_("Alamat sumber"), max_length=600, required=False, assume_scheme="https")

    def __init__(self, *args: Any, officer: Officer, **named: Any) -> None:
        super().__init__(*args, **named)
        versions = SheetVersion.objects.filter(state=VersionState.SIGNED, sheet__in=visible_sheets(officer))
        field = self.fields["versions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = versions.select_related("sheet__agency").order_by("-signed_at")
        field.label_from_instance = sheet_label  # type: ignore[method-assign,assignment]

    def basis(self) -> Basis:
        """What was chosen; the action refuses an empty one."""
        given = self.cleaned_data
        return Basis(list(given["versions"]), given["source_name"], given["source_url"])


def account_label(account: object) -> str:
    """An account in one line, with its network: one name may stand on several."""
    assert isinstance(account, Account)
    found = networks().get(account.network)
    return f"{account.name} · {found.title if found else account.network}"


def sheet_label(version: object) -> str:
    """A sheet in one line."""
    assert isinstance(version, SheetVersion)
    return f"{version.sheet.code} · {version.question} ({version.sheet.agency.short_name})"


class NewMessageForm(BasisForm):
    """A new message and the channels it is for."""

    field_order = ["title", "audience", "issue", "versions", "source_name", "source_url", "accounts"]

    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Judul ini tampil di situs publik dan di buku kirim.")
    )
    audience = forms.CharField(
        label=_("Khalayak sasaran"),
        max_length=160,
        help_text=_("Siapa yang perlu tahu, misalnya: warga Kecamatan Utara."),
    )
    issue = forms.ModelChoiceField(label=_("Menjawab isu"), queryset=Issue.objects.none(), required=False)
    accounts = forms.ModelMultipleChoiceField(
        label=_("Kanal"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, officer: Officer, **named: Any) -> None:
        super().__init__(*args, officer=officer, **named)
        issues, accounts = self.fields["issue"], self.fields["accounts"]
        assert isinstance(issues, forms.ModelChoiceField)
        assert isinstance(accounts, forms.ModelMultipleChoiceField)
        issues.queryset = visible_issues(officer).exclude(state="merged").order_by("-opened_at")
        issues.empty_label = _("– tidak terkait isu –")
        accounts.queryset = open_accounts()
        accounts.label_from_instance = account_label  # type: ignore[method-assign,assignment]
        # What is known already is offered as soon as the title says what the message is about.
        look_up = {"hx-post": reverse("matching:part"), "hx-trigger": "change", "hx-target": "#sudah-ada"}
        self.fields["title"].widget.attrs.update(look_up)


class TitleForm(forms.Form):
    """Title and audience of a message."""

    title = forms.CharField(label=_("Judul"), max_length=160)
    audience = forms.CharField(label=_("Khalayak sasaran"), max_length=160)


class WhenForm(forms.Form):
    """When what is approved goes out, by the clock on the office's wall."""

    due_at = forms.CharField(
        label=_("Tayang pada"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, zone: tzinfo, now: datetime, **named: Any) -> None:
        super().__init__(*args, **named)
        self.zone, self.now = zone, now
        self.fields["due_at"].help_text = _("Kosong: segera. Waktu %(zone)s.") % {"zone": zone_name(zone, now)}

    def clean_due_at(self) -> datetime | None:
        """The moment, aware; None for now. A time that does not exist or is past is refused."""
        given = self.cleaned_data["due_at"].strip()
        if not given:
            return None
        try:
            local = datetime.fromisoformat(given).replace(tzinfo=None)
        except ValueError:
            raise forms.ValidationError(_("Tulis tanggal dan jam yang lengkap.")) from None
        due = local.replace(tzinfo=self.zone)
        if due.astimezone(self.now.tzinfo).astimezone(self.zone).replace(tzinfo=None) != local:
            raise forms.ValidationError(_("Jam ini tidak ada: jam dimajukan hari itu. Pilih jam lain."))
        if due < self.now:
            raise forms.ValidationError(_("Waktu ini sudah lewat. Kosongkan untuk tayang segera."))
        return due


def zone_name(zone: tzinfo, at: datetime) -> str:
    """A zone as people call it: "WIB (Asia/Jakarta)"."""
    short = at.astimezone(zone).tzname() or ""
    return f"{short} ({zone})" if short and not short.startswith(("+", "-")) else str(zone)


class ReportForm(forms.Form):
    """Proof that a post made by hand is live."""

    url = forms.URLField(label=_("Tautan kiriman"), max_length=600, required=False, assume_scheme="https")
    proof = forms.FileField(
        label=_("Atau tangkapan layar"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def proof_file(self) -> "UploadedFile[bytes] | None":
        """The upload, when there is one."""
        found = self.cleaned_data.get("proof")
        return found if isinstance(found, UploadedFile) else None


class LinkForm(forms.Form):
    """Where a person saw an unknown delivery."""

    url = forms.URLField(label=_("Tautan kiriman"), max_length=600, assume_scheme="https")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
