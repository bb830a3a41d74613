"""Merges that the machine would make if people were not working on the story: offered, never done."""

from kohkol.issues.models import Issue
from kohkol.issues.triage import WaitingStory, waiting_story
from kohkol.listening.api import Story, StoryEvent


def merge_suggestions(issue: Issue, *, most: int = 5) -> list[WaitingStory]:
    """Stories of no issue that the radar would put together with one of this issue, and nobody refused yet."""
    mine = issue.story_links.values("story")
    events = StoryEvent.objects.filter(kind="merge_suggested", settled_at=None).order_by()
    beside = events.filter(story__in=mine).values("other").union(events.filter(other__in=mine).values("story"))
    refused = issue.dismissed_merges.values("story")
    rows = Story.objects.filter(pk__in=beside, issue_links=None).exclude(pk__in=refused).select_related("example")
    return [waiting_story(story) for story in rows[:most]]
