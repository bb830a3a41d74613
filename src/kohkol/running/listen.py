"""`kohkol listen`: hears what the sources say, reads imports and runs the radar."""

import kohkol.config.ready  # noqa: F401
from kohkol.listening.listener import main

__all__ = ["main"]
