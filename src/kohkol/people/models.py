"""Rows about the office itself: agencies, officers and their roles, official accounts, calendar, drafts."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from kohkol.people.roles import Role
from kohkol.people.states import AccountState


class Office(models.Model):
    """The one office that runs this installation."""

    name = models.CharField(max_length=120)
    region_name = models.CharField(max_length=120)
    place_code = models.CharField(max_length=13, blank=True)
    place_names = models.JSONField(
        default=dict, blank=True, help_text="the office's own names of places by code, before the ministry's list"
    )
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    hotline = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A part of government that knows facts (OPD)."""

    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40, unique=True)
    place_code = models.CharField(max_length=13, blank=True)
    task_description = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name


class OfficerManager(BaseUserManager["Officer"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Officer":
        officer = self.model(email=self.normalize_email(email).lower(), **fields)
        officer.set_password(password)
        officer.save()
        return officer


class Officer(AbstractBaseUser):
    """A person who works here or answers for an agency."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    position = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = OfficerManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def role_set(self) -> frozenset[Role]:
        """The roles in force, read once per instance."""
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            self._roles = frozenset(
                Role(role) for role in self.grants.filter(revoked_at=None).values_list("role", flat=True)
            )
        return self._roles


class RoleGrant(models.Model):
    """A role given to an officer, by whom and until when."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    granted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "role"], condition=models.Q(revoked_at=None), name="people_one_grant_per_role"
            )
        ]


class Device(models.Model):
    """A phone on which an officer proved once who she is; its secret is kept as a hash."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="devices")
    secret_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, blank=True)
    proven_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class OneTimeCode(models.Model):
    """A short code told to an officer on another way than the link, to prove herself once."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failed_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class Account(models.Model):
    """An official account on a network, or the public site itself (network `site`)."""

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    handle = models.CharField(max_length=120, blank=True)
    address = models.URLField(blank=True)
    state = models.CharField(max_length=20, choices=AccountState, default=AccountState.BY_HAND)
    secret = models.BinaryField(null=True, blank=True, editable=False)
    admin = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts_run")
    deputy = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decree = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["network", "name"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which the business clock stands still."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day"]


class OfficeHours(models.Model):
    """When the office is open on a weekday (Monday is 0); a day without a row is closed."""

    weekday = models.PositiveSmallIntegerField(unique=True)
    opens = models.TimeField()
    closes = models.TimeField()


class DatedRule(models.Model):
    """A deadline, threshold or label that law or the office sets: data with a date and a basis, never a constant."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="people_one_rule_per_day")]


class Draft(models.Model):
    """What somebody was writing when the connection or the power went: fields of one form, by one officer."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="people_one_draft_per_form")]


class AuditEvent(models.Model):
    """One change, in the domain's words, written in the transaction that made it. No personal values in `data`."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80, db_index=True)
    actor = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60, db_index=True, help_text="kind of object and its key: `issues.issue:12`")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class PersonalValue(models.Model):
    """A personal value that an audit event speaks of, apart so that it can be erased without breaking the chain."""

    event = models.ForeignKey(AuditEvent, on_delete=models.CASCADE, related_name="personal_values")
    name = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    salted_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    erased_at = models.DateTimeField(null=True, blank=True)


class Seal(models.Model):
    """One link of the hash chain over audit events."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


def in_force(rules: "models.QuerySet[DatedRule]", key: str, at: datetime) -> DatedRule | None:
    """The rule of this key that is valid on that day."""
    return rules.filter(key=key, valid_from__lte=at.date()).order_by("-valid_from").first()
