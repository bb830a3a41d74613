"""Mastodon and every server that speaks its API (snac2, GoToSocial, Pleroma, Pixelfed).

Searchable, not keyed: Mastodon remembers an `Idempotency-Key` for an hour, other servers ignore it. The key is sent all
the same; what is relied on is that our post can be found again by the short link in it.
"""

from kohkol.channels.contract import Network, Reliability, Setting
from kohkol.channels.mastodon.measuring import MastodonMeter
from kohkol.channels.mastodon.reading import reader
from kohkol.channels.mastodon.writing import MastodonWriter

NETWORKS = (
    Network(
        name="mastodon",
        title="Mastodon",
        reliability=Reliability.SEARCHABLE,
        settle_seconds=30,
        settings=(
            Setting("server", "Alamat server", "Misalnya https://mastodon.contoh.go.id"),
            Setting("token", "Token akses", "Dari Preferensi → Pengembangan di server itu.", secret=True),
            Setting("hashtag", "Tagar yang dipantau", "Kosong: sebutan kepada akun ini.", required=False),
            Setting("visibility", "Terlihat oleh", "public atau unlisted", required=False),
        ),
        reader=reader,
        writer=MastodonWriter,
        meter=MastodonMeter,
    ),
)
