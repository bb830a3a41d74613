"""Puts the audit trail of an issue into sentences: for its timeline, and to say who changed it meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.issues.models import FactRequest, Issue
from kohkol.issues.states import Level
from kohkol.people.api import AuditEvent, Officer, subject_of

# What each event says of its actor; names in braces are keys of the event's data.
SENTENCES: Mapping[str, str | Promise] = {
    "issues.issue.opened": _("membuka isu ini"),
    "issues.issue.levelled": _("mengubah level menjadi {level}: {reason}"),
    "issues.issue.owned": _("menjadikan {owner} penanggung jawab"),
    "issues.issue.renamed": _("mengubah judul atau pertanyaan"),
    "issues.issue.story_added": _("menambahkan satu percakapan"),
    "issues.issue.story_moved": _("memindahkan satu percakapan ke isu lain"),
    "issues.issue.post_put_in": _("memasukkan satu unggahan"),
    "issues.issue.post_taken_out": _("mengeluarkan satu unggahan"),
    "issues.issue.merge_dismissed": _("menolak usulan penggabungan dari mesin"),
    "issues.issue.merged": _("menggabungkan isu ini ke isu lain: {reason}"),
    "issues.issue.took_in": _("menggabungkan isu lain ke sini: {reason}"),
    "issues.issue.split": _("memisahkan sebagian menjadi isu baru: {reason}"),
    "issues.issue.split_off": _("membuka isu ini dari isu lain: {reason}"),
    "issues.issue.closed": _("menutup isu: {reason}"),
    "issues.issue.reopened": _("membuka kembali isu: {reason}"),
    "issues.issue.answered": _("jawaban resmi sudah tayang"),
    "issues.issue.unanswered": _("jawaban ditarik kembali; isu ini dikerjakan lagi"),
    "issues.issue.noted": _("menulis catatan"),
    "issues.request.sent": _("meminta fakta kepada {agency}{despite}"),
    "issues.request.seen": _("membuka permintaan fakta"),
    "issues.request.answered": _("menjawab permintaan fakta"),
    "issues.request.corrected": _("memperbaiki jawabannya"),
    "issues.request.not_ours": _("menyatakan bukan kewenangan {agency}: {reason}"),
    "issues.request.withdrawn": _("membatalkan permintaan fakta: {reason}"),
    "issues.request.asked_again": _("meminta jawaban dilengkapi: {reason}"),
    "issues.request.link_renewed": _("membuat tautan baru untuk permintaan fakta"),
    "issues.request.reminded": _("pengingat dikirim: tenggat sudah dekat"),
    "issues.request.escalated": _("tenggat lewat; diteruskan ke meja komunikasi"),
    "issues.request.settled": _("menyelesaikan permintaan yang dikembalikan"),
    "facts.sheet.used": _("memakai lembar {sheet} sebagai jawaban isu ini"),
    "facts.sheet.use_undone": _("membatalkan pemakaian lembar {sheet}: {reason}"),
}
MACHINE = _("Sistem")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    actor: str
    sentence: str
    kind: str


def sentence_of(event: AuditEvent, named: Mapping[int | None, str]) -> str:
    """What happened, without the actor's name; the bare kind where no sentence is written for it."""
    template = SENTENCES.get(event.kind)
    if template is None:
        return event.kind
    return str(template).format_map(_Words(event.data, named)).rstrip(": ")


class _Words(dict[str, Any]):
    """Data of an event as words; what an old event did not write yet is left out."""

    def __init__(self, data: Mapping[str, Any], named: Mapping[int | None, str]) -> None:
        super().__init__(data)
        if "owner_id" in data:
            self["owner"] = named.get(data["owner_id"], str(_("rekan yang sudah tidak ada")))
        if "known" in data:
            self["despite"] = str(_(", walau sudah ada lembar %(known)s: %(despite)s")) % data
        if "level" in data:
            self["level"] = str(Level(data["level"]).label)

    def __missing__(self, key: str) -> str:
        return ""


def timeline(issue_ids: Iterable[int], *, most: int = 200) -> list[Entry]:
    """The events of an issue and of what was merged into it, and of their fact requests; newest first."""
    family = [Issue(pk=number) for number in issue_ids]
    requests = FactRequest.objects.filter(issue__in=family).only("pk")
    subjects = [subject_of(thing) for thing in [*family, *requests]]
    events = AuditEvent.objects.filter(subject__in=subjects).select_related("actor").order_by("-at", "-id")[:most]
    return entries_of(list(events))


def entries_of(events: Sequence[AuditEvent]) -> list[Entry]:
    """Events as lines of the timeline. The trail holds no names, only ids: the names are looked up here."""
    named = {event.actor_id: event.actor.name for event in events if event.actor}
    unknown = {event.data["owner_id"] for event in events if "owner_id" in event.data} - set(named)
    if unknown:
        named |= dict(Officer.objects.filter(pk__in=unknown).values_list("pk", "name"))
    return [
        Entry(event.at, named.get(event.actor_id) or str(MACHINE), sentence_of(event, named), event.kind)
        for event in events
    ]


def changes_since(issue: Issue, revision: int) -> list[Entry]:
    """What others did to the issue after that revision, oldest first."""
    events = (
        AuditEvent.objects.filter(subject=subject_of(issue), data__revision__gt=revision)
        .select_related("actor")
        .order_by("id")
    )
    return entries_of(list(events))
