"""Budgets and rules that no other tool holds: sizes, docstrings, forbidden calls, licences."""

import ast
import gc
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))
OURS = [*MODULES, *sorted((ROOT / "tools").rglob("*.py")), ROOT / "dev.py"]
MAY_PRINT = ("app/cli/", "app/__main__.py", "app/selftest.py")
DANGEROUS_CALLS = {"eval", "exec", "extractall", "__import__"}
DANGEROUS_MODULES = {"pickle", "marshal", "shelve", "telnetlib"}
NETWORK_MODULES = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
LONGEST_FILE, LONGEST_FUNCTION = 350, 40


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def is_pure_data(tree: ast.Module) -> bool:
    """Declarations and code tables only: imports, assignments, dataclass bodies without methods."""
    return not any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.For | ast.While | ast.With)
        for node in ast.walk(tree)
    )


def imported_modules(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def called_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names.add(node.func.id)
        elif isinstance(node, ast.Attribute) and node.attr == "extractall":
            names.add("extractall")
    return names


def named(paths: Iterable[Path], fault: Callable[[ast.Module], object]) -> dict[str, object]:
    """Every module at fault, with what is wrong: one look shows all of them."""
    found = {name_of(path): fault(tree_of(path)) for path in paths}
    return {name: what for name, what in found.items() if what}


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def silent_handlers(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
    ]


def test_a_file_is_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    assert not {
        name_of(path): length
        for path, length in lengths.items()
        if length > LONGEST_FILE and not is_pure_data(tree_of(path))
    }


def test_a_function_fits_on_a_screen() -> None:
    assert not named(OURS, lambda tree: [f for f in functions(tree) if f[1] > LONGEST_FUNCTION])


def test_a_module_says_what_it_is_for() -> None:
    assert not named(OURS, lambda tree: tree.body and not ast.get_docstring(tree))


def test_only_the_terminal_part_prints() -> None:
    silent = [path for path in MODULES if not name_of(path).startswith(MAY_PRINT)]
    assert not named(silent, lambda tree: called_names(tree) & {"print"})


def test_nothing_runs_what_it_reads() -> None:
    def roots(tree: ast.Module) -> set[str]:
        return {name.split(".")[0] for name in imported_modules(tree)}

    assert not named(MODULES, lambda tree: called_names(tree) & DANGEROUS_CALLS)
    assert not named(MODULES, lambda tree: roots(tree) & DANGEROUS_MODULES)


def test_the_program_is_offline() -> None:
    assert not named(MODULES, lambda tree: imported_modules(tree) & NETWORK_MODULES)


def test_no_store_waits_for_the_library_that_only_migrations_use() -> None:
    """sqlite-utils brings click, pluggy and dateutil along: half of what a window costs to start.
    For a type it stands under TYPE_CHECKING, with the annotation in quotes."""

    def at_import(tree: ast.Module) -> list[int]:
        found = [line for line in tree.body if isinstance(line, ast.Import | ast.ImportFrom)]
        return [
            line.lineno
            for line in found
            if any(name.startswith("sqlite_utils") for name in imported_modules(line))
        ]

    assert not named(MODULES, at_import)


def test_no_error_is_swallowed_unseen() -> None:
    assert not named(MODULES, silent_handlers)


def refuse_circles(package: str) -> None:
    graph = grimp.build_graph(package, cache_dir=None)
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()  # raises CycleError, which names the circle


def test_no_module_imports_itself_through_others() -> None:
    """Imports inside functions and for types count: a circle means that two rooms are one."""
    refuse_circles("app")


@pytest.mark.parametrize(
    "way_back",
    [
        "from circling import first",
        "def later() -> None:\n    from circling.first import HERE",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from circling.first import HERE",
        "import importlib\nfrom circling import middle",
    ],
)
def test_a_circle_is_found_however_it_closes(
    way_back: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "__init__": "",
        "first": "import circling.second\nHERE = 1\n",
        "second": f"{way_back}\n",
        "middle": "from .first import HERE\n",
    }
    (tmp_path / "circling").mkdir()
    for name, text in files.items():
        (tmp_path / "circling" / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CycleError):
        refuse_circles("circling")


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [
        int(found.group(1))
        for path in sorted((ROOT / "app/data/migrations").glob("m*.py"))
        if (found := re.match(r"m(\d{4})_", path.name))
    ]
    assert numbers[0] == 1
    assert all(after == before + 1 for before, after in pairwise(numbers))


def runtime_libraries() -> set[str]:
    """Everything the delivered program pulls in, as the installed metadata say."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        if wanted.name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(wanted.name)
        waiting += [Requirement(line) for line in metadata.distribution(wanted.name).requires or []]
    return found


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_delivered_library_is_credited() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    credited = {plain(name) for cell in first_cells for name in re.findall(r"[\w.-]+", cell)}
    missing = {plain(name) for name in runtime_libraries()} - credited
    assert not missing


def test_every_delivered_resource_of_others_is_credited() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    fonts = [path.name for path in (ROOT / "resources/fonts").glob("*.ttf*")]
    licences = [path.name for path in (ROOT / "resources").rglob("*.txt") if is_licence(path)]
    assert fonts
    assert licences
    assert not [name for name in [*fonts, *licences] if f"`{name}`" not in text]


def is_licence(path: Path) -> bool:
    return path.name.startswith(("OFL", "LICENSE"))


def test_every_pin_is_exact_and_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {plain(line.split("==")[0]) for line in lock.splitlines() if "==" in line}
    for requirement in map(Requirement, lines):
        assert [one.operator for one in requirement.specifier] == ["=="], requirement
        assert plain(requirement.name) in locked


def test_the_lock_names_no_host_and_no_folder() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = r"[\w.-]+==[\w.]+( ; [\w'<>=!. ()]+)?( \\)?"
    allowed = re.compile(rf"#.*|{pinned}|    --hash=sha256:[0-9a-f]{{64}}( \\)?")
    assert not [line for line in lock.splitlines() if not allowed.fullmatch(line)]


def test_the_qt_binding_keeps_its_counts() -> None:
    """PySide6 6.12 loses a reference to None at every empty QVariant and aborts Python 3.11."""
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QStandardItem

    owner, item = QObject(), QStandardItem("x")
    gc.collect()
    before = [sys.getrefcount(value) for value in (None, True)]
    for _ in range(1000):
        owner.property("nothing")
        item.data(999)
        item.isEnabled()
    after = [sys.getrefcount(value) for value in (None, True)]
    assert all(late > early - 100 for early, late in zip(before, after, strict=True))


def test_what_the_program_writes_bears_its_seal() -> None:
    """`Database.write` alone seals nothing: the self-check would take it for a stranger's."""
    plain = [
        name_of(path)
        for path in MODULES
        if "database.write()" in path.read_text(encoding="utf-8")
        and name_of(path) != "app/data/migrate.py"
    ]
    assert plain == []


TAKES_MARKUP = re.compile(r"(.*\.setToolTip|QToolTip\.showText|Q(MessageBox|InputDialog)\.\w+)\(")
_OURS = re.compile(
    r"'[^'{}]*'|\b_?[A-Z][A-Z_]+\b|\bQ\w+(\.\w+)*|\b(parent|None|self)\b"
    r"|[\w.]+\.toolTip\(\)|buttons\.\w+"
)


def words_taken_for_markup(tree: ast.Module) -> list[str]:
    """Calls that show what looks like HTML as such, with words that somebody may have typed."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    shown = ((node, ast.unparse(node)) for node in calls)
    return [
        text
        for node, text in shown
        if TAKES_MARKUP.match(text)
        and "as_typed(" not in text
        and any(re.search(r"\w", _OURS.sub("", ast.unparse(one))) for one in node.args)
    ]


@pytest.mark.parametrize(
    ("code", "sound"),
    [
        ("made.setToolTip('常数')", True),
        ("made.setToolTip(_HINT)", True),
        ("made.setToolTip(as_typed(name))", True),
        ("made.setToolTip(name)", False),
        ("made.setToolTip(f'{name}')", False),
        ("QMessageBox.question(parent, '题', words)", False),
        ("QMessageBox.question(parent, '题', '话', QMessageBox.StandardButton.Yes)", True),
        ("QToolTip.showText(place, as_typed(words), widget)", True),
    ],
)
def test_words_taken_for_markup_are_found(code: str, sound: bool) -> None:
    assert bool(words_taken_for_markup(ast.parse(code))) is not sound


def test_what_somebody_typed_is_never_markup() -> None:
    """Names in tool tips and questions pass `as_typed`; labels are plain text."""
    window = [path for path in MODULES if "/ui/" in path.as_posix()]
    assert named(window, words_taken_for_markup) == {}
    texts = {path.stem: path.read_text("utf-8") for path in window}
    bare = {name for name, text in texts.items() if "QLabel(" in text and "PlainText" not in text}
    ours = {"covering", "print_preview", "calendar", "question_card", "help_reader"}
    ours.add("attachment_dialog")  # pictures only
    assert bare <= ours  # our own words
