"""What the templates of other apps show of what is known."""

from collections.abc import Mapping
from typing import Any

from django import template

from kohkol.matching.lookups import KnownFor, Looked
from kohkol.people.api import subject_of

register = template.Library()


@register.filter
def best_for(found: Mapping[str, Looked], thing: Any) -> KnownFor | None:
    """The best sheet that was found for an issue or a story, if any."""
    looked = found.get(subject_of(thing))
    return looked.answers[0] if looked and looked.answers else None
