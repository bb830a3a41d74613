"""The one door to listening's screens: signed in, and with the permission that the screen names."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kohkol.people.api import Officer, require

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def permitted(permission: str) -> Callable[[View[Rest]], View[Rest]]:
    """Let only officers in who hold the permission; others get the page that says whom to ask."""

    def guard(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *words: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            require(officer_of(request), permission)
            return view(request, *words, **named)

        return login_required(guarded)  # type: ignore[return-value]

    return guard


def officer_of(request: HttpRequest) -> Officer:
    """Who is signed in."""
    if not isinstance(request.user, Officer):
        raise TypeError("a view without login_required asked who is signed in")
    return request.user
