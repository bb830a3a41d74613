"""A pytest plugin that keeps the tests that touch the database: the ones worth running on a second database."""

import pytest
from django.test import TransactionTestCase

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def touches_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    owner = getattr(item, "cls", None)
    return isinstance(owner, type) and issubclass(owner, TransactionTestCase)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_the_database(item)])
    items[:] = kept
