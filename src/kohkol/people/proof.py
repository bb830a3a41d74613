"""Lets an agency's officer prove once, on her own phone, who she is, so that a forwarded link is worth nothing.

The link and the one-time code travel on two ways: the link in a chat or by e-mail, the code by voice. Once proven, the
phone holds a cookie whose hash is a `Device`; a link opened anywhere else asks for a code again.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from kohkol.people.audit import record
from kohkol.people.models import Device, Officer, OneTimeCode
from kohkol.people.office_time import rule_value
from kohkol.people.secrets import hash_of, new_link_secret
from kohkol.refusals import Refused

COOKIE = "kohkol_perangkat"
CODE_LIVES = timedelta(minutes=30)
MOST_FAILED_TRIES = 5


def make_code(officer: Officer, *, by: Officer | None, at: datetime) -> str:
    """A new six-digit code for this officer, to be told by voice; earlier unused codes stop working."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        OneTimeCode.objects.filter(officer=officer, used_at=None, expires_at__gt=at).update(expires_at=at)
        OneTimeCode.objects.create(
            officer=officer, code_hash=make_password(code), made_by=by, made_at=at, expires_at=at + CODE_LIVES
        )
        record("people.code.made", by=by, about=officer, at=at)
    return code


def prove_with_code(officer: Officer, code: str, *, at: datetime, label: str = "") -> str:
    """Check the code and remember this device; returns the secret for its cookie.

    Raises `Refused` when the code is wrong, used, too old, or was tried too often. A wrong try is counted even so.
    """
    with transaction.atomic():
        row = OneTimeCode.objects.filter(officer=officer, used_at=None, expires_at__gt=at).order_by("-pk").first()
        # Counting comes before checking, by conditional update: many guesses at once cannot outrun the limit.
        counted = row is not None and OneTimeCode.objects.filter(
            pk=row.pk, used_at=None, failed_tries__lt=MOST_FAILED_TRIES
        ).update(failed_tries=models.F("failed_tries") + 1)
    if row is None or not counted or not check_password(code.strip().replace(" ", ""), row.code_hash):
        raise Refused(
            "Kode tidak cocok atau sudah tidak berlaku.",
            next_step="Periksa angkanya, atau minta kode baru lewat telepon kepada meja komunikasi.",
            field="code",
        )
    secret = new_link_secret()
    with transaction.atomic():
        if not OneTimeCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at):
            raise Refused("Kode sudah dipakai.", next_step="Minta kode baru kepada meja komunikasi.", field="code")
        days = int(rule_value("proof.device_days", at))
        device = Device.objects.create(
            officer=officer,
            secret_hash=hash_of(secret),
            label=label[:80],
            proven_at=at,
            last_used_at=at,
            expires_at=at + timedelta(days=days),
        )
        record("people.device.proven", by=officer, about=device, at=at)
    return secret


def remember_device(response: HttpResponse, secret: str, *, at: datetime) -> None:
    """Put the proof into the answer as a cookie that scripts cannot read."""
    days = int(rule_value("proof.device_days", at))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, secret, max_age=days * 86400, httponly=True, secure=secure, samesite="Lax")


def officer_of_device(request: HttpRequest, *, at: datetime) -> Officer | None:
    """Who proved herself on the phone that asks, or None. A revoked, expired or inactive one is nobody."""
    secret = request.COOKIES.get(COOKIE, "")
    device = (
        Device.objects.select_related("officer", "officer__agency")
        .filter(secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=at, officer__is_active=True)
        .first()
        if secret
        else None
    )
    if device is None:
        return None
    if at - device.last_used_at > timedelta(hours=1):
        Device.objects.filter(pk=device.pk).update(last_used_at=at)
    return device.officer


def revoke_devices(officer: Officer, *, by: Officer, at: datetime) -> int:
    """Forget all phones of an officer, such as when one was lost; returns how many."""
    with transaction.atomic():
        count = Device.objects.filter(officer=officer, revoked_at=None).update(revoked_at=at)
        record("people.device.revoked", by=by, about=officer, at=at, data={"devices": count})
    return count
