"""What other apps may use of listening: rows to read, questions to ask, and the actions open to them."""

from kohkol.listening.models import Import, Placement, Post, PostMedia, Source, SourceKind, Story, StoryEvent

__all__ = ["Import", "Placement", "Post", "PostMedia", "Source", "SourceKind", "Story", "StoryEvent"]
