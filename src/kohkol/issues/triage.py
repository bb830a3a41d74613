"""What the radar found and nobody has judged yet: stories that wait to become an issue, loudest first."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kohkol.issues.ranking import number
from kohkol.listening.api import Story, masked

LEAST_VOICES = 3  # below this a story is one person and an echo
LOOK_BACK = timedelta(days=2)
LOUDEST_FIRST = ("-burst", "-size", "pk")
TITLE_LENGTH = 100
ADDRESSED = re.compile(r"^(?:@\S+\s+)+")  # "@office@server when ...": to whom it was said is no part of a title


@dataclass(frozen=True)
class WaitingStory:
    """A story as triage sees it: what somebody said in it, how loud it is, and why it is shown."""

    story: Story
    title: str
    question: str
    reasons: list[str]


def waiting_stories(at: datetime, *, most: int = 8) -> list[WaitingStory]:
    """Stories of the last two days that belong to no issue and were not passed over at their present size."""
    # The loudest are chosen before their examples are fetched: of 3,600 waiting stories that saves 17 of 26 ms.
    loudest = unjudged_stories(at).values("pk")[:most]
    rows = Story.objects.filter(pk__in=loudest).select_related("example").order_by(*LOUDEST_FIRST)
    return [waiting_story(story) for story in rows]


def unjudged_stories(at: datetime) -> QuerySet[Story]:
    """The same as rows, loudest first."""
    unjudged = Q(passed=None) | Q(size__gte=2 * F("passed__size_then"))
    return Story.objects.filter(
        unjudged, head=None, issue_links=None, last_at__gte=at - LOOK_BACK, size__gte=LEAST_VOICES
    ).order_by(*LOUDEST_FIRST)


def waiting_story(story: Story) -> WaitingStory:
    """The story with a title to offer and the reasons in words."""
    said = ADDRESSED.sub("", " ".join(story.example.text.split())) if story.example else ", ".join(story.keywords)
    title = shortened(masked(said) or story.code, TITLE_LENGTH)
    question = title if story.example and story.example.is_question else ""
    return WaitingStory(story, title, question, _reasons(story))


def _reasons(story: Story) -> list[str]:
    reasons = [_("%(count)s suara publik") % {"count": number(max(story.size - story.copies, 0))}]
    if story.copies:
        reasons.append(_("%(count)s salinan") % {"count": number(story.copies)})
    if story.surge:
        reasons.append(_surge(story.surge))
    if story.is_campaign:
        reasons.append(_("ada tanda salin-tempel serentak"))
    return reasons


def _surge(surge: dict[str, Any]) -> str:
    """What the radar saw of a sudden or steady rise, for an officer to judge."""
    posts, minutes, usual = surge["posts"], surge["minutes"], round(surge["usual"])
    if minutes < 90:
        words = {"posts": number(posts), "minutes": number(minutes), "usual": number(usual)}
        if usual < 1:
            return _("melonjak: %(posts)s kiriman dalam %(minutes)s menit, biasanya kurang dari 1") % words
        return _("melonjak: %(posts)s kiriman dalam %(minutes)s menit, biasanya %(usual)s") % words
    words = {"posts": number(posts), "hours": number(round(minutes / 60)), "usual": number(usual)}
    if usual < 1:
        return _("melonjak: %(posts)s kiriman dalam %(hours)s jam, biasanya kurang dari 1") % words
    return _("melonjak: %(posts)s kiriman dalam %(hours)s jam, biasanya %(usual)s") % words


def shortened(text: str, most: int) -> str:
    """The text up to `most` letters, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
