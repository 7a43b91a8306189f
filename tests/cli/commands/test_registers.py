"""Every register from a terminal: kinds, rows, workbooks, paper."""

from pathlib import Path

import openpyxl
import pytest

from app.domain.registers import REGISTERS
from app.services.store import Store
from tests.cli.conftest import Run


@pytest.fixture
def file(store: Store) -> Path:
    store.close()
    return store.path


def test_kinds_in_the_words_of_the_trade(run: Run) -> None:
    kinds = {kind["id"]: kind for kind in run("list", "--kinds", "--json").keys["kinds"]}
    assert kinds["teachers"]["title"] == "师资库"
    assert kinds["teachers"]["group"] == kinds["teacher_lectures"]["group"] == "教学资源"
    assert {"name": "fee", "label": "课酬（元/半天）", "kind": "money", "required": False} in kinds[
        "teachers"
    ]["fields"]
    assert {made.title for made in REGISTERS.values()} <= {k["title"] for k in kinds.values()}
    assert "师资库" in run("list", "--kinds").out


def test_add_edit_list_remove(run: Run, file: Path) -> None:
    added = run(
        *("add", "teachers", "--store", file, "--json", "--set", "姓名=王䶮"),
        *("--set", "课酬（元/半天）=1,200.5", "--set", "subjects=乡村振兴、党性教育"),
        *("--set", "phone=13812345678"),
    ).keys["id"]
    row = run("list", "teachers", "--store", file, "--json").keys["rows"][0]
    assert row["id"] == added
    assert (row["fee"], row["subjects"]) == (1200.5, ["党性教育", "乡村振兴"])
    assert row["phone"] == "138****5678"
    lecture = run(
        *("add", "teacher_lectures", "--store", file, "--json", "--set", "教师=王䶮"),
        *("--set", "授课日期=2026-03-05", "--set", "授课题目=党课"),
    ).keys["id"]
    listed = run(
        "list", "teacher_lectures", "--store", file, "--json", "--organization", "青山镇"
    ).keys["rows"]
    assert [(one["id"], one["teacher"], one["topic"]) for one in listed] == [
        (lecture, "王䶮", "党课")
    ]
    assert run("edit", "teachers", added, "--store", file, "--set", "state=退出").code == 1
    changed = ("--set", "state=退出", "--set", "left_why=调离")
    assert run("edit", "teachers", added, "--store", file, *changed).code == 0
    assert run("remove", "teachers", added, "--store", file, "--reason", "录错了").code == 0
    assert run("list", "teachers", "--store", file, "--json").keys["rows"] == []


def test_template_import_export_undo_print(run: Run, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert run("template", "venues", path).code == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    line = next(
        n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if "阵地类别" in row
    )
    heads = [cell.value for cell in sheet[line]]
    for at, (name, kind) in enumerate((("镇党校", "基层党校"), ("村部", "火星基地")), line + 1):
        sheet.cell(at, heads.index("名称") + 1, name)
        sheet.cell(at, heads.index("阵地类别") + 1, kind)
        sheet.cell(at, heads.index("建设投入（元）") + 1, 50_000)
    book.save(path)
    dry = run("import", "venues", path, "--store", file, "--json", "--dry-run")
    assert (dry.keys["new"], dry.keys["batch"], dry.code) == (1, None, 1)
    assert dry.keys["unknown_words"] == [
        {"field": "kind", "label": "阵地类别", "word": "火星基地", "lines": 1}
    ]
    errors = tmp_path / "errors.xlsx"
    done = run("import", "venues", path, "--store", file, "--json", "--errors", errors)
    assert done.keys["rejected"][0]["column"] == "阵地类别"
    assert errors.is_file()
    word = ("--word", "阵地类别:火星基地=现场教学点")
    again = run("import", "venues", path, "--store", file, "--json", *word)
    assert (again.code, again.keys["new"], again.keys["unchanged"]) == (0, 1, 1)
    out = tmp_path / "out.xlsx"
    assert run("export", "venues", "-o", out, "--store", file).code == 0
    back = run("import", "venues", out, "--store", file, "--json")
    assert (back.keys["unchanged"], back.keys["new"], back.keys["updated"]) == (2, 0, 0)
    for suffix in ("pdf", "xlsx"):
        paper = tmp_path / f"paper.{suffix}"
        assert run("print", "venue_list", "-o", paper, "--store", file).code == 0
    undone = run("import", "undo", again.keys["batch"], "--store", file, "--json")
    assert undone.keys["reversed"] == 1


def test_wrong_words_are_refused_with_what_to_write(run: Run, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    run("template", "teachers", path)
    told = run("import", "teachers", path, "--store", file, "--json", "--word", "级别")
    assert "字段:写法" in told.error["message"] + told.error["hint"]
    told = run("import", "teachers", path, "--store", file, "--json", "--column", "擅长=没有的")
    assert "没有的" in told.error["message"] + told.error["hint"]
