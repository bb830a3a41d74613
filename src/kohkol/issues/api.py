"""What other apps may use of issues: rows to read by one door, questions to ask, and the steps open to them."""

from kohkol.issues.actions import escalate_due, lock_answer, mark_answered, mark_unanswered, mark_used, remind_due
from kohkol.issues.agency_routing import suggest_by_decisions
from kohkol.issues.door import (
    family_ids,
    live_issue,
    relatives_of,
    visible_issues,
    visible_requests,
)
from kohkol.issues.figures import Figures, figures_of, issue_hours, stories_of
from kohkol.issues.hand_over import remind_officers
from kohkol.issues.known import look_up_what_is_due
from kohkol.issues.models import Evidence, FactRequest, Issue, IssueNote, IssuePost, IssueStory
from kohkol.issues.spread import Spread, spread_of
from kohkol.issues.stages import StageTimes, stage_times
from kohkol.issues.states import Clock, IssueState, Level, RequestState
from kohkol.issues.stream import ranking_of
from kohkol.issues.suggestions import merge_suggestions
from kohkol.issues.trail import Entry, timeline
from kohkol.issues.voices import Question, Statement, Voice, Voices, posts_of, single_posts, voices_in
from kohkol.issues.waiting import waiting_for

__all__ = [
    "Clock",
    "Entry",
    "Evidence",
    "FactRequest",
    "Figures",
    "Issue",
    "IssueNote",
    "IssuePost",
    "IssueState",
    "IssueStory",
    "Level",
    "Question",
    "RequestState",
    "Spread",
    "StageTimes",
    "Statement",
    "Voice",
    "Voices",
    "escalate_due",
    "family_ids",
    "figures_of",
    "issue_hours",
    "live_issue",
    "lock_answer",
    "look_up_what_is_due",
    "mark_answered",
    "mark_unanswered",
    "mark_used",
    "merge_suggestions",
    "posts_of",
    "ranking_of",
    "relatives_of",
    "remind_due",
    "remind_officers",
    "single_posts",
    "spread_of",
    "stage_times",
    "stories_of",
    "suggest_by_decisions",
    "timeline",
    "visible_issues",
    "visible_requests",
    "voices_in",
    "waiting_for",
]
