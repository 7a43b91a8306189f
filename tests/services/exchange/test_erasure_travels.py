"""彻底删除: asked for, approved, gone everywhere and for good; the issued numbers stay."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.data import audit, digest, erasure, hours_summary, tombstones
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.data.queries import peer_list
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.exchange.entities import ASKED, BASES, DECLINED
from app.services import backups, erasing, restoring, self_check
from app.services.exchange import deciding_held_back, receiving
from app.services.review import open_items
from app.services.store import Store
from tests.builders import (
    PASSWORD,
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
from tests.register_building import make_row

ON_REQUEST = BASES[0]
NAME, PHONE, PLACE = "阿依古丽·买买提", "13800138000", "某村某组独一无二的单位"
NUMBER = "CERT-2026-001"
HELD: dict[str, Value] = {
    "title": "某训",
    "starts_on": "2026-01-01",
    "ends_on": "2026-01-01",
    "hours": 4.0,
}


def everything(pair: Pair) -> bytes:
    """A person with a row in every table that can hold one, edited, and known at both sites."""
    store = pair.township
    member = make_member(store, name=NAME, phone=PHONE, workplace=PLACE)
    made = make_class(store, [member], certificates=1)
    first = mark(store, made.sessions[0], member, "缺勤")
    mark(store, made.sessions[0], member, "出勤", supersedes=first)
    about: tuple[tuple[str, dict[str, Value]], ...] = (
        ("post", {"organization": store.site.organization, "title": "书记"}),
        ("exemption", {"reason": "年老体弱", "from_on": "2026-01-01"}),
        ("record", HELD),
        ("certificate", certificate(made.uid)),
    )
    for entity, values in about:
        with store.change("登记", summary=f"{NAME} 登记", reason=f"{NAME}的电话{PHONE}") as change:
            change.create(entity_named(entity), {"member": member, **values})
    lecture = make_row(store, "lecture", speaker=NAME, lecturer=member)
    make_row(store, "lecture_airing", lecture=lecture)
    make_row(store, "review", name=NAME, reviewed=member)
    change_member(store, member, phone="13900139000", workplace=f"{PLACE}新")
    erasing.ask_erasure(store, member, ON_REQUEST, f"{NAME}书面申请")
    pair.settle()
    with pair.county.change("退回") as change:
        back: dict[str, Value] = {"entity": "member", "row": member.hex(), "member": member}
        change.create(entity_named("row_return"), {**back, "reason": f"请核对{NAME}"})
    pair.settle()
    change_member(pair.county, member, note=f"备注{PLACE}")
    return member


def certificate(training_class: bytes) -> dict[str, Value]:
    content = json.dumps({"name": NAME, "number": NUMBER}, ensure_ascii=False)
    return {
        "training_class": training_class,
        "number": NUMBER,
        "issued_on": "2026-03-02",
        "content": content,
    }


def traces(store: Store, *texts: str | bytes) -> set[str]:
    """Where in the whole file any of these still stands, certificates aside."""
    connection = store.database.read()
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'certificate'"
    ).fetchall()
    found = set()
    for (table,) in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for column in columns:
            for text in texts:
                where = f"{column} = ?" if isinstance(text, bytes) else f"instr({column}, ?)"
                if count(store, table, where, text):
                    found.add(f"{table}.{column}")
    return found


def gone_here(store: Store, member: bytes) -> None:
    """Nothing personal is left; identities stand in the tombstone and in the audit trail only."""
    assert traces(store, NAME, PHONE, "13900139000", PLACE) == set()
    assert traces(store, member) == set()
    assert traces(store, member.hex()) <= {"erasure.person", "audit.detail"}
    assert count(store, "certificate", "member = ?", member) == 1
    assert not hours_summary.problems(store.database.read())
    assert not self_check.check_store(store).problems


def equal(pair: Pair) -> bool:
    roots = [pair.township.site.organization]
    one, other = (digest.digests(s.database.read(), roots) for s in (pair.county, pair.township))
    return one == other


def test_a_person_goes_from_both_sites_and_the_certificate_stays(pair: Pair) -> None:
    member = everything(pair)
    going = erasing.what_goes(pair.county, member)
    assert going["attendance"] == 2
    assert set(going) == {
        "member",
        "post",
        "exemption",
        "enrolment",
        "attendance",
        "record",
        "row_return",
        "erasure_request",
        "lecture",
        "lecture_airing",
        "review",
    }
    assert erasing.what_stays(pair.county, member) == [NUMBER]
    done = erasing.erase(pair.county, member, ON_REQUEST, f"{NAME}本人书面申请")
    assert done.counts == going
    assert done.certificates == (NUMBER,)
    assert erasing.OLD_BACKUPS in done.notes
    gone_here(pair.county, member)
    view = pair.to_township()
    assert view.deleted == 1
    gone_here(pair.township, member)
    pair.settle()
    assert equal(pair)
    for store in (pair.county, pair.township):
        (tombstone,) = erasing.erased_people(store)
        assert tombstone.person == member.hex()
        assert tombstone.counts == going
        assert not erasing.erasure_requests(store)
        assert value_of(store, "certificate", certificate_of(store, member), "number") == NUMBER


def certificate_of(store: Store, member: bytes) -> bytes:
    found = store.database.read().execute("SELECT uid FROM certificate WHERE member = ?", (member,))
    return bytes(found.fetchone()[0])


def test_only_the_county_erases(pair: Pair) -> None:
    member = make_member(pair.township)
    with pytest.raises(AppError) as refusal:
        erasing.erase(pair.township, member, ON_REQUEST, "书面申请")
    assert refusal.value.code == "county-only"
    assert refusal.value.hint
    assert count(pair.township, "member") == 1


def test_a_request_travels_up_and_its_answer_down(pair: Pair) -> None:
    member = make_member(pair.township)
    request = erasing.ask_erasure(pair.township, member, ON_REQUEST, "书面申请")
    with pytest.raises(AppError):
        erasing.ask_erasure(pair.township, member, ON_REQUEST, "再申请")
    pair.settle()
    (asked,) = erasing.erasure_requests(pair.county)
    assert (asked.uid, asked.member, asked.state, asked.open) == (request, member, ASKED, True)
    assert asked.site == pair.township.site.name
    erasing.decline(pair.county, request, "不符合条件")
    pair.settle()
    (answered,) = erasing.erasure_requests(pair.township)
    assert (answered.state, answered.answer) == (DECLINED, "不符合条件")
    assert count(pair.county, "member", "uid = ?", member) == 1
    assert equal(pair)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda c, t, m: erasing.ask_erasure(c, m, ON_REQUEST, "说明"), AppError),
        (lambda c, t, m: erasing.ask_erasure(t, m, "随便", "说明"), InvalidInput),
        (lambda c, t, m: erasing.ask_erasure(t, m, ON_REQUEST, " "), InvalidInput),
        (lambda c, t, m: erasing.ask_erasure(t, b"x" * 16, ON_REQUEST, "说明"), NotFound),
        (lambda c, t, m: erasing.erase(c, m, "随便", "原因"), InvalidInput),
        (lambda c, t, m: erasing.erase(c, m, ON_REQUEST, ""), InvalidInput),
        (lambda c, t, m: erasing.erase(c, b"x" * 16, ON_REQUEST, "原因"), NotFound),
        (lambda c, t, m: erasing.decline(t, b"x" * 16, "不"), AppError),
        (lambda c, t, m: erasing.decline(c, b"x" * 16, "不"), NotFound),
        (lambda c, t, m: erasing.decline(c, b"x" * 16, " "), InvalidInput),
        (lambda c, t, m: erasing.what_goes(c, b"x" * 16), NotFound),
    ],
)
def test_what_is_refused(
    pair: Pair, act: Callable[[Store, Store, bytes], object], error: type[AppError]
) -> None:
    member = make_member(pair.township)
    pair.settle()
    with pytest.raises(error) as refusal:
        act(pair.county, pair.township, member)
    assert refusal.value.hint
    assert count(pair.county, "member") == 1
    assert count(pair.county, "erasure") + count(pair.township, "erasure_request") == 0


def test_an_answered_request_is_not_answered_twice(pair: Pair) -> None:
    request = erasing.ask_erasure(pair.township, make_member(pair.township), ON_REQUEST, "说明")
    pair.settle()
    erasing.decline(pair.county, request, "不")
    with pytest.raises(AppError):
        erasing.decline(pair.county, request, "不")


def test_what_a_township_writes_meanwhile_is_dropped_and_counted(pair: Pair) -> None:
    member = everything(pair)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    change_member(pair.township, member, phone="13700137000")
    made = make_class(pair.township, [member])
    mark(pair.township, made.sessions[0], member)
    view = pair.to_county()
    assert view.erased >= 3
    assert not deciding_held_back.held_rows(pair.county)
    gone_here(pair.county, member)
    pair.settle()
    gone_here(pair.township, member)
    assert equal(pair)


def test_a_certificate_issued_meanwhile_still_reaches_the_register(pair: Pair) -> None:
    member = make_member(pair.township, name=NAME)
    made = make_class(pair.township, [member], certificates=1)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    with pair.township.change("结班") as change:
        change.create(entity_named("certificate"), {"member": member, **certificate(made.uid)})
    pair.to_county()
    assert not deciding_held_back.held_rows(pair.county)
    assert count(pair.county, "certificate", "number = ?", NUMBER) == 1
    pair.settle()
    assert equal(pair)


def test_a_certificate_that_comes_beside_its_person_reaches_the_register_too(pair: Pair) -> None:
    """What is new about the person is dropped; the number that was given out is not."""
    member = make_member(pair.township, name=NAME)
    made = make_class(pair.township, [member], certificates=1)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    change_member(pair.township, member, education="大专")
    with pair.township.change("结班") as change:
        change.create(entity_named("certificate"), {"member": member, **certificate(made.uid)})
    pair.to_county(full=True)
    assert count(pair.county, "certificate", "number = ?", NUMBER) == 1
    assert count(pair.county, "member", "uid = ?", member) == 0
    pair.settle()
    assert equal(pair)


def test_a_township_that_lost_its_certificates_gets_those_of_the_erased_back(
    pair: Pair, tmp_path: Path
) -> None:
    old = backup_of(pair.township, tmp_path)
    member = everything(pair)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    pair.settle()
    pair.township = restored(pair.township, old)
    pair.settle()
    assert count(pair.township, "certificate", "number = ?", NUMBER) == 1
    assert equal(pair)


def backup_of(store: Store, folder: Path) -> Path:
    target = folder / f"{store.site.name}.xjbak"
    backups.create_backup(store, target)
    return target


def restored(store: Store, source: Path) -> Store:
    """Onto a new computer, where nothing tells what was erased since."""
    store.close()
    store.path.unlink()
    return restoring.restore_backup(store.path, source, PASSWORD, store.operator).store


@pytest.mark.parametrize("which", ["county", "township"])
def test_a_restored_backup_is_erased_again(pair: Pair, tmp_path: Path, which: str) -> None:
    member = everything(pair)
    pair.settle()
    old = backup_of(getattr(pair, which), tmp_path)
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    pair.settle()
    setattr(pair, which, restored(getattr(pair, which), old))
    assert count(getattr(pair, which), "member", "uid = ?", member) == 1
    for _ in range(2):  # first the others hear that it was restored
        pair.settle()
    assert not deciding_held_back.held_rows(pair.county)
    for store in (pair.county, pair.township):
        gone_here(store, member)
    assert equal(pair)


def test_a_restored_county_does_not_bring_the_person_back_to_a_township(
    pair: Pair, tmp_path: Path
) -> None:
    member = everything(pair)
    pair.settle()
    old = backup_of(pair.county, tmp_path)
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    pair.settle()
    pair.county = restored(pair.county, old)
    view = pair.to_township(full=True)
    assert view.erased
    gone_here(pair.township, member)


def test_an_old_package_brings_nobody_back(pair: Pair) -> None:
    member = everything(pair)
    old = package_file(pair.township, pair.county, pair.folder, full=True)
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    view = receiving.receive_package(pair.county, old)
    assert view.erased
    gone_here(pair.county, member)


def arrive(store: Store, sender: Store, lines: list[dict[str, object]]) -> Merge:
    """Join lines as if they came from `sender`."""
    connection = store.database.read()
    peer = peer_list.by_site(connection, sender.site.uid)
    assert peer is not None
    with store.change("接收") as change:
        own = Authority(peer.id, peer.scope)
        own.prepare(change.connection)
        merge = Merge(change, Origin(peer.id, 99, 7, "今天"), own)
        merge.lines_in(lines)
    return merge


def tombstone_line(member: bytes, **more: object) -> dict[str, object]:
    said = {
        "person": member.hex(),
        "basis": ON_REQUEST,
        "approved_by": "某人",
        "erased_on": "2026-01-01",
        **more,
    }
    return {"table": "erasure", "uid": "ab" * 16, "by": ["f" * 16, 1, 1, 1, "某人"], "is": said}


@pytest.mark.parametrize("more", [{}, {"seal": "0" * 64}, {"seal": "假"}])
def test_a_township_cannot_erase_by_a_tombstone_of_its_own(
    pair: Pair, more: dict[str, object]
) -> None:
    member = make_member(pair.township)
    pair.settle()
    merge = arrive(pair.county, pair.township, [tombstone_line(member, **more)])
    assert merge.held == 1
    assert count(pair.county, "member", "uid = ?", member) == 1
    (held,) = deciding_held_back.held_rows(pair.county)
    # A person may still accept it, and then it does what it says.
    deciding_held_back.accept_held(pair.county, held.id)
    assert count(pair.county, "member", "uid = ?", member) == 0


def test_what_waits_about_the_person_goes_too(pair: Pair) -> None:
    member, other = make_member(pair.county, name=NAME), make_member(pair.county)
    for uid in (member, other):
        line = {"table": "member", "uid": uid.hex(), "by": ["f" * 16, 1, 1, 0, "某人"]}
        arrive(pair.county, pair.township, [{**line, "is": {"phone": PHONE}}])
    assert len(deciding_held_back.held_rows(pair.county)) == 2
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    (held,) = deciding_held_back.held_rows(pair.county)
    assert held.uid == other


def test_rows_of_tables_that_only_newer_versions_know_go_too(pair: Pair) -> None:
    member, other = make_member(pair.county), make_member(pair.county)
    by = ["f" * 16, 1, 1, 0, "某人"]
    for number, uid in enumerate((member, other)):
        line: dict[str, object] = {
            "table": "visit",
            "uid": f"{number:032x}",
            "by": by,
            "is": {"person": uid.hex(), "words": PLACE},
        }
        arrive(pair.county, pair.township, [line])
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    arrive(pair.county, pair.township, [{**line, "uid": "7" * 32, "is": {"p": member.hex()}}])
    assert count(pair.county, "carried") == 1


def test_merged_identities_are_the_same_person(pair: Pair) -> None:
    kept, twin = make_member(pair.county, name=NAME), make_member(pair.county, name=NAME)
    change_member(pair.county, twin, merged_into=kept)
    assert erasing.what_goes(pair.county, kept)["member"] == 2
    done = erasing.erase(pair.county, twin, ON_REQUEST, "书面申请")
    assert done.counts["member"] == 2
    assert {t.person for t in erasing.erased_people(pair.county)} == {kept.hex(), twin.hex()}
    assert count(pair.county, "member") == 0


@pytest.mark.parametrize("first", ["erase", "merge"])
def test_who_was_merged_by_somebody_who_did_not_know_stands_for_himself(
    pair: Pair, first: str
) -> None:
    member, other = make_member(pair.township), make_member(pair.township, name="另一人")
    made = make_class(pair.township, [other])
    mark(pair.township, made.sessions[0], other)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    change_member(pair.township, other, merged_into=member)
    if first == "erase":
        pair.to_township()
    pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "member", "uid = ? AND merged_into IS NULL", other) == 1
        assert count(store, "hours_summary", "member = ?", other) == 1
        assert not self_check.check_store(store).problems
    assert equal(pair)


@pytest.mark.parametrize("heard_first", [True, False])
def test_an_enrolment_given_to_somebody_else_stays_with_him(pair: Pair, heard_first: bool) -> None:
    member, other = make_member(pair.township), make_member(pair.township, name="另一人")
    made = make_class(pair.township, [member])
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    change_row(pair.township, "enrolment", made.enrolments[0], member=other)
    if heard_first:
        pair.to_township()
    pair.settle()
    for store in (pair.county, pair.township):
        assert value_of(store, "enrolment", made.enrolments[0], "member") == other
    assert equal(pair)


def test_what_stands_side_by_side_is_left_to_who_is_not_erased(pair: Pair) -> None:
    member, other, third = (make_member(pair.township, name=n) for n in ("甲一", "乙一", "丙一"))
    made = make_class(pair.township, [third])
    pair.settle()
    change_row(pair.township, "enrolment", made.enrolments[0], member=other)
    change_row(pair.county, "enrolment", made.enrolments[0], member=member)
    pair.settle()
    assert open_items.open_items(pair.county)
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    pair.settle()
    for store in (pair.county, pair.township):
        assert value_of(store, "enrolment", made.enrolments[0], "member") == other
        assert not open_items.open_items(store)
    assert equal(pair)


def test_an_import_no_longer_lists_the_person(pair: Pair) -> None:
    member = make_member(pair.county, name=NAME)
    with pair.county.database.write() as connection:
        connection.execute(
            "INSERT INTO import_line(batch, entity, uid, action, before, after) "
            "VALUES (1, 'member', ?, '修改', ?, ?)",
            (member, f'{{"phone": "{PHONE}"}}', f'{{"name": "{NAME}"}}'),
        )
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    assert count(pair.county, "import_line") == 0


# The audit trail


def other_than(column: str) -> Value:
    return b"salt" if column == "salt" else "[]"


def test_the_audit_chain_holds_and_still_notices_a_change(pair: Pair) -> None:
    member = everything(pair)
    other = make_member(pair.county, name="另一人", phone=PHONE)
    change_member(pair.county, other, phone="13600136000")
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    connection = pair.county.database.read()
    assert not audit.problems(connection)
    assert count(pair.county, "audit", "erased = 1")
    head = audit.head(connection, pair.county.site.incarnation)
    for column in ("summary", "reason", "detail", "operator", "action", "at", "salt"):
        for erased in (0, 1):
            with pair.county.database.write() as writing:
                number, before = writing.execute(
                    f"SELECT id, {column} FROM audit WHERE erased = ? ORDER BY id DESC LIMIT 1",
                    (erased,),
                ).fetchone()
                writing.execute(
                    f"UPDATE audit SET {column} = ? WHERE id = ?",
                    (other_than(column), number),
                )
            assert audit.problems(connection), (column, erased)
            with pair.county.database.write() as writing:
                writing.execute(f"UPDATE audit SET {column} = ? WHERE id = ?", (before, number))
            assert not audit.problems(connection)
    assert audit.head(connection, pair.county.site.incarnation) == head


def test_nobody_can_hide_an_entry_by_calling_it_erased(pair: Pair) -> None:
    make_member(pair.county)
    with pair.county.database.write() as writing:
        writing.execute("UPDATE audit SET erased = 1, detail = '[]' WHERE id = 1")
    assert audit.problems(pair.county.database.read())


def test_the_digest_does_not_tell_what_stood_there(pair: Pair) -> None:
    member = make_member(pair.county, phone=PHONE)
    change_member(pair.county, member, phone="13900139000")
    salts = dict(pair.county.database.read().execute("SELECT id, salt FROM audit").fetchall())
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    blotted = pair.county.database.read().execute("SELECT id, salt FROM audit WHERE erased = 1")
    for number, salt in blotted.fetchall():
        assert salt != salts[number]


def test_two_people_of_one_entry_are_erased_one_after_the_other(pair: Pair) -> None:
    people = [make_member(pair.county, name=name) for name in ("甲一", "乙一")]
    with pair.county.change("修改", summary="甲一和乙一") as change:
        for uid in people:
            change.update(entity_named("member"), uid, {"phone": PHONE})
    for uid in people:
        erasing.erase(pair.county, uid, ON_REQUEST, "乙一书面申请")
        assert not audit.problems(pair.county.database.read())
    assert traces(pair.county, "甲一", "乙一", PHONE) == set()


def test_entries_about_others_say_what_they_said(pair: Pair) -> None:
    member, other = make_member(pair.county, name=NAME), make_member(pair.county, name="另一人")
    with pair.county.change("修改", summary="两个人") as change:
        for uid in (member, other):
            change.update(entity_named("member"), uid, {"note": f"备注{uid.hex()}"})
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    found = pair.county.database.read().execute("SELECT detail FROM audit WHERE summary = '两个人'")
    gone, kept = json.loads(found.fetchone()[0])
    assert kept[:3] == ["修改", "member", other.hex()]
    assert gone == [audit.ERASED, "修改", member.hex()]


def test_freed_pages_are_wiped(pair: Pair) -> None:
    (on,) = pair.county.database.read().execute("PRAGMA secure_delete").fetchone()
    assert on == 1


NAMING = [
    (e, name) for e in tombstones.people_tables(ENTITIES) for name in tombstones.names_people(e)
]


@pytest.mark.parametrize(("entity", "about"), NAMING, ids=lambda one: getattr(one, "name", one))
def test_every_row_that_names_a_person_goes(store: Store, entity: Entity, about: str) -> None:
    """Whatever the reference is called: a table declared later cannot be forgotten."""
    gone, stays = make_member(store, name=NAME), make_member(store, name="留下的人")
    going, kept = (make_row(store, entity.name, **{about: member}) for member in (gone, stays))
    with store.change("删除", reason="测试") as change:
        counted = erasure.carry_out(change, [gone])
    assert counted[entity.name] == 1
    held = {uid for (uid,) in store.database.read().execute(f"SELECT uid FROM {entity.name}")}
    assert (going in held, kept in held) == (False, True)


def test_nothing_is_left_in_a_row_that_was_given_to_somebody_else(pair: Pair) -> None:
    """Neither what it said before nor the entry of the trail that tells of the change."""
    member = everything(pair)
    other = make_member(pair.township, name="赵六六")
    lecture = make_row(pair.township, "lecture", speaker=NAME, lecturer=member)
    pair.settle()
    change_row(pair.township, "lecture", lecture, speaker="赵六六", lecturer=other)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    pair.settle()
    for store in (pair.county, pair.township):
        gone_here(store, member)
        assert value_of(store, "lecture", lecture, "speaker") == "赵六六"
        assert not self_check.check_store(store).problems
    told = pair.township.database.read().execute("SELECT detail FROM audit").fetchall()
    assert any("赵六六" in str(detail) for (detail,) in told)


def test_what_is_written_meanwhile_about_who_gave_a_lecture_is_dropped(pair: Pair) -> None:
    member = everything(pair)
    pair.settle()
    erasing.erase(pair.county, member, ON_REQUEST, "书面申请")
    make_row(pair.township, "lecture", speaker=NAME, lecturer=member)
    make_row(pair.township, "lecture", speaker="别人")
    view = pair.to_county()
    assert view.erased >= 1
    gone_here(pair.county, member)
    pair.settle()
    gone_here(pair.township, member)
    assert count(pair.county, "lecture") == count(pair.township, "lecture") == 1
    assert equal(pair)


def test_a_third_township_hears_of_it_and_learns_nothing(tmp_path: Path) -> None:
    county, a, b = (
        make_county(tmp_path),
        make_store(tmp_path, "青山镇"),
        make_store(tmp_path, "白水镇"),
    )
    for town in (a, b):
        enrol(county, town, tmp_path)
    member = make_member(a, make_organization(a), name=NAME)
    made = make_class(a, [member])
    with a.change("证书") as change:
        change.create(entity_named("certificate"), {"member": member, **certificate(made.uid)})
    for _ in range(2):
        for sender, receiver in ((a, county), (b, county), (county, a), (county, b)):
            hand_over(sender, receiver, tmp_path)
    erasing.erase(county, member, ON_REQUEST, "书面申请")
    for sender, receiver in ((county, b), (county, a), (a, county), (b, county), (county, b)):
        hand_over(sender, receiver, tmp_path)
    assert traces(b, NAME) == set()
    assert count(b, "certificate") == 0
    assert count(b, "erasure") == 1
    assert not sum(pending_rows(*two) for two in ((a, county), (county, a), (county, b)))
