"""Slows down who guesses: a small counter per address and purpose, in Django's cache."""

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600


def count_try(request: HttpRequest, purpose: str) -> None:
    """Remember one try from this address for ten minutes.

    The counter is per process and forgotten at a restart: it slows guessing of 192-bit secrets and of codes that
    count their own wrong tries; nothing rests on it alone.
    """
    key = _key(request, purpose)
    if not cache.add(key, 1, WINDOW_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it expired in between
            cache.add(key, 1, WINDOW_SECONDS)


def too_often(request: HttpRequest, purpose: str, *, most: int) -> bool:
    """Whether this address has had more than `most` tries within ten minutes."""
    return int(cache.get(_key(request, purpose), 0)) > most


def _key(request: HttpRequest, purpose: str) -> str:
    return f"rate:{purpose}:{request.META.get('REMOTE_ADDR', '')}"
