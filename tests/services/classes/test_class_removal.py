"""删除班次: a class made by mistake goes whole, comes back whole, and never with evidence."""

import pytest

from app.data.queries.training_classes import ClassFilter, class_ids, participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput, NotFound
from app.services.classes.class_removal import remove_class, restore_class
from app.services.store import Store
from tests.builders import count, make_class, make_member, make_organization, mark

WHY = "同一个班录了两次"


def live(store: Store) -> dict[str, int]:
    return {
        table: count(store, table, "gone = 0")
        for table in ("training_class", "session", "enrolment")
    }


def test_a_class_goes_whole_and_comes_back_whole(store: Store) -> None:
    people = [make_member(store), make_member(store)]
    kept = make_class(store, people, "要留的班")
    made = make_class(store, people, "录重的班")
    everything = live(store)
    removed = remove_class(store, made.uid, WHY)
    assert removed.name == "录重的班"
    assert live(store) == {"training_class": 1, "session": 2, "enrolment": 2}
    connection = store.database.read()
    assert len(class_ids(connection, ClassFilter())) == 1
    assert len(sessions_of(connection, kept.uid)) == len(participants_of(connection, kept.uid)) == 2
    logged = connection.execute(
        "SELECT action, reason, summary FROM audit ORDER BY id DESC LIMIT 1"
    )
    assert logged.fetchone() == ("删除培训班", WHY, "录重的班")
    restore_class(store, removed)
    assert live(store) == everything


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_says_why(store: Store, reason: str) -> None:
    made = make_class(store)
    with pytest.raises(InvalidInput):
        remove_class(store, made.uid, reason)
    assert live(store)["training_class"] == 1


def test_attendance_is_evidence_until_it_is_taken_back(store: Store) -> None:
    person = make_member(store)
    made = make_class(store, [person])
    first = mark(store, made.sessions[0], person, "事假")
    before = live(store)
    with pytest.raises(AppError, match="1 人次考勤"):
        remove_class(store, made.uid, WHY)
    assert live(store) == before
    mark(store, made.sessions[0], person, "未录入", supersedes=first)
    remove_class(store, made.uid, WHY)
    assert live(store) == {"training_class": 0, "session": 0, "enrolment": 0}


@pytest.mark.parametrize("state", ["签发", "作废"])
def test_a_numbered_certificate_keeps_its_class(store: Store, state: str) -> None:
    person = make_member(store)
    made = make_class(store, [person])
    with store.change("发证") as change:
        change.create(
            entity_named("certificate"),
            {
                "training_class": made.uid,
                "member": person,
                "number": "云组训〔2026〕0001 号",
                "issued_on": "2026-03-02",
                "state": state,
                "content": "{}",
            },
        )
    with pytest.raises(AppError, match="1 份结业证书"):
        remove_class(store, made.uid, WHY)
    assert live(store)["training_class"] == 1


def test_what_is_not_ours_or_not_open_stays(store: Store) -> None:
    other = make_class(store, name="别处的班", organization=make_organization(store))
    with pytest.raises(AppError, match="不是本单位办的班"):
        remove_class(store, other.uid, WHY)
    closed = make_class(store, name="结了的班", state="已结班")
    with pytest.raises(AppError, match="已经结班"):
        remove_class(store, closed.uid, WHY)
    with pytest.raises(NotFound):
        remove_class(store, b"?" * 16, WHY)
    assert live(store)["training_class"] == 2
