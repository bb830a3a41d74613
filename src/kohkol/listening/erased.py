"""Keeps an erased post out for good: its id is kept as a keyed hash, and whatever comes in is compared with it."""

import hmac
from collections.abc import Collection

from django.conf import settings

from kohkol.listening.models import Post, Source

PREFIX = "erased:"


def erased_id(external_id: str) -> str:
    """What stands in place of the id of an erased post; from it nobody finds the post again."""
    return PREFIX + hmac.digest(settings.KOHKOL_SECRETS_KEY, f"erased-post:{external_id}".encode(), "sha256").hex()


def erased_of(source: Source) -> Collection[str]:
    """The hashes of this source's erased posts."""
    rows = Post.objects.filter(source=source, erased_at__isnull=False)
    return frozenset(rows.values_list("external_id", flat=True))
