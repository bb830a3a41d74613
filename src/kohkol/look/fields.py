"""Prepares a form field for its template: classes of the kit, and what a screen reader needs tied to the control."""

from typing import Any

from django.forms import BoundField

CLASSES = {"select": "form-select", "checkbox": "form-check-input", "radio": "", "hidden": ""}


def drawn_field(bound: BoundField, counter: int = 0, counting: str = "") -> dict[str, Any]:
    """The field and its `kind`: hidden, checkbox, group (several choices under one question), or an input type."""
    widget = bound.field.widget
    kind = "group" if bound.use_fieldset else str(getattr(widget, "input_type", ""))
    if kind != "group":
        widget.attrs.setdefault("class", CLASSES.get(kind, "form-control"))
    if counter:
        widget.attrs |= {"data-limit": str(counter), "data-counting": counting or "plain"}
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    if described:
        widget.attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        widget.attrs["aria-invalid"] = "true"
    return {"field": bound, "kind": kind}
