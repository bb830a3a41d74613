"""What other apps may use of people: rows to read, questions to ask, and the actions open to them."""

from kohkol.people.audit import record, subject_of
from kohkol.people.chain import head as chain_head
from kohkol.people.chain import seal_events
from kohkol.people.chain import verify as verify_chain
from kohkol.people.door import desk_page, officer_of
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
from kohkol.people.office_time import (
    OfficeCalendar,
    add_business_seconds,
    business_seconds_between,
    due_at,
    office_calendar,
    rule_value,
    rule_values,
)
from kohkol.people.phone import mail_code, prove_page, who_holds
from kohkol.people.proof import make_code, officer_of_device, prove_with_code, remember_device
from kohkol.people.rate import count_try, too_often
from kohkol.people.roles import PERMISSIONS, Role, may, require
from kohkol.people.secrets import hash_of, new_link_secret, open_secret, seal_secret
from kohkol.people.states import AccountState
from kohkol.people.tasks import Task

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
    "OfficeCalendar",
    "OfficeHours",
    "Officer",
    "Role",
    "RoleGrant",
    "Task",
    "add_business_seconds",
    "business_seconds_between",
    "chain_head",
    "count_try",
    "desk_page",
    "due_at",
    "hash_of",
    "mail_code",
    "make_code",
    "may",
    "new_link_secret",
    "office_calendar",
    "officer_of",
    "officer_of_device",
    "open_secret",
    "prove_page",
    "prove_with_code",
    "record",
    "remember_device",
    "require",
    "rule_value",
    "rule_values",
    "seal_events",
    "seal_secret",
    "subject_of",
    "too_often",
    "verify_chain",
    "who_holds",
]
