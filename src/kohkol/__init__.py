"""Kohkol: the public-communication desk of a government."""

__version__ = "0.1.0"
