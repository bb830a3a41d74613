"""The components as template tags: docs/look.md shows each with an example."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kohkol.look.charts import bars, spark
from kohkol.look.tones import FRESH, NETWORKS, TONES, Tone

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    href = static("look/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, href, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', href, name)


@register.simple_tag
def chip(label: object, state: str = "") -> SafeString:
    """A state by word, icon and colour; `state` is the state's value, such as `signed`."""
    tone = TONES.get(state, FRESH)
    return format_html('<span class="chip chip-{}">{} {}</span>', tone.colour, icon(tone.icon), label)


@register.simple_tag
def level_chip(level: int, label: object) -> SafeString:
    """The level of an issue, 1 to 4."""
    tone = [Tone("plain", "eye"), Tone("info", "circle-dot"), Tone("wait", "flag"), Tone("bad", "flame")][level - 1]
    return format_html('<span class="chip chip-{}">{} {}</span>', tone.colour, icon(tone.icon), label)


@register.simple_tag
def network_chip(network: str, name: str = "") -> SafeString:
    """A network by its icon and name."""
    shown, drawing = NETWORKS.get(network, (network, "world"))
    return format_html('<span class="chip">{} {}</span>', icon(drawing), name or shown)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString | str:
    """A time as people say it ("12 menit lalu"), with the exact one on hover and for machines."""
    if value is None:
        return "–"
    now = context.get("now") or timezone.now()
    local = timezone.localtime(value)
    exact = date_format(local, "l, j F Y H.i")
    return format_html(
        '<time datetime="{}" title="{}" class="nowrap">{}</time>', local.isoformat(), exact, spoken(value, now)
    )


def spoken(value: datetime, now: datetime) -> str:
    """A time relative to now, as short as it stays clear."""
    gone = now - value
    if timedelta(0) <= gone < timedelta(minutes=1):
        return _("baru saja")
    if timedelta(0) <= gone < timedelta(hours=24):
        return _("%(duration)s lalu") % {"duration": duration(gone.total_seconds())}
    if timedelta(0) < -gone < timedelta(hours=24):
        return _("%(duration)s lagi") % {"duration": duration(-gone.total_seconds())}
    local = timezone.localtime(value)
    return date_format(local, "j M H.i" if local.year == timezone.localtime(now).year else "j M Y")


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds in words: the two largest units."""
    if seconds is None:
        return "–"
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if minutes < 1:
        return _("kurang dari 1 menit")
    if hours < 1:
        return _("%(n)d menit") % {"n": minutes}
    if days < 2:
        rest = minutes - hours * 60
        whole = _("%(n)d jam") % {"n": hours}
        return f"{whole} {_('%(n)d menit') % {'n': rest}}" if rest and hours < 10 else whole
    return _("%(n)d hari") % {"n": days}


@register.simple_tag(takes_context=True)
def deadline(context: Context, due: datetime | None, business: bool = True) -> SafeString | str:
    """A clock that runs: due in, or overdue since; by office hours, or on the wall."""
    if due is None:
        return ""
    now = context.get("now") or timezone.now()
    late = now >= due
    colour, drawing = ("bad", "clock-exclamation") if late else ("wait", "clock") if business else ("wait", "hourglass")
    words = _("Lewat tenggat %(duration)s") if late else _("Tenggat %(duration)s lagi")
    said = words % {"duration": duration(abs((due - now).total_seconds()))}
    exact = date_format(timezone.localtime(due), "l, j F Y H.i")
    clock = _("jam kerja") if business else _("jam terus berjalan")
    return format_html(
        '<span class="chip chip-{}" title="{} ({})">{} {}</span>', colour, exact, clock, icon(drawing), said
    )


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A small curve with a text alternative."""
    return spark(values, label)


@register.simple_tag
def volume_chart(hours: Sequence[tuple[datetime, int]], marks: Sequence[tuple[datetime, str]] = ()) -> SafeString:
    """Posts per hour as bars, with the moments of answers marked."""
    return bars(hours, marks)


@register.simple_tag
def copy_button(text: str, label: str = "") -> SafeString:
    """Copies a text for pasting elsewhere, such as into WhatsApp."""
    return format_html(
        '<button type="button" class="btn btn-plain" data-copy="{}">{} {}</button>',
        text,
        icon("brand-whatsapp" if not label else "copy"),
        label or _("Salin untuk WhatsApp"),
    )


@register.inclusion_tag("look/field.html")
def field(bound: BoundField, counter: int = 0) -> dict[str, Any]:
    """A form field with label, hint, error beside it and, where asked, a counter of characters."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    if kind not in {"checkbox", "radio", "file", "hidden"}:
        widget.attrs.setdefault("class", "form-select" if kind == "select" else "form-control")
    elif kind == "file":
        widget.attrs.setdefault("class", "form-control")
    if counter:
        widget.attrs["data-limit"] = counter
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    if described:
        widget.attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        widget.attrs["aria-invalid"] = "true"
    return {"field": bound, "kind": kind, "counter": counter}


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The address of this page with some of its query changed, so that every list can be shared."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def count(value: int | None) -> str:
    """A number as it is written here: 12.345."""
    return "–" if value is None else f"{value:,}".replace(",", ".")
