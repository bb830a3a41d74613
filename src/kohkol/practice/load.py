"""Puts the practice region and its week of posts into an empty desk, through the same doors as real work."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from kohkol.listening.api import HeardPost, OfficialHandles, Post, RadarRunner, Source, SourceKind, hear_posts
from kohkol.people.api import Account, AccountState, Agency, Office, OfficeHours, Officer, Role, RoleGrant, record
from kohkol.practice.history import play_history
from kohkol.practice.region import PracticeAgency, PracticeOfficer, Region, practice_region
from kohkol.practice.week import PracticePost, practice_posts

ROLES: dict[str, tuple[Role, ...]] = {
    "analyst": (Role.ANALYST,),
    "head_of_public_communication": (Role.TRIAGE, Role.ANALYST),
    "writer": (Role.WRITER,),
    "account_admin": (Role.PUBLISHER, Role.ADMIN, Role.AUDITOR),
    "head_of_office": (Role.APPROVER,),
    "data_owner": (Role.DATA_OWNER,),
    "head_of_region": (Role.LEADER,),
}
NETWORKS = {"whatsapp": "whatsapp_channel"}
SOURCES = {
    "lapor": ("SP4N-LAPOR! (latihan)", Post.Sort.REPORT),
    "berita": ("Berita daerah (latihan)", Post.Sort.MONITORED),
    "": ("Unggahan warga (latihan)", Post.Sort.MONITORED),
}


def load_practice(*, now: datetime, progress: Callable[[str], None]) -> None:
    """Load region and week once; a second call finds the office and changes nothing. `progress` gets a line a step."""
    if Office.objects.exists():
        return
    region = practice_region()
    posts = practice_posts(today=now.astimezone(region.time_zone).date(), zone=region.time_zone, now=now)
    with transaction.atomic():
        agencies = load_region(region, now=now)
        progress(f"{region.name}: {len(agencies)} agencies")
        total = load_week(region, posts, now=now)
        progress(f"{total} posts of the practice week")
    radar = RadarRunner()
    while radar.step(now):
        pass
    progress("the radar has grouped them")
    with transaction.atomic():
        issues = play_history({post.id: post.story for post in posts}, now=now)
    progress(f"{issues} issues that the desk works on")


def load_region(region: Region, *, now: datetime) -> dict[str, Agency]:
    """The office, its hours, agencies, officers with roles, and official accounts."""
    office = Office.objects.create(
        name=f"Diskominfo {region.short_name}",
        region_name=region.name,
        place_code=region.code,
        place_names={place.code: place.name for place in region.places},
        time_zone=str(region.time_zone),
    )
    for hours in region.office_hours:
        for weekday in hours.weekdays:
            OfficeHours.objects.create(weekday=weekday, opens=hours.opens, closes=hours.closes)
    agencies = {agency.code: _agency(agency) for agency in region.agencies}
    for officer in [*region.officers, *_contacts_without_officer(region)]:
        _officer(officer, agencies, now=now)
    _accounts(region, agencies)
    record("people.practice.loaded", by=None, about=office, at=now)
    return agencies


def _agency(agency: PracticeAgency) -> Agency:
    return Agency.objects.create(
        name=agency.name,
        short_name=agency.short_name,
        slug=agency.code,
        place_code=agency.place,
        task_description=agency.task_description,
    )


def _contacts_without_officer(region: Region) -> Iterator[PracticeOfficer]:
    """Every agency has somebody who can be asked."""
    answered = {officer.agency for officer in region.officers if officer.role == "data_owner"}
    for agency in region.agencies:
        if agency.code not in answered and agency.code != "kominfo":
            yield PracticeOfficer(agency.code, agency.contact, "data_owner", agency.code, agency.contact_title)


def _officer(officer: PracticeOfficer, agencies: dict[str, Agency], *, now: datetime) -> None:
    roles = ROLES[officer.role]
    person = Officer.objects.create_user(
        email=f"{officer.key}@latihan.example",
        name=officer.name,
        position=officer.title,
        agency=agencies[officer.agency],
        joined_at=now,
    )
    RoleGrant.objects.bulk_create([RoleGrant(officer=person, role=role, granted_at=now) for role in roles])


def _accounts(region: Region, agencies: dict[str, Agency]) -> None:
    Account.objects.create(network="site", name="Situs publik (LATIHAN)", state=AccountState.CONNECTED)
    for account in region.accounts:
        problem = "" if account.by_hand else "Latihan: belum disambungkan ke server Mastodon."
        Account.objects.create(
            network=NETWORKS.get(account.network, account.network),
            name=account.name,
            handle=account.handle,
            agency=agencies[account.agency],
            state=AccountState.BY_HAND if account.by_hand else AccountState.NEEDS_RECONNECT,
            problem=problem,
        )


def load_week(region: Region, posts: Sequence[PracticePost], *, now: datetime) -> int:
    """The posts of the week, heard hour by hour as they would have been; returns how many."""
    handles = {account.network: account.handle for account in region.accounts}
    sources = {
        network: Source.objects.create(name=name, kind=SourceKind.FILE, made_at=now, last_post_at=now)
        for network, (name, _sort) in SOURCES.items()
    }
    _troubled_sources(now)
    official, added = OfficialHandles(), 0
    for hour, group in groupby(posts, key=lambda post: post.at.replace(minute=0, second=0, microsecond=0)):
        together = list(group)
        for network, source in sources.items():
            said = [_heard(post, handles) for post in together if _source_of(post) == network]
            if said:
                heard_at = min(now, hour + timedelta(hours=1))
                added += len(hear_posts(source, said, heard_at=heard_at, official=official).added)
    return added


def _troubled_sources(now: datetime) -> None:
    """A feed that fails and one that went quiet: a desk has to see both, because silence is never calm."""
    feed = {"kind": SourceKind.FEED, "made_at": now - timedelta(days=30)}
    Source.objects.create(
        name="Radio Kota (latihan)",
        address="https://radio-kota.latihan.example/umpan.xml",
        last_read_at=now - timedelta(hours=5),
        last_post_at=now - timedelta(hours=6),
        failing_since_at=now - timedelta(hours=5),
        failures=6,
        problem_kind="retry",
        problem="radio-kota.latihan.example tidak menjawab. Dicoba lagi sendiri.",
        next_read_at=now + timedelta(hours=2),
        **feed,
    )
    Source.objects.create(
        name="Kabar Pasirwangun (latihan)",
        address="https://kabar-pasirwangun.latihan.example/umpan.xml",
        interval_seconds=24 * 3600,
        last_read_at=now,
        last_post_at=now - timedelta(days=3),
        next_read_at=now + timedelta(days=1),
        **feed,
    )


def _source_of(post: PracticePost) -> str:
    return post.network if post.network in SOURCES else ""


def _heard(post: PracticePost, handles: dict[str, str]) -> HeardPost:
    author = handles.get(post.network, "") if post.account == "resmi" else f"latihan-{post.account}"
    return HeardPost(
        external_id=post.id,
        at=post.at,
        text=post.text,
        url=post.url,
        network=post.network,
        place=post.place,
        author=author,
        sort=SOURCES[_source_of(post)][1],
    )
