"""What other apps may use of listening: rows to read, questions to ask, and the actions open to them."""

from kohkol.listening.actions import Note, file_source, hear_by_hand, pin_story, start_import, unpin_story
from kohkol.listening.copy_evidence import is_campaign
from kohkol.listening.correcting import LANGUAGES, TONES, agencies_told
from kohkol.listening.finding import Filters, count_up_to, search_posts
from kohkol.listening.health import Health, SourceHealth, posts_waiting_for_radar, source_health
from kohkol.listening.hearing import Heard, HeardPost, OfficialHandles, hear_posts
from kohkol.listening.judgements import tone_words, why_asked
from kohkol.listening.masking import masked
from kohkol.listening.models import Import, Placement, Post, PostMedia, Source, SourceKind, Story, StoryEvent
from kohkol.listening.places import names_of
from kohkol.listening.questions import (
    Candidate,
    Counts,
    counts_of,
    family_of,
    posts_of,
    questions_asked,
    stories_to_triage,
    volume_by_hour,
    volumes_by_hour,
)
from kohkol.listening.radar_runner import RadarRunner
from kohkol.listening.story_summary import StorySummary, summary_of, texts_of, with_copies
from kohkol.listening.tallies import Tallies, tallies_of
from kohkol.listening.waiting import waiting_for

__all__ = [
    "LANGUAGES",
    "TONES",
    "Candidate",
    "Counts",
    "Filters",
    "Health",
    "Heard",
    "HeardPost",
    "Import",
    "Note",
    "OfficialHandles",
    "Placement",
    "Post",
    "PostMedia",
    "RadarRunner",
    "Source",
    "SourceHealth",
    "SourceKind",
    "Story",
    "StoryEvent",
    "StorySummary",
    "Tallies",
    "agencies_told",
    "count_up_to",
    "counts_of",
    "family_of",
    "file_source",
    "hear_by_hand",
    "hear_posts",
    "is_campaign",
    "masked",
    "names_of",
    "pin_story",
    "posts_of",
    "posts_waiting_for_radar",
    "questions_asked",
    "search_posts",
    "source_health",
    "start_import",
    "stories_to_triage",
    "summary_of",
    "tallies_of",
    "texts_of",
    "tone_words",
    "unpin_story",
    "volume_by_hour",
    "volumes_by_hour",
    "waiting_for",
    "why_asked",
    "with_copies",
]
