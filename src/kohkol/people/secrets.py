"""Keeps tokens of accounts encrypted at rest, and hashes of the secrets in personal links."""

import hashlib
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from kohkol.people.models import Account
from kohkol.refusals import Refused

_NONCE_BYTES = 12


def seal_secret(account: Account, values: Mapping[str, str]) -> bytes:
    """The values, encrypted with AES-256-GCM and bound to this account, for `Account.secret`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = json.dumps(dict(values)).encode()
    return nonce + AESGCM(settings.KOHKOL_SECRETS_KEY).encrypt(nonce, body, _bound_to(account))


def open_secret(account: Account) -> dict[str, str]:
    """What was sealed for this account; empty when nothing was. Raises `Refused` when the key does not fit."""
    if not account.secret:
        return {}
    whole = bytes(account.secret)
    try:
        body = AESGCM(settings.KOHKOL_SECRETS_KEY).decrypt(
            whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], _bound_to(account)
        )
    except InvalidTag as problem:
        raise Refused(
            _("Kunci rahasia akun %(account)s tidak dapat dibuka.") % {"account": account.name},
            next_step="Sambungkan ulang akun ini, atau pulihkan berkas secret.key dari cadangan.",
        ) from problem
    values: dict[str, str] = json.loads(body)
    return values


def _bound_to(account: Account) -> bytes:
    return f"people.account:{account.pk}".encode()


def new_link_secret() -> str:
    """The secret part of a personal link: 192 random bits, short enough for one line in a chat."""
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    """What is kept of such a secret. Plain SHA-256 is enough for a long random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
