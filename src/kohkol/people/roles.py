"""Who may do what: the roles, and the one table from each permission to the roles that hold it."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.refusals import NotPermitted


class Role(models.TextChoices):
    """Roles combine: two people can hold them all. What nobody may do is approve their own words."""

    ANALYST = "analyst", _("Analis pemantauan")
    TRIAGE = "triage", _("Kepala komunikasi publik")
    DATA_OWNER = "data_owner", _("Penanggung jawab data")
    WRITER = "writer", _("Penulis")
    APPROVER = "approver", _("Penyetuju")
    PUBLISHER = "publisher", _("Admin akun")
    LEADER = "leader", _("Pimpinan")
    AUDITOR = "auditor", _("Pemeriksa")
    ADMIN = "admin", _("Administrator")


_DESK = {Role.ANALYST, Role.TRIAGE, Role.WRITER, Role.APPROVER, Role.PUBLISHER}

PERMISSIONS: dict[str, frozenset[Role]] = {
    "desk.see": frozenset(_DESK | {Role.LEADER, Role.AUDITOR, Role.ADMIN}),
    "listening.see": frozenset(_DESK | {Role.AUDITOR}),
    "listening.hear": frozenset({Role.ANALYST, Role.TRIAGE}),
    "listening.manage_sources": frozenset({Role.ANALYST, Role.ADMIN}),
    "listening.erase": frozenset({Role.TRIAGE, Role.ADMIN}),
    "listening.correct": frozenset({Role.ANALYST, Role.TRIAGE}),
    "listening.see_unmasked": frozenset({Role.TRIAGE}),
    "matching.judge": frozenset({Role.ANALYST, Role.TRIAGE, Role.WRITER}),
    "issues.see": frozenset(_DESK | {Role.LEADER, Role.AUDITOR}),
    "issues.open": frozenset({Role.ANALYST, Role.TRIAGE}),
    "issues.triage": frozenset({Role.TRIAGE}),
    "issues.request_facts": frozenset({Role.ANALYST, Role.TRIAGE, Role.WRITER}),
    "issues.answer_request": frozenset({Role.DATA_OWNER}),
    "facts.see": frozenset(_DESK | {Role.LEADER, Role.AUDITOR}),
    "facts.write": frozenset({Role.WRITER, Role.TRIAGE}),
    "facts.name_officials": frozenset({Role.APPROVER, Role.TRIAGE}),
    "facts.sign": frozenset({Role.DATA_OWNER}),
    "publishing.see": frozenset(_DESK | {Role.LEADER, Role.AUDITOR}),
    "publishing.write": frozenset({Role.WRITER}),
    "publishing.approve": frozenset({Role.APPROVER}),
    "publishing.deliver": frozenset({Role.PUBLISHER}),
    "measuring.see": frozenset(_DESK | {Role.LEADER, Role.AUDITOR}),
    "measuring.make_brief": frozenset({Role.ANALYST, Role.TRIAGE}),
    "people.manage": frozenset({Role.ADMIN}),
    "people.manage_accounts": frozenset({Role.PUBLISHER, Role.ADMIN}),
    "people.see_audit": frozenset({Role.AUDITOR, Role.ADMIN, Role.TRIAGE}),
}


class HasRoles(Protocol):
    """An officer, as far as permissions are concerned."""

    def role_set(self) -> frozenset[Role]:
        """The roles in force."""
        ...


def may(officer: HasRoles, permission: str) -> bool:
    """Whether one of the officer's roles holds the permission. Raises `KeyError` for a permission not in the table."""
    return bool(PERMISSIONS[permission] & officer.role_set())


def require(officer: HasRoles, permission: str) -> None:
    """Raise `NotPermitted` unless the officer may."""
    if not may(officer, permission):
        roles = ", ".join(str(role.label) for role in sorted(PERMISSIONS[permission]))
        raise NotPermitted(
            "Peran Anda tidak mencakup langkah ini.", next_step=_("Mintalah kepada: %(roles)s.") % {"roles": roles}
        )
