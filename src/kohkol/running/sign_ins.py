"""How people get in for the first time: new passwords for a practice desk, one link for the first administrator."""

import secrets
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from kohkol.people.api import Officer, Role, RoleGrant, record

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - without letters that look alike


def new_password() -> str:
    """A password that is easy to type from a terminal: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))


def fresh_sign_ins() -> dict[str, object]:
    """Give all practice officers one new password; the password, and roles, name and address of each officer.

    One for all: a person who tries the product changes roles often, and hashing one takes a third of a second.
    """
    password = new_password()
    Officer.objects.filter(is_active=True).update(password=make_password(password))
    order = list(Role)
    officers = [officer for officer in Officer.objects.filter(is_active=True) if officer.role_set()]
    people = [
        {
            "roles": ", ".join(str(role.label) for role in order if role in officer.role_set()),
            "name": officer.name,
            "email": officer.email,
        }
        for officer in sorted(officers, key=lambda officer: min(order.index(role) for role in officer.role_set()))
    ]
    return {"password": password, "people": people}


def somebody_can_sign_in() -> bool:
    """Tell whether an active officer has a password."""
    return any(officer.has_usable_password() for officer in Officer.objects.filter(is_active=True))


def setup_link(email: str, *, at: datetime) -> str | None:
    """The link by which the first administrator chooses a password; None once somebody has one.

    The administrator is made from `email` when nobody is there yet. The link works once: a password voids it.
    """
    if somebody_can_sign_in():
        return None
    officer = Officer.objects.filter(is_active=True, grants__role=Role.ADMIN, grants__revoked_at=None).first()
    if officer is None:
        if not email:
            return None
        officer = admit_first_administrator(email, at=at)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(officer), "key": default_token_generator.make_token(officer)},
    )
    return f"{settings.KOHKOL_URL}{path}"


def admit_first_administrator(email: str, *, at: datetime) -> Officer:
    """Make the officer who will admit the others, with a trace in the trail."""
    with transaction.atomic():
        officer = Officer.objects.create_user(email=email, name=email.partition("@")[0], joined_at=at)
        RoleGrant.objects.create(officer=officer, role=Role.ADMIN, granted_at=at)
        record("people.administrator.admitted", by=None, about=officer, at=at, personal={"email": email})
    return officer
