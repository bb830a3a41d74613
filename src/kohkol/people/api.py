"""What other apps may use of people: rows to read, questions to ask, and the actions open to them."""

from kohkol.people.audit import record, subject_of
from kohkol.people.models import (
    Account,
    Agency,
    AuditEvent,
    DatedRule,
    Draft,
    Holiday,
    Office,
    OfficeHours,
    Officer,
    RoleGrant,
)
from kohkol.people.roles import PERMISSIONS, Role, may, require
from kohkol.people.states import AccountState

__all__ = [
    "PERMISSIONS",
    "Account",
    "AccountState",
    "Agency",
    "AuditEvent",
    "DatedRule",
    "Draft",
    "Holiday",
    "Office",
    "OfficeHours",
    "Officer",
    "Role",
    "RoleGrant",
    "may",
    "record",
    "require",
    "subject_of",
]
