"""Sources, posts, stories; running the radar."""
