"""RSS and Atom: news sites, agencies' pages, anything that publishes a feed. It is read; it is never written to."""

from kohkol.channels.contract import Network, Reliability, Setting
from kohkol.channels.feed.reading import FeedReader

NETWORKS = (
    Network(
        name="feed",
        title="RSS/Atom",
        reliability=Reliability.BLIND,
        settings=(Setting("url", "Alamat umpan", "Misalnya https://berita.contoh.id/rss.xml"),),
        reader=FeedReader,
    ),
)
