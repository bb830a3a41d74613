"""Asks the desk for its pages in this process and prints how long each took: the second child of `web`.

Runs on the database that `import_run` filled, so that 200,000 posts are in place.
"""

import json
import random
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import kohkol.config.ready  # noqa: F401
from bench.page_scene import load_desk
from kohkol.issues.api import look_up_what_is_due
from kohkol.issues.models import Issue
from kohkol.listening.models import Post
from kohkol.people.api import Officer

SEED = 20260304
REQUESTS = 60
WARM_UPS = 5


def measure_pages() -> list[dict[str, object]]:
    """Times in milliseconds and queries of each page; every request asks for another issue or other words."""
    head = Officer.objects.filter(email="ukur@contoh.example").first() or load_desk(now=timezone.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    while look_up_what_is_due(timezone.now()):
        pass
    settings.ALLOWED_HOSTS = ["*"]
    desk = Client()
    desk.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [{"page": name, **measured(desk, addresses)} for name, addresses in pages()]


def pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each page with what gives its next address."""
    dice = random.Random(SEED)
    issues = list(Issue.objects.values_list("pk", flat=True))
    texts = list(Post.objects.order_by("pk").values_list("text", flat=True)[:5000])

    def words() -> str:
        said = dice.choice(texts).split()
        return " ".join(dice.sample(said, min(len(said), dice.randint(1, 3))))

    yield "issue list", lambda: "/meja/isu/"
    parts = {"": "an issue", "suara": "its voices", "jam": "its clocks", "riwayat": "its history"}
    for part, label in parts.items():
        yield label, lambda part=part: f"/meja/isu/{dice.choice(issues)}/{'?bagian=' + part if part else ''}"
    yield "what answers an issue", lambda: f"/meja/isu/{dice.choice(issues)}/sudah-ada/"
    yield "the biggest issue", lambda: f"/meja/isu/{issues[0]}/"
    yield "the biggest issue, voices", lambda: f"/meja/isu/{issues[0]}/?bagian=suara"
    yield "search", lambda: f"/meja/dengar/kiriman/?q={words()}"


def measured(desk: Client, address: Callable[[], str]) -> dict[str, object]:
    """p50 and p95 of 60 requests after five, and the most queries that one of ten took."""
    for _ in range(WARM_UPS):
        assert desk.get(address()).status_code == 200
    took = []
    for _ in range(REQUESTS):
        asked = address()
        started = time.perf_counter()
        answer = desk.get(asked)
        took.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200, asked
    most = 0
    for _ in range(10):
        with CaptureQueriesContext(connection) as queries:
            desk.get(address())
        most = max(most, len(queries))
    took.sort()
    return {"p50": took[len(took) // 2], "p95": took[int(0.95 * len(took))], "queries": most}


if __name__ == "__main__":
    print(json.dumps(measure_pages()))
