"""Older and newer programs exchange: what one does not know it carries, and nothing is lost."""

import dataclasses
import json
from typing import Any

import pytest

from app.data.database import tables
from app.data.exchange import outgoing
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_again import retry_held_back
from app.data.exchange.merge_state import Origin
from app.data.migrations.building import add_column
from app.data.queries import peer_list
from app.domain.declarations import entity_named
from app.domain.entity import REGISTRY, Kind
from app.domain.errors import PackageError
from app.services.store import Store
from tests.builders import Pair, change_member, count, make_class, make_member, value_of

NEWER = "f" * 16


def join(store: Store, *lines: dict[str, Any]) -> Merge:
    with store.change("接收") as change:
        merge = Merge(change, Origin(1, 98, 1, ""), Authority(1, None))
        merge.lines_in(json.loads(json.dumps(lines)))
        retry_held_back(merge, {1: None})
    return merge


def sent(store: Store, receiver: Store) -> list[dict[str, Any]]:
    """Everything the next full package to `receiver` would hold."""
    with store.database.write() as connection:
        peer = peer_list.by_site(connection, receiver.site.uid)
        assert peer is not None
        outgoing.prepare(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=True)
        text = json.dumps(list(outgoing.records(connection, delta)))
    made: list[dict[str, Any]] = json.loads(text)
    return made


def person(store: Store, **more: object) -> dict[str, Any]:
    """A new person from a newer program that knows more fields."""
    said = {"name": "新人", "organization": store.site.organization.hex(), **more}
    return {"table": "member", "uid": "ab" * 16, "by": [NEWER, 1, 5, 1, "某人"], "is": said}


def edited(value: object, n: int) -> list[Any]:
    over = {NEWER: n - 1} if n > 1 else {}
    return [{NEWER: n}, [[NEWER, n, 5, 1, "某人", value, over]]]


def test_unknown_fields_of_a_new_row_travel_on(pair: Pair) -> None:
    join(pair.township, person(pair.township, wechat="微信号"))
    (line,) = [r for r in sent(pair.township, pair.county) if r["uid"] == "ab" * 16]
    assert line["is"].get("wechat") == "微信号"


def test_unknown_fields_of_a_known_row_are_joined(pair: Pair) -> None:
    member = make_member(pair.township)
    line = {"table": "member", "uid": member.hex(), "by": [NEWER, 0, 5, 1, ""], "is": {}}
    join(pair.township, {**line, "edited": {"wechat": edited("一", 1)}})
    join(pair.township, {**line, "edited": {"wechat": edited("二", 2)}})
    join(pair.township, {**line, "edited": {"wechat": edited("一", 1)}})
    change_member(pair.township, member, phone="1")
    (out,) = [r for r in sent(pair.township, pair.county) if r["uid"] == member.hex()]
    assert [s[5] for s in out["edited"]["wechat"][1]] == ["二"]


def test_unknown_tables_travel_to_the_county(pair: Pair) -> None:
    row = {"table": "honour", "uid": "cd" * 16, "by": [NEWER, 1, 5, 0, ""], "is": {"title": "先进"}}
    join(pair.township, row)
    join(pair.township, row)
    (line,) = [r for r in sent(pair.township, pair.county) if r["table"] == "honour"]
    assert line["is"] == {"title": "先进"}
    pair.settle()
    assert count(pair.county, "carried", "entity = 'honour'") == 1


def test_facts_of_unknown_tables_travel_to_the_county(pair: Pair) -> None:
    fact = ["ef" * 16, NEWER, 1, 5, 0, "", "某值"]
    join(pair.township, {"table": "visit", "fields": ["what"], "facts": [fact]})
    pair.settle()
    assert count(pair.county, "carried", "entity = 'visit'") == 1


def test_unknown_fields_of_facts_travel_on(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    own = pair.township.site.incarnation  # this laptop had the newer program for a while
    fact = ["ef" * 16, own, 1, 5, 0, "", made.sessions[0].hex(), member.hex(), "出勤", "08:30"]
    fields = ["session", "member", "mark", "came_at"]
    join(pair.township, {"table": "attendance", "fields": fields, "facts": [fact]})
    assert count(pair.township, "attendance", "mark = '出勤'") == 1
    (line,) = [r for r in sent(pair.township, pair.county) if "came_at" in r.get("fields", ())]
    assert line["facts"][0][line["fields"].index("came_at") + 6] == "08:30"
    pair.settle()
    assert count(pair.county, "attendance") == 1
    assert any("came_at" in r.get("fields", ()) for r in sent(pair.county, pair.township))


def test_an_upgrade_takes_over_what_was_carried(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = pair.township
    join(store, person(store, wechat="微信号"))
    old = entity_named("exemption")
    said = {"reason": "先进", "decided_by": "县委", "member": "ab" * 16}
    by = [NEWER, 1, 5, 0, ""]
    join(store, {"table": "honour", "uid": "cd" * 16, "by": by, "is": said})
    # The next version: one more column, one more table.
    member = entity_named("member")
    wechat = dataclasses.replace(member.field("note"), name="wechat", kind=Kind.TEXT)
    newer = dataclasses.replace(member, fields=(*member.fields, wechat))
    with store.database.write() as connection:
        add_column(tables(connection), "member", "wechat", "TEXT")
        connection.execute("CREATE TABLE honour AS SELECT * FROM exemption WHERE 0")
        monkeypatch.setitem(REGISTRY, "member", newer)
        monkeypatch.setitem(REGISTRY, "honour", dataclasses.replace(old, name="honour"))
    found = store.database.read().execute("SELECT wechat FROM member WHERE name = '新人'")
    assert found.fetchone()[0] == "微信号"
    join(store)
    assert count(store, "honour", "reason = '先进'") == 1
    assert count(store, "carried") == 0


@pytest.mark.parametrize(
    ("sql_type", "said"),
    [
        ("TEXT", 5),
        ("INTEGER", "一"),
        ("INTEGER", 2**70),
        ("FLOAT", "4.5"),
        ("BLOB", "no hex"),
        ("BLOB", 5),
    ],
)
def test_an_upgrade_does_not_fail_over_what_does_not_fit_its_column(
    pair: Pair, sql_type: str, said: str | int
) -> None:
    """A township of a forged newer version may have said anything of a field nobody knew yet."""
    store = pair.township
    join(store, person(store, wechat=said))
    with store.database.write() as connection:
        add_column(tables(connection), "member", "wechat", sql_type)
    found = store.database.read().execute("SELECT wechat FROM member WHERE name = '新人'")
    assert found.fetchone()[0] is None


@pytest.mark.parametrize(
    "line",
    [
        {"table": "member", "uid": "ab" * 15, "by": [NEWER, 1, 5, 1, ""], "is": {}},
        {"table": "member", "uid": "zz" * 16, "by": [NEWER, 1, 5, 1, ""], "is": {}},
        {"table": "member", "uid": "ab" * 16, "by": [NEWER, "1", 5, 1, ""], "is": {}},
        {"table": "member", "uid": "ab" * 16, "by": [NEWER, 1, 5, 1], "is": {}},
        {"table": "member", "uid": "ab" * 16, "by": [NEWER, 1, 5, 1, ""], "is": {"name": [1]}},
        {
            "table": "member",
            "uid": "ab" * 16,
            "by": [NEWER, 1, 5, 1, ""],
            "is": {"name": 5, "sex": "男"},
        },
        {
            "table": "member",
            "uid": "ab" * 16,
            "by": [NEWER, 1, 5, 1, ""],
            "is": {"name": "x", "organization": "no hex"},
        },
        {
            "table": "member",
            "uid": "ab" * 16,
            "by": [NEWER, 10**30, 5, 1, ""],
            "is": {"name": "x", "sex": "男"},
        },
        {"table": "member", "uid": "ab" * 16, "by": [NEWER, 1, 5, 1, ""], "is": {}, "edited": [1]},
        {"table": "attendance", "fields": ["mark"], "facts": [["ab" * 16, NEWER, 1, 5, 0, ""]]},
        {"table": "attendance", "fields": ["mark"], "facts": [["x", NEWER, 1, 5, 0, "", "出勤"]]},
        {"table": "attendance", "fields": ["mark"], "facts": [["ab" * 16, 1, 1, 5, 0, "", "出勤"]]},
        {
            "table": "attendance",
            "fields": ["member"],
            "facts": [["ab" * 16, NEWER, 1, 5, 0, "", "no hex"]],
        },
        {"table": "attendance", "fields": 7, "facts": []},
    ],
)
def test_lines_of_the_wrong_shape_are_refused_whole(pair: Pair, line: dict[str, Any]) -> None:
    good = person(pair.township)
    good["uid"] = "12" * 16
    with pytest.raises(PackageError) as refused:
        join(pair.township, good, line)
    assert refused.value.code == "E-202-32"
    assert count(pair.township, "member") == 0


def test_names_in_a_package_never_reach_sql(pair: Pair) -> None:
    evil = "name = 'x'; DROP TABLE member; --"
    join(pair.township, person(pair.township, **{evil: "1"}))
    join(pair.township, {"table": evil, "uid": "cd" * 16, "by": [NEWER, 1, 5, 0, ""], "is": {}})
    assert value_of(pair.township, "member", b"\xab" * 16, "name") == "新人"
