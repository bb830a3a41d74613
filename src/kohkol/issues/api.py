"""What other apps may use of issues: rows to read, questions to ask, and the actions open to them."""

from kohkol.issues.models import Evidence, FactRequest, Issue, IssuePost, IssueStory
from kohkol.issues.states import Clock, IssueState, Level, RequestState

__all__ = [
    "Clock",
    "Evidence",
    "FactRequest",
    "Issue",
    "IssuePost",
    "IssueState",
    "IssueStory",
    "Level",
    "RequestState",
]
