"""The real servers of the channel tests."""

from tests.servers.snac import snac

__all__ = ["snac"]
