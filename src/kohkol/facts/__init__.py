"""Fact sheets: the one narrative, in append-only versions."""
