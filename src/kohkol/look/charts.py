"""Draws small charts on the server as SVG, so that they need no script, print well, and say in words what they show."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SPARK_WIDTH, SPARK_HEIGHT = 100, 24
BAR_WIDTH, BARS_HEIGHT = 10, 100


def spark(values: Sequence[float], label: str = "") -> SafeString:
    """A curve of equally spaced values; the label is its text alternative."""
    if not values:
        return SafeString("")
    top = max(max(values), 1)
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    points = [
        (round(place * step, 1), round(SPARK_HEIGHT - 1 - value / top * (SPARK_HEIGHT - 3), 1))
        for place, value in enumerate(values)
    ]
    line = "M" + " L".join(f"{x} {y}" for x, y in points)
    said = label or _("Jumlah per jam, terakhir %(last)d, tertinggi %(top)d") % {"last": values[-1], "top": max(values)}
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="area" d="{} L{} {} L0 {} Z"></path><path d="{}"></path></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        said,
        line,
        points[-1][0],
        SPARK_HEIGHT,
        SPARK_HEIGHT,
        line,
    )


def bars(hours: Sequence[tuple[datetime, int]], marks: Sequence[tuple[datetime, str]] = ()) -> SafeString:
    """Posts per hour, one bar an hour, in order of time; each mark is a dashed line with its meaning below."""
    if not hours:
        return SafeString("")
    top = max(max(number for _at, number in hours), 1)
    width = len(hours) * BAR_WIDTH
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                place * BAR_WIDTH + 1,
                round(BARS_HEIGHT - number / top * (BARS_HEIGHT - 4), 1),
                BAR_WIDTH - 2,
                round(number / top * (BARS_HEIGHT - 4), 1),
                date_format(timezone.localtime(at), "j M H.i"),
                number,
            )
            for place, (at, number) in enumerate(hours)
        ),
    )
    start, span = hours[0][0], max((hours[-1][0] - hours[0][0]).total_seconds() + 3600, 3600)
    lines = format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="0" y2="100"><title>{1}</title></line>',
        ((round(max(0, min((at - start).total_seconds() / span, 1)) * width, 1), meaning) for at, meaning in marks),
    )
    said = _("Kiriman per jam, %(total)d seluruhnya, tertinggi %(top)d dalam satu jam") % {
        "total": sum(number for _at, number in hours),
        "top": top,
    }
    legend = format_html_join(
        "", "<li>┆ {}: {}</li>", ((date_format(timezone.localtime(at), "j M H.i"), meaning) for at, meaning in marks)
    )
    return format_html(
        '<figure class="m-0"><svg class="volume" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}{}</svg><figcaption class="small soft d-flex justify-content-between">'
        "<span>{}</span><span>{}</span></figcaption><ul class='list-plain small'>{}</ul></figure>",
        width,
        BARS_HEIGHT,
        said,
        drawn,
        lines,
        date_format(timezone.localtime(hours[0][0]), "j M H.i"),
        date_format(timezone.localtime(hours[-1][0]), "j M H.i"),
        legend,
    )
