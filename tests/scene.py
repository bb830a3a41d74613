"""Makes the people and things of a test in one line each."""

import itertools
from datetime import UTC, datetime, timedelta

from kohkol.issues.models import Issue, IssueStory
from kohkol.listening.models import Placement, Post, Source, Story
from kohkol.people.models import Account, Agency, Office, Officer, RoleGrant

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, 09.00 in Bandung
_next = itertools.count(1)


def later(**delta: float) -> datetime:
    """`later(hours=2)`: that long after NOW."""
    return NOW + timedelta(**delta)


def office() -> Office:
    return Office.objects.create(name="Diskominfo Latihan", region_name="Provinsi Latihan")


def agency(name: str = "Dinas Air") -> Agency:
    return Agency.objects.create(name=name, short_name=name, slug=f"opd-{next(_next)}")


def officer(*roles: str, of: Agency | None = None, name: str = "") -> Officer:
    """An officer with these roles: `officer("writer", "approver")`, `officer("data_owner", of=agency())`."""
    number = next(_next)
    person = Officer.objects.create_user(
        email=f"orang{number}@contoh.example", name=name or f"Orang {number}", agency=of, joined_at=NOW
    )
    RoleGrant.objects.bulk_create([RoleGrant(officer=person, role=role, granted_at=NOW) for role in roles])
    return person


def account(network: str = "site", **fields: object) -> Account:
    return Account.objects.create(network=network, name=f"Akun {network}", **fields)


def source(**fields: object) -> Source:
    return Source.objects.create(**{"name": "Berkas", "kind": "file", "made_at": NOW} | fields)


def post(text: str = "air mati sejak pagi", *, at: datetime = NOW, **fields: object) -> Post:
    """A post that was heard, from a source of its own unless one is given."""
    fields.setdefault("source", Source.objects.first() or source())
    return Post.objects.create(text=text, at=at, heard_at=at, external_id=f"p{next(_next)}", **fields)


def story(*texts: str, at: datetime = NOW) -> Story:
    """A story with a post for each text."""
    made = Story.objects.create(code=f"1:{next(_next)}", first_at=at, last_at=at, size=len(texts))
    Placement.objects.bulk_create([Placement(post=post(text, at=at), story=made) for text in texts])
    made.volumes.create(hour_at=at.replace(minute=0, second=0, microsecond=0), posts=len(texts))
    return made


def issue(title: str = "Air mati di utara", *texts: str, by: Officer | None = None) -> Issue:
    """An open issue, with one story holding the texts when there are any."""
    opener = by or officer("triage")
    made = Issue.objects.create(title=title, opened_by=opener, opened_at=NOW)
    if texts:
        IssueStory.objects.create(issue=made, story=story(*texts), added_by=opener, added_at=NOW)
    return made
