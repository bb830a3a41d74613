"""Draws small charts on the server as SVG, so that they need no script, print well, and say in words what they show."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SPARK_WIDTH, SPARK_HEIGHT = 120, 28
PLOT_TOP, PLOT_HEIGHT = 20, 108  # pixels; below the plot stand the hours
GROUND = PLOT_TOP + PLOT_HEIGHT


def spark(values: Sequence[float], label: str = "", marker: int | None = None) -> SafeString:
    """Equally spaced values as bars, the last one darker; `marker` is the place of the answer.

    `label` is the text alternative; without it the last and the highest value are said.
    """
    if not values:
        return SafeString("")
    step = SPARK_WIDTH / len(values)
    said = label or _("Jumlah per jam, terakhir %(last)d, tertinggi %(top)d") % {"last": values[-1], "top": max(values)}
    mark = SafeString("")
    if marker is not None:
        said = _("%(said)s, dijawab di nilai ke-%(place)d") % {"said": said, "place": marker + 1}
        mark = format_html('<path class="spark-mark" d="M{} 0V{}"></path>', round(marker * step, 1), SPARK_HEIGHT)
    bars = spark_bars(values, step)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="spark-bars" d="{}"></path><path class="spark-now" d="{}"></path>{}</svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        said,
        "".join(bars[:-1]),
        bars[-1],
        mark,
    )


def spark_bars(values: Sequence[float], step: float) -> list[str]:
    """Each value as a closed path on the lower edge; what is above zero is never lower than 1.5 pixels."""
    top = max(*values, 1)
    drawn = []
    for place, value in enumerate(values):
        tall = max(value / top * (SPARK_HEIGHT - 1), 1.5 if value else 0.75)
        drawn.append(f"M{place * step + step * 0.12:.1f} {SPARK_HEIGHT}v{-tall:.1f}h{step * 0.76:.1f}V{SPARK_HEIGHT}z")
    return drawn


def bars(
    hours: Sequence[tuple[datetime, int]],
    marks: Sequence[tuple[datetime, str]] = (),
    answered_at: datetime | None = None,
) -> SafeString:
    """Posts per hour, one bar an hour, in order of time, with the moments of `marks` and what they mean.

    Hours from `answered_at` on have another colour, also where it lies before the first hour; then a line says so.

    Positions are in per cent of the width, so that letters keep their size at any width.
    """
    if not hours:
        return SafeString("")
    start, end = hours[0][0], hours[-1][0] + timedelta(hours=1)
    marks = sorted((at, meaning) for at, meaning in marks if start <= at <= end)
    top = max(number for _at, number in hours)
    said = _("Kiriman per jam, %(total)d seluruhnya, tertinggi %(top)d dalam satu jam") % {
        "total": sum(number for _at, number in hours),
        "top": top,
    }
    legend = format_html_join("", "<li>{} {}: {}</li>", numbered(marks))
    if answered_at and answered_at < start:
        legend += format_html(
            "<li>{}</li>", _("Dijawab %(at)s, sebelum grafik ini") % {"at": moment_words(answered_at)}
        )
    return format_html(
        '<figure class="chart"><svg class="volume" role="img" aria-label="{}">'
        '<line class="volume-grid" x1="0" x2="100%" y1="{}" y2="{}"></line><text x="0" y="12">{}</text>{}'
        '<line class="volume-axis" x1="0" x2="100%" y1="{}" y2="{}"></line>{}{}</svg>'
        "<figcaption><ul>{}</ul>{}</figcaption></figure>",
        said,
        PLOT_TOP,
        PLOT_TOP,
        _("tertinggi %(top)d") % {"top": top},
        columns(hours, answered_at),
        GROUND + 0.5,
        GROUND + 0.5,
        flags(marks, start, end),
        hour_words(hours),
        legend,
        table(hours),
    )


def columns(hours: Sequence[tuple[datetime, int]], answered_at: datetime | None) -> SafeString:
    """The bars; those from the answer on in another colour."""
    top, step = max(*(number for _at, number in hours), 1), 100 / len(hours)
    rows = []
    for place, (at, number) in enumerate(hours):
        tall = max(number / top * PLOT_HEIGHT, 2 if number else 0)
        look = "volume-after" if answered_at and at >= answered_at else "volume-bar"
        x, width = f"{place * step + step * 0.12:.2f}", f"{step * 0.76:.2f}"
        rows.append((look, x, width, f"{GROUND - tall:.1f}", f"{tall:.1f}", moment_words(at), number))
    return format_html_join(
        "", '<rect class="{}" x="{}%" width="{}%" y="{}" height="{}"><title>{}: {}</title></rect>', rows
    )


def flags(marks: Sequence[tuple[datetime, str]], start: datetime, end: datetime) -> SafeString:
    """A line at each mark; one alone carries its meaning, several the numbers that the legend explains."""
    places = [round((at - start) / (end - start) * 100, 1) for at, _meaning in marks]
    lines = format_html_join(
        "",
        '<line class="volume-mark" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"></line>',
        ((place, PLOT_TOP - 16, GROUND) for place in places),
    )
    rows = []
    for first, last in clusters(places):
        words = marks[0][1] if len(marks) == 1 else f"{first + 1}" if first == last else f"{first + 1}–{last + 1}"
        side = ("end", places[first], -5) if places[first] > 55 else ("start", places[last], 5)
        rows.append((*side, words))
    labels = format_html_join("", '<text class="volume-flag" y="12" text-anchor="{}" x="{}%" dx="{}">{}</text>', rows)
    return lines + labels


def clusters(places: Sequence[float], apart: float = 6) -> list[tuple[int, int]]:
    """First and last index of each run of places that stand closer than `apart`: their labels would overlap."""
    runs: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        if runs and place - places[runs[-1][0]] < apart:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def hour_words(hours: Sequence[tuple[datetime, int]]) -> SafeString:
    """The first, the middle and the last hour below the axis."""
    middle = len(hours) // 2
    places = [(0.0, "start", 0), (100.0, "end", -1)]
    if len(hours) >= 6:
        places.append((round((middle + 0.5) / len(hours) * 100, 1), "middle", middle))
    rows = ((x, GROUND + 18, side, moment_words(hours[place][0])) for x, side, place in places)
    return format_html_join("", '<text x="{}%" y="{}" text-anchor="{}">{}</text>', rows)


def numbered(marks: Sequence[tuple[datetime, str]]) -> list[tuple[str, str, str]]:
    """The marks for the legend: sign, time, meaning."""
    return [
        ("┃" if len(marks) == 1 else f"{number}.", moment_words(at), meaning)
        for number, (at, meaning) in enumerate(marks, start=1)
    ]


def table(hours: Sequence[tuple[datetime, int]]) -> SafeString:
    """The same figures for who cannot or would not read them from bars."""
    rows = format_html_join("", "<tr><td>{}</td><td>{}</td></tr>", ((moment_words(at), number) for at, number in hours))
    return format_html(
        '<details><summary class="soft">{}</summary><table><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
        "</tr></thead><tbody>{}</tbody></table></details>",
        _("Lihat angkanya"),
        _("Jam"),
        _("Kiriman"),
        rows,
    )


def moment_words(at: datetime) -> str:
    """An hour of a day: `23 Nov 14.00`."""
    return date_format(timezone.localtime(at), "j M H.i")
