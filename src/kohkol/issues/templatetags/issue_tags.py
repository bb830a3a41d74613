"""What the templates of issues say beyond the components of the look."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from kohkol.issues.ranking import number
from kohkol.listening.api import names_of
from kohkol.people.api import Office

register = template.Library()


@register.filter
def rate(value: float) -> str:
    """Posts per hour: whole from ten on, one decimal below."""
    return number(round(value)) if value >= 10 else f"{value:.1f}".replace(".", ",").removesuffix(",0")


@register.filter
def clock(at: datetime | None) -> str:
    """Day and time in the office's zone: `Kamis, 5 Maret, 09.00`."""
    return date_format(timezone.localtime(at), "l, j F, H.i") if at else "–"


@register.filter
def place_names(codes: Sequence[str], office: Office | None) -> str:
    """Names of places as a list in words."""
    return ", ".join(names_of(codes, office.place_names if office else {}))
