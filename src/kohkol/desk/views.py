"""The screens that combine the apps."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kohkol.facts import api as facts
from kohkol.issues import api as issues
from kohkol.listening import api as listening
from kohkol.people.api import Officer, Task, may, require
from kohkol.publishing import api as publishing

WAITING: list[Callable[[Officer, datetime], list[Task]]] = [
    issues.waiting_for,
    facts.waiting_for,
    publishing.waiting_for,
    listening.waiting_for,
]


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, the most urgent first."""
    assert isinstance(request.user, Officer)
    if not may(request.user, "facts.sign"):  # a data owner lands here when she signs in; her tasks are all she sees
        require(request.user, "desk.see")
    now = timezone.now()
    tasks = [task for waiting_for in WAITING for task in waiting_for(request.user, now)]
    context = {"tasks": sorted(tasks, key=lambda task: task.urgency(now)), "now": now}
    return render(request, "desk/home.html", context)
