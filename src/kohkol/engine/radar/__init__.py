"""The radar: groups a stream of posts into copies, stories, bursts and campaigns, in one pass."""

from kohkol.engine.radar import compile_cache as compile_cache  # before any kernel is imported
