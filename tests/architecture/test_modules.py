"""The shape of the code: every module says why it exists, stays readable, and links only upwards."""

import ast
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey

SOURCE = Path(__file__).parents[2] / "src" / "kohkol"
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
ORDER = ["people", "listening", "matching", "issues", "facts", "publishing", "inquiries", "measuring"]


def test_every_module_says_in_its_first_line_why_it_exists():
    silent = [
        str(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_module_is_longer_than_400_lines():
    assert [str(path) for path in MODULES if len(path.read_text().splitlines()) > 400] == []


def test_no_row_points_down_the_list_of_apps():
    down = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label in ORDER
        if ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert down == []


def test_names_that_say_nothing_are_not_used():
    vague = {"utils", "helpers", "manager", "service", "services", "misc", "common"}
    assert [str(path) for path in MODULES if path.stem in vague or path.parent.name in vague] == []
