"""The stores that tests begin with are what the program makes from nothing."""

from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.services import opening
from app.services.self_check import check_store
from tests import taken_steps
from tests.builders import PASSWORD, make_store

Tables = dict[str, list[tuple[object, ...]]]


def content(path: Path) -> Tables:
    """Every row of every table, the schema among them."""
    store = opening.open_store(path, PASSWORD)
    read = store.database.read()
    schema = read.execute(
        "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    ).fetchall()
    names = [n for kind, n, sql in schema if kind == "table" and "VIRTUAL" not in sql]
    found = {n: [tuple(r) for r in read.execute(f"SELECT * FROM [{n}]")] for n in names}
    steps = read.execute("PRAGMA user_version").fetchone()
    assert not check_store(store).problems
    store.close()
    return {**found, "schema": [tuple(row) for row in schema], "steps": [tuple(steps)]}


def made(folder: Path) -> Tables:
    store = make_store(folder)
    store.close()
    return content(store.path)


def counts(tables: Tables) -> dict[str, int]:
    return {name: len(rows) for name, rows in tables.items()}


def secrets_of(tables: Tables) -> set[object]:
    """Every value that may have been drawn by lot."""
    values = {value for rows in tables.values() for row in rows for value in row}
    return {value for value in values if isinstance(value, bytes) and len(value) >= 8}


@pytest.mark.steps_by_hand
def test_a_store_of_taken_steps_is_the_one_made_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = made(tmp_path / "1"), made(tmp_path / "2")
    monkeypatch.setattr(opening, "connect", taken_steps.connect)
    third, fourth = made(tmp_path / "3"), made(tmp_path / "4")
    assert counts(first) == counts(third)
    assert first["schema"] == third["schema"]
    assert first["steps"] == third["steps"] > [(0,)]
    assert secrets_of(third) - secrets_of(fourth)
    # Keys, identities and secrets are every store's own, as they are of two made by hand.
    assert secrets_of(third) & secrets_of(fourth) <= secrets_of(first) & secrets_of(second)


def test_no_store_opens_with_the_key_of_another(tmp_path: Path) -> None:
    one, other = make_store(tmp_path / "one"), make_store(tmp_path / "other")
    with pytest.raises(StorageError):
        taken_steps.connect(one.path, other.database.key)
    one.close()
    other.close()
