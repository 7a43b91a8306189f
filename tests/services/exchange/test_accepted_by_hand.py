"""A person takes what was held all the same: its values, and nothing of what it claims besides."""

from collections.abc import Callable
from typing import Any

import pytest

from app.data import rows, site
from app.data.exchange.peer_knowledge import come_past
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import new_uid
from app.services import self_check
from app.services.exchange import deciding_held_back
from app.services.store import Store
from tests.builders import (
    MadeClass,
    Pair,
    change_row,
    count,
    make_class,
    make_member,
    mark,
    value_of,
)
from tests.services.exchange.lying import Line, edited, fact, row, stamp, told

NOT_HEARD_OF = "b" * 16
Stamps = Callable[[Pair], dict[str, Any]]
NAMES: dict[str, Stamps] = {
    "in its own name": lambda pair: {"rank": 99},
    "in the county's": lambda pair: {"site": pair.county.site.incarnation, "rank": 99, "n": 1},
    "in a copy's": lambda pair: {"site": NOT_HEARD_OF, "rank": 99, "n": 5},
}
STAMPS = pytest.mark.parametrize("name", NAMES)


def accept(pair: Pair, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    (one,) = deciding_held_back.held_rows(pair.county)
    deciding_held_back.accept_held(pair.county, one.id)
    assert not deciding_held_back.held_rows(pair.county)


def nothing_from_the_future(pair: Pair, table: str, uid: bytes) -> None:
    """No write in another's name than the sender's that this one has not made, and no rank beyond
    its writer's."""
    store = pair.county
    n = int(site.get(store.database.read(), "n") or 0)
    found = rows.load(store.database.read(), entity_named(table), uid)
    assert found is not None
    for versions in found.versions.values():
        assert versions.context.get(store.site.incarnation, 0) <= n
        for write in versions.siblings:
            ours = write.site == store.site.incarnation
            assert ours or write.site in (pair.township.site.incarnation, NOT_HEARD_OF)
            assert write.rank == int(ours)
    known = come_past(store.database.read())
    assert known[store.site.incarnation] <= n
    assert not self_check.check_store(store).problems


def later_edits_count(pair: Pair, table: str, uid: bytes, field: str) -> None:
    for words in ("后来一", "后来二"):
        change_row(pair.county, table, uid, **{field: words})
        pair.settle()
        for store in (pair.county, pair.township):
            assert value_of(store, table, uid, field) == words


@STAMPS
def test_an_edit(pair: Pair, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_member(pair.township, workplace="原来")
    pair.settle()
    how = NAMES[name](pair)
    change = {"workplace": edited(pair.township, "改了", seen=True, **how)}
    accept(pair, row(pair.township, "member", person, {}, edited=change), monkeypatch)
    assert "改了" in said_of(pair.county, "member", person, "workplace")
    nothing_from_the_future(pair, "member", person)
    later_edits_count(pair, "member", person, "workplace")


@STAMPS
def test_a_new_row(pair: Pair, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person, uid = make_member(pair.township), new_uid()
    pair.settle()
    by = stamp(pair.township, **NAMES[name](pair))
    values: dict[str, Value] = {"member": person, "title": "网络培训", "starts_on": "2026-05-01"}
    said = row(pair.township, "record", uid, {**values, "ends_on": "2026-05-01", "hours": 4}, by=by)
    accept(pair, said, monkeypatch)
    assert value_of(pair.county, "record", uid, "title") == "网络培训"
    nothing_from_the_future(pair, "record", uid)
    later_edits_count(pair, "record", uid, "title")


@pytest.fixture
def marked(pair: Pair) -> tuple[MadeClass, bytes, bytes]:
    """A class of the township's with a mark, at rest."""
    person = make_member(pair.township)
    made = make_class(pair.township, [person])
    old = mark(pair.township, made.sessions[0], person)
    pair.settle()
    return made, person, old


@STAMPS
def test_a_mark(
    pair: Pair,
    marked: tuple[MadeClass, bytes, bytes],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, person, old = marked
    uid, by = new_uid(), stamp(pair.township, **NAMES[name](pair))
    line = fact(pair.township, made.sessions[0], person, uid=uid, by=by, supersedes=old)
    accept(pair, line, monkeypatch)
    (written,) = pair.county.database.read().execute(
        "SELECT i.key, a.n, a.rank, a.live FROM attendance a JOIN incarnation i ON i.id = a.site "
        "WHERE a.uid = ?",
        (uid,),
    )
    own = name != "in the county's"
    assert own == (written[0] != pair.county.site.incarnation)
    assert tuple(written[2:]) == (0 if own else 1, 1)
    pair.settle()
    assert count(pair.township, "attendance", "live") == 1
    corrected = mark(pair.county, made.sessions[0], person, "病假", supersedes=uid)
    pair.settle()
    for store in (pair.county, pair.township):
        live = store.database.read().execute("SELECT uid FROM attendance WHERE live").fetchall()
        assert live == [(corrected,)]
    assert not self_check.check_store(pair.county).problems


def test_a_mark_corrects_nothing_that_is_still_to_come(
    pair: Pair, marked: tuple[MadeClass, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, person, _ = marked
    to_come = new_uid()
    line = fact(pair.township, made.sessions[1], person, uid=new_uid(), supersedes=to_come)
    accept(pair, line, monkeypatch)
    assert count(pair.county, "superseded_fact", "uid = ?", to_come) == 0
    late = fact(pair.township, made.sessions[1], person, uid=to_come)
    told(pair.township, pair.county, pair.folder, [late], monkeypatch)
    assert count(pair.county, "attendance", "uid = ? AND live", to_come) == 1


def said_of(store: Store, table: str, uid: bytes, field: str) -> list[object]:
    """Every value that stands in the field, decided or not."""
    found = rows.load(store.database.read(), entity_named(table), uid)
    assert found is not None
    return [write.value for write in found.versions[field].siblings]
