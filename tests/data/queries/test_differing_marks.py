"""How many marks differ is kept by half-day, and looked at again only where marks were written."""

import pytest

from app.data import identity_tables
from app.data.database import Connection
from app.data.queries import differing_marks
from app.services.review import decisions, open_items
from app.services.store import Store
from tests.builders import Pair, change_member, make_class, make_member, mark


def counted(store: Store) -> tuple[int, int]:
    return open_items.count_open_items(store), len(open_items.open_items(store))


def test_two_sites_disagree_and_agree_again(pair: Pair) -> None:
    member = make_member(pair.township)
    held = make_class(pair.township, [member])
    pair.settle()
    assert counted(pair.county) == (0, 0)
    mark(pair.township, held.sessions[0], member, "出勤")
    mark(pair.county, held.sessions[0], member, "缺勤")
    pair.settle()
    assert counted(pair.county) == (1, 1)
    item = open_items.open_items(pair.township)[0]
    decisions.take(pair.township, item.id, item.siblings[0].id)
    pair.settle()
    assert counted(pair.county) == (0, 0)


def test_whoever_was_entered_twice_disagrees_with_himself(store: Store) -> None:
    one, two = make_member(store), make_member(store)
    held = make_class(store, [one, two])
    mark(store, held.sessions[0], one, "出勤")
    mark(store, held.sessions[0], two, "缺勤")
    assert counted(store) == (0, 0)
    change_member(store, two, merged_into=one)
    assert counted(store) == (1, 1)
    change_member(store, two, merged_into=None)
    assert counted(store) == (0, 0)


def test_after_a_phone_no_mark_is_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[0], member)
    open_items.count_open_items(store)
    looked_at: list[object] = []
    real = differing_marks._of_one_entry

    def seen(
        connection: Connection, people: dict[bytes, list[bytes]], sessions: object = None
    ) -> list[tuple[bytes, bytes]]:
        looked_at.append(sessions)
        return real(connection, people, sessions)  # type: ignore[arg-type]

    monkeypatch.setattr(differing_marks, "_of_one_entry", seen)
    change_member(store, member, phone="13912345678")
    open_items.count_open_items(store)
    mark(store, held.sessions[1], member)
    open_items.count_open_items(store)
    assert looked_at == [set(), {held.sessions[1]}]


@pytest.mark.parametrize("some", ["", differing_marks._SOME])
def test_marks_are_looked_through_in_the_order_of_an_index(store: Store, some: str) -> None:
    connection = store.database.read()
    identity_tables.fill(connection, "marked_session", [b"x"])
    sql = differing_marks._DIFFERING.format(some=some)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("COVERING INDEX attendance_of_session" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
