"""What publishing's templates need besides the common components."""

import re
from collections.abc import Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]}]")


@register.filter
def linked(text: str) -> SafeString:
    """A text as a network shows it: links marked, nothing else changed. They are not active in a preview."""
    parts: list[str] = []
    last = 0
    for found in LINK.finditer(text):
        parts.append(escape(text[last : found.start()]))
        parts.append(f'<span class="seen-link">{escape(found.group())}</span>')
        last = found.end()
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.filter
def value_of(values: Mapping[object, object], key: object) -> object:
    """A value of a mapping by a key that the template has in a variable."""
    return values.get(key, "")


@register.filter
def number(values: list[object], index: int) -> object:
    """The element at this place."""
    return values[index]
