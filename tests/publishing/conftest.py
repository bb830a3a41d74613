"""Lends these tests a real server that speaks Mastodon's API."""

from tests.servers.snac import snac

__all__ = ["snac"]
