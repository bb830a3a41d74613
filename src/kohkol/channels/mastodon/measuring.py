"""Counts how a live status fares; a figure that the server does not give is left out."""

from __future__ import annotations

from kohkol.channels.contract import Connection, Figure, FigureKind
from kohkol.channels.mastodon.api import Api

FIELDS = {
    "favourites_count": FigureKind.LIKES,
    "reblogs_count": FigureKind.SHARES,
    "replies_count": FigureKind.REPLIES,
}


class MastodonMeter:
    """Favourites, boosts and replies. Views are not counted by the network, so they are absent."""

    def __init__(self, connection: Connection) -> None:
        self.api = Api(connection)

    def read(self, external_id: str) -> tuple[Figure, ...]:
        """The figures of one status."""
        status = self.api.record(f"/api/v1/statuses/{external_id}")
        return tuple(
            Figure(kind, status[name])
            for name, kind in FIELDS.items()
            if isinstance(status.get(name), int) and status[name] >= 0
        )
