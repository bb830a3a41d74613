"""The door of the desk: who may open a page of it, and who she is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from kohkol.people.models import Officer
from kohkol.people.roles import may, require

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def desk_page(*permissions: str) -> Callable[[View[Rest]], Callable[..., Any]]:
    """Let only signed-in officers with one of the permissions in; others are sent to sign in, or told why not."""

    def around(view: View[Rest]) -> Any:
        @wraps(view)
        def opened(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            officer = officer_of(request)
            if not any(may(officer, permission) for permission in permissions):
                require(officer, permissions[0])
            return view(request, *rest, **named)

        guarded: Any = login_required(opened)
        if len(permissions) == 1:
            guarded.permission = permissions[0]  # read by the test that tries every address as every role
        return guarded

    return around


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer of a page that asked for one."""
    return cast(Officer, request.user)
