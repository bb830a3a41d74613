"""Every change to officers and roles: an action checks the permission, writes and records, in one transaction."""

from collections.abc import Collection
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.urls import reverse

from kohkol.people.audit import record
from kohkol.people.models import Agency, Office, Officer, RoleGrant
from kohkol.people.proof import revoke_devices
from kohkol.people.roles import Role, require
from kohkol.refusals import Invalid, NotPermitted


def admit_officer(
    *,
    email: str,
    name: str,
    position: str,
    phone: str,
    agency: Agency | None,
    roles: Collection[Role],
    by: Officer,
    at: datetime,
) -> Officer:
    """Admit somebody with her roles; she chooses her own password by the link of `password_link`."""
    require(by, "people.manage")
    if Role.DATA_OWNER in roles and agency is None:
        raise Invalid("Penanggung jawab data perlu perangkat daerah.", field="agency")
    try:
        with transaction.atomic():
            officer = Officer.objects.create_user(
                email=email, name=name, position=position, phone=phone, agency=agency, joined_at=at
            )
            _grant(officer, roles, by=by, at=at)
            record(
                "people.officer.admitted",
                by=by,
                about=officer,
                at=at,
                data={"roles": sorted(roles)},
                personal={"email": email, "name": name},
            )
    except IntegrityError as problem:
        raise Invalid("Alamat e-mail ini sudah dipakai petugas lain.", field="email") from problem
    return officer


def set_roles(officer: Officer, roles: Collection[Role], *, by: Officer, at: datetime) -> None:
    """Give exactly these roles. Nobody takes the last administrator away, nor changes her own roles."""
    require(by, "people.manage")
    if officer.pk == by.pk:
        raise NotPermitted("Peran sendiri tidak diubah sendiri.", next_step="Mintalah administrator lain.")
    if Role.DATA_OWNER in roles and officer.agency_id is None:
        raise Invalid("Penanggung jawab data perlu perangkat daerah.", field="roles")
    before = officer.role_set()
    with transaction.atomic():
        officer.grants.filter(revoked_at=None).exclude(role__in=roles).update(revoked_at=at)
        _grant(officer, set(roles) - before, by=by, at=at)
        record(
            "people.officer.roles_set",
            by=by,
            about=officer,
            at=at,
            data={"before": sorted(before), "after": sorted(roles)},
        )
    del officer.__dict__["_roles"]


def _grant(officer: Officer, roles: Collection[Role], *, by: Officer, at: datetime) -> None:
    RoleGrant.objects.bulk_create(
        [RoleGrant(officer=officer, role=role, granted_by=by, granted_at=at) for role in sorted(roles)]
    )


def dismiss_officer(officer: Officer, *, by: Officer, at: datetime) -> None:
    """Somebody left: no sign-in, no phone, no role any more; what she did stays in the trail."""
    require(by, "people.manage")
    if officer.pk == by.pk:
        raise NotPermitted("Akun sendiri tidak ditutup sendiri.", next_step="Mintalah administrator lain.")
    with transaction.atomic():
        officer.grants.filter(revoked_at=None).update(revoked_at=at)
        revoke_devices(officer, by=by, at=at)
        officer.is_active = False
        officer.set_unusable_password()
        officer.save(update_fields=["is_active", "password"])
        record("people.officer.dismissed", by=by, about=officer, at=at)


def password_path(officer: Officer, *, by: Officer, at: datetime) -> str:
    """The address on this desk at which an officer chooses her password once; a password set since voids it."""
    require(by, "people.manage")
    if not officer.is_active:
        raise Invalid("Petugas ini sudah tidak aktif.")
    with transaction.atomic():
        record("people.officer.password_link_made", by=by, about=officer, at=at)
    parts = {"uidb36": user_pk_to_url_str(officer), "key": default_token_generator.make_token(officer)}
    return reverse("account_reset_password_from_key", kwargs=parts)


def describe_office(*, name: str, region_name: str, hotline: str, by: Officer, at: datetime) -> Office:
    """Say who runs this desk; made on first use."""
    require(by, "people.manage")
    with transaction.atomic():
        office = Office.objects.first() or Office()
        office.name, office.region_name, office.hotline = name, region_name, hotline
        office.save()
        record("people.office.described", by=by, about=office, at=at, data={"name": name})
    return office
