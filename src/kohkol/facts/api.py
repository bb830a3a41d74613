"""What other apps may use of facts: rows to read, questions to ask, and the actions open to them."""

from kohkol.facts.models import Sheet, SheetEvidence, SheetVersion
from kohkol.facts.states import VersionState

__all__ = ["Sheet", "SheetEvidence", "SheetVersion", "VersionState"]
