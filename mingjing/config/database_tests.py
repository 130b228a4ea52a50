"""A pytest plugin: keep only the tests that touch the database, for the second run on PostgreSQL.

Of a matrix whose every row asks the engine the same, the rows marked `one_engine` have had their turn on SQLite.
"""

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup", "client", "admin_client", "live_server", "own_database"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Drop what would run the same on any database, and the browser walks (they ran on SQLite)."""
    kept = [item for item in items if _touches_database(item) and not _had_its_turn(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _had_its_turn(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("walk", "one_engine"))


def _touches_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
    return marked or bool(FIXTURES & set(getattr(item, "fixturenames", ())))
