"""The store that the migrations make is the one that the declarations describe."""

from pathlib import Path

import pytest

from app.data import migrate
from app.data.database import Database, connect, tables
from app.data.migrate import NEWEST, STEPS
from app.data.schema import SQL_TYPES, columns
from app.domain.declarations import ENTITIES
from app.domain.entity import THE_COUNTY, Entity, Kind, Scope
from app.domain.errors import StorageError
from app.services.store import Store

SQL_NAMES = {str: "TEXT", int: "INTEGER", float: "REAL", bytes: "BLOB"}


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_migrated_tables_equal_the_declarations(store: Store, entity: Entity) -> None:
    found = store.database.read().execute(f"PRAGMA table_info({entity.name})").fetchall()
    assert {row[1]: row[2] for row in found} == {
        name: SQL_NAMES[kind] for name, kind in columns(entity).items()
    }


def test_a_field_says_which_step_added_it_to_its_table(tmp_path: Path) -> None:
    """Older programs do not know it: what both sides of an exchange compare must leave it out."""
    key = bytes(32)
    connect(tmp_path / "x", key, create=True).close()
    database = Database(tmp_path / "x", key)
    first: dict[str, int] = {}
    for number, step in enumerate(STEPS, 1):
        with database.write() as connection:
            step(tables(connection))
        for entity in ENTITIES:
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({entity.name})")}
            if there and entity.name not in first:
                first[entity.name] = number
            made = first.get(entity.name, number)
            known = {f.name for f in entity.fields if f.since <= number}
            assert {f.name for f in entity.fields} & there == (known if there else set())
            assert all(f.since == 0 or f.since > made for f in entity.fields), entity.name
    database.close()


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_nothing_but_the_row_identity_is_unique(store: Store, entity: Entity) -> None:
    connection = store.database.read()
    unique = [
        [row[2] for row in connection.execute(f"PRAGMA index_info({index[1]})")]
        for index in connection.execute(f"PRAGMA index_list({entity.name})").fetchall()
        if index[2]
    ]
    assert unique == [["uid"]]
    assert connection.execute(f"PRAGMA foreign_key_list({entity.name})").fetchall() == []


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_entity_declares_a_scope_and_where_it_hangs(entity: Entity) -> None:
    assert isinstance(entity.scope, Scope)
    owned = entity.scope in (Scope.ORGANIZATION, Scope.MEMBER, Scope.CLASS)
    assert bool(entity.owner) == owned
    for name in (entity.owner, *entity.writers) if owned else ():
        assert entity.field(name).kind is Kind.REFERENCE
    for field in entity.fields:
        assert field.label
        assert field.kind in SQL_TYPES
        if field.kind is Kind.REFERENCE:
            assert field.refers_to in {other.name for other in ENTITIES}
        if field.kind is Kind.CHOICE:
            assert len(field.choices) == len(set(field.choices)) > 1
        if field.said_by not in ("", THE_COUNTY):
            assert entity.field(field.said_by).kind is Kind.REFERENCE


def test_steps_are_numbered_without_gaps() -> None:
    numbers = [int(step.__module__.rsplit(".", 1)[1][1:5]) for step in STEPS]
    assert numbers == list(range(1, NEWEST + 1))


def test_a_failing_step_leaves_version_and_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = bytes(32)
    connect(tmp_path / "x", key, create=True).close()
    database = Database(tmp_path / "x", key)

    def breaks(db: object) -> None:
        STEPS[1](db)  # type: ignore[arg-type]
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrate, "STEPS", (STEPS[0], breaks))
    monkeypatch.setattr(migrate, "NEWEST", 2)
    with pytest.raises(RuntimeError):
        migrate.migrate(database)
    assert migrate.version(database.read()) == 1
    names = {row[0] for row in database.read().execute("SELECT name FROM sqlite_master")}
    assert "member" in names
    assert "training_class" not in names
    database.close()


def test_a_store_of_a_newer_program_is_refused_in_words(store: Store) -> None:
    store.database.read().execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(StorageError, match="更新的版本"):
        migrate.pending(store.database)


def test_one_store_and_settings_of_the_engine(store: Store) -> None:
    connection = store.database.read()
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert connection.execute("PRAGMA cipher_version").fetchone()[0]
