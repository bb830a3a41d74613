"""Our own public site, as a channel like any other, so that the ledger knows one kind of delivery."""

from kohkol.channels.contract import Network, Reliability
from kohkol.channels.site.writing import SiteWriter

NETWORKS = (Network(name="site", title="Situs publik", reliability=Reliability.KEYED, writer=SiteWriter),)
