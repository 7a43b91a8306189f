"""A roster and two class workbooks, and every figure that follows from them worked out by hand.

| who | 2026-03-05 上午 下午 晚上 | 2026-03-06 上午 下午 | 学时 | 天 |
|---|---|---|---|---|
| 王一 | 4 (and 4 of the other class at the same time) 4 2 | 4 1 | 15 | 1 + 4/8 + 1/8 = 1.625 |
| 李二 (书记), 张三 (入党 03-06), 赵四 (年老体弱) | 4 4 – | 4 1 | 13 | 1.625 |
| 钱五 (身患重病) | 4 4 – | 4 absent | 12 | 1.5 |

党的创新理论: 2 of the first half-day and 4 of the third, so 6 for everybody. 王一's evening makes
the day no longer than a day. 66 学时 together, 5 people, 6 人次, 13.2 each.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.store import Store
from tests.builders import id_number
from tests.cli.conftest import Run
from tests.reports.printed import page_texts

NAMES = ("王一", "李二", "张三", "赵四", "钱五")
NUMBERS = {name: id_number(number) for number, name in enumerate(NAMES, start=1)}
DAY = ("--as-of", "2026-11-21")
JSON = ("--json",)


def workbook(run: Run, folder: Path, about: dict[str, str], **sheets: list[list[Any]]) -> Path:
    path = folder / f"{about['培训班名称']}.xlsx"
    run("template", "class", path)
    book = load_workbook(path)
    for row in book["班次信息"].iter_rows():
        if row[0].value in about:
            row[1].value = about[str(row[0].value)]
    for name, lines in sheets.items():
        sheet = book[name]
        places = {sheet.cell(3, column).value: column for column in range(1, 30)}
        for number, values in enumerate(lines, 4):
            for column, value in enumerate(values, 1):
                place = places[CLASS_HEAD[column - 1]] if name == "课程表" else column
                sheet.cell(number, place, value)
    book.save(path)
    return path


CLASS_HEAD = ("日期", "时段", "授课内容", "学时", "其中党的创新理论学时")


@pytest.fixture
def people(run: Run, store: Store, tmp_path: Path) -> dict[str, str]:
    """Everything imported; the ids by name."""
    lines = ["姓名,性别,公民身份号码,人员类别,入党日期,所在党支部"]
    for name in NAMES:
        kind, joined = ("预备党员", "2026-03-06") if name == "张三" else ("正式党员", "2001-07")
        lines.append(f"{name},男,{NUMBERS[name]},{kind},{joined},李家村党支部")
    (tmp_path / "花名册.csv").write_text("\n".join(lines) + "\n", "utf-8")
    at = ("--json", "--store", store.path)
    run("import", "roster", tmp_path / "花名册.csv", "--create-organizations", *at)
    rows = run("list", "members", *at).keys["rows"]
    known = {row["name"]: row["id"] for row in rows}
    branch = bytes.fromhex(rows[0]["organization_id"])
    dated: dict[str, dict[str, Value]] = {
        "李二": {"organization": branch, "title": "书记", "from_on": "2021-03"},
        "赵四": {"reason": "年老体弱", "from_on": "2024"},
        "钱五": {"reason": "身患重病", "from_on": "2024"},
    }
    for name, values in dated.items():
        entity = entity_named("post" if "title" in values else "exemption")
        with store.change("登记") as change:
            change.create(entity, {"member": bytes.fromhex(known[name]), **values})
    about = {
        "培训班名称": "春季轮训班",
        "主办单位": "中共青山镇委员会",
        "开班日期": "2026-03-05",
        "结束日期": "2026-03-06",
        "培训地点": "镇党校",
        "考勤核对人": "王干事",
    }
    present = [[n, name, NUMBERS[name], *["出勤"] * 4] for n, name in enumerate(NAMES, 1)]
    present[-1][-1] = "缺勤"
    spring = workbook(
        run,
        tmp_path,
        about,
        课程表=[
            ["2026-03-05", "上午", "党的二十届三中全会精神", 4, 2],
            ["2026-03-05", "下午", "果树剪枝", 4],
            ["2026-03-06", "上午", "党的创新理论", 4, 4],
            ["2026-03-06", "下午", "座谈", 1],
        ],
        学员名单=[[n, name, NUMBERS[name]] for n, name in enumerate(NAMES, 1)],
        考勤=present,
    )
    evening = workbook(
        run,
        tmp_path,
        {**about, "培训班名称": "夜校", "结束日期": "2026-03-05"},
        课程表=[["2026-03-05", "上午", "读书会", 4, 4], ["2026-03-05", "晚上", "夜学", 2]],
        学员名单=[[1, "王一", NUMBERS["王一"]]],
        考勤=[[1, "王一", NUMBERS["王一"], "出勤", "出勤"]],
    )
    for path in (spring, evening):
        done = run("import", "class", path, *at)
        assert (done.code, done.keys["rejected"]) == (0, [])
    return known


@pytest.mark.parametrize(
    ("name", "total", "days"),
    [("王一", 15, 1.625), ("李二", 13, 1.625), ("赵四", 13, 1.625), ("钱五", 12, 1.5)],
)
def test_hours(
    run: Run, store: Store, people: dict[str, str], name: str, total: float, days: float
) -> None:
    found = run("hours", "--member", people[name], *DAY, *JSON, "--store", store.path).keys
    assert (found["total"], found["days"]) == (total, days)
    assert sum(entry["hours"] for entry in found["entries"]) == total
    if name != "王一":
        return
    words = run("hours", "--member", people[name], *DAY, "--store", store.path).out
    assert "历年共 15 学时、1.625 天" in words
    [doubled] = found["not_counted"]
    assert (doubled["title"], doubled["slot"]) == ("夜校", "上午")
    assert "与“春季轮训班”同一个半天，只计一次" in doubled["reason"]
    assert sum(entry["innovation_hours"] for entry in found["entries"]) == 6
    [evening] = [entry for entry in found["entries"] if entry["slot"] == "晚上"]
    assert (evening["hours"], evening["days"]) == (2, 0)


def test_check(run: Run, store: Store, people: dict[str, str]) -> None:
    def rule(rule_id: str, *when: str) -> dict[str, Any]:
        year = when or ("--year", "2026", *DAY)
        asked = ("check", "--policy", "P24", "--rule", rule_id, *year)
        [found] = run(*asked, *JSON, "--store", store.path).keys["rules"]
        assert isinstance(found, dict)
        return found

    hours = rule("P24-01")
    keys = ("applies", "met", "short", "exempt", "pending", "unset", "behind")
    assert [hours[key] for key in keys] == [5, 0, 0, 1, 4, 0, 4]
    by_name = {one["name"]: one for one in hours["subjects"]}
    # 张三 joined on the second day: 4 and 1 hours count, the 8 of the first day are named.
    assert {name: (one["status"], one["value"]) for name, one in by_name.items()} == {
        "王一": ("pending", 15),
        "李二": ("pending", 13),
        "张三": ("pending", 5),
        "赵四": ("exempt", 13),
        "钱五": ("pending", 12),
    }
    assert "另有 8 学时在入党（2026-03-06）前参加，不计入本条" in by_name["张三"]["why"]
    assert "不属 P24-06 所列的年老体弱、行动不便" in by_name["钱五"]["why"]
    # The third of five years: 160 × 3 ÷ 5; a 书记 280 × 3 ÷ 5; 25 months from 2026-11.
    assert [by_name["王一"]["pace"][key] for key in ("due", "missing", "months_left")] == [
        *(96, 145, 25)
    ]
    assert [by_name["李二"]["pace"][key] for key in ("due", "missing")] == [168, 267]
    assert by_name["赵四"]["pace"] is None
    secretary = rule("P24-02")
    assert [(one["name"], one["status"]) for one in secretary["subjects"]] == [("李二", "pending")]
    # 6 of 15, of 13, 4 of the 5 that count, 6 of 12.
    shares = {one["name"]: one["value"] for one in rule("P24-04")["subjects"]}
    assert shares == {"王一": 40, "李二": 46.2, "张三": 80, "赵四": 46.2, "钱五": 50}
    # 2025 is over: the 书记 had no 脱产培训 at all.
    closed = rule("P24-03", "--year", "2025", *DAY)
    assert [(one["name"], one["status"]) for one in closed["subjects"]] == [("李二", "short")]
    words = run("check", "--policy", "P24", "--year", "2026", *DAY, "--store", store.path).out
    assert "2024-01-01 至 2028-12-31 尚未到期，不判未达标；低于本年进度 4 人" in words


def test_summary(run: Run, store: Store, people: dict[str, str], tmp_path: Path) -> None:
    at = ("--year", "2026", *DAY, "--store", store.path)
    found = run("summary", *at, *JSON, "-o", tmp_path / "s.json").keys["figures"]
    assert (found["hours"], found["innovation_hours"], found["innovation_share"]) == (66, 30, 45.5)
    assert (found["people_trained"], found["person_times"]) == (5, 6)
    assert (found["average_hours"], found["average_per_member"]) == (13.2, 13.2)
    assert [(one["name"], one["attended"], one["hours"]) for one in found["classes"]] == [
        ("春季轮训班", 5, 64),
        ("夜校", 1, 2),
    ]
    first = found["requirements"][0]
    assert (first["open"], first["short"], first["pending"], first["behind"]) == (True, 0, 4, 4)
    assert set(found["bases"]) >= {"members", "coverage", "average_hours", "hours"}
    run("summary", *at, "-o", tmp_path / "s.pdf")
    text = re.sub(r"\s", "", "".join(page_texts(tmp_path / "s.pdf")))
    assert "参训人员人均13.2学时" in text
    assert "尚未到期：是低于本年进度或本年0学时的人数" in text
    assert "未到期" in text
    assert "未达标5" not in text


def test_the_printed_archive(
    run: Run, store: Store, people: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "档案.pdf"
    made = ("print", "archive", "--member", people["王一"], "-o", target, "--store", store.path)
    run(*made)
    text = re.sub(r"\s", "", "".join(page_texts(target)))
    assert "累计15学时、1.625天" in text
    assert "2026年计15学时、1.625天" in text
    assert "与“春季轮训班”同一个半天" in text
    run(*made, "--year", "2026")
    text = re.sub(r"\s", "", "".join(page_texts(target)))
    assert "累计" not in text
    assert "2026年合计（只列本年）15学时、1.625天" in text
