"""Edits of an open store past the program, each of which the self-check must find and name.

`python -m tests.faults.tampering` tries every one by every way and prints the table.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.data.database import Connection, Database, connect
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services import checks, owed
from app.services.people_counts import keep_people
from app.services.self_check import check_store
from app.services.store import Store
from tests import builders
from tests.days import today


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done, by which statements, and a word that the self-check must say."""

    what: str
    edit: Callable[[Connection], object]
    named: str


def _sql(*statements: str) -> Callable[[Connection], object]:
    def run(connection: Connection) -> None:
        for statement in statements:
            assert connection.execute(statement).rowcount, statement

    return run


def rechain(connection: Connection) -> None:
    """An entry is edited and every link after it made anew, as the program itself would."""
    heads: dict[str, bytes] = {}
    rows = connection.execute(
        "SELECT id, incarnation, at, operator, action, reason, summary, detail, salt FROM audit "
        "ORDER BY id"
    ).fetchall()
    for number, incarnation, *content, salt in rows:
        content[1] = "某人"
        text = json.dumps(content, ensure_ascii=False)
        digest = hashlib.sha256(salt + text.encode()).digest()
        before = heads.get(incarnation) or hashlib.sha256(incarnation.encode()).digest()
        heads[incarnation] = hashlib.sha256(before + digest).digest()
        connection.execute(
            "UPDATE audit SET operator = '某人', digest = ?, chain = ? WHERE id = ?",
            (digest, heads[incarnation], number),
        )


def _rolled_back(connection: Connection) -> None:
    """What was there before, with the very line of the seals that fitted it."""
    old = connection.execute("SELECT * FROM seal WHERE part = 'setting'").fetchall()
    assert old
    connection.execute("DELETE FROM setting")
    connection.execute("DELETE FROM seal WHERE part = 'setting'")


NAME = "张三"

LIST = (
    Tampering("a name", _sql("UPDATE member SET name = '李四' WHERE name = '张三'"), "李四"),
    Tampering("an ID number", _sql("UPDATE member SET id_number = '110105198001010991'"), NAME),
    Tampering("a birth date", _sql("UPDATE member SET birth_date = '1999-01-01'"), NAME),
    Tampering(
        "the branch of a person",
        _sql(
            "UPDATE member SET organization = (SELECT uid FROM organization WHERE name = '青山镇')"
        ),
        NAME,
    ),
    Tampering("an organization", _sql("UPDATE organization SET name = '别的支部'"), "别的支部"),
    Tampering("hours of a record", _sql("UPDATE record SET hours = 40"), "自学"),
    Tampering("a mark", _sql("UPDATE attendance SET mark = '公假'"), "考勤"),
    Tampering("a mark that counts alike", _sql("UPDATE attendance SET mark = '迟到'"), "考勤"),
    Tampering("a mark that is live no more", _sql("UPDATE attendance SET live = 0"), "考勤"),
    Tampering("a mark deleted", _sql("DELETE FROM attendance WHERE id = 1"), "考勤"),
    Tampering("a member deleted", _sql("DELETE FROM member WHERE name = '张三'"), "删去"),
    Tampering("a member marked as gone", _sql("UPDATE member SET gone = 1"), NAME),
    Tampering("an enrolment deleted", _sql("DELETE FROM enrolment"), "删去"),
    Tampering("a post deleted", _sql("DELETE FROM post"), "职务"),
    Tampering("a post ended", _sql("UPDATE post SET to_on = '2026-01-01'"), "职务"),
    Tampering("a class", _sql("UPDATE training_class SET name = '改名的班'"), "改名的班"),
    Tampering("the day of a half-day", _sql("UPDATE session SET day = '2020-01-01'"), "2020-01-01"),
    Tampering("a certificate's number", _sql("UPDATE certificate SET number = 'X-1'"), "X-1"),
    Tampering("a certificate's content", _sql("UPDATE certificate SET content = '{}'"), "证书"),
    Tampering("a certificate void", _sql("UPDATE certificate SET state = '作废'"), "证书"),
    Tampering("an issued paper", _sql("UPDATE issued_paper SET number = '9'"), "签发材料"),
    Tampering(
        "a register", _sql("UPDATE register SET state = replace(state, '139', '138')"), "字段版本"
    ),
    Tampering("a register deleted", _sql("DELETE FROM register"), "字段版本"),
    Tampering(
        "a register with its column",
        _sql(
            "UPDATE register SET state = replace(state, '13900000009', '13800000009')",
            "UPDATE member SET phone = '13800000009'",
        ),
        NAME,
    ),
    Tampering("what was before", _sql("UPDATE superseded SET value = '13700000000'"), "修改前的值"),
    Tampering("a setting", _sql("UPDATE setting SET value = '7'"), "设置"),
    Tampering("a setting deleted with its seal", _rolled_back, "校验记录"),
    Tampering("kept hours", _sql("UPDATE hours_summary SET half_hours = 99"), "学时汇总"),
    Tampering("kept hours of a year", _sql("UPDATE hours_total SET half_hours = 99"), "学时汇总"),
    Tampering("kept people", _sql("UPDATE kept_people SET people = people + 5"), "党员人数"),
    Tampering("kept standing", _sql("UPDATE kept_standing SET short = short + 5"), "应训未训"),
    Tampering("an audit entry", _sql("UPDATE audit SET summary = '别的' WHERE id = 2"), "修改记录"),
    Tampering(
        "the trail cut at the end",
        _sql("DELETE FROM audit WHERE id > (SELECT max(id) FROM audit) - 2"),
        "修改记录",
    ),
    Tampering("the trail cut at the start", _sql("DELETE FROM audit WHERE id < 3"), "修改记录"),
    Tampering("the trail rechained whole", rechain, "修改记录"),
    Tampering("the trail emptied", _sql("DELETE FROM audit"), "修改记录"),
    Tampering("a line of the packages removed", _sql("DELETE FROM package_log"), "数据包登记"),
    Tampering("how far a peer followed", _sql("UPDATE peer SET acked = 9999"), "往来单位"),
    Tampering("the key of a peer", _sql("UPDATE peer SET public = randomblob(64)"), "往来单位"),
    Tampering(
        "this site's name", _sql("UPDATE meta SET value = '别镇' WHERE key = 'name'"), "单位名称"
    ),
    Tampering("the counter", _sql("UPDATE meta SET value = 1 WHERE key = 'lseq'"), "修改计数"),
    Tampering("that a row was changed", _sql("UPDATE member SET lseq = 0"), NAME),
    Tampering(
        "somebody added",
        _sql(
            "INSERT INTO member(uid, name, organization, gone, site, n, clock, rank, operator, "
            "lseq) SELECT randomblob(16), '王五', organization, 0, site, n, clock, rank, operator, "
            "lseq FROM member LIMIT 1"
        ),
        "王五",
    ),
    Tampering("all seals removed", _sql("DELETE FROM seal"), "校验记录"),
    Tampering(
        "the seals of one table removed", _sql("DELETE FROM seal WHERE part = 'member'"), "校验记录"
    ),
    Tampering(
        "the key of the seals", _sql("DELETE FROM meta WHERE key = 'seal_key'"), "校验记录的钥匙"
    ),
    Tampering("a table dropped", lambda connection: connection.execute("DROP TABLE post"), "职务"),
)

WAYS = ("another connection", "the program's connection", "the program's transaction")


@contextmanager
def by(way: str, store: Store) -> Iterator[Connection]:
    """A connection to the open store that goes past the program."""
    if way == WAYS[0]:
        connection = connect(store.path, store.database.key)
        try:
            yield connection
        finally:
            connection.close()
    elif way == WAYS[1]:
        yield store.database.read()
    else:
        with store.database.write() as connection:
            yield connection


def filled(folder: Path) -> Store:
    """A township with a bit of everything, its county's setting, a package sent and confirmed."""
    pair = builders.make_pair(folder)
    store = pair.township
    with pair.county.change("补充", reason="测试") as change:
        given: dict[str, Value] = {"key": "hours_per_day", "value": "8", "from_on": "2026-01-01"}
        change.create(entity_named("setting"), given)
    pair.to_township()
    branch = builders.make_organization(store, "青山村党支部")
    member = builders.make_member(store, branch, NAME)
    others = [builders.make_member(store, branch, f"同志{n}") for n in range(3)]
    builders.change_member(store, member, phone="13900000001")
    builders.change_member(store, member, phone="13900000009")
    held = builders.make_class(store, [member, *others], first_day=f"{today().year}-01-05", days=3)
    for session in held.sessions:
        for person in (member, *others):
            builders.mark(store, session, person)
    day = today().isoformat()
    paper: dict[str, Value] = {
        "training_class": held.uid,
        "member": member,
        "number": "青山-1",
        "issued_on": day,
        "content": json.dumps({"name": NAME}, ensure_ascii=False),
    }
    with store.change("补充", reason="测试") as change:
        values: dict[str, Value] = {"member": member, "organization": branch, "title": "书记"}
        change.create(entity_named("post"), {**values, "from_on": "2024-01-01"})
        change.create(entity_named("certificate"), paper)
        change.create(entity_named("issued_paper"), {**paper, "kind": "参训证明"})
        values = {"member": member, "title": "理论自学", "starts_on": day, "ends_on": day}
        change.create(entity_named("record"), {**values, "hours": 4.0})
    owed.keep_owed(store, checks.of_this_site(store, checks.Question(today().year)))
    keep_people(store)
    pair.to_county()
    return store


def copy_of(master: Store, folder: Path) -> Store:
    """The same store once more, to be meddled with."""
    shutil.copy(master.path, folder / "一.xueji")
    return Store(Database(folder / "一.xueji", master.database.key), master.operator)


def told(master: Store, tampering: Tampering, way: str) -> list[str]:
    """What the self-check says of a copy after the edit."""
    with tempfile.TemporaryDirectory() as folder:
        store = copy_of(master, Path(folder))
        with by(way, store) as connection:
            tampering.edit(connection)
        problems = check_store(store).problems
        store.close()
    return problems


def main() -> None:
    """Every edit by every way."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XUEJI_HOME"] = f"{folder}/home"
        master = filled(Path(folder))
        assert check_store(master).problems == []
        master.close()
        for one in LIST:
            found = [any(one.named in text for text in told(master, one, way)) for way in WAYS]
            missed += found.count(False)
            said = " | ".join("found" if yes else "MISSED" for yes in found)
            print(f"| {one.what} | {said} |")
    print(f"{len(LIST)} edits by {len(WAYS)} ways, {missed} missed")


if __name__ == "__main__":
    main()
