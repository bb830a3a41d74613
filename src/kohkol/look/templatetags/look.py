"""The components as template tags: docs/look.md shows each with an example."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kohkol.look.charts import bars, spark
from kohkol.look.fields import drawn_field
from kohkol.look.tones import FRESH, LEVELS, MESSAGES, NETWORKS, TONES, Tone

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    href = static("look/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, href, name
        )
    return silent_icon(href, name)


@lru_cache(maxsize=512)
def silent_icon(href: str, name: str) -> SafeString:
    """An icon that is decoration; a list draws a few of them hundreds of times."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', href, name)


@register.simple_tag
def chip(label: object, state: str = "") -> SafeString:
    """A state by word, icon and colour; `state` is the state's value, such as `signed`."""
    tone = TONES.get(state, FRESH)
    return format_html('<span class="chip chip-{}">{} {}</span>', tone.colour, icon(tone.icon), label)


@register.simple_tag
def state(thing: Any) -> SafeString:
    """The state of a row, such as an issue or a delivery, with its own word."""
    kind = f"{thing._meta.model_name}.{thing.state}"
    return chip(thing.get_state_display(), kind if kind in TONES else thing.state)


@register.simple_tag
def level_chip(level: int, label: object) -> SafeString:
    """The level of an issue, 1 to 4: as many bars, and its word."""
    return format_html(
        '<span class="chip chip-{}"><svg class="bars" viewBox="0 0 17 14" aria-hidden="true">{}</svg>{}</span>',
        LEVELS.get(level, "plain"),
        level_bars(level),
        label,
    )


@lru_cache(maxsize=8)
def level_bars(level: int) -> SafeString:
    """Four bars, as many of them full as the level says."""
    steps = ((("on" if step <= level else "off"), step * 4 - 3, 13 - step * 3, step * 3) for step in range(1, 5))
    return format_html_join("", '<rect class="{}" x="{}" y="{}" width="3" height="{}" rx="1"></rect>', steps)


@register.simple_tag
def network_chip(network: str, name: str = "") -> SafeString:
    """A network by its icon and name."""
    shown, drawing = NETWORKS.get(network, (network, "world"))
    return format_html('<span class="network">{} {}</span>', icon(drawing), name or shown)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, how: str = "") -> SafeString | str:
    """A time as people say it ("12 menit lalu"), with the exact one on hover and for machines.

    `how="both"` shows the clock beside it, for print and for records; `how="exact"` the clock alone.
    """
    if value is None:
        return "–"
    now = context.get("now") or timezone.now()
    local = timezone.localtime(value)
    shown = spoken(value, now) if how != "exact" else ""
    if how in {"both", "exact"}:
        clock = date_format(local, "j M H.i" if local.year == timezone.localtime(now).year else "j M Y H.i")
        shown = clock if shown in {"", clock} else f"{clock} · {shown}"
    exact = exact_words(local.replace(second=0, microsecond=0), get_language())
    return format_html(
        '<time datetime="{}" title="{}" class="nowrap">{}</time>', local.isoformat(timespec="seconds"), exact, shown
    )


@lru_cache(maxsize=4096)
def exact_words(local: datetime, _language: str | None) -> str:
    """A time to the minute with its day and zone; the same ones are drawn each time a list is looked at."""
    return f"{date_format(local, 'l, j F Y H.i')} {local.tzname()}"


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
def deadline(
    context: Context, due: datetime | None, business: bool = True, done_at: datetime | None = None
) -> SafeString | str:
    """A clock that runs: due in, or overdue since; by office hours, or on the wall. With `done_at` it has stopped."""
    if due is None:
        return ""
    now = context.get("now") or timezone.now()
    exact = date_format(timezone.localtime(due), "l, j F Y H.i")
    clock = _("jam kerja") if business else _("jam terus berjalan")
    look, words = due_words(due, done_at or now, is_done=done_at is not None)
    suffix = format_html('<span class="chip-clock">{}</span>', clock) if business and not done_at else ""
    return format_html(
        '<span class="chip chip-{}" title="{} ({})">{} {}{}</span>',
        look.colour,
        exact,
        clock,
        icon(look.icon),
        words,
        suffix,
    )


def due_words(due: datetime, at: datetime, *, is_done: bool) -> tuple[Tone, str]:
    """How a deadline looks at a moment, and what is said of it; without blame."""
    length = {"duration": duration(abs((due - at).total_seconds()))}
    if is_done:
        late = _("Selesai, %(duration)s lewat tenggat") % length
        return Tone("plain", "circle-check"), late if at > due else _("Selesai pada waktunya")
    if at >= due:
        return Tone("bad", "clock-exclamation"), _("Lewat tenggat %(duration)s") % length
    is_near = due - at < timedelta(hours=2)
    return Tone("wait" if is_near else "plain", "clock"), _("Tenggat %(duration)s lagi") % length


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "", marker: int | None = None) -> SafeString:
    """A series as small bars with a text alternative; `marker` is the place of the answer in it."""
    return spark(values, label, marker)


@register.simple_tag
def volume_chart(
    hours: Sequence[tuple[datetime, int]],
    marks: Sequence[tuple[datetime, str]] = (),
    answered_at: datetime | None = None,
) -> SafeString:
    """Posts per hour as bars, with the moments that matter marked; the hours since the answer have another colour."""
    return bars(hours, marks, answered_at)


@register.simple_tag
def copy_button(text: str, label: str = "") -> SafeString:
    """Copies a text for pasting elsewhere, such as into WhatsApp."""
    return format_html(
        '<button type="button" class="btn btn-plain" data-copy="{}">{} {}</button>',
        text,
        icon("brand-whatsapp" if not label else "copy"),
        label or _("Salin untuk WhatsApp"),
    )


@register.inclusion_tag("look/copy.html")
def copy(text: str, label: str = "") -> dict[str, Any]:
    """A text to take along, shown so that it can be read and selected, with its button."""
    return {"text": text, "label": label, "rows": min(text.count("\n") + 3, 14)}


@register.inclusion_tag("look/field.html")
def field(bound: BoundField, counter: int = 0, counting: str = "") -> dict[str, Any]:
    """A form field with label, hint, error, control; `counter` is a limit, `counting="mastodon"` its way to count."""
    return drawn_field(bound, counter, counting) | {"counter": counter}


@register.inclusion_tag("look/fields.html")
def fields(form: BaseForm, refusal: object = None) -> dict[str, Any]:
    """The summary of what is wrong, and every field of a form."""
    return {"form": form, "refusal": refusal}


@register.inclusion_tag("look/confirm.html", takes_context=True)
def confirm(context: Context, id: str, url: str, button: str, title: str, **more: str) -> dict[str, Any]:
    """A button that asks once more; without scripts it is a link to the page at `url`, which shows the same question.

    More words: `text`, `reason` (a question, answered in the field `reason`), `yes` (the button inside), `icon`, and
    `tone="danger"` for what cannot be undone.
    """
    return {"id": id, "url": url, "button": button, "title": title, "csrf_token": context.get("csrf_token")} | more


@register.inclusion_tag("look/progress.html")
def progress(done: int, total: int | None, label: str, url: str = "") -> dict[str, Any]:
    """How far work is; while it runs its successor is fetched from `url` every two seconds. `total` None: not known."""
    return {"done": done, "total": total, "label": label, "url": url if total is None or done < total else ""}


@register.inclusion_tag("look/tabs.html")
def tabs(items: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Views of one thing as links; each has label, url, active and perhaps count."""
    return {"items": items, "label": label}


@register.inclusion_tag("look/stages.html", takes_context=True)
def stages(context: Context, steps: Sequence[Any]) -> dict[str, Any]:
    """Stages in order; each has label, done ("yes", "now" or "no") and perhaps at and note."""
    return {"steps": steps, "now": context.get("now")}


@register.inclusion_tag("look/timeline.html", takes_context=True)
def timeline(context: Context, events: Sequence[Any]) -> dict[str, Any]:
    """What happened; each event has at, text and perhaps by, said, icon, tone and url."""
    return {"events": events, "now": context.get("now")}


@register.inclusion_tag("look/figures.html")
def figures(items: Sequence[Any]) -> dict[str, Any]:
    """Figures side by side; each has value, label and perhaps note and tone."""
    return {"items": items}


@register.inclusion_tag("look/facts.html")
def facts(items: Sequence[tuple[object, object]]) -> dict[str, Any]:
    """Words and their values, in pairs."""
    return {"items": items}


@register.simple_tag
def message_note(message: Message) -> SafeString:
    """One of Django's messages as a note."""
    look = MESSAGES.get(message.level_tag, Tone("info", "info-circle"))
    return format_html('<div class="note note-{}">{}<p>{}</p></div>', look.colour, icon(look.icon), message)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """First, last and the neighbours of a page, with gaps between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


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
