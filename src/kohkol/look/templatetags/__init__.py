"""The tags of the look."""
