"""A validly enrolled township cannot speak of what is not its own, or in another's name.

Each lie is one that an attacker tried or might try; the county joins nothing of it, shows what it
held, and the neighbour's next package is what it would have been.
"""

from collections.abc import Callable, Iterator

import pytest

from app.domain.entity import Value
from app.domain.uid import derived_uid, new_uid
from app.services import self_check
from app.services.exchange import deciding_held_back
from tests.data.exchange.lied_to import County, prepared_county
from tests.services.exchange.lying import Line, edited, everything, fact, row, stamp, told


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with prepared_county(tmp_path_factory.mktemp("county")) as made:
        yield made


Lie = Callable[[County], list[Line]]


def steals_the_neighbours_root(c: County) -> list[Line]:
    root = c.other.site.organization
    said = {"parent": edited(c.liar, c.liar.site.organization, seen=True)}
    return [row(c.liar, "organization", root, {}, edited=said)]


def steals_a_branch(c: County) -> list[Line]:
    said = {"parent": edited(c.liar, c.liar.site.organization)}
    return [row(c.liar, "organization", c.foreign_branch, {}, edited=said)]


def founds_the_root_of_a_site_not_heard_of(c: County) -> list[Line]:
    root = derived_uid(b"organization", c.other.site.uid)
    values: dict[str, Value] = {"name": "冒名", "kind": "党委"}
    return [row(c.liar, "organization", root, {**values, "parent": c.liar.site.organization})]


def takes_the_county(c: County) -> list[Line]:
    root = c.county.site.organization
    said = {"parent": edited(c.liar, c.liar.site.organization, seen=True)}
    return [row(c.liar, "organization", root, {}, edited=said)]


def renames_the_county(c: County) -> list[Line]:
    said = {"name": edited(c.liar, "假县委", seen=True)}
    return [row(c.liar, "organization", c.county.site.organization, {}, edited=said)]


def moves_its_own_root(c: County) -> list[Line]:
    said = {"parent": edited(c.liar, c.foreign_branch, seen=True)}
    return [row(c.liar, "organization", c.liar.site.organization, {}, edited=said)]


def removes_its_own_root(c: County) -> list[Line]:
    said = {"_gone": edited(c.liar, "x:1")}
    return [row(c.liar, "organization", c.liar.site.organization, {}, edited=said)]


def gives_a_branch_away(c: County) -> list[Line]:
    said = {"parent": edited(c.liar, c.foreign_branch)}
    return [row(c.liar, "organization", c.own_branch, {}, edited=said)]


def founds_a_branch_elsewhere(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "新支部", "kind": "党支部", "parent": c.foreign_branch}
    return [row(c.liar, "organization", new_uid(), values)]


def claims_a_person(c: County) -> list[Line]:
    said = {"organization": edited(c.liar, c.own_branch, seen=True)}
    return [row(c.liar, "member", c.foreign, {}, edited=said)]


def claims_a_person_as_a_new_row(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "新人", "organization": c.own_branch}
    return [row(c.liar, "member", c.foreign, values)]


def renames_a_person(c: County) -> list[Line]:
    said = {"name": edited(c.liar, "被改名")}
    return [row(c.liar, "member", c.foreign, {}, edited=said)]


def rebases_a_person(c: County) -> list[Line]:
    return [row(c.liar, "member", c.foreign, {}, by=stamp(c.liar, n=10**9))]


def removes_a_person(c: County) -> list[Line]:
    said = {"_gone": edited(c.liar, "x:1", seen=True)}
    return [row(c.liar, "member", c.foreign, {}, edited=said)]


def sends_a_person_away(c: County) -> list[Line]:
    said = {"organization": edited(c.liar, c.foreign_branch)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def enters_a_person_elsewhere(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "新人", "organization": c.foreign_branch}
    return [row(c.liar, "member", new_uid(), values)]


def merges_its_person_into_a_foreign_one(c: County) -> list[Line]:
    said = {"merged_into": edited(c.liar, c.foreign)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def renames_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    said = {"name": edited(c.liar, "被改名的班", seen=True)}
    return [row(c.liar, "training_class", c.countys.uid, {}, edited=said)]


def stretches_the_countys_half_days(c: County) -> list[Line]:
    assert c.countys
    said = {"hours": edited(c.liar, 40, seen=True)}
    return [row(c.liar, "session", uid, {}, edited=said) for uid in c.countys.sessions]


def removes_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    said = {"_gone": edited(c.liar, "x:1", seen=True)}
    rows = [("session", uid) for uid in c.countys.sessions]
    return [
        row(c.liar, table, uid, {}, edited=said)
        for table, uid in (*rows, ("training_class", c.countys.uid))
    ]


def adds_a_half_day_to_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    values: dict[str, Value] = {"training_class": c.countys.uid, "day": "2026-01-05"}
    return [row(c.liar, "session", new_uid(), {**values, "slot": "上午", "hours": 40})]


def claims_anothers_class(c: County) -> list[Line]:
    assert c.others
    said = {"organization": edited(c.liar, c.liar.site.organization, seen=True)}
    return [row(c.liar, "training_class", c.others.uid, {}, edited=said)]


def takes_part_in_anothers_class(c: County) -> list[Line]:
    assert c.others
    values: dict[str, Value] = {"training_class": c.others.uid, "member": c.own, "number": 1}
    return [row(c.liar, "enrolment", new_uid(), values)]


def enrols_a_foreign_person(c: County) -> list[Line]:
    assert c.liars
    values: dict[str, Value] = {"training_class": c.liars.uid, "member": c.foreign, "number": 1}
    return [row(c.liar, "enrolment", new_uid(), values)]


def completes_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    said = {"completion": edited(c.liar, "结业")}
    return [row(c.liar, "enrolment", c.countys.enrolments[0], {}, edited=said)]


def points_an_enrolment_at_a_foreign_person(c: County) -> list[Line]:
    assert c.liars
    said = {"member": edited(c.liar, c.foreign)}
    return [row(c.liar, "enrolment", c.liars.enrolments[0], {}, edited=said)]


def points_the_countys_enrolment_at_a_foreign_person(c: County) -> list[Line]:
    assert c.countys
    said = {"member": edited(c.liar, c.foreign)}
    return [row(c.liar, "enrolment", c.countys.enrolments[0], {}, edited=said)]


def sets_something_for_the_county(c: County) -> list[Line]:
    values: dict[str, Value] = {"key": "hours_per_day", "value": "24", "from_on": "2020-01-01"}
    return [row(c.liar, "setting", new_uid(), values, by=stamp(c.liar, rank=1))]


def erases_a_person(c: County) -> list[Line]:
    values: dict[str, Value] = {"person": c.foreign.hex(), "basis": "本人申请", "approved_by": "县"}
    more: dict[str, Value] = {"erased_on": "2026-11-30", "counts": "{}", "seal": "0" * 64}
    return [row(c.liar, "erasure", new_uid(), {**values, **more}, by=stamp(c.liar, rank=1))]


def agrees_to_its_own_request(c: County) -> list[Line]:
    values: dict[str, Value] = {"member": c.own, "basis": "本人申请", "state": "同意"}
    return [row(c.liar, "erasure_request", new_uid(), values)]


def _certificate(of_class: bytes, member: bytes) -> dict[str, Value]:
    values: dict[str, Value] = {"training_class": of_class, "member": member}
    return values | {"number": "县-1", "issued_on": "2026-11-30", "state": "签发", "content": "{}"}


def certifies_a_foreign_person(c: County) -> list[Line]:
    assert c.liars
    return [row(c.liar, "certificate", new_uid(), _certificate(c.liars.uid, c.foreign))]


def certifies_for_the_county(c: County) -> list[Line]:
    assert c.countys
    return [row(c.liar, "certificate", new_uid(), _certificate(c.countys.uid, c.own))]


def appoints_its_person_elsewhere(c: County) -> list[Line]:
    values: dict[str, Value] = {"member": c.own, "organization": c.foreign_branch, "title": "书记"}
    return [row(c.liar, "post", new_uid(), values)]


def appoints_a_foreign_person(c: County) -> list[Line]:
    values: dict[str, Value] = {"member": c.foreign, "organization": c.own_branch, "title": "书记"}
    return [row(c.liar, "post", new_uid(), values)]


def sends_a_row_back(c: County) -> list[Line]:
    values: dict[str, Value] = {"entity": "member", "row": c.own.hex(), "member": c.own}
    return [row(c.liar, "row_return", new_uid(), {**values, "reason": "?", "state": "待更正"})]


def marks_a_foreign_person(c: County) -> list[Line]:
    assert c.others
    return [fact(c.liar, c.others.sessions[0], c.foreign, uid=new_uid())]


def marks_a_foreign_person_in_the_countys_class(c: County) -> list[Line]:
    assert c.countys
    return [fact(c.liar, c.countys.sessions[0], c.foreign, uid=new_uid())]


def marks_its_person_in_anothers_class(c: County) -> list[Line]:
    assert c.others
    return [fact(c.liar, c.others.sessions[0], c.own, uid=new_uid())]


def supersedes_a_foreign_mark(c: County) -> list[Line]:
    assert c.liars
    old = c.foreign_mark
    return [fact(c.liar, c.liars.sessions[0], c.own, uid=new_uid(), supersedes=old)]


def supersedes_the_countys_mark(c: County) -> list[Line]:
    assert c.countys
    old = c.countys_mark
    return [fact(c.liar, c.countys.sessions[0], c.own, uid=new_uid(), supersedes=old)]


def supersedes_a_mark_to_come(c: County) -> list[Line]:
    assert c.liars
    return [fact(c.liar, c.liars.sessions[0], c.own, uid=new_uid(), supersedes=new_uid())]


def bears_the_identity_of_a_mark(c: County) -> list[Line]:
    assert c.liars
    return [fact(c.liar, c.liars.sessions[0], c.own, uid=c.foreign_mark)]


def marks_in_anothers_name(c: County) -> list[Line]:
    assert c.liars
    by = stamp(c.liar, site=c.other.site.incarnation)
    return [fact(c.liar, c.liars.sessions[0], c.own, uid=new_uid(), by=by)]


def outranks_the_county(c: County) -> list[Line]:
    said = {"phone": edited(c.liar, "13900000666", rank=99)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def outranks_with_its_stamp(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "新人", "organization": c.own_branch}
    return [row(c.liar, "member", new_uid(), values, by=stamp(c.liar, rank=1))]


def outranks_behind_an_edit_of_its_own_rank(c: County) -> list[Line]:
    """The stamp says 99, an edited field of the same writer says what is right."""
    values: dict[str, Value] = {"name": "新人", "organization": c.own_branch}
    said = {"phone": edited(c.liar, "1")}
    return [row(c.liar, "member", new_uid(), values, by=stamp(c.liar, rank=99), edited=said)]


def outranks_in_the_first_of_two_writes(c: County) -> list[Line]:
    _, (right,) = edited(c.liar, "1")
    wrong = [right[0], right[1] + 1, right[2], 99, *right[4:]]
    phone = [{right[0]: right[1] + 1}, [wrong, right]]
    values: dict[str, Value] = {"name": "新人", "organization": c.own_branch}
    return [row(c.liar, "member", new_uid(), values, edited={"phone": phone})]


def writes_in_the_neighbours_name(c: County) -> list[Line]:
    site, operator = c.other.site.incarnation, "白水镇书记"
    said = {"phone": edited(c.liar, "13900000777", site=site, n=10**9, operator=operator)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def writes_in_the_countys_name(c: County) -> list[Line]:
    site, operator = c.county.site.incarnation, "县委组织部"
    said = {"phone": edited(c.liar, "13900000888", site=site, n=1, rank=1, operator=operator)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def founds_in_the_countys_name(c: County) -> list[Line]:
    values: dict[str, Value] = {"name": "新人", "organization": c.own_branch}
    by = stamp(c.liar, site=c.county.site.incarnation, rank=1)
    return [row(c.liar, "member", new_uid(), values, by=by)]


def writes_in_a_made_up_name(c: County) -> list[Line]:
    said = {"phone": edited(c.liar, "13900000999", site="f" * 16)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def claims_to_have_seen_everything(c: County) -> list[Line]:
    said = {"phone": edited(c.liar, "13900000999", seen=True)}
    return [row(c.liar, "member", c.own, {}, edited=said)]


def borrows_an_identity(c: County) -> list[Line]:
    values: dict[str, Value] = {"member": c.own, "title": "网络培训", "hours": 8}
    days: dict[str, Value] = {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    said = {"name": edited(c.liar, "借壳改名")}
    return [row(c.liar, "record", c.foreign_branch, {**values, **days}, edited=said)]


LIES: tuple[Lie, ...] = (
    steals_the_neighbours_root,
    steals_a_branch,
    founds_the_root_of_a_site_not_heard_of,
    takes_the_county,
    renames_the_county,
    moves_its_own_root,
    removes_its_own_root,
    gives_a_branch_away,
    founds_a_branch_elsewhere,
    claims_a_person,
    claims_a_person_as_a_new_row,
    renames_a_person,
    removes_a_person,
    sends_a_person_away,
    enters_a_person_elsewhere,
    merges_its_person_into_a_foreign_one,
    renames_the_countys_class,
    stretches_the_countys_half_days,
    removes_the_countys_class,
    adds_a_half_day_to_the_countys_class,
    claims_anothers_class,
    takes_part_in_anothers_class,
    enrols_a_foreign_person,
    completes_the_countys_class,
    points_an_enrolment_at_a_foreign_person,
    points_the_countys_enrolment_at_a_foreign_person,
    sets_something_for_the_county,
    erases_a_person,
    agrees_to_its_own_request,
    certifies_a_foreign_person,
    certifies_for_the_county,
    appoints_its_person_elsewhere,
    appoints_a_foreign_person,
    sends_a_row_back,
    marks_a_foreign_person,
    marks_a_foreign_person_in_the_countys_class,
    marks_its_person_in_anothers_class,
    supersedes_a_foreign_mark,
    supersedes_the_countys_mark,
    supersedes_a_mark_to_come,
    marks_in_anothers_name,
    outranks_the_county,
    outranks_with_its_stamp,
    outranks_behind_an_edit_of_its_own_rank,
    outranks_in_the_first_of_two_writes,
    writes_in_the_neighbours_name,
    writes_in_the_countys_name,
    founds_in_the_countys_name,
    writes_in_a_made_up_name,
    claims_to_have_seen_everything,
    borrows_an_identity,
)


COME_TO_NOTHING: tuple[Lie, ...] = (rebases_a_person, bears_the_identity_of_a_mark)
"""They bring no word that is not here already: there is nothing to hold."""


@pytest.mark.parametrize("lie", COME_TO_NOTHING, ids=lambda lie: lie.__name__)
def test_what_says_nothing_new_changes_nothing(
    prepared: County, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(prepared.county.database.read())
    view = told(prepared.liar, prepared.county, prepared.folder, lie(prepared), monkeypatch)
    assert (view.held, view.applied) == (0, 0)
    assert everything(prepared.county.database.read()) == before


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_nothing_of_a_lie_is_joined(
    prepared: County, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = prepared.county
    before = everything(county.database.read())
    waiting = {(one.entity, one.uid) for one in deciding_held_back.held_rows(county)}
    lines = lie(prepared)
    view = told(prepared.liar, county, prepared.folder, lines, monkeypatch)
    assert view.held == len(lines)
    assert everything(county.database.read()) == before
    shown = deciding_held_back.held_rows(county)
    fresh = [one for one in shown if (one.entity, one.uid) not in waiting]
    assert fresh or waiting
    assert all(one.reason and one.peer_name == "青山镇" for one in shown)
    assert not self_check.check_store(county).problems


def test_the_same_township_honestly_says_all_this_of_its_own(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prepared.liars
    liar, branch, person, held = prepared.liar, new_uid(), new_uid(), prepared.liars
    founded: dict[str, Value] = {"name": "新支部", "kind": "党支部", "parent": prepared.own_branch}
    entered: dict[str, Value] = {"name": "新人", "id_number": "1", "organization": branch}
    listed: dict[str, Value] = {"training_class": held.uid, "member": person, "number": 2}
    own_line = derived_uid(b"enrolment", held.uid, person)
    lines = [
        row(liar, "organization", branch, founded),
        row(liar, "member", person, entered),
        row(liar, "training_class", held.uid, {}, edited={"place": edited(liar, "党校")}),
        row(liar, "enrolment", own_line, {**listed, "completion": "结业"}),
        row(liar, "certificate", new_uid(), _certificate(held.uid, person)),
        row(liar, "post", new_uid(), {"member": person, "organization": branch, "title": "书记"}),
        fact(liar, held.sessions[0], person, uid=new_uid()),
    ]
    view = told(liar, prepared.county, prepared.folder, lines, monkeypatch)
    assert (view.held, view.new, view.changed) == (0, 6, 1)
