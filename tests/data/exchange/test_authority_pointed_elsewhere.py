"""Lies by a row that is rightly the sender's and is then pointed at what is not, by a duplicate of
somebody who left, by moves that pile up, by a moment that no clock shows."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.data.exchange import outgoing
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import LATEST
from app.domain.uid import new_uid
from app.services.exchange import deciding_held_back, sending_back
from tests.builders import change_row, count, hand_over, make_class, make_member, mark, value_of
from tests.data.exchange.lied_to import County, prepared_county
from tests.services.exchange.lying import Line, edited, everything, row, stamp, told


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with prepared_county(tmp_path_factory.mktemp("county")) as made:
        yield made


Lie = Callable[[County], list[Line]]


def _both(c: County, own: bytes, others: bytes) -> list[object]:
    """Two values of one field at once, the later one that of another."""
    context, (mine,) = edited(c.liar, own)
    other = [mine[0], mine[1] + 1, mine[2] + 1, *mine[3:5], others.hex(), {}]
    return [{**context, mine[0]: mine[1] + 1}, [mine, other]]


def hangs_its_half_day_into_the_countys_class(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {"training_class": edited(c.liar, c.countys.uid)}
    return [row(c.liar, "session", c.liars.sessions[0], {}, edited=said)]


def begins_a_half_day_in_two_classes(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {"training_class": _both(c, c.liars.uid, c.countys.uid)}
    values: dict[str, Value] = {"day": "2026-01-05", "slot": "上午", "hours": 6}
    return [row(c.liar, "session", new_uid(), values, edited=said)]


def carries_its_completion_into_the_countys_class(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {
        "completion": edited(c.liar, "结业"),
        "training_class": edited(c.liar, c.countys.uid),
    }
    return [row(c.liar, "enrolment", c.liars.enrolments[0], {}, edited=said)]


def completes_in_two_classes_at_once(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {"training_class": _both(c, c.liars.uid, c.countys.uid)}
    values: dict[str, Value] = {"member": c.own, "number": 9, "completion": "结业"}
    return [row(c.liar, "enrolment", new_uid(), values, edited=said)]


def takes_a_place_out_of_the_countys_class(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {"training_class": edited(c.liar, c.liars.uid)}
    return [row(c.liar, "enrolment", c.countys.enrolments[0], {}, edited=said)]


def certifies_in_two_classes_at_once(c: County) -> list[Line]:
    assert c.liars
    assert c.countys
    said = {"training_class": _both(c, c.liars.uid, c.countys.uid)}
    return [row(c.liar, "certificate", new_uid(), _paper(c.own), edited=said)]


def _paper(member: bytes) -> dict[str, Value]:
    return {"member": member, "number": "县-1", "issued_on": "2026-11-30", "content": "{}"}


def issues_a_paper_of_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    said: dict[str, Value] = {"training_class": c.countys.uid, "kind": "参训证明"}
    return [row(c.liar, "issued_paper", new_uid(), {**_paper(c.own), **said})]


HELD: tuple[Lie, ...] = (
    hangs_its_half_day_into_the_countys_class,
    begins_a_half_day_in_two_classes,
    carries_its_completion_into_the_countys_class,
    completes_in_two_classes_at_once,
    takes_a_place_out_of_the_countys_class,
    certifies_in_two_classes_at_once,
    issues_a_paper_of_the_countys_class,
)


@pytest.mark.parametrize("lie", HELD, ids=lambda lie: lie.__name__)
def test_nothing_of_it_is_joined(
    prepared: County, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(prepared, lie(prepared), monkeypatch)


def refused(c: County, lines: list[Line], monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(c.county.database.read())
    told(c.liar, c.county, c.folder, lines, monkeypatch)
    assert everything(c.county.database.read()) == before
    waiting = {one.uid for one in deciding_held_back.held_rows(c.county)}
    assert {bytes.fromhex(line["uid"]) for line in lines} <= waiting


@pytest.mark.parametrize("table", ["certificate", "issued_paper"])
def test_a_paper_of_its_own_does_not_become_the_countys(
    prepared: County, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = prepared
    assert c.liars
    assert c.countys
    uid = new_uid()
    kind: dict[str, Value] = {"kind": "参训证明"} if table == "issued_paper" else {}
    issued = {**_paper(c.own), **kind, "training_class": c.liars.uid}
    told(c.liar, c.county, c.folder, [row(c.liar, table, uid, issued)], monkeypatch)
    assert value_of(c.county, table, uid, "training_class") == c.liars.uid
    said = {"training_class": edited(c.liar, c.countys.uid)}
    refused(c, [row(c.liar, table, uid, {}, edited=said)], monkeypatch)


def test_a_paper_that_the_county_issued_is_not_rewritten(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = prepared
    assert c.countys
    issued = {**_paper(c.own), "kind": "参训证明", "training_class": c.countys.uid}
    with c.county.change("签发") as change:
        uid = change.create(entity_named("issued_paper"), issued)
    c.exchange()
    for name, value in (("content", '{"hours": 400}'), ("state", "作废"), ("_gone", "x:1")):
        said = {name: edited(c.liar, value)}
        refused(c, [row(c.liar, "issued_paper", uid, {}, edited=said)], monkeypatch)


def test_who_only_takes_part_does_not_answer_for_the_class(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The neighbour's class was sent back; one of the liar's people is on its list."""
    c = prepared
    assert c.others
    listed: dict[str, Value] = {"training_class": c.others.uid, "member": c.own, "number": 2}
    with c.county.change("参训") as change:
        change.create(entity_named("enrolment"), listed)
    sending_back.return_rows(c.county, [("training_class", c.others.uid)], "请核对")
    c.exchange()
    asked = "SELECT uid FROM row_return WHERE training_class = ?"
    (uid,) = c.county.database.read().execute(asked, (c.others.uid,)).fetchone()
    said = {"state": edited(c.liar, "已更正"), "answer": edited(c.liar, "好了")}
    refused(c, [row(c.liar, "row_return", uid, {}, edited=said)], monkeypatch)
    sending_back.explain(c.other, uid, "已核对")  # whoever holds the class does
    c.exchange()
    assert value_of(c.county, "row_return", uid, "answer") == "已核对"


def test_a_tree_does_not_grow_deep_by_moves(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them is a little one; in one package, and one package after the other."""
    c = prepared
    beside = [new_uid() for _ in range(30)]
    founded: dict[str, Value] = {"name": "支部", "kind": "党支部"}
    root = c.liar.site.organization
    lines = [row(c.liar, "organization", uid, {**founded, "parent": root}) for uid in beside]
    told(c.liar, c.county, c.folder, lines, monkeypatch)
    moves = [
        row(c.liar, "organization", below, {}, edited={"parent": edited(c.liar, above)})
        for above, below in itertools.pairwise(beside)
    ]
    for _ in range(3):
        told(c.liar, c.county, c.folder, moves, monkeypatch)
        assert _depth(c, root) == 12


def _depth(c: County, root: bytes) -> int:
    sql = """WITH RECURSIVE below(uid, depth) AS (SELECT ?, 0 UNION ALL
        SELECT o.uid, depth + 1 FROM organization o JOIN below ON o.parent = below.uid)
        SELECT max(depth) FROM below"""
    return int(c.county.database.read().execute(sql, (root,)).fetchone()[0])


def test_the_county_answers_what_was_written_at_the_end_of_time(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own package would have been refused by everybody."""
    c = prepared
    said = {"phone": edited(c.liar, "13900000666", clock=LATEST)}
    told(c.liar, c.county, c.folder, [row(c.liar, "member", c.own, {}, edited=said)], monkeypatch)
    change_row(c.county, "member", c.own, phone="13700000000")
    change_row(c.county, "member", c.own, phone="13700000001")
    assert hand_over(c.county, c.liar, c.folder).state.applies
    assert value_of(c.liar, "member", c.own, "phone") == "13700000001"


def test_a_duplicate_left_behind_says_nothing_of_who_moved_away(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = prepared
    duplicate, person = (make_member(c.liar, c.own_branch, name="登记了两次") for _ in range(2))
    held = make_class(c.liar, [duplicate], name="重复的人上的班")
    mark(c.liar, held.sessions[0], duplicate)
    change_row(c.liar, "member", duplicate, merged_into=person)
    c.exchange()
    change_row(c.county, "member", person, organization=c.foreign_branch)
    c.exchange()
    training: dict[str, Value] = {"title": "网络培训", "hours": 400, "member": duplicate}
    days: dict[str, Value] = {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    refused(c, [row(c.liar, "record", new_uid(), {**training, **days})], monkeypatch)
    free = {"merged_into": edited(c.liar, None)}
    refused(c, [row(c.liar, "member", duplicate, {}, edited=free)], monkeypatch)


def test_nobody_asks_where_a_row_is_by_its_identity_alone(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that were superseded long ago bring no news, whatever they are: the answer would say
    to whom the person belongs."""
    c = prepared
    neighbour = c.other.site.incarnation
    old = {
        name: edited(c.liar, value, site=neighbour, n=1)
        for name, value in (("organization", c.own_branch), ("name", "某"))
    }
    by = stamp(c.liar, site=neighbour, n=0)
    line = row(c.liar, "member", c.foreign, {}, by=by, edited=old)
    told(c.liar, c.county, c.folder, [line], monkeypatch)
    here = "uid = ? AND peer = (SELECT id FROM peer WHERE site = ?)"
    assert not count(c.county, "held_by", here, c.foreign, c.liar.site.uid)
    sent: list[Line] = []
    records = outgoing.records

    def watched(*asked: Any, **more: Any) -> Iterator[Line]:
        for one in records(*asked, **more):
            sent.append(one)
            yield one

    monkeypatch.setattr(outgoing, "records", watched)
    hand_over(c.county, c.liar, c.folder)
    assert c.foreign.hex() not in {one.get("uid") for one in sent}
