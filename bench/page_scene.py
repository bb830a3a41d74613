"""Puts a desk at work on top of imported posts: issues of very different size, with requests, sheets and messages."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from kohkol.facts.actions import EvidenceEntry, ask_signature, open_sheet, save_version, sign_fact_sheet
from kohkol.facts.content import SheetText, hash_version, text_of
from kohkol.issues.actions import add_note, answer_request, merge_issues, open_issue, own_issue, send_request, set_level
from kohkol.issues.models import FactRequest, Issue
from kohkol.issues.states import Clock, Level
from kohkol.listening.api import Post, Story
from kohkol.listening.models import StoryTally
from kohkol.people.api import Account, Agency, Officer, Role, RoleGrant
from kohkol.practice.load import load_region
from kohkol.practice.region import practice_region
from kohkol.publishing.actions import Basis, add_variant, write_message

SEED = 20260304
ISSUES = 60
MOST_STORIES = 40
ONE_POST_IN = 8  # is a question, as in the practice week


@transaction.atomic
def load_desk(*, now: datetime) -> Officer:
    """Agencies, officers and 60 issues; returns the officer who looks at the pages."""
    load_region(practice_region(), now=now)
    head = Officer.objects.create_user(email="ukur@contoh.example", name="Pengukur", joined_at=now)
    roles = (Role.TRIAGE, Role.ANALYST, Role.WRITER)
    RoleGrant.objects.bulk_create([RoleGrant(officer=head, role=role, granted_at=now) for role in roles])
    Authenticator.objects.create(user=head, type=Authenticator.Type.TOTP, data={})
    Post.objects.annotate(rest=F("pk") % ONE_POST_IN).update(is_question=False)
    Post.objects.annotate(rest=F("pk") % ONE_POST_IN).filter(rest=0).update(is_question=True)
    issues = open_issues(head, now)
    count_readings()
    for number, issue in enumerate(issues):
        work_on(issue, number, head, now)
    for number in (50, 51):
        merged = issues[number]
        merge_issues(issues[0], merged, reason="soal yang sama", by=head, at=now, revision=revision(merged))
    return head


def open_issues(head: Officer, now: datetime) -> list[Issue]:
    """The biggest stories dealt out by a power law: the first issue holds the most, many hold one or two."""
    dice = random.Random(SEED)
    shares = [max(1, MOST_STORIES // (rank + 1)) for rank in range(ISSUES)]
    loud = list(Story.objects.filter(head=None).order_by("-size").select_related("example")[: 2 * sum(shares)])
    chosen = dice.sample(loud, min(sum(shares), len(loud)))
    issues = []
    for rank, share in enumerate(shares):
        stories, chosen = chosen[:share], chosen[share:]
        title = titled(stories, rank)
        opened_at = now - timedelta(hours=dice.randint(1, 72))
        issues.append(open_issue(title=title, question=f"{title}?", stories=stories, by=head, at=opened_at))
    return issues


def count_readings() -> None:
    """What reading would have counted of each story in an issue: languages, tones and the most places a story has."""
    places = [f"32.{regency:02}.{district:02}" for regency in range(1, 6) for district in (1, 2, 3)]
    values = {"language": ["id", "su", "jv", "en"], "tone": ["negative", "neutral", "positive"], "place": places}
    stories = Story.objects.filter(issue_links__isnull=False).values_list("pk", "size")
    StoryTally.objects.bulk_create(
        StoryTally(story_id=story, kind=kind, value=value, posts=max(1, size // len(group)))
        for story, size in stories
        for kind, group in values.items()
        for value in group
    )


def titled(stories: Sequence[Story], rank: int) -> str:
    """What somebody said, short, as at the desk."""
    said = stories[0].example.text if stories and stories[0].example else "Isu tanpa percakapan"
    return f"{said[:80]} {rank}"


def revision(issue: Issue) -> int:
    """The revision as it stands now."""
    return Issue.objects.values_list("revision", flat=True).get(pk=issue.pk)


def work_on(issue: Issue, number: int, head: Officer, now: datetime) -> None:
    """Level, owner, notes, requests, a signed sheet and a message: more on the earlier issues than on the later."""
    if number % 3:
        own_issue(issue, head, by=head, at=now - timedelta(hours=1), revision=revision(issue))
    levels = [Level.CRISIS, Level.PRIORITY, Level.ROUTINE]
    if number < 20:
        level = levels[number % 3]
        set_level(issue, level, reason="membesar", by=head, at=now, revision=revision(issue))
    for count in range(max(0, 12 - number)):
        add_note(issue, text=f"Catatan {count}: sudah ditelepon, ditunggu sampai sore.", by=head, at=now)
    owners = list(Officer.objects.filter(agency__isnull=False, grants__role=Role.DATA_OWNER).select_related("agency"))
    for count in range(6 if number < 4 else number % 3):
        owner = owners[(number + count) % len(owners)]
        asked = ask(issue, owner, f"Pertanyaan {count} tentang isu {number}: kapan, di mana?", head, now)
        if count % 2 == 0:
            answer_request(asked, text="Mulai pukul tiga sore. https://contoh.example/a", by=owner, at=now)
        if count == 0:
            sheet_and_message(asked, owner, head, now)


def ask(issue: Issue, owner: Officer, question: str, head: Officer, now: datetime) -> FactRequest:
    """A fact request of five hours ago."""
    agency = owner.agency
    assert isinstance(agency, Agency)
    at = now - timedelta(hours=5)
    made, _secret = send_request(
        issue, agency=agency, officer=owner, question=question, clock=Clock.BUSINESS, by=head, at=at
    )
    return made


def sheet_and_message(asked: FactRequest, owner: Officer, head: Officer, now: datetime) -> None:
    """A signed sheet from the answer, and a message with a variant for each of three accounts."""
    text = SheetText(question=asked.question, short_answer="Mulai pukul tiga sore.")
    version = open_sheet(text, agency=asked.agency, by=head, at=now, issue=asked.issue, from_request=asked)
    version = save_version(version, text_of(version), [EvidenceEntry("Berita acara")], by=head, at=now, revision=1)
    ask_signature(version, signer=owner, by=head, at=now)
    version = sign_fact_sheet(version, by=owner, at=now, seen_hash=hash_version(version))
    message = write_message("Jawaban", "Warga", Basis([version]), by=head, at=now, issue=asked.issue)
    for account in Account.objects.order_by("pk")[:3]:
        add_variant(message, account, "Mulai pukul tiga sore.", by=head, at=now)
