"""`import`, `template`, `class close`, `hours`, `check`, `print`, `summary`, `demo`."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.reports import fonts
from app.services.store import Store
from tests.builders import (
    MadeClass,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)
from tests.cli.conftest import Ran, Run

HEADER = "姓名,性别,公民身份号码,手机,所在党支部"
COUNTS = {"rows", "new", "updated", "unchanged", "duplicates"}
LISTS = {"rejected", "warnings", "unknown_organizations"}


def roster(folder: Path, *lines: str) -> Path:
    path = folder / "花名册.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    return path


def imported(run: Run, store: Store, path: Path, *more: object) -> Ran:
    return run("import", "roster", path, *more, "--json", "--store", store.path)


def test_a_roster_is_planned_imported_and_taken_back(
    run: Run, store: Store, tmp_path: Path
) -> None:
    make_organization(store, "李家村党支部")
    path = roster(
        tmp_path,
        f"王䶮,男,{id_number(1)},13800001111,李家村党支部",
        f"张三,男,{id_number(3)},,李家村党支部",
        f"张三,男,{id_number(3)},,李家村党支部",
        "李四,男,110105198001010011,,李家村党支部",
        f"王五,男,{id_number(5)},,赵家村党支部",
    )
    dry = imported(run, store, path, "--dry-run")
    assert count(store, "member") == 0
    done = imported(run, store, path, "--errors", tmp_path / "refused.xlsx")
    assert (dry.code, done.code) == (1, 1)
    assert set(done.keys) >= COUNTS | LISTS | {"batch"}
    assert all(isinstance(done.keys[name], int) for name in COUNTS)
    assert (dry.keys["batch"], dry.keys["new"]) == (None, 2)
    assert {name: done.keys[name] for name in COUNTS} == {
        "rows": 5,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 1,
    }
    assert [set(one) for one in done.keys["rejected"]] == [
        {"sheet", "row", "cell", "column", "value", "reason"}
    ] * 2
    assert [one["row"] for one in done.keys["rejected"]] == [5, 6]
    assert done.keys["unknown_organizations"] == ["赵家村党支部"]
    assert "--create-organizations" in done.err
    assert (tmp_path / "refused.xlsx").is_file()
    undone = run("import", "undo", done.keys["batch"], "--json", "--store", store.path)
    assert (undone.code, undone.keys["reversed"], undone.keys["kept"], undone.keys["errored"]) == (
        *(0, 2, 0),
        0,
    )
    again = run("import", "undo", done.keys["batch"], "--json", "--store", store.path)
    assert again.code == 1


def test_unknown_branches_are_made_when_told(run: Run, store: Store, tmp_path: Path) -> None:
    path = roster(tmp_path, f"王五,男,{id_number(5)},,赵家村党支部")
    ran = imported(run, store, path, "--create-organizations")
    assert (ran.code, ran.keys["new"], ran.keys["rejected"]) == (0, 1, [])
    (row,) = run("list", "members", "--json", "--store", store.path).keys["rows"]
    assert row["organization"] == "赵家村党支部"
    shown = run("import", "roster", path, "--store", store.path)
    assert (shown.code, "不变 1" in shown.out) == (0, True)


def test_a_corrected_number_is_asked_about_and_answered(
    run: Run, store: Store, tmp_path: Path
) -> None:
    branch = make_organization(store, "李家村党支部")
    known = make_member(store, branch, "王䶮", id_number=id_number(1))
    path = roster(tmp_path, f"王䶮,男,{id_number(3)},,李家村党支部")
    asked = imported(run, store, path, "--dry-run").keys
    (question,) = asked["questions"]
    assert (question["row"], question["id"], question["answer"]) == (2, known.hex(), None)
    assert id_number(1) not in str(asked)
    assert any("疑似" in told["reason"] for told in asked["warnings"])
    different = imported(run, store, path, "--dry-run", "--different", "2").keys
    assert different["new"] == 1
    assert not any("疑似" in told["reason"] for told in different["warnings"])
    for answer in ("2", f"2={known.hex()}", f"花名册!2={known.hex()}"):
        dry = imported(run, store, path, "--dry-run", "--same-person", answer).keys
        assert (dry["new"], dry["updated"], dry["questions"][0]["answer"]) == (0, 1, "same")
    for wrong in ("9", "2=abc", "x!2"):
        assert imported(run, store, path, "--same-person", wrong).error["code"] == "same-person"
    assert run("import", "roster", path, "--same-person", "二", "--json").code == 2
    done = imported(run, store, path, "--same-person", "2")
    assert (done.code, done.keys["updated"]) == (0, 1)
    assert value_of(store, "member", known, "id_number") == id_number(3)


def test_files_that_are_no_roster_are_refused(run: Run, store: Store, tmp_path: Path) -> None:
    picture = tmp_path / "x.xlsx"
    picture.write_bytes(b"\x89PNG\r\n" + bytes(200))
    for path in (picture, tmp_path / "none.xlsx", tmp_path):
        ran = imported(run, store, path)
        assert (ran.code, ran.error["code"] != "crash") == (1, True), path
        assert ran.error["hint"]


@pytest.mark.parametrize("kind", ["roster", "class"])
def test_templates_are_written(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"{kind}.xlsx"
    ran = run("template", kind, target, "--json")
    assert (ran.code, ran.keys["path"]) == (0, str(target))
    assert target.stat().st_size > 3000


def test_an_empty_class_workbook_is_refused_with_its_cells(
    run: Run, store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "class.xlsx"
    run("template", "class", target)
    ran = run("import", "class", target, "--json", "--store", store.path)
    assert ran.code == 1
    assert ran.error["message"]
    assert count(store, "training_class") == 0


def held_class(store: Store, *names: str, marks: bool = True) -> tuple[MadeClass, list[bytes]]:
    people: list[bytes] = [make_member(store, name=name) for name in names]
    made = make_class(store, people, days=3, certificates=1)
    for number, person in enumerate(people):
        for session in made.sessions if marks else []:
            mark(store, session, person, "出勤" if number == 0 else "缺勤")
    return made, people


def test_a_class_is_not_closed_while_marks_are_missing(run: Run, store: Store) -> None:
    made, (person,) = held_class(store, "王一", marks=False)
    ran = run("class", "close", made.uid.hex(), "--json", "--store", store.path)
    assert (ran.code, ran.error["code"]) == (1, "marks-missing")
    assert len(ran.keys["missing"]) == 6
    assert ran.keys["missing"][0]["member_id"] == person.hex()
    assert "王一" in ran.err
    assert count(store, "training_class", "state = '已结班'") == 0


def test_closing_says_why_and_numbers_certificates(run: Run, store: Store) -> None:
    _, people = held_class(store, "王一", "王二")
    ran = run("class", "close", "党员集中轮训班", "--json", "--store", store.path)
    assert ran.code == 0
    assert set(ran.keys) >= {"completed", "not_completed", "certificates"}
    assert [one["member_id"] for one in ran.keys["completed"]] == [people[0].hex()]
    (missed,) = ran.keys["not_completed"]
    assert (missed["member_id"], missed["name"]) == (people[1].hex(), "王二")
    assert missed["reason"]
    (number,) = ran.keys["certificates"]
    (row,) = run("list", "certificates", "--json", "--store", store.path).keys["rows"]
    assert (row["number"], row["member"]) == (number, "王一")
    again = run("class", "close", "党员集中轮训班", "--json", "--store", store.path)
    assert again.code == 1


def test_hours_give_the_reason_of_every_figure(run: Run, store: Store) -> None:
    _, people = held_class(store, "王一", "王二")
    for person, total in zip(people, (24.0, 0.0), strict=True):
        ran = run(
            "hours", "--member", person.hex(), "--year", 2026, "--json", "--store", store.path
        )
        assert set(ran.keys) >= {"entries", "total", "by_category", "not_counted"}
        assert ran.keys["total"] == total
        assert len(ran.keys["entries"]) == 6
        assert len(ran.keys["not_counted"]) == (0 if total else 6)
        assert all(entry["reason"] for entry in ran.keys["entries"])
    argv = ["hours", "--member", people[0].hex(), "--json", "--store", store.path]
    assert run(*argv, "--as-of", "2026-03-03").keys["total"] == 16.0
    assert run(*argv, "--year", "2025").keys["total"] == 0


def test_hours_by_id_number_come_from_stdin_only(run: Run, store: Store) -> None:
    number = id_number(321)
    uid = make_member(store, id_number=number)
    ran = run("hours", "--member", "-", "--json", "--store", store.path, stdin=number + "\n")
    assert (ran.code, ran.keys["member_id"]) == (0, uid.hex())
    assert number not in ran.out + ran.err
    assert run("hours", "--member", "-", "--json", "--store", store.path).code == 1
    assert run("hours", "--member", "0" * 32, "--json", "--store", store.path).code == 1


def test_hours_of_one_of_two_namesakes_need_the_id(run: Run, store: Store) -> None:
    made = {make_member(store, name="王伟").hex() for _ in range(2)}
    ran = run("hours", "--member", "王伟", "--json", "--store", store.path)
    assert (ran.code, {one["id"] for one in ran.keys["candidates"]}) == (1, made)


def checked(run: Run, store: Store, *more: object) -> dict[str, Any]:
    ran = run("check", "--policy", "P24", "--year", 2026, *more, "--json", "--store", store.path)
    assert ran.code == 0, ran.err
    return ran.keys


def test_a_policy_is_checked(run: Run, store: Store) -> None:
    held_class(store, "王一", "王二")
    found = checked(run, store)
    assert set(found) >= {"policy", "as_of", "rules"}
    assert {rule["id"] for rule in found["rules"]} >= {"P24-01", "P24-03", "P24-04"}
    for rule in found["rules"]:
        assert rule["kind"] in ("computed", "recorded", "text")
        parts = [rule[name] for name in ("met", "short", "exempt", "pending")]
        assert rule["applies"] == sum(parts)
        for one in rule["subjects"]:
            assert set(one) >= {"kind", "id", "name", "value", "unit", "threshold", "status", "why"}
    (rule,) = checked(run, store, "--rule", "P24-01", "--limit", 1)["rules"]
    assert (rule["applies"], len(rule["subjects"])) == (2, 1)
    assert checked(run, store, "--as-of", "2026-12-31")["as_of"] == "2026-12-31"
    for wrong in (["--policy", "P99", "--year", 2026], ["--policy", "P24", "--year", 1999]):
        ran = run("check", *wrong, "--json", "--store", store.path)
        assert (ran.code, ran.error["code"] != "crash") == (1, True)
    assert "P24-01" in run("check", "--policy", "P24", "--year", 2026, "--store", store.path).out


def test_every_kind_of_document_says_what_it_needs(run: Run) -> None:
    kinds = run("print", "--list", "--json").keys["kinds"]
    assert all(set(kind) >= {"id", "title", "formats", "needs"} for kind in kinds)
    # What a kind needs is said by the option that gives it.
    options = {"class", "member", "organization", "year", "package", "row"}
    assert {need for kind in kinds for need in kind["needs"]} == options
    assert {kind["id"] for kind in kinds} >= {
        *("class_roster", "sign_in_sheet", "certificate", "attendance_proof", "feedback"),
        *("archive", "owed_list", "year_summary", "handover_slip"),
    }
    assert "签到表" in run("print", "--list").out


def test_documents_are_printed(run: Run, store: Store, tmp_path: Path) -> None:
    made, people = held_class(store, "王一", "王二")
    run("class", "close", made.uid.hex(), "--store", store.path)
    for kind, chosen, suffix in (
        ("class_roster", ["--class", "党员集中轮训班"], "pdf"),
        ("class_roster", ["--class", made.uid.hex()], "xlsx"),
        ("certificate", ["--class", made.uid.hex()], "pdf"),
        ("archive", ["--member", people[0].hex()], "pdf"),
        ("owed_list", ["--organization", "青山镇", "--year", "2026"], "pdf"),
    ):
        target = tmp_path / f"{kind}.{suffix}"
        ran = run("print", kind, "-o", target, *chosen, "--json", "--store", store.path)
        assert ran.code == 0, ran.err
        assert set(ran.keys) >= {"path", "pages", "warnings"}
        assert ran.keys["pages"] >= 1
        assert target.stat().st_size > 1000


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["nothing", "-o", "x.pdf"], 1),
        (["class_roster", "-o", "x.pdf"], 1),
        (["class_roster", "-o", "x.pdf", "--class", "没有这个班"], 1),
        (["class_roster", "-o", "x.txt", "--class", "党员集中轮训班"], 1),
        (["class_roster"], 2),
        ([], 2),
    ],
)
def test_what_cannot_be_printed_is_told(run: Run, store: Store, argv: list[str], code: int) -> None:
    make_class(store, [make_member(store)])
    ran = run("print", *argv, "--json", "--store", store.path)
    assert (ran.code, ran.error["code"] != "crash") == (code, True)
    assert ran.error["hint"]


@pytest.mark.parametrize("kind", ["certificate", "attendance_proof", "feedback"])
def test_nothing_is_signed_before_its_class_is_closed(
    run: Run, store: Store, tmp_path: Path, kind: str
) -> None:
    made, _ = held_class(store, "王一", "王二")
    target = tmp_path / "x.pdf"
    argv = ["print", kind, "-o", target, "--class", made.uid.hex(), "--json"]
    ran = run(*argv, "--store", store.path)
    assert (ran.code, ran.error["code"], target.exists()) == (1, "class-open", False)
    assert "结班" in ran.error["hint"]
    run("class", "close", made.uid.hex(), "--store", store.path)
    assert run(*argv, "--store", store.path).code == 0


def test_a_name_with_a_hole_is_refused_until_it_is_allowed(
    run: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "own_fonts", tuple)
    made, _ = held_class(store, "李\U00031353", "王二")
    run("class", "close", made.uid.hex(), "--store", store.path)
    target = tmp_path / "x.pdf"
    argv = ["print", "certificate", "-o", target, "--class", made.uid.hex(), "--json"]
    ran = run(*argv, "--store", store.path)
    assert (ran.code, ran.error["code"], target.exists()) == (1, "characters-missing", False)
    assert "李\U00031353" in ran.error["message"]
    assert "--allow-missing" in ran.error["hint"]
    ran = run(*argv, "--allow-missing", "--store", store.path)
    assert ran.code == 0
    assert len(ran.keys["warnings"]) == 1


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "json"])
def test_the_year_is_summed_up(run: Run, store: Store, tmp_path: Path, suffix: str) -> None:
    held_class(store, "王一", "王二")
    target = tmp_path / f"年度总结.{suffix}"
    ran = run("summary", "--year", 2026, "-o", target, "--json", "--store", store.path)
    assert ran.code == 0, ran.err
    assert ran.keys["path"] == str(target)
    figures = ran.keys["figures"]
    assert (figures["members"], figures["hours"], figures["classes_held"]) == (2, 24.0, 1)
    assert target.stat().st_size > 500
    if suffix == "json":
        assert json.loads(target.read_text("utf-8")) == figures


def test_a_summary_of_another_format_is_refused(run: Run, store: Store, tmp_path: Path) -> None:
    target = tmp_path / "x.doc"
    ran = run("summary", "--year", 2026, "-o", target, "--json", "--store", store.path)
    assert (ran.code, target.exists()) == (1, False)


def test_the_demo_needs_nobody(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUEJI_PASSWORD")
    ran = run("demo", "--members", 12, "--seed", 7, "--json")
    assert ran.code == 0, ran.err
    keys = ran.keys
    assert set(keys) >= {"out", "stores", "documents", "packages", "members", "hours"}
    assert Path(keys["out"]) == tmp_path / "xueji-demo"
    assert set(keys["stores"]) == {"county", "township_1", "township_2"}
    assert all(Path(p).is_file() for p in [*keys["stores"].values(), *keys["documents"]])
    assert all(Path(p).parent.name == "packages" for p in keys["packages"])
    assert (keys["members"], keys["hours"] > 0) == (12, True)
    assert not (tmp_path / "home" / "xueji.xueji").exists()
    assert "XUEJI_PASSWORD" not in os.environ
