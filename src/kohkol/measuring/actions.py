"""Every change to rows of measuring: a brief is made and kept as it was given; a reading is added."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from kohkol.measuring.brief import gather_brief
from kohkol.measuring.brief_text import brief_text
from kohkol.measuring.models import Brief
from kohkol.people.api import Office, Officer, record, require


def make_brief(*, by: Officer, at: datetime) -> Brief:
    """Make the brief of today and keep it, so that what was read can be shown later."""
    require(by, "measuring.make_brief")
    return keep_brief(by=by, at=at)


def keep_brief(*, by: Officer | None, at: datetime) -> Brief:
    """Make and keep the brief; `by` is None when the clock asked for it."""
    office = Office.objects.first()
    zone = ZoneInfo(office.time_zone if office else "Asia/Jakarta")
    day = at.astimezone(zone).date()
    with override(settings.LANGUAGE_CODE):  # whoever makes it, the head of region reads the office's language
        content = gather_brief(at=at, day=day.isoformat())
        short_text = brief_text(content)
    with transaction.atomic():
        brief = Brief.objects.create(day=day, made_at=at, made_by=by, content=content.as_json(), short_text=short_text)
        record("measuring.brief.made", by=by, about=brief, at=at)
    return brief
