"""Tests of what is known, told and corrected."""
