"""What waited at the county reaches every site that should have it, whoever brought its turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.data.exchange import held_back, outgoing
from app.data.exchange.records import RowRecord
from app.data.rows import Stamp
from app.data.writing_rules import UNKNOWN_PERSON
from app.domain.entity import Value
from app.services.exchange import deciding_held_back, receiving
from app.services.store import Store
from tests.builders import (
    count,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_store,
    package_file,
    peer_at,
    value_of,
)
from tests.faults import newer_program
from tests.faults.newer_program import ATTENDANCE, HONOUR, NEW, OLD

ROW = bytes.fromhex("ab" * 16)
Three = tuple[Store, Store, Store]


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """A county and two laptops of one township."""
    county = make_county(tmp_path)
    one, two = make_store(tmp_path, "青山镇"), make_store(tmp_path, "青山镇二")
    for store in (one, two):
        enrol(county, store, tmp_path, "青山镇")
    yield county, one, two
    for store in (county, one, two):
        store.close()


def keep_record_of(county: Store, sender: Store, member: bytes) -> None:
    """A record by `sender` about somebody whom the county does not know waits there."""
    said: dict[str, Value] = {"member": member.hex(), "title": "网络培训", "hours": 8}
    said |= {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    record = RowRecord("record", ROW, Stamp(sender.site.incarnation, 1, 5, 0, "张三"), said, {})
    with county.database.write() as connection:
        peer = peer_at(county, sender).id
        held_back.keep_row(connection, peer, record, UNKNOWN_PERSON, ("今天", 1))


def test_a_held_row_goes_to_the_laptop_that_brought_its_person(
    three: Three, tmp_path: Path
) -> None:
    county, one, two = three
    hand_over(one, county, tmp_path)
    hand_over(county, two, tmp_path)
    member = make_member(two, one.site.organization)
    keep_record_of(county, one, member)
    hand_over(two, county, tmp_path)
    assert count(county, "held") == 0
    hand_over(county, two, tmp_path)
    assert count(two, "record") == 1


def test_an_accepted_row_is_in_a_package_that_holds_everything(
    three: Three, tmp_path: Path
) -> None:
    county, one, two = three
    hand_over(one, county, tmp_path)
    member = make_member(county, one.site.organization)
    keep_record_of(county, one, member)
    (waiting,) = deciding_held_back.held_rows(county)
    deciding_held_back.accept_held(county, waiting.id)
    hand_over(county, two, tmp_path, full=True)
    assert count(two, "record") == 1


@pytest.fixture
def _versions() -> Iterator[None]:
    yield
    newer_program.wear(OLD)


def upgrade(store: Store) -> None:
    """The store gets the step of the newer version, which is worn already."""
    with store.database.write() as connection:
        newer_program.upgrade(connection)


def to_older(newer: Store, older: Store, folder: Path) -> None:
    """A package of the newer program is received by the older one, which is worn afterwards."""
    package = package_file(newer, older, folder)
    newer_program.wear(OLD)
    receiving.receive_package(older, package)


@pytest.mark.usefixtures("_versions")
def test_what_an_older_county_carried_goes_to_the_laptop_that_comes_first(
    three: Three, tmp_path: Path
) -> None:
    county, one, two = three
    member = make_member(one, one.site.organization)
    hand_over(one, county, tmp_path)
    hand_over(county, two, tmp_path)
    newer_program.wear(NEW)
    for store in (one, two):
        upgrade(store)
    with one.change("表彰") as change:
        honour = change.create(HONOUR, {"member": member, "reason": "先进", "decided_by": "县委"})
    to_older(one, county, tmp_path)
    assert count(county, "carried", "entity = 'honour'") == 1
    newer_program.wear(NEW)
    upgrade(county)
    hand_over(two, county, tmp_path)
    hand_over(county, two, tmp_path)
    assert count(two, "honour", "uid = ?", honour) == 1


@pytest.mark.usefixtures("_versions")
def test_what_is_carried_is_judged_by_who_sent_it(three: Three, tmp_path: Path) -> None:
    county, one, _ = three
    other = make_store(tmp_path, "白水镇")
    enrol(county, other, tmp_path, "白水镇")
    member = make_member(other, other.site.organization)
    hand_over(other, county, tmp_path)
    newer_program.wear(NEW)
    upgrade(other)
    upgrade(one)
    with other.change("表彰") as change:
        change.create(HONOUR, {"member": member, "reason": "先进", "decided_by": "县委"})
    to_older(other, county, tmp_path)
    newer_program.wear(NEW)
    upgrade(county)
    hand_over(one, county, tmp_path)
    assert (count(county, "honour"), count(county, "held")) == (1, 0)
    other.close()


@pytest.mark.usefixtures("_versions")
def test_a_field_that_an_upgrade_took_over_is_said_once(three: Three, tmp_path: Path) -> None:
    county, one, _ = three
    member = make_member(one, one.site.organization)
    made = make_class(one, [member])
    newer_program.wear(NEW)
    upgrade(one)
    values: dict[str, Value] = {"session": made.sessions[0], "member": member, "mark": "出勤"}
    values["came_at"] = "08:30"
    with one.change("考勤") as change:
        (fact,) = change.add_facts(ATTENDANCE, [values])
    to_older(one, county, tmp_path)
    newer_program.wear(NEW)
    upgrade(county)
    assert value_of(county, "attendance", fact, "came_at") == "08:30"
    with county.database.write() as connection:
        peer = peer_at(county, one)
        outgoing.prepare(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=True)
        said = [line["fields"] for line in outgoing.records(connection, delta) if "facts" in line]
    assert [fields.count("came_at") for fields in said] == [1]
