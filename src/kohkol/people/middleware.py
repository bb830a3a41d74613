"""Turns a refusal of an action into a page or a message that says what happened and what to do next."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kohkol.refusals import Conflict, NotPermitted, Refused


class RefusalMiddleware:
    """Refusals that a view did not handle itself end here; nothing was changed when they did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refused):
            return None
        if isinstance(problem, NotPermitted) and not problem.sentence:
            raise Http404
        status = 403 if isinstance(problem, NotPermitted) else 409 if isinstance(problem, Conflict) else 422
        return render(request, "people/refused.html", {"refusal": problem}, status=status)
