"""师资 and 阵地 on the command line: lectures out of classes, villages without a place."""

from pathlib import Path

from app.services.store import Store
from tests.builders import change_row, count, make_class, make_organization
from tests.cli.conftest import Run
from tests.register_building import make_row


def test_lectures_out_of_classes(run: Run, store: Store) -> None:
    at = ("--store", store.path, "--json")
    assert run(*at, "teacher", "lectures").error["code"] == "nothing-taught"
    make_row(store, "teacher", name="王䶮")
    make_class(store, teacher="王䶮", first_day="2026-03-02", days=1)
    assert run(*at, "teacher", "lectures").keys["new"] == 1
    assert run(*at, "teacher", "lectures").keys == {
        "new": 0,
        "changed": 0,
        "several": [],
        "elsewhere": 0,
    }
    assert count(store, "teacher_lecture", "hours = 8") == 1


def test_villages_without_a_place(run: Run, store: Store, tmp_path: Path) -> None:
    at = ("--store", store.path, "--json")
    village = make_organization(store, "李家村党支部")
    change_row(store, "organization", village, sector="农村")
    told = run(*at, "venue", "coverage").keys
    assert (told["kind"], told["without"]) == ("远程教育站点", 1)
    assert told["places"][0]["organization"] == "李家村党支部"
    assert run(*at, "venue", "coverage", "--kind", "没有").code == 1
    made = run(*at, "print", "venue_coverage", "-o", tmp_path / "a.pdf")
    assert made.keys["pages"] == 1
