"""A desk with data of its own in another process, so that a test can kill what works on it."""

import json
import sys
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

import kohkol.config.ready  # noqa: F401
from kohkol.listening.erasing import erase_post
from kohkol.listening.models import (
    ErasureReceipt,
    Import,
    Placement,
    Post,
    Source,
    Story,
    StoryVolume,
)
from kohkol.people.models import Officer, RoleGrant


def prepare(path: str) -> None:
    """Make the database and an import that waits."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    source = Source.objects.create(name="Berkas", kind="file", made_at=now)
    waiting = Import(source=source, name="kiriman", format="ndjson", made_at=now, bytes_total=Path(path).stat().st_size)
    with Path(path).open("rb") as file:
        waiting.file.save("kiriman.ndjson", File(file))


def counts() -> dict[str, object]:
    """What is in the database."""
    return {
        "posts": Post.objects.count(),
        "placed": Placement.objects.count(),
        "sizes": Story.objects.filter(head=None).aggregate(total=Sum("size"))["total"] or 0,
        "volume": StoryVolume.objects.aggregate(total=Sum("posts"))["total"] or 0,
        "state": Import.objects.get().state,
        "added": Import.objects.get().posts_added,
        "cleared": ErasureReceipt.objects.exclude(traces_cleared_at=None).count(),
    }


def erase(word: str) -> None:
    """Erase the posts that hold a word."""
    now = timezone.now()
    officer = Officer.objects.create_user(email="a@contoh.example", name="A", joined_at=now)
    RoleGrant.objects.create(officer=officer, role="triage", granted_at=now)
    for post in Post.objects.filter(text__contains=word):
        erase_post(post, by=officer, at=now, requested_at=now, reason="diminta pemiliknya")


def let_claims_run_out() -> None:
    """As if the two minutes had passed after which a dead worker's import is free."""
    Import.objects.filter(state="running").update(claimed_until_at=timezone.now() - timedelta(seconds=1))


STEPS = {"prepare": prepare, "counts": counts, "erase": erase, "let_claims_run_out": let_claims_run_out}

if __name__ == "__main__":
    step, *words = sys.argv[1:]
    sys.stdout.write(json.dumps(STEPS[step](*words)))
