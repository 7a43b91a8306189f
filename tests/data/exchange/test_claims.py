"""Whose name a township writes in, and what it says it had seen: held against what is known."""

import json

import pytest

from app.data import rows, site
from app.data.exchange.claims import Sobering
from app.data.exchange.held_back import IN_ANOTHERS_NAME
from app.data.exchange.records import RowRecord
from app.data.writing_rules import COUNTY_ONLY
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import PackageError
from app.domain.exchange.versions import Sibling, Versions, encode
from app.domain.uid import new_uid
from app.services import backups, restoring
from app.services.exchange import deciding_held_back, receiving
from tests.builders import PASSWORD, Pair, change_member, count, make_member, package_file, value_of
from tests.services.exchange.lying import Line, edited, everything, row, stamp, told


@pytest.fixture
def member(pair: Pair) -> bytes:
    """Somebody of the township whose phone the county has changed, known at both sites."""
    made: bytes = make_member(pair.township, phone="13800000001")
    pair.settle()
    change_member(pair.county, made, phone="13800000002")
    pair.settle()
    return made


def truth(pair: Pair, member: bytes) -> rows.Row:
    """The row with its versions as the county holds it."""
    found = rows.load(pair.county.database.read(), entity_named("member"), member)
    assert found is not None
    return found


def held(pair: Pair, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The county joins nothing of the line and says why."""
    before = everything(pair.county.database.read())
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert everything(pair.county.database.read()) == before
    (one,) = deciding_held_back.held_rows(pair.county)
    assert one.reason == IN_ANOTHERS_NAME


def test_another_value_under_the_countys_own_write(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = json.loads(encode(truth(pair, member).versions["phone"]))
    state[1][0][5] = "19999999999"
    held(pair, row(pair.township, "member", member, {}, edited={"phone": state}), monkeypatch)


def test_an_edit_that_was_never_sent_is_not_seen(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_member(pair.county, member, phone="13800000003")
    phone = edited(pair.township, "13800000004")
    phone[0] = {**truth(pair, member).versions["phone"].context, **phone[0]}
    held(pair, row(pair.township, "member", member, {}, edited={"phone": phone}), monkeypatch)


def test_an_edit_that_was_sent_may_be_answered(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = edited(pair.township, "13800000004")
    phone[0] = {**truth(pair, member).versions["phone"].context, **phone[0]}
    line = row(pair.township, "member", member, {}, edited={"phone": phone})
    view = told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert (view.held, view.changed) == (0, 1)
    assert value_of(pair.county, "member", member, "phone") == "13800000004"


@pytest.mark.parametrize("sent", [False, True])
def test_after_a_restore_an_edit_that_was_never_sent_is_not_seen_either(
    pair: Pair, member: bytes, sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a restored county lost comes back in any name; what it wrote since is its own."""
    kept, path = backups.create_backup(pair.county, pair.folder / "早.xjbak").path, pair.county.path
    pair.county.close()
    pair.county = restoring.restore_backup(path, kept, PASSWORD, pair.county.operator).store
    change_member(pair.county, member, phone="13800000003")
    if sent:
        package_file(pair.county, pair.township, pair.folder)
    phone = edited(pair.township, "13800000004")
    phone[0] = {**truth(pair, member).versions["phone"].context, **phone[0]}
    line = row(pair.township, "member", member, {}, edited={"phone": phone})
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    shown = "13800000004" if sent else "13800000003"
    assert value_of(pair.county, "member", member, "phone") == shown
    assert bool(deciding_held_back.held_rows(pair.county)) != sent


def test_a_row_is_not_based_anew_in_anothers_name(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(pair.county.database.read())
    by = stamp(pair.township, site="f" * 16, n=10**6, rank=1)
    line = row(pair.township, "member", member, {}, by=by)
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert everything(pair.county.database.read()) == before


def test_a_township_tells_of_its_own_incarnations_only(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = [pair.township.site.incarnation, pair.township.site.uid.hex(), "青山镇"]
    made_up = ["ab" * 8, pair.county.site.uid.hex(), "云岭县"]
    told(
        pair.township,
        pair.county,
        pair.folder,
        [row(pair.township, "member", member, {})],
        monkeypatch,
        {"incarnations": [true, made_up]},
    )
    assert count(pair.county, "incarnation", "key = ?", "ab" * 8) == 0


def test_a_package_is_not_written_under_another_sites_incarnation(
    pair: Pair, member: bytes
) -> None:
    with pair.county.database.sealed_write() as connection:
        connection.execute(
            "INSERT INTO incarnation(key, site) VALUES (?, ?)", ("cd" * 8, new_uid())
        )
    with pair.township.database.sealed_write() as connection:
        site.put(connection, "incarnation", "cd" * 8)
    file = package_file(pair.township, pair.county, pair.folder, full=True)
    before = everything(pair.county.database.read())
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(pair.county, file)
    assert refused.value.code == "E-208-2"
    assert everything(pair.county.database.read()) == before


def test_settings_that_come_up_are_the_countys_to_check(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    values: dict[str, Value] = {"key": "hours_per_day", "value": "24", "from_on": "2020-01-01"}
    line = row(pair.township, "setting", new_uid(), values)
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    (one,) = deciding_held_back.held_rows(pair.county)
    assert one.reason == COUNTY_ONLY


def test_a_write_of_somebody_not_heard_of_can_be_accepted_by_hand(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copied laptop wrote it, whose own package was lost. What is accepted stays one line."""
    state = json.loads(encode(truth(pair, member).versions["phone"]))
    stranger = new_uid().hex()
    state[0][stranger] = 9
    state[1][0][0], state[1][0][1], state[1][0][5] = stranger, 7, "13800000009"
    line = row(pair.township, "member", member, {}, edited={"phone": state})
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    (one,) = deciding_held_back.held_rows(pair.county)
    deciding_held_back.accept_held(pair.county, one.id)
    versions = truth(pair, member).versions["phone"]
    assert {write.value for write in versions.siblings} >= {"13800000009"}
    assert versions.context[stranger] == 7  # of what it is said to have written later, nothing


def test_what_is_accepted_by_hand_swallows_nothing_later(
    pair: Pair, member: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It claimed to have seen all that anybody will ever write, and a rank above the county's."""
    phone = edited(pair.township, "13800000009", seen=True, rank=99)
    line = row(pair.township, "member", member, {}, edited={"phone": phone})
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    (one,) = deciding_held_back.held_rows(pair.county)
    deciding_held_back.accept_held(pair.county, one.id)
    assert value_of(pair.county, "member", member, "phone") == "13800000009"
    versions = truth(pair, member).versions["phone"]
    written = int(site.get(pair.county.database.read(), "n") or 0)
    assert versions.context[pair.county.site.incarnation] <= written
    assert {write.rank for write in versions.siblings} == {0}
    for phone_later in ("13800000010", "13800000011"):
        change_member(pair.county, member, phone=phone_later)
        pair.to_township()
        assert value_of(pair.township, "member", member, "phone") == phone_later


def test_what_a_restore_lost_is_accepted_word_for_word() -> None:
    """The county wrote it under its former incarnation, a township answered (history 1004899). In
    any other shape the two would never agree about it again."""

    answer = Sibling("township", 8, 16, 0, "使用人", "已更正", (("former", 11),))
    state = Versions({"township": 8, "former": 11}, (answer,))
    stamp = rows.Stamp("former", 11, 11, 1, "使用人")
    record = RowRecord("row_return", b"0" * 16, stamp, {"reason": "乙"}, {"state": state})
    newest = {"former": 6, "now": 7}
    ours = rows.Stamp("now", 8, 78, 1, "使用人")
    sobering = Sobering({"township"}, {"now", "neighbour"}, {"former"}, 0, newest, ours)
    assert sobering.row(record, None) == record
