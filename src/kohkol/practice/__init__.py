"""The practice region and its week of posts: an invented province to learn and to show the desk with."""

from kohkol.practice.region import (
    OfficeHours,
    PracticeAccount,
    PracticeAgency,
    PracticeOfficer,
    PracticePlace,
    Region,
    practice_region,
)
from kohkol.practice.week import PracticePost, practice_feeds, practice_posts

__all__ = [
    "OfficeHours",
    "PracticeAccount",
    "PracticeAgency",
    "PracticeOfficer",
    "PracticePlace",
    "PracticePost",
    "Region",
    "practice_feeds",
    "practice_posts",
    "practice_region",
]
