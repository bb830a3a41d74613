"""Briefs and readings have no states: they are only added."""
