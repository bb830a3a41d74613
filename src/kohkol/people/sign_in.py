"""What sign-in allows: no open registration, and a second factor for whoever can let words out."""

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kohkol.people.models import Officer
from kohkol.people.roles import Role

NEEDS_SECOND_FACTOR = frozenset({Role.APPROVER, Role.PUBLISHER, Role.TRIAGE, Role.ADMIN})


class OfficeAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Officers are admitted by an administrator; nobody registers by herself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the shape allauth asks for
        return False


class SecondFactorMiddleware:
    """Sends officers who can let words out to set up a second factor before anything else; not in practice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/meja/") and must_set_up(request.user):
            messages.warning(request, _("Peran Anda perlu verifikasi dua langkah. Aktifkan dulu, sekali saja."))
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def must_set_up(user: object) -> bool:
    """Whether this user has to set up a second factor now."""
    if settings.KOHKOL_PRACTICE or not isinstance(user, Officer):
        return False
    return bool(user.role_set() & NEEDS_SECOND_FACTOR) and not is_mfa_enabled(user)
