"""The public site: the reference that anyone can check."""
