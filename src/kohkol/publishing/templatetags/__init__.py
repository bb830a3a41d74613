"""Filters of publishing's templates."""
