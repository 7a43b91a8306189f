"""参加人员 on the command line: taken in, marked, given hours, months."""

from datetime import date

import pytest

from app.services.store import Store
from tests.builders import count, make_member, make_organization
from tests.cli.conftest import Run

DAY = f"{date.today().year - 1}-03-05"


@pytest.mark.parametrize(
    ("kind", "said", "mode"),
    [
        ("assemblies", ("kind=支部党员大会", "topic=学文件"), "集体学习"),
        ("remote_studies", ("topic=学文件",), "远程教育"),
    ],
)
def test_attendance_becomes_hours_in_one_step(
    run: Run, store: Store, kind: str, said: tuple[str, ...], mode: str
) -> None:
    branch = make_organization(store, "李家村党支部")
    for name in ("王䶮", "李㛃", "张𬱖"):
        member = {"political_status": "正式党员", "joined_on": "2001-07-01"}
        make_member(store, branch, name, **member)
    at = ("--store", store.path, "--json")
    more = (*said, f"held_on={DAY}", "organization=李家村党支部", "hours=2")
    added = run(*at, "add", kind, *(part for one in more for part in ("--set", one)))
    assert added.code == 0, added.error
    assert run(*at, "participants", "add", kind, "学文件", "--all").keys == {"added": 3}
    assert run(*at, "participants", "hours", kind, "学文件").keys["new"] == 0, "nobody was marked"
    marked = run(*at, "participants", "mark", kind, "学文件", "参加", "--but", "李㛃")
    assert marked.keys == {"marked": 2}
    assert run(*at, "participants", "mark", kind, "学文件", "请假", "--member", "李㛃").code == 0
    assert run(*at, "participants", "mark", kind, "学文件", "参加", "--member", "赵某").code == 1
    assert run(*at, "participants", "hours", kind, "学文件").keys["new"] == 2
    again = run(*at, "participants", "hours", kind, "学文件").keys
    assert (again["new"], again["changed"]) == (0, 0)
    assert count(store, "record", "gone = 0 AND hours = 2 AND mode = ?", mode) == 2
    refused = run(*at, "participants", "add", kind, "学文件")
    assert "二选一" in refused.error["message"] + refused.error["hint"]


def test_months(run: Run, store: Store) -> None:
    at = ("--store", store.path, "--json")
    said = ("topic=学文件", f"held_on={DAY}", "organization=青山镇", "hours=2", "people=9")
    run(*at, "add", "remote_studies", *(part for one in said for part in ("--set", one)))
    [told] = run(*at, "participants", "months", "--year", DAY[:4]).keys["places"]
    assert (told["months"][2], sum(told["months"]), told["people"]) == (1, 1, 9)
