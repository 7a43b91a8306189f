"""Who holds what: townships apart, moves with the whole archive, held rows, joining late."""

from pathlib import Path

import pytest

from app.data import digest
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import NotFound
from app.domain.uid import Uid, derived_uid
from app.services.exchange import deciding_held_back, receiving
from app.services.review import open_items
from app.services.store import Store
from tests.builders import (
    ROUNDS,
    Pair,
    change_member,
    change_row,
    count,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
    package_file,
    pending_rows,
    value_of,
)


class Three:
    """A county with two townships."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.county = make_county(folder)
        self.a, self.b = make_store(folder, "青山镇"), make_store(folder, "白水镇")
        for town in (self.a, self.b):
            enrol(self.county, town, folder)

    def round(self) -> None:
        """Everybody reports, then everybody gets what is theirs."""
        for sender, receiver in (
            (self.a, self.county),
            (self.b, self.county),
            (self.county, self.a),
            (self.county, self.b),
        ):
            hand_over(sender, receiver, self.folder)

    def settle(self) -> None:
        for _ in range(ROUNDS):
            if not sum(
                pending_rows(*two)
                for town in (self.a, self.b)
                for two in ((town, self.county), (self.county, town))
            ):
                return
            self.round()
        raise AssertionError("they send each other the same things for ever")

    def equal(self) -> bool:
        return all(
            digest.digests(town.database.read(), [town.site.organization])
            == digest.digests(self.county.database.read(), [town.site.organization])
            for town in (self.a, self.b)
        )


@pytest.fixture
def three(tmp_path: Path) -> Three:
    made = Three(tmp_path)
    made.settle()
    return made


def test_a_township_never_gets_anothers_people(three: Three) -> None:
    make_member(three.a, name="甲镇的人")
    there = make_member(three.b, name="乙镇的人")
    three.settle()
    assert count(three.county, "member") == 2
    assert count(three.a, "member") == 1
    assert count(three.b, "member", "uid = ?", there) == 1
    assert three.equal()


def test_whoever_moves_takes_the_whole_archive_along(three: Three) -> None:
    member = make_member(three.a, phone="1")
    made = make_class(three.a, [member])
    mark(three.a, made.sessions[0], member)
    with three.a.change("职务") as change:
        values: dict[str, Value] = {
            "member": member,
            "organization": three.a.site.organization,
            "title": "书记",
        }
        change.create(entity_named("post"), values)
    three.settle()
    change_row(three.county, "member", member, organization=three.b.site.organization)
    three.settle()
    for table in ("member", "attendance", "enrolment", "training_class", "post"):
        assert count(three.b, table) == 1, table
    assert count(three.b, "session") == 2
    assert count(three.b, "hours_summary", "half_hours = 8") == 1
    assert value_of(three.a, "member", member, "organization") == three.b.site.organization
    change_member(three.b, member, phone="新镇的号码")
    three.settle()
    assert value_of(three.a, "member", member, "phone") == "1"
    assert three.equal()


def test_what_is_entered_at_the_old_place_during_a_move_arrives(three: Three) -> None:
    member, other = make_member(three.a), make_member(three.a)
    three.settle()
    change_row(three.county, "member", member, organization=three.b.site.organization)
    hand_over(three.county, three.b, three.folder)
    # The old township has not heard yet: a whole class with marks, a record, a new phone.
    made = make_class(three.a, [member, other])
    for uid in (member, other):
        mark(three.a, made.sessions[0], uid)
    change_member(three.a, member, phone="晚到的号码")
    three.settle()
    assert value_of(three.b, "member", member, "phone") == "晚到的号码"
    assert count(three.b, "attendance") == 1
    assert count(three.b, "session") == 2
    assert count(three.b, "hours_summary", "half_hours = 8") == 1
    assert count(three.a, "attendance") == 2
    assert three.equal()


def test_a_member_of_an_old_class_enrolled_late_brings_the_class(three: Three) -> None:
    member = make_member(three.a)
    made = make_class(three.a)
    three.settle()
    change_row(three.county, "member", member, organization=three.b.site.organization)
    hand_over(three.county, three.b, three.folder)
    values: dict[str, Value] = {"training_class": made.uid, "member": member, "number": 1}
    with three.a.change("参训") as change:
        change.create(
            entity_named("enrolment"), values, entity_named("enrolment").identity_of(values)
        )
    three.settle()
    assert count(three.b, "training_class", "uid = ?", made.uid) == 1
    assert count(three.b, "session") == 2
    assert three.equal()


def test_an_older_package_after_a_newer_one_brings_nobody_back(three: Three) -> None:
    member = make_member(three.a)
    hand_over(three.a, three.county, three.folder)
    change_row(three.county, "member", member, organization=three.b.site.organization)
    older = package_file(three.county, three.b, three.folder)
    change_row(three.county, "member", member, organization=three.a.site.organization)
    newer = package_file(three.county, three.b, three.folder)
    for file in (newer, older):
        receiving.receive_package(three.b, file)
    three.settle()
    assert count(three.b, "member") == 0
    assert three.equal()


def test_a_branch_moves_with_its_people(three: Three) -> None:
    branch = make_organization(three.a)
    member = make_member(three.a, branch)
    make_class(three.a, [member], organization=branch)
    three.settle()
    # Meanwhile one more is entered in the branch at its old place.
    change_row(three.county, "organization", branch, parent=three.b.site.organization)
    late = make_member(three.a, branch, name="晚到的人")
    three.settle()
    assert value_of(three.a, "organization", branch, "parent") == three.b.site.organization
    assert count(three.b, "member", "uid IN (?, ?)", member, late) == 2
    assert count(three.b, "training_class") == 1
    assert not deciding_held_back.held_rows(three.county)
    assert three.equal()


def test_a_class_given_to_another_township_leaves_the_old_ones_scope(three: Three) -> None:
    made = make_class(three.a)
    three.settle()
    change_row(three.county, "training_class", made.uid, organization=three.b.site.organization)
    three.settle()
    assert count(three.b, "session") == 2
    assert value_of(three.a, "training_class", made.uid, "organization") == (
        three.b.site.organization
    )
    assert three.equal()


def test_a_county_class_reaches_only_those_with_people_in_it(three: Three) -> None:
    here, there = make_member(three.a), make_member(three.b)
    three.settle()
    made = make_class(three.county, [here])
    three.settle()
    assert count(three.a, "session") == 2
    assert count(three.b, "training_class") == 0
    change_row(three.county, "enrolment", made.enrolments[0], member=there)
    three.settle()
    assert count(three.b, "session") == 2


def smuggle(sender: Store, receiver: Store, line: dict[str, object]) -> Merge:
    """Join one line as if it came from `sender`."""
    connection = receiver.database.read()
    peer, scope = connection.execute(
        "SELECT id, scope FROM peer WHERE site = ?", (sender.site.uid,)
    ).fetchone()
    roots = tuple(bytes.fromhex(uid) for uid in __import__("json").loads(scope))
    with receiver.change("接收") as change:
        own = Authority(peer, roots)
        own.prepare(change.connection)
        merge = Merge(change, Origin(peer, 99, 7, "今天"), own)
        merge.lines_in([line])
    return merge


def test_rows_about_others_are_held_shown_and_accepted_by_hand(three: Three) -> None:
    stranger = make_member(three.b, name="乙镇的人")
    three.settle()
    by = ["f" * 16, 1, 1, 0, "某人"]
    line: dict[str, object] = {
        "table": "member",
        "uid": stranger.hex(),
        "by": by,
        "is": {"phone": "冒充的号码", "organization": three.b.site.organization.hex()},
    }
    merge = smuggle(three.a, three.county, line)
    assert (merge.held, merge.new, merge.changed) == (1, 0, 0)
    assert value_of(three.county, "member", stranger, "phone") is None
    (held,) = deciding_held_back.held_rows(three.county)
    assert (held.peer_name, held.entity, held.uid) == ("青山镇", "member", stranger)
    assert held.reason
    three.round()
    (held,) = deciding_held_back.held_rows(three.county)
    deciding_held_back.accept_held(three.county, held.id)
    assert value_of(three.county, "member", stranger, "phone") == "冒充的号码"
    assert not deciding_held_back.held_rows(three.county)
    with pytest.raises(NotFound):
        deciding_held_back.accept_held(three.county, held.id)


def test_marks_of_an_unknown_person_wait_until_the_person_comes(three: Three) -> None:
    member = make_member(three.a)
    made = make_class(three.a, [member])
    by = [three.a.site.incarnation, 1, 1, 0, "某人"]
    fact: dict[str, object] = {
        "table": "attendance",
        "fields": ["session", "member", "mark"],
        "facts": [["0" * 31 + "7", *by, made.sessions[0].hex(), member.hex(), "出勤"]],
    }
    assert smuggle(three.a, three.county, fact).held == 1
    assert count(three.county, "attendance") == 0
    hand_over(three.a, three.county, three.folder)
    assert count(three.county, "attendance", "mark = '出勤'") == 1
    assert not deciding_held_back.held_rows(three.county)


def test_a_township_cannot_change_the_countys_settings(three: Three) -> None:
    line: dict[str, object] = {
        "table": "setting",
        "uid": "0" * 32,
        "by": ["f" * 16, 1, 1, 1, "某人"],
        "is": {"key": "假", "value": "1"},
    }
    assert smuggle(three.a, three.county, line).held == 1
    assert count(three.county, "setting", "key = '假'") == 0


def test_people_entered_before_joining_come_along(tmp_path: Path) -> None:
    county, town = make_county(tmp_path), make_store(tmp_path)
    theirs = make_organization(county, "青山镇", kind="党委")
    branch_there = make_organization(county, "李家村党支部", parent=theirs)
    branch_here = make_organization(town, "李家村党支部")
    member = make_member(town, branch_here, name="早录的人")
    at_root = make_member(town, name="机关的人")
    enrol(county, town, tmp_path)
    pair = Pair(county, town, tmp_path)
    pair.settle()
    assert town.site.organization == theirs
    assert value_of(county, "member", member, "organization") == branch_here
    assert value_of(county, "member", at_root, "organization") == theirs
    assert count(county, "organization", "gone = 0 AND name = '青山镇'") == 1
    assert not deciding_held_back.held_rows(county)
    for store in (county, town):
        (item,) = [i for i in open_items.open_items(store) if i.kind == "党组织重名"]
        assert {choice.id for choice in item.siblings} == {branch_here.hex(), branch_there.hex()}
    roots = [theirs]
    assert digest.digests(county.database.read(), roots) == digest.digests(
        town.database.read(), roots
    )


def test_a_second_laptop_of_a_township_gets_everything(tmp_path: Path) -> None:
    county, first = make_county(tmp_path), make_store(tmp_path)
    second = make_store(tmp_path, "乙机")
    enrol(county, first, tmp_path)
    member = make_member(first)
    hand_over(first, county, tmp_path)
    enrol(county, second, tmp_path, "青山镇")
    mine = make_member(second)
    for _ in range(3):
        for sender, receiver in (
            (second, county),
            (county, first),
            (first, county),
            (county, second),
        ):
            hand_over(sender, receiver, tmp_path)
    for store in (county, first, second):
        assert count(store, "member", "uid IN (?, ?)", member, mine) == 2
        assert count(store, "organization", "gone = 0") == 2
    assert not deciding_held_back.held_rows(county)


def test_what_named_an_organization_before_it_arrived_goes_to_it(pair: Pair) -> None:
    """Whatever kind of row it is: no person and no class stands in that organization."""
    late = Uid(derived_uid(b"organization", b"late"))
    with pair.county.change("新增师资") as change:
        teacher = change.create(entity_named("teacher"), {"name": "王老师", "organization": late})
        lecture: dict[str, Value] = {"teacher": teacher, "given_on": "2026-03-01", "topic": "党史"}
        change.create(entity_named("teacher_lecture"), lecture)
    pair.settle()
    assert count(pair.township, "teacher") == 0
    with pair.township.change("新增党组织") as change:
        place: dict[str, Value] = {"name": "李家村党支部", "kind": "党支部"}
        place["parent"] = pair.township.site.organization
        change.create_many(entity_named("organization"), [place], [late])
    pair.settle()
    assert value_of(pair.township, "teacher", teacher, "name") == "王老师"
    assert count(pair.township, "teacher_lecture", "teacher = ?", teacher) == 1
