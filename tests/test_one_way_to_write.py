"""Files are put in place in one way, `app/files`; whoever writes otherwise is seen, by kinds."""

import ast
import re

import pytest

from tests.test_architecture import MODULES, ROOT, imported_modules, name_of, named, tree_of

WRITERS = {"Workbook", "load_workbook", "Document", "DocxTemplate", "Canvas", "SimpleDocTemplate"}
"""What other libraries write files with, when `save` is called on it or a path is given to it."""
WRITES_FILES = {"QSaveFile", "QFile", "QSettings", "NamedTemporaryFile", "TemporaryFile"}
BY_HAND = {
    "fsync", "rename", "renames", "write_bytes", "write_text", "touch", "hardlink_to", "symlink_to",
    "truncate", "copyfile", "copyfileobj", "copy2", "copytree", "mkstemp", "mkdtemp", "toPdf",
}  # fmt: skip
OWN_WAY = {
    "app/data/backup.py": "into a name beside, which is put in place",
    "app/data/rekeying.py": "into a name beside, which is put in place",
    "app/exchange/listing.py": "what came from a stick, into a folder of one run",
    "app/exchange/stick.py": "packages, read back before they get their name",
    "app/ui/error_gate.py": "the log, which only grows",
    "app/ui/printing.py": "a preview, in a folder that is wiped",
    "app/ui/remembered.py": "Qt puts the whole file in place itself",
    "app/ui/tables/bringing_in.py": "what was pasted, in a folder that is wiped",
    "app/selftest.py": "in a folder that is wiped",
}
"""Who writes otherwise, and why that harms nobody."""


def own_placings(tree: ast.Module) -> list[int]:
    """Lines that write, flush, rename or copy files by hand, by the kinds there are."""
    made = _made_by_writers(tree)
    return sorted({getattr(node, "lineno", 0) for node in ast.walk(tree) if _writes(node, made)})


def _writes(node: ast.AST, made: set[str]) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "VACUUM INTO" in node.value.upper()
    if not isinstance(node, ast.Call):
        return False
    name, owner = _called(node)
    return (
        (name in BY_HAND and not (name == "rename" and not isinstance(node.func, ast.Attribute)))
        or name in WRITES_FILES
        or (owner == "shutil" and name in {"copy", "move"})
        or (name == "replace" and len(node.args) == 1 and not node.keywords)
        or (owner == "os" and name in {"replace", "link"})
        or (name == "TemporaryDirectory")
        or (name == "open" and _for_writing(node))
        or (name == "save" and owner in made and _names_a_file(node))
        or (name in {"Canvas", "SimpleDocTemplate"} and _names_a_file(node))
        or (owner == "xlsxwriter" and name == "Workbook" and _names_a_file(node))
    )


def _called(node: ast.Call) -> tuple[str, str]:
    if isinstance(node.func, ast.Name):
        return node.func.id, ""
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return node.func.attr, owner.id if isinstance(owner, ast.Name) else ""
    return "", ""


def _for_writing(node: ast.Call) -> bool:
    given = [*node.args, *(word.value for word in node.keywords if word.arg == "mode")]
    modes = [one.value for one in given if isinstance(one, ast.Constant)]
    return any(
        isinstance(m, str) and re.fullmatch(r"[rwaxbt+]{1,4}", m) and set(m) & set("wax+")
        for m in modes
    )


def _names_a_file(node: ast.Call) -> bool:
    """Whether it is given anything but memory."""
    first = node.args[0] if node.args else None
    return not (isinstance(first, ast.Name) and first.id in {"memory", "buffer"})


def _made_by_writers(tree: ast.Module) -> set[str]:
    """Names that hold something of another library that is saved to a file by name."""
    found = set()
    # Our own Document puts its file in place itself.
    ours = "app.reports.document.Document" in imported_modules(tree)
    writers = WRITERS - ({"Document"} if ours else set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            name, _ = _called(node.value)
            chain = ast.unparse(node.value.func)
            if name in writers or "PdfDocument" in chain:
                found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    return found


def test_files_are_put_in_place_in_one_way() -> None:
    free = ("app/files/", *OWN_WAY)
    modules = [path for path in MODULES if not name_of(path).startswith(free)]
    assert not named(modules, own_placings)


def test_who_writes_files_in_its_own_way_still_does() -> None:
    """A name that stays in the list without need would hide the next writer."""
    assert not [name for name in OWN_WAY if not own_placings(tree_of(ROOT / name))]


@pytest.mark.parametrize(
    "line",
    [
        "path.open('w')", "open(path, mode='ab')", "path.open('r+b')", "path.write_text('x')",
        "path.write_bytes(b'x')", "shutil.copy(a, b)", "shutil.move(a, b)", "shutil.copyfile(a, b)",
        "os.replace(a, b)", "old.replace(new)", "old.rename(new)", "path.touch()",
        "db.execute('VACUUM INTO ?', x)", "tempfile.NamedTemporaryFile()", "tempfile.mkstemp()",
        "book = Workbook()\nbook.save(path)", "xlsxwriter.Workbook(path)", "Canvas(str(path))",
        "made = docx.Document()\nmade.save(path)", "QSaveFile(path)", "QSettings(path, kind)",
        "os.fsync(handle)",
    ],
)  # fmt: skip
def test_every_kind_of_writing_by_hand_is_seen(line: str) -> None:
    assert own_placings(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    ["path.open('rb')", "open(path)", "text.replace('a', 'b')", "workspace.save(act)",
     "xlsxwriter.Workbook(memory)", "copy.copy(x)", "put_bytes(path, data)"],
)  # fmt: skip
def test_what_writes_nothing_by_hand_is_let_be(line: str) -> None:
    assert not own_placings(ast.parse(line))
