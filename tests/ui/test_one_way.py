"""Dialogs and file dialogs are made in one way only, which fits the screen and remembers."""

import ast
from pathlib import Path

from app.ui.asking import folded

ROOT = Path(__file__).resolve().parents[2]
WINDOW = sorted((ROOT / "app").rglob("*.py"))


def used(path: Path, name: str) -> list[int]:
    """Lines where a class is derived from, called, or its class functions are called."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base) for base in node.bases]
            found += [node.lineno for base in bases if base.split(".")[-1] == name]
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).split(".")
            made = called[-1] == name or (called[0] == name and called[1:2] != ["DialogCode"])
            found += [node.lineno] if made else []
    return found


def elsewhere(name: str, home: str) -> dict[str, list[int]]:
    modules = [path for path in WINDOW if path != ROOT / home]
    return {p.relative_to(ROOT).as_posix(): lines for p in modules if (lines := used(p, name))}


def test_every_dialog_is_one_that_fits_the_screen() -> None:
    assert used(ROOT / "app/ui/dialog.py", "QDialog"), "this test looks in the right place"
    assert elsewhere("QDialog", "app/ui/dialog.py") == {}


def test_a_rule_sees_every_way_around_it(tmp_path: Path) -> None:
    lines = (
        "class A(QDialog): ...",
        "class B(QtWidgets.QDialog, X): ...",
        "x = QDialog(parent)",
        "ok = d.exec() == QDialog.DialogCode.Accepted",
        "QDialog.done(x, 0)",
    )
    source = tmp_path / "x.py"
    source.write_text("\n".join(lines), encoding="utf-8")
    assert used(source, "QDialog") == [1, 2, 3, 5]


def test_every_file_dialog_remembers_its_folder() -> None:
    assert used(ROOT / "app/ui/file_dialogs.py", "QFileDialog")
    assert elsewhere("QFileDialog", "app/ui/file_dialogs.py") == {}


def test_every_list_is_the_one_list() -> None:
    """Copying, the menu, columns, ticks, export and print belong to `ListTable`: a list of its
    own would lack them, and nobody would notice before a clerk does."""
    home = ROOT / "app/ui/tables"
    others = [path for path in WINDOW if home not in path.parents]
    for name in ("QTableView", "QTableWidget", "TableView", "LazyTableModel"):
        inside = [path for path in home.glob("*.py") if used(path, name)]
        assert inside, f"this test looks for {name} in the right place"
        assert {
            p.relative_to(ROOT).as_posix(): used(p, name) for p in others if used(p, name)
        } == {}


def test_every_question_for_words_is_folded() -> None:
    """Qt's own input dialog does not break its lines and runs off a narrow screen."""
    assert elsewhere("QInputDialog", "app/ui/asking.py") == {}
    lines = folded("甲" * 100 + "\n\n原因：").split("\n")
    assert lines == ["甲" * 36, "甲" * 36, "甲" * 28, "", "原因："]
