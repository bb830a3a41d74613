"""What other apps may use of measuring: rows to read, questions to ask, and the actions open to them."""

from kohkol.measuring.models import Brief, Reading

__all__ = ["Brief", "Reading"]
