"""Scene-makers of the channel tests: a clock that stands still, a connection, a variant, each in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from kohkol.channels.contract import Connection, OutgoingVariant
from kohkol.channels.guarded import GuardedClient

NOON = datetime(2025, 11, 3, 5, 0, tzinfo=UTC)
LINK = "https://fakta.contoh.go.id/f/K7Q2"


class Clock:
    """Stands at noon (Jakarta) until told to move."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    @classmethod
    def real(cls) -> Callable[[], datetime]:
        """The machine's own clock, for tests against a real server, which has one too."""
        return lambda: datetime.now(UTC)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


def connection(
    *,
    clock: Callable[[], datetime] | None = None,
    allowed: Iterable[str] = (),
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Connection:
    """A connection that may reach only the servers named."""
    return Connection(
        http=GuardedClient(allowed=allowed, total_seconds=15),
        now=clock or Clock(),
        settings=settings or {},
        secrets=secrets or {},
    )


def variant(text: str = f"Air surut pukul 15. Selengkapnya {LINK}", **more: object) -> OutgoingVariant:
    """An approved text with its sheet's link."""
    return OutgoingVariant(**{"text": text, "link": LINK, **more})  # type: ignore[arg-type]
