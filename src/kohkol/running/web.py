"""Serves the pages on the loopback address; a reverse proxy in front of it speaks HTTPS."""

from granian import Granian
from granian.constants import Interfaces

THREADS = 4  # a page waits for the database more than it computes; four keep two cores busy
STOP_SECONDS = 5


def main(arguments: list[str]) -> int:
    """Serve `kohkol.config.wsgi:application` on the port given, until told to stop."""
    Granian(
        "kohkol.config.wsgi:application",
        address="127.0.0.1",
        port=int(arguments[0]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
    ).serve()
    return 0
