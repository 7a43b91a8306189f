"""One person as a whole: what the page of the window and `person show` say."""

import datetime

import pytest

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import InvalidInput, NotFound
from app.domain.uid import new_uid
from app.services.dated_rows import save_row
from app.services.kept_registers import keep_registers
from app.services.person_view import (
    PersonView,
    certificates_of_person,
    papers_of_person,
    person_view,
    register_rows_of,
    requirements_of,
)
from app.services.registers import save_row as save_register_row
from app.services.same_people import merge_people
from app.services.store import Store
from tests.builders import (
    change_member,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
)


@pytest.fixture
def member(store: Store) -> bytes:
    """A 书记 who was taught one half-day, missed another and has a skill."""
    branch = make_organization(store)
    made = make_member(
        store,
        branch,
        "王小明",
        id_number=id_number(7),
        phone="13800001236",
        joined_on="2015-07-01",
        native_place="云岭县",
    )
    post: dict[str, Value] = {"member": made, "organization": branch, "title": "书记"}
    save_row(store, "post", None, {**post, "from_on": "2024-01-05"})
    held = make_class(store, [made])
    mark(store, held.sessions[0], made)
    mark(store, held.sessions[1], made, "事假")
    keep_registers(store, ("skill", "floating"))
    skill: dict[str, Value] = {
        "member": made,
        "name": "电工",
        "kind": "职业资格证书",
        "issued_on": "2020-05",
    }
    save_register_row(store, entity_named("skill"), None, skill)
    return made


def _view(store: Store, member: bytes) -> PersonView:
    return person_view(store, member, datetime.date(2026, 12, 1))


def test_facts_stand_with_their_words_and_numbers_are_masked(store: Store, member: bytes) -> None:
    words = {fact.field.label: fact.words for fact in _view(store, member).facts}
    assert words["姓名"] == "王小明"
    assert words["籍贯"] == "云岭县"
    assert words["所在党组织"] == "李家村党支部"
    assert words["纳入干部教育培训"] == "否"
    assert words["身份证号"].count("*") >= 8
    assert words["联系电话"] == "138****1236"
    full = person_view(store, member, unmask="核对证书")
    assert {f.field.label: f.words for f in full.facts}["身份证号"] == id_number(7)
    with pytest.raises(InvalidInput):
        person_view(store, member, unmask=" ")


def test_training_says_of_every_entry_why_it_counts_or_not(store: Store, member: bytes) -> None:
    view = _view(store, member)
    assert view.training.total == 4
    counted, missed = view.training.entries
    assert counted.counted
    assert not missed.counted
    assert "事假" in missed.reason


def test_requirements_of_the_person_alone_with_state_and_why(store: Store, member: bytes) -> None:
    make_member(store, name="别人", joined_on="2015-07-01")
    found = {one.rule.id: one for one in requirements_of(store, member, datetime.date(2026, 12, 1))}
    # A 书记: the stricter figure decides; and the yearly one of the 书记 applies to nobody else.
    assert {"P24-01", "P24-03"} <= set(found)
    assert found["P24-01"].judged.threshold == 280
    assert found["P24-01"].rule.applies == 1
    assert all(one.judged.name == "王小明" and one.judged.why for one in found.values())


def test_a_requirement_follows_the_person_to_another_branch(store: Store, member: bytes) -> None:
    before = requirements_of(store, member, datetime.date(2026, 12, 1))
    change_member(store, member, organization=make_organization(store, "王家村党支部"))
    after = requirements_of(store, member, datetime.date(2026, 12, 1))
    assert [one.rule.id for one in after] == [one.rule.id for one in before]


def test_rows_of_registers_are_those_of_the_person(store: Store, member: bytes) -> None:
    [row] = register_rows_of(store, member)
    assert (row.register, row.on) == ("skill", "2020-05")
    assert "电工" in row.words
    assert "王小明" not in row.words
    keep_registers(store, ())
    assert register_rows_of(store, member) == ()


def test_somebody_on_a_list_of_those_present_is_told_with_the_meeting(store: Store) -> None:
    member = make_member(store)
    keep_registers(store, ("assembly",))
    meeting = entity_named("assembly")
    raw: dict[str, Value] = {
        "organization": store.site.organization,
        "kind": meeting.field("kind").choices[0],
        "topic": "学习二十届四中全会精神",
        "held_on": "2026-03-05",
    }
    held = save_register_row(store, meeting, None, raw).uid
    there: dict[str, Value] = {"assembly": held, "member": member, "mark": "参加"}
    save_register_row(store, entity_named("assembly_attendee"), None, there)
    [row] = register_rows_of(store, member)
    assert (row.uid, row.on) == (held, "2026-03-05")
    assert "学习二十届四中全会精神" in row.words
    assert "参加" in row.words


def test_what_was_entered_under_a_second_identity_is_there(store: Store, member: bytes) -> None:
    twin = make_member(store, name="王小明", id_number=id_number(9))
    raw: dict[str, Value] = {
        "member": twin,
        "organization": store.site.organization,
        "title": "委员",
    }
    save_row(store, "post", None, raw)
    values: dict[str, Value] = {
        "training_class": make_class(store, [twin], "另一个班").uid,
        "member": twin,
        "number": "云岭〔2025〕001号",
        "issued_on": "2025-06-01",
    }
    with store.change("签发") as change:
        change.create(entity_named("certificate"), values)
    merge_people(store, member, twin)
    view = _view(store, member)
    assert [post.title for post in view.posts] == ["书记", "委员"]
    [certificate] = certificates_of_person(store, member)
    assert (certificate.number, certificate.title) == ("云岭〔2025〕001号", "另一个班")


def test_what_can_be_printed_of_one_person(store: Store) -> None:
    assert "archive" in {kind.id for kind in papers_of_person()}


def test_nobody_with_this_identity(store: Store) -> None:
    with pytest.raises(NotFound, match="没有这个编号"):
        person_view(store, new_uid())
