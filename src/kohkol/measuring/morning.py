"""Makes the brief by itself once each morning, so that it is there before anybody sits down."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kohkol.measuring.actions import keep_brief
from kohkol.measuring.models import Brief
from kohkol.people.api import Office, rule_value


def keep_morning_brief(at: datetime) -> Brief | None:
    """Make today's brief when its hour has come and none was made since; safe to call every few seconds."""
    office = Office.objects.first()
    if office is None:
        return None
    local = at.astimezone(ZoneInfo(office.time_zone))
    hour, minute = map(int, str(rule_value("brief.morning_at", at)).split(":"))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if local < due or Brief.objects.filter(day=local.date(), made_at__gte=due).exists():
        return None
    return keep_brief(by=None, at=at)
