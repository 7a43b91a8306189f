"""Lies that stand on no earlier list: by a changed program, by a clerk with the keys of today, by a
program of another age. What is joined of them is the liar's own and harms nobody else."""

from collections.abc import Callable, Iterator

import pytest

from app.domain.entity import Value
from app.domain.errors import PackageError
from app.domain.exchange.return_rules import WITHDRAWN
from app.domain.uid import derived_uid, new_uid
from app.services import self_check
from app.services.checks import Question
from app.services.exchange import deciding_held_back, sending_back
from app.services.summaries import summary_figures
from tests.builders import change_row, make_member
from tests.data.exchange.lied_to import County, prepared_county
from tests.days import this_year
from tests.register_building import make_row
from tests.services.exchange.lying import Line, edited, everything, fact, row, stamp, told


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with prepared_county(tmp_path_factory.mktemp("sixteen")) as made:
        yield made


Lie = Callable[[County], list[Line]]


def of_member(c: County, uid: bytes, **said: Value) -> Line:
    change = {name: edited(c.liar, value, seen=True) for name, value in said.items()}
    return row(c.liar, "member", uid, {}, edited=change)


def merges_its_person_into_anothers(c: County) -> list[Line]:
    return [of_member(c, c.own, merged_into=c.foreign)]


def merges_anothers_person_into_its_own(c: County) -> list[Line]:
    return [of_member(c, c.foreign, merged_into=c.own)]


def brings_a_person_merged_into_anothers(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "甲", "organization": c.own_branch}
    return [row(c.liar, "member", new_uid(), {**values, "merged_into": c.foreign})]


def founds_a_ring_beside_the_tree(c: County) -> list[Line]:
    one, two = new_uid(), new_uid()
    kind: dict[str, Value] = {"kind": "党支部"}
    return [
        row(c.liar, "organization", one, {**kind, "name": "甲", "parent": two}),
        row(c.liar, "organization", two, {**kind, "name": "乙", "parent": one}),
    ]


def gives_its_teacher_to_the_neighbour(c: County) -> list[Line]:
    uid = make_row(c.liar, "teacher")
    c.exchange()
    change = {"organization": edited(c.liar, c.foreign_branch)}
    return [row(c.liar, "teacher", uid, {}, edited=change)]


def hangs_a_lecture_on_anothers_teacher(c: County) -> list[Line]:
    uid = make_row(c.other, "teacher")
    c.exchange()
    said: dict[str, Value] = {"teacher": uid, "given_on": "2026-03-02", "topic": "甲"}
    return [row(c.liar, "teacher_lecture", new_uid(), said)]


def withdraws_the_countys_return(c: County) -> list[Line]:
    sending_back.return_rows(c.county, [("member", c.own)], "请核对")
    c.exchange()
    (waiting,) = sending_back.open_returns(c.liar)
    change = {"state": edited(c.liar, WITHDRAWN, seen=True)}
    return [row(c.liar, "row_return", waiting.uid, {}, edited=change)]


def sends_something_back_itself(c: County) -> list[Line]:
    said: dict[str, Value] = {"entity": "member", "row": c.foreign.hex(), "member": c.foreign}
    return [row(c.liar, "row_return", new_uid(), {**said, "reason": "甲", "state": "待更正"})]


def asks_to_erase_anothers_person(c: County) -> list[Line]:
    said: dict[str, Value] = {"member": c.foreign, "basis": "本人申请", "explanation": "甲"}
    return [row(c.liar, "erasure_request", new_uid(), {**said, "state": "申请"})]


def says_that_both_names_are_right(c: County) -> list[Line]:
    said: dict[str, Value] = {
        "key": "both_right",
        "value": c.foreign.hex(),
        "from_on": "2026-01-01",
    }
    return [row(c.liar, "setting", new_uid(), said)]


def turns_the_countys_enrolment_into_its_own(c: County) -> list[Line]:
    """In its own class, under the identity that the county's list gave to another's person."""
    assert c.countys
    assert c.liars
    uid = derived_uid(b"enrolment", c.countys.uid, c.foreign)
    said: dict[str, Value] = {"training_class": c.liars.uid, "member": c.own, "number": 9}
    return [row(c.liar, "enrolment", uid, said)]


def takes_the_identity_of_a_row_to_come(c: County) -> list[Line]:
    """In its own class, the identity that the neighbour's list will have for its person."""
    assert c.others
    assert c.liars
    uid = derived_uid(b"enrolment", c.others.uid, make_member(c.other, c.foreign_branch))
    said: dict[str, Value] = {"training_class": c.liars.uid, "member": c.own, "number": 9}
    return [row(c.liar, "enrolment", uid, said)]


def marks_in_a_removed_half_day_of_anothers(c: County) -> list[Line]:
    assert c.others
    return [fact(c.liar, c.others.sessions[1], c.own, uid=new_uid())]


def signs_with_a_former_incarnation_of_the_countys(c: County) -> list[Line]:
    by = stamp(c.liar, site=c.county.site.incarnation, n=1, rank=1)
    return [row(c.liar, "member", new_uid(), {"name": "甲", "organization": c.own_branch}, by=by)]


HELD: list[Lie] = [
    merges_its_person_into_anothers,
    merges_anothers_person_into_its_own,
    brings_a_person_merged_into_anothers,
    founds_a_ring_beside_the_tree,
    gives_its_teacher_to_the_neighbour,
    hangs_a_lecture_on_anothers_teacher,
    withdraws_the_countys_return,
    sends_something_back_itself,
    asks_to_erase_anothers_person,
    says_that_both_names_are_right,
    turns_the_countys_enrolment_into_its_own,
    takes_the_identity_of_a_row_to_come,
    marks_in_a_removed_half_day_of_anothers,
    signs_with_a_former_incarnation_of_the_countys,
]


@pytest.mark.parametrize("lie", HELD)
def test_nothing_of_it_is_joined(
    prepared: County, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lie(prepared)
    before = everything(prepared.county.database.read())
    waited = len(deciding_held_back.held_rows(prepared.county))
    told(prepared.liar, prepared.county, prepared.folder, lines, monkeypatch)
    assert everything(prepared.county.database.read()) == before
    assert len(deciding_held_back.held_rows(prepared.county)) > waited


def test_the_name_of_whoever_wrote_it_has_an_end(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in every list of who changed what."""
    before, endless = everything(prepared.county.database.read()), "名" * 1_001
    values: dict[str, Value] = {"name": "甲", "organization": prepared.own_branch}
    by = stamp(prepared.liar, operator=endless)
    assert prepared.liars
    for line in (
        row(prepared.liar, "member", new_uid(), values, by=by),
        of_operator(prepared, endless),
        fact(prepared.liar, prepared.liars.sessions[0], prepared.own, uid=new_uid(), by=by),
    ):
        with pytest.raises(PackageError) as refused:
            told(prepared.liar, prepared.county, prepared.folder, [line], monkeypatch)
        assert refused.value.code == "E-202-32"
    assert everything(prepared.county.database.read()) == before


def of_operator(c: County, operator: str) -> Line:
    change = {"phone": edited(c.liar, "13800000009", operator=operator)}
    return row(c.liar, "member", c.own, {}, edited=change)


def test_rings_of_duplicates_end_no_figure(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows that stand for each other, one that stands for itself: its own, and joined."""
    one, two, alone = (make_member(prepared.liar, prepared.own_branch) for _ in range(3))
    prepared.exchange()
    lines = [
        of_member(prepared, one, merged_into=two),
        of_member(prepared, two, merged_into=one),
        of_member(prepared, alone, merged_into=alone),
    ]
    told(prepared.liar, prepared.county, prepared.folder, lines, monkeypatch)
    summary_figures(prepared.county, Question(this_year(), prepared.county.site.organization))
    change_row(prepared.county, "member", one, organization=prepared.foreign_branch)
    change_row(prepared.county, "member", alone, organization=prepared.foreign_branch)
    prepared.exchange()
    assert not self_check.check_store(prepared.county).problems
    assert not self_check.check_store(prepared.other).problems
