"""Nothing signed before its time: number, date and words are given once, whoever prints when."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.data.queries.training_classes import participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.documents.feedback import Feedback
from app.domain.errors import AppError, InvalidInput
from app.reports import fonts
from app.services import documents, erasing
from app.services.classes import attendance, closing
from app.services.classes.attendance import Signature
from app.services.classes.printed_numbers import (
    chosen_numbers,
    print_full_numbers,
    print_masked_numbers,
)
from app.services.documents import CharactersMissing
from app.services.papers import wording
from app.services.papers.catalogue import CATALOGUE
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.store import Store
from app.services.why_not import why_not
from tests.builders import (
    Pair,
    count,
    enrol,
    hand_over,
    make_class,
    make_member,
    make_organization,
    make_store,
)
from tests.days import this_year
from tests.reports.printed import page_texts


def a_day() -> str:
    return f"{this_year()}-01-02"


UNDRAWN = "\U00031353"


def signed_class(
    store: Store, people: Sequence[bytes], *, close: bool = True, certificates: int = 0
) -> bytes:
    made = make_class(store, people, first_day=a_day(), certificates=certificates)
    numbers = [p.number for p in participants_of(store.database.read(), made.uid)]
    for session in made.sessions:
        attendance.sign_page(store, session, numbers, {}, Signature("张三", "盒 1"))
    if close:
        closing.close_class(store, made.uid)
    return made.uid


def contents(store: Store, kind: str, uid: bytes, **more: object) -> list[object]:
    chosen = Selection(training_class=uid, **more)  # type: ignore[arg-type]
    return list(documents.prepare_document(store, kind, chosen).content)


def slips(store: Store, uid: bytes, **more: object) -> list[Feedback]:
    found = contents(store, "feedback", uid, **more)
    assert all(isinstance(slip, Feedback) for slip in found)
    return found  # type: ignore[return-value]


def audited(store: Store) -> list[tuple[str, str]]:
    found = store.database.read().execute("SELECT action, coalesce(reason, '') FROM audit")
    return [(str(action), str(reason)) for action, reason in found]


def a_later_day(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> "Later":
            return cls.fromordinal(date.today().toordinal() + 9)

    monkeypatch.setattr(wording, "date", Later)


@pytest.mark.parametrize("kind", ["certificate", "attendance_proof", "feedback"])
def test_nothing_is_signed_before_the_class_is_closed(store: Store, kind: str) -> None:
    uid = signed_class(store, [make_member(store)], close=False, certificates=1)
    with pytest.raises(AppError) as refused:
        contents(store, kind, uid)
    assert refused.value.code == "class-open"
    assert "结班" in refused.value.hint
    assert count(store, "issued_paper") == 0
    closing.close_class(store, uid)
    assert len(contents(store, kind, uid)) == 1


def test_a_class_without_certificates_says_so(store: Store) -> None:
    uid = signed_class(store, [make_member(store)], certificates=0)
    with pytest.raises(AppError) as refused:
        contents(store, "certificate", uid)
    assert refused.value.code == "no-certificates"


@pytest.mark.parametrize("kind", ["attendance_proof", "feedback"])
def test_number_date_and_words_stay_whenever_it_is_printed(
    store: Store, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = make_organization(store, "李家村党支部")
    member = make_member(store, branch, "王䶮")
    uid = signed_class(store, [member], certificates=0)
    first = contents(store, kind, uid)[0]
    assert first.number.startswith("青山镇")  # type: ignore[attr-defined]
    assert first.printed_note == ""  # type: ignore[attr-defined]
    with store.change("改") as change:
        change.update(entity_named("member"), member, {"name": "王五"})
        change.update(entity_named("organization"), branch, {"name": "李村党支部"})
    a_later_day(monkeypatch)
    again = contents(store, kind, uid)[0]
    assert again.printed_note.startswith("补打 ")  # type: ignore[attr-defined]
    same = vars(first).keys() - {"printed_note"}
    assert {name: getattr(first, name) for name in same} == {
        name: getattr(again, name) for name in same
    }


def test_what_an_older_program_left_unissued_is_issued_when_first_printed(store: Store) -> None:
    uid = signed_class(store, [make_member(store), make_member(store)], certificates=0)
    with store.database.write() as connection:
        connection.execute("DELETE FROM issued_paper")
    first, again = slips(store, uid), slips(store, uid)
    assert first == again
    assert count(store, "issued_paper") == 2


def test_a_class_opened_again_takes_its_numbers_along(store: Store) -> None:
    uid = signed_class(store, [make_member(store)], certificates=0)
    before = slips(store, uid)[0].number
    closing.reopen_class(store, uid, "考勤有误")
    closing.close_class(store, uid)
    after = slips(store, uid)[0].number
    year = this_year()
    assert before == f"青山镇反馈〔{year}〕第00001号"
    assert after == f"青山镇反馈〔{year}〕第00002号"


def test_slips_are_for_a_branch_and_not_for_its_name(tmp_path: Path, store: Store) -> None:
    """Two townships each have a 李家村党支部; neither reads of the other's people."""
    townships = [
        make_organization(store, name, kind="党委")
        for name in ("中共青山镇委员会", "中共白水乡委员会")
    ]
    people = []
    for number, township in enumerate(townships):
        branch = make_organization(store, "李家村党支部", parent=township)
        people += [make_member(store, branch, f"{'王赵'[number]}{one}") for one in "一二"]
    uid = make_class(store, people, first_day=a_day(), certificates=0).uid
    with store.change("名单") as change:
        for row in participants_of(store.database.read(), uid):
            then = {"organization_then": "李家村党支部"}
            change.update(entity_named("enrolment"), row.uid, then)
    numbers = [1, 2, 3, 4]
    for session in sessions_of(store.database.read(), uid):
        attendance.sign_page(store, session.uid, numbers, {}, Signature("张三", "盒 1"))
    closing.close_class(store, uid)
    found = {slip.organization: [line.name for line in slip.lines] for slip in slips(store, uid)}
    assert found == {
        "青山镇李家村党支部": ["王一", "王二"],
        "白水乡李家村党支部": ["赵一", "赵二"],
    }
    only = slips(store, uid, members=(people[3],))
    assert [[line.name for line in slip.lines] for slip in only] == [["赵一", "赵二"]]
    documents.write_document(store, "feedback", Selection(uid), tmp_path / "x.pdf")
    first, second = page_texts(tmp_path / "x.pdf")
    assert "青山镇李家村党支部" in first
    assert "赵" not in first
    assert "白水乡李家村党支部" in second


def test_both_sides_print_the_same_paper(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    uid = signed_class(pair.county, [member], certificates=0)
    pair.settle()
    assert slips(pair.township, uid) == slips(pair.county, uid)
    assert count(pair.township, "issued_paper") == 2
    pair.settle()
    assert count(pair.county, "issued_paper") == 2


def test_an_erased_person_leaves_every_slip_and_proof(pair: Pair) -> None:
    people = [make_member(pair.township, name="王䶮"), make_member(pair.township, name="赵琎")]
    pair.settle()
    uid = signed_class(pair.county, people)
    pair.settle()
    number = slips(pair.township, uid)[0].number
    erasing.erase(pair.county, people[0], "本人申请", "书面申请")
    pair.settle()
    for store in (pair.county, pair.township):
        (slip,) = slips(store, uid)
        assert (slip.number, [line.name for line in slip.lines]) == (number, ["赵琎"])
        held = store.database.read().execute("SELECT content FROM issued_paper").fetchall()
        assert not [text for (text,) in held if "王䶮" in text]


def test_a_person_who_moves_takes_the_papers_along(pair: Pair, tmp_path: Path) -> None:
    other = make_store(tmp_path, "白水乡")
    with pair.county.change("新增党组织") as change:
        change.create(
            entity_named("organization"),
            {"name": "白水乡", "kind": "党委", "parent": pair.county.site.organization},
        )
    enrol(pair.county, other, pair.folder)
    member = make_member(pair.township)
    uid = signed_class(pair.township, [member])
    number = slips(pair.township, uid)[0].number
    pair.settle()
    with pair.county.change("转接") as change:
        change.update(entity_named("member"), member, {"organization": other.site.organization})
    hand_over(pair.county, other, pair.folder)
    assert [slip.number for slip in slips(other, uid)] == [number]
    other.close()


def test_full_numbers_are_a_choice_of_the_class_that_stays(store: Store) -> None:
    uid = signed_class(store, [make_member(store)], certificates=1)
    assert chosen_numbers(store, uid) == ""
    assert "*" in contents(store, "certificate", uid)[0].id_number  # type: ignore[attr-defined]
    contents(store, "certificate", uid, unmask_reason="县里要求")
    again = contents(store, "certificate", uid)[0]
    assert "*" not in again.id_number  # type: ignore[attr-defined]
    logged = audited(store)
    assert ("证书上的证件号", "县里要求") in logged
    assert [what for what, _ in logged].count("查看完整信息") == 2
    print_masked_numbers(store, uid)
    assert "*" in contents(store, "certificate", uid)[0].id_number  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput):
        print_full_numbers(store, uid, "  ")


@pytest.mark.parametrize(("kind", "certificates"), [("certificate", 1), ("attendance_proof", 0)])
def test_a_name_that_cannot_be_printed_stops_a_certificate_until_somebody_chooses(
    store: Store, kind: str, certificates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "own_fonts", tuple)
    people = [make_member(store, name=f"李{UNDRAWN}"), make_member(store, name="王䶮")]
    uid = signed_class(store, people, certificates=certificates)
    with pytest.raises(CharactersMissing) as refused:
        contents(store, kind, uid, unmask_reason="核对")
    assert f"李{UNDRAWN}" in refused.value.message
    assert "U+31353" in refused.value.message
    assert "王" not in refused.value.message
    assert "查看完整信息" not in [what for what, _ in audited(store)]
    assert len(contents(store, kind, uid, allow_missing=True)) == 2
    assert slips(store, uid)  # what is no certificate warns and goes on


def test_the_window_is_told_why_a_paper_is_not_offered(store: Store) -> None:
    def why(kind: str) -> str:
        return why_not(lambda: may_print(store, kind, Selection(training_class=uid)))

    uid = signed_class(store, [make_member(store)], close=False, certificates=0)
    signed = [kind.id for kind in CATALOGUE if kind.ready is not None]
    assert [bool(why(kind)) for kind in signed] == [True, True, True]
    assert why("sign_in_sheet") == ""
    closing.close_class(store, uid)
    assert [bool(why(kind)) for kind in signed] == [True, False, False]
