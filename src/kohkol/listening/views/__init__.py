"""The screens of listening: sources, imports, notes by hand, posts, stories, erasure."""
