"""tests/ mirrors app/: the test of a module is found by the module's name, or in one table."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
APP, TESTS = ROOT / "app", ROOT / "tests"
OF_THEIR_OWN = {
    "bench",
    "cases",
    "faults",
    "journeys",
    "old_files",
    "roster_corpus",
    "sample_register",
}
"""Folders of tests that speak of the whole program."""

TABLE = tomllib.loads((TESTS / "tested_through.toml").read_text(encoding="utf-8"))
THROUGH: dict[str, list[str]] = TABLE["through"]
FOLDERS: dict[str, str] = TABLE["folders"]


def modules() -> dict[str, Path]:
    """Every module of app by its dotted name, packages left out."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in APP.rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    }


def mirrored_files() -> list[Path]:
    """Every file with tests that lies in a mirrored folder."""
    found = (path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))
    return [path for path in found if path.parts[0] not in OF_THEIR_OWN]


@cache
def named() -> set[str]:
    """Every module that some test file imports, or whose name a test file bears."""
    found: set[str] = set()
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    borne = {(path.parent.parts, path.stem.removeprefix("test_")) for path in mirrored_files()}
    return {name for name in modules() if name in found or mirrored(name) in borne}


def mirrored(name: str) -> tuple[tuple[str, ...], str]:
    *folder, module = name.split(".")[1:]
    return tuple(folder), module


def with_helpers(names: set[str]) -> set[str]:
    """With every module that has one caller only, in the same folder: its test is the caller's."""
    graph = grimp.build_graph("app", cache_dir=None)
    found, left = set(names), set(modules()) - names
    while True:
        callers = {name: graph.find_modules_that_directly_import(name) for name in left}
        fresh = {
            name
            for name, by in callers.items()
            if len(by) == 1 and by <= found and mirrored(name)[0] == mirrored(next(iter(by)))[0]
        }
        if not fresh:
            return found
        found, left = found | fresh, left - fresh


def in_folder(name: str) -> bool:
    where = modules()[name].relative_to(ROOT).as_posix()
    return any(where.startswith(f"{folder}/") for folder in FOLDERS)


def test_every_folder_of_tests_is_a_folder_of_the_program() -> None:
    strange = {
        path.parent.as_posix() for path in mirrored_files() if not (APP / path.parent).is_dir()
    }
    assert not strange


def test_a_test_that_bears_the_name_of_a_module_lies_in_its_folder() -> None:
    homes: dict[str, set[tuple[str, ...]]] = {}
    for name in modules():
        folder, module = mirrored(name)
        homes.setdefault(module, set()).add(folder)
    lost = {
        path.as_posix(): sorted(homes[stem])
        for path in mirrored_files()
        if (stem := path.stem.removeprefix("test_")) in homes
        and path.parent.parts not in homes[stem]
    }
    assert not lost


def test_every_module_has_a_test_that_names_it_or_stands_in_the_table() -> None:
    listed = {f"app.{name}" for names in THROUGH.values() for name in names}
    without = sorted(set(modules()) - with_helpers(named()) - listed)
    assert not [name for name in without if not in_folder(name)]


def test_the_table_names_what_is_there() -> None:
    listed = [f"app.{name}" for names in THROUGH.values() for name in names]
    assert len(listed) == len(set(listed))
    assert not [path for path in THROUGH if not (ROOT / path).is_file()]
    assert not [folder for folder in FOLDERS if not (ROOT / folder).is_dir()]
    assert not [name for name in listed if name not in modules()]
