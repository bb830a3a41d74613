"""The tags of listening's screens."""
