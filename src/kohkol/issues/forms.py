"""The forms of the desk's steps on an issue: what is asked, in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kohkol.issues.models import Issue, IssueStory
from kohkol.issues.states import Clock, IssueState, Level
from kohkol.listening.api import masked
from kohkol.people.api import Agency, Officer, Role


class StepForm(forms.Form):
    """A step on an issue: `issue` limits what may be chosen; the words are checked again by the action."""

    def __init__(self, *given: Any, issue: Issue, **named: Any) -> None:
        super().__init__(*given, **named)
        self.issue = issue
        self.narrow()

    def narrow(self) -> None:
        """Limit the choices to what belongs to the issue."""


def reason_field(label: Any = None, hint: Any = None) -> forms.CharField:
    """A reason, required, in one or two sentences."""
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label or _("Alasan"), help_text=hint or "", max_length=300, widget=area)


class LevelForm(StepForm):
    level = forms.TypedChoiceField(label=_("Level"), choices=Level.choices, coerce=int, widget=forms.RadioSelect)
    reason = reason_field(hint=_("Mengapa level ini? Rekan Anda akan membacanya."))


class OwnForm(StepForm):
    owner = forms.ModelChoiceField(label=_("Penanggung jawab"), queryset=Officer.objects.none())

    def narrow(self) -> None:
        desk = [Role.ANALYST, Role.TRIAGE, Role.WRITER, Role.APPROVER, Role.PUBLISHER]
        grants = Officer.objects.filter(is_active=True, grants__role__in=desk, grants__revoked_at=None).distinct()
        self.fields["owner"].queryset = grants  # type: ignore[attr-defined]


class RenameForm(StepForm):
    title = forms.CharField(label=_("Judul"), max_length=160)
    question = forms.CharField(
        label=_("Pertanyaan publik"),
        help_text=_("Apa yang sebenarnya ingin diketahui orang, dalam satu kalimat."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseForm(StepForm):
    reason = reason_field(hint=_("Misalnya: sudah dijawab dan tidak ditanyakan lagi."))


class ReopenForm(StepForm):
    reason = reason_field(hint=_("Apa yang berubah?"))


class NoteForm(StepForm):
    text = forms.CharField(label=_("Catatan untuk rekan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class MergeForm(StepForm):
    target = forms.ModelChoiceField(label=_("Gabungkan ke isu"), queryset=Issue.objects.none())
    reason = reason_field(hint=_("Mengapa keduanya satu soal? Riwayat kedua isu tetap tersimpan."))

    def narrow(self) -> None:
        live = Issue.objects.exclude(pk=self.issue.pk).exclude(state__in=[IssueState.CLOSED, IssueState.MERGED])
        self.fields["target"].queryset = live.order_by("-opened_at")  # type: ignore[attr-defined]


class StoryChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Stories as they are told to people: by an example."""

    def label_from_instance(self, link: Any) -> str:
        story = link.story
        said = " ".join(story.example.text.split()) if story.example else ", ".join(story.keywords[:6])
        return f"{masked(said)[:110] or story.code} ({story.size})"


class SplitForm(StepForm):
    title = forms.CharField(label=_("Judul isu baru"), max_length=160)
    links = StoryChoice(
        label=_("Percakapan yang dipisahkan"),
        queryset=IssueStory.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    posts = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = reason_field()

    def narrow(self) -> None:
        links = IssueStory.objects.filter(issue=self.issue).select_related("story__example")
        self.fields["links"].queryset = links  # type: ignore[attr-defined]


class MoveStoryForm(StepForm):
    link = forms.ModelChoiceField(queryset=IssueStory.objects.none(), widget=forms.HiddenInput)
    target = forms.ModelChoiceField(label=_("Pindahkan ke isu"), queryset=Issue.objects.none())

    def narrow(self) -> None:
        live = Issue.objects.exclude(pk=self.issue.pk).exclude(state__in=[IssueState.CLOSED, IssueState.MERGED])
        self.fields["target"].queryset = live.order_by("-opened_at")  # type: ignore[attr-defined]
        self.fields["link"].queryset = IssueStory.objects.filter(issue=self.issue)  # type: ignore[attr-defined]


class IntoIssueForm(forms.Form):
    issue = forms.ModelChoiceField(
        label=_("Masukkan ke isu"),
        queryset=Issue.objects.exclude(state__in=[IssueState.CLOSED, IssueState.MERGED]).order_by("-opened_at"),
    )


class OpenForm(forms.Form):
    title = forms.CharField(label=_("Judul"), max_length=160, help_text=_("Pokok soal dan tempatnya."))
    question = forms.CharField(
        label=_("Pertanyaan publik"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Officers under the short names of their agencies."""

    def label_from_instance(self, officer: Any) -> str:
        return f"{officer.agency.short_name} – {officer.name}" + (f", {officer.position}" if officer.position else "")


class WhyInput(forms.TextInput):
    """A reason that is asked for, but does not keep the browser from sending: the question may have changed since."""

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 - as Django calls it
        return False


class AskForm(forms.Form):
    """ "Who knows this?": officers are offered by agency, and both deadlines are shown before one is chosen."""

    question = forms.CharField(
        label=_("Pertanyaan untuk perangkat daerah"),
        help_text=_("Satu pertanyaan yang dapat dijawab lewat HP. Tanpa nama atau akun warga."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    officer = OfficerChoice(label=_("Siapa yang menjawab"), queryset=Officer.objects.none())
    clock = forms.ChoiceField(label=_("Tenggat"), choices=Clock.choices, widget=forms.RadioSelect)
    despite = forms.CharField(
        label=_("Mengapa tetap ditanyakan?"),
        help_text=_("Sebuah lembar fakta sudah menjawab pertanyaan ini. Alasan Anda dicatat."),
        max_length=300,
        required=False,
        widget=WhyInput(attrs={"list": "alasan-tetap"}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["officer"].queryset = answering_officers()  # type: ignore[attr-defined]

    def ask_why(self, *, is_answered: bool) -> None:
        """Draw the reason as one that has to be given."""
        self.fields["despite"].required = is_answered

    def look_up_while_writing(self, address: str) -> None:
        """Let the page fetch what is known of the question as soon as it is written."""
        more = {"hx-post": address, "hx-trigger": "change", "hx-target": "#sudah-ada"}
        self.fields["question"].widget.attrs.update(more)


class ReasonForm(forms.Form):
    reason = reason_field()


class AnswerForm(forms.Form):
    text = forms.CharField(required=False, max_length=8000)


class DeclineForm(forms.Form):
    reason = forms.CharField(required=False, max_length=300)
    agency = forms.ModelChoiceField(queryset=Agency.objects.filter(is_active=True), required=False)


def answering_officers() -> Any:
    """Officers of agencies who may answer, in the order of their agencies."""
    answering = Officer.objects.filter(
        is_active=True, agency__is_active=True, grants__role=Role.DATA_OWNER, grants__revoked_at=None
    )
    return answering.select_related("agency").order_by("agency__short_name", "name").distinct()
