"""Puts an office with a signed sheet and approved messages into fresh data, for the ledger to deliver."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction

from kohkol.channels.contract import Connection, Network, Writer
from kohkol.channels.guarded import GuardedClient
from kohkol.channels.testing import FakeNetwork
from kohkol.facts.actions import EvidenceEntry, ask_signature, open_sheet, save_version, sign_fact_sheet
from kohkol.facts.api import SheetVersion
from kohkol.facts.content import SheetText, hash_version, text_of
from kohkol.people.api import Account, AccountState, Agency, Officer, Role
from kohkol.practice.load import load_region
from kohkol.practice.region import practice_region
from kohkol.publishing.actions import Basis, write_message
from kohkol.publishing.connections import Connect
from kohkol.publishing.content import basis_link, frozen, hash_content
from kohkol.publishing.models import Approval, Delivery, Message, Variant
from kohkol.publishing.states import DeliveryState, VariantState


def connector(fake: FakeNetwork) -> Connect:
    """Connects every account to the fake network."""
    http = GuardedClient()

    def connect_to(_account: Account, now: object) -> tuple[Network, Writer]:
        return fake.network, fake.network.writer(Connection(http=http, now=now))  # type: ignore[arg-type]

    return connect_to


def holding(role: Role) -> Officer:
    """The first officer with the role."""
    return Officer.objects.filter(grants__role=role).order_by("pk")[0]


def open_office(*, at: datetime) -> SheetVersion:
    """An empty database becomes the practice office with one sheet in force."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        load_region(practice_region(), now=at)
    head, owner = holding(Role.TRIAGE), holding(Role.DATA_OWNER)
    agency = owner.agency
    assert isinstance(agency, Agency)
    version = open_sheet(SheetText("Kapan air menyala?", "Pukul tiga sore."), agency=agency, by=head, at=at)
    version = save_version(version, text_of(version), [EvidenceEntry("Berita acara")], by=head, at=at, revision=1)
    ask_signature(version, signer=owner, by=head, at=at)
    return sign_fact_sheet(version, by=owner, at=at, seen_hash=hash_version(version))


def queue(version: SheetVersion, *, messages: int, accounts: int, at: datetime) -> None:
    """Lays a delivery of each message to each account into the ledger, as an approval of each would."""
    writer, approver = holding(Role.WRITER), holding(Role.APPROVER)
    places = [
        Account(network="fake", name=f"Akun {number}", state=AccountState.CONNECTED) for number in range(accounts)
    ]
    Account.objects.bulk_create(places)
    for number in range(messages):
        message = write_message(f"Air mati {number}", "Warga", Basis([version]), by=writer, at=at)
        queue_message(message, places, approver, at=at)


def queue_message(message: Message, places: list[Account], approver: Officer, *, at: datetime) -> None:
    """A variant, its approval and its delivery for each account."""
    link = basis_link(message)
    variants = [
        Variant(
            message=message,
            account=place,
            text=f"Air menyala lagi pukul tiga sore, kabar {message.pk} untuk {place.name}. {link}",
            state=VariantState.APPROVED,
            edited_by=message.written_by,
            edited_at=at,
        )
        for place in places
    ]
    contents = [frozen(variant) for variant in Variant.objects.bulk_create(variants)]
    approvals = [
        Approval(variant=variant, content_hash=hash_content(content), decision="approved", by=approver, at=at)
        for variant, content in zip(variants, contents, strict=True)
    ]
    Approval.objects.bulk_create(approvals)
    Delivery.objects.bulk_create(
        [
            Delivery(
                variant=approval.variant,
                approval=approval,
                account=approval.variant.account,
                state=DeliveryState.QUEUED,
                content=content,
                due_at=at,
                expires_at=at + timedelta(days=1),
                made_at=at,
            )
            for approval, content in zip(approvals, contents, strict=True)
        ]
    )
