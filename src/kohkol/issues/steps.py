"""The steps on an issue as pages of their own: each works without scripts, and a refusal loses nothing typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kohkol.issues import actions, forms
from kohkol.issues.door import visible_issues
from kohkol.issues.models import Issue
from kohkol.listening.api import Post, Story
from kohkol.people.api import Officer, desk_page, officer_of, require
from kohkol.refusals import Conflict, NotPermitted, Refused


@dataclass(frozen=True)
class Given:
    """Everything a step works with."""

    issue: Issue
    values: dict[str, Any]
    by: Officer
    at: datetime
    revision: int


@dataclass(frozen=True)
class Step:
    """One thing that can be done to an issue. `run` returns the issue to go to."""

    title: Any
    button: Any
    done: Any
    permission: str
    form: type[forms.StepForm]
    run: Callable[[Given], Issue]


def _level(given: Given) -> Issue:
    values = given.values
    actions.set_level(
        given.issue, values["level"], reason=values["reason"], by=given.by, at=given.at, revision=given.revision
    )
    return given.issue


def _own(given: Given) -> Issue:
    actions.own_issue(given.issue, given.values["owner"], by=given.by, at=given.at, revision=given.revision)
    return given.issue


def _rename(given: Given) -> Issue:
    actions.rename_issue(given.issue, **given.values, by=given.by, at=given.at, revision=given.revision)
    return given.issue


def _close(given: Given) -> Issue:
    actions.close_issue(given.issue, **given.values, by=given.by, at=given.at, revision=given.revision)
    return given.issue


def _reopen(given: Given) -> Issue:
    actions.reopen_issue(given.issue, **given.values, by=given.by, at=given.at, revision=given.revision)
    return given.issue


def _note(given: Given) -> Issue:
    actions.add_note(given.issue, text=given.values["text"], by=given.by, at=given.at)
    return given.issue


def _merge(given: Given) -> Issue:
    target: Issue = given.values["target"]
    actions.merge_issues(
        target, given.issue, reason=given.values["reason"], by=given.by, at=given.at, revision=given.revision
    )
    return target


def _split(given: Given) -> Issue:
    values = given.values
    posts = [int(number) for number in values["posts"].split(",") if number.isdecimal()]
    return actions.split_issue(
        given.issue,
        title=values["title"],
        reason=values["reason"],
        stories=[link.story for link in values["links"]],
        posts=list(Post.objects.filter(pk__in=posts)),
        by=given.by,
        at=given.at,
        revision=given.revision,
    )


def _move(given: Given) -> Issue:
    story, target = given.values["link"].story, given.values["target"]
    actions.move_story(story, source=given.issue, target=target, by=given.by, at=given.at)
    return given.issue


STEPS = {
    "level": Step(
        _("Tetapkan level"), _("Simpan level"), _("Level disimpan."), "issues.triage", forms.LevelForm, _level
    ),
    "penanggung": Step(
        _("Pilih penanggung jawab"), _("Simpan"), _("Penanggung jawab disimpan."), "issues.open", forms.OwnForm, _own
    ),
    "judul": Step(
        _("Ubah judul dan pertanyaan"), _("Simpan"), _("Judul disimpan."), "issues.open", forms.RenameForm, _rename
    ),
    "selesai": Step(
        _("Selesaikan isu"), _("Selesaikan"), _("Isu diselesaikan."), "issues.triage", forms.CloseForm, _close
    ),
    "buka-lagi": Step(
        _("Buka kembali isu"), _("Buka kembali"), _("Isu dibuka kembali."), "issues.triage", forms.ReopenForm, _reopen
    ),
    "catatan": Step(
        _("Tulis catatan"), _("Simpan catatan"), _("Catatan disimpan."), "issues.see", forms.NoteForm, _note
    ),
    "gabung": Step(
        _("Gabungkan ke isu lain"), _("Gabungkan"), _("Isu digabungkan."), "issues.triage", forms.MergeForm, _merge
    ),
    "pisah": Step(
        _("Pisahkan menjadi isu baru"), _("Pisahkan"), _("Isu baru dibuka."), "issues.triage", forms.SplitForm, _split
    ),
    "pindah": Step(
        _("Pindahkan percakapan"),
        _("Pindahkan"),
        _("Percakapan dipindahkan."),
        "issues.open",
        forms.MoveStoryForm,
        _move,
    ),
}


@desk_page("issues.see")
def step_page(request: HttpRequest, issue_id: int, name: str) -> HttpResponse:
    """Show the form of a step, or do it. A refusal shows the form again as it was filled in, with the reason."""
    officer = officer_of(request)
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    require(officer, step.permission)
    filled = request.POST if request.method == "POST" else None
    form = step.form(filled, issue=issue, initial={**_as_it_is(issue), **request.GET.dict()})
    if filled is None or not form.is_valid():
        return _form_page(request, issue, step, form, status=200 if filled is None else 422)
    revision = filled.get("revision", "")
    given = Given(issue, form.cleaned_data, officer, timezone.now(), int(revision) if revision.isdecimal() else 0)
    try:
        goal = step.run(given)
    except NotPermitted:
        raise
    except Refused as refused:
        form.add_error(
            refused.field if refused.field in form.fields else None, f"{refused.sentence} {refused.next_step}"
        )
        issue.refresh_from_db()
        return _form_page(request, issue, step, form, status=409 if isinstance(refused, Conflict) else 422)
    messages.success(request, step.done)
    return redirect("desk:issue", goal.pk)


def _as_it_is(issue: Issue) -> dict[str, Any]:
    return {"title": issue.title, "question": issue.question, "level": issue.level, "owner": issue.owner_id}


def _form_page(request: HttpRequest, issue: Issue, step: Step, form: forms.StepForm, *, status: int) -> HttpResponse:
    if step.form is forms.SplitForm and not form.is_bound:
        form.initial["title"] = ""
    return render(request, "issues/step.html", {"issue": issue, "step": step, "form": form}, status=status)


@require_POST
@desk_page("issues.open")
def own_it(request: HttpRequest, issue_id: int) -> HttpResponse:
    """ "I take this": one tap."""
    officer = officer_of(request)
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    revision = request.POST.get("revision", "")
    number = int(revision) if revision.isdecimal() else 0
    actions.own_issue(issue, officer, by=officer, at=timezone.now(), revision=number)
    messages.success(request, _("Anda penanggung jawab isu ini."))
    return redirect("desk:issue", issue.pk)


@require_POST
@desk_page("issues.open")
def place_post(request: HttpRequest, issue_id: int, post_id: int) -> HttpResponse:
    """Put a single post into the issue, or take it out."""
    officer = officer_of(request)
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    post = get_object_or_404(Post, pk=post_id)
    place = actions.put_post_in if request.POST.get("masuk") == "1" else actions.take_post_out
    place(issue, post, by=officer, at=timezone.now())
    messages.success(request, _("Tersimpan. Urutan dan jumlahnya menyesuaikan."))
    return redirect(reverse("desk:issue", args=[issue.pk]) + "?bagian=suara")


@require_POST
@desk_page("issues.open")
def judge_suggestion(request: HttpRequest, issue_id: int, story_id: int) -> HttpResponse:
    """Accept or dismiss a merge that the machine suggested."""
    officer = officer_of(request)
    issue = get_object_or_404(visible_issues(officer), pk=issue_id)
    story = get_object_or_404(Story.objects.select_related("head"), pk=story_id)
    if request.POST.get("jawab") == "ya":
        actions.accept_merge_suggestion(issue, story, by=officer, at=timezone.now())
        messages.success(request, _("Percakapan ditambahkan ke isu ini."))
    else:
        actions.dismiss_merge_suggestion(issue, story, by=officer, at=timezone.now())
        messages.success(request, _("Usulan ditolak dan tidak muncul lagi."))
    return redirect(reverse("desk:issue", args=[issue.pk]) + "?bagian=suara")
