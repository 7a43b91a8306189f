"""Every printed kind, at a township and at the county, goes through the window's own path to a
printer that keeps a PDF, and is compared with its preview page by page."""

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.progress import Silent
from app.domain.registers import REGISTERS
from app.services.classes import attendance, closing
from app.services.classes.attendance import Signature
from app.services.documents import prepare_document, write_recovery_sheet
from app.services.papers import catalogue
from app.services.papers.selection import Selection
from app.services.settings import change_signature
from app.services.store import Store
from app.ui.dialogs.pdf_pages import PdfPages
from app.ui.printing import lay_out_together
from tests.builders import (
    Pair,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
)
from tests.days import this_year
from tests.register_building import make_row
from tests.reports.printed import render
from tests.ui.paper_comparing import differences, printed

SIZES = (1, 23, 300)
NAMES = ("李㛃", "王䶮", "张𬱖", "陈喆", "阿依古丽·买买提", "欧阳建国", "刘堃")
JOBS = ("村党支部书记、村委会主任", "务工", "青山中学教师", "村民", "")
MOST_PAGES = 2
"""So many pages from the beginning and from the end of a longer paper are printed."""


@dataclass
class Place:
    """A store with people in several branches and a closed class of each size."""

    store: Store
    chosen: dict[int, Selection]


def _branches(store: Store) -> list[bytes]:
    if store.site.level == "township":
        return [make_organization(store, f"{name}党支部") for name in ("李家村", "石桥村")]
    made: list[bytes] = []
    for town in ("青山镇", "白沙乡"):
        above = make_organization(store, town, kind="党委")
        made += [make_organization(store, f"{n}党支部", parent=above) for n in ("李家村", "石桥村")]
    return made


def _filled(store: Store, signed_as: str) -> Place:
    change_signature(store, signed_as)
    branches = _branches(store)
    people = [
        make_member(
            store, branches[n % len(branches)], NAMES[n % len(NAMES)], political_status="正式党员",
            workplace=JOBS[n % len(JOBS)], sex="男" if n % 2 else "女", joined_on="2001-07-01",
        )
        for n in range(max(SIZES))
    ]  # fmt: skip
    chosen = {}
    for size in SIZES:
        days = {"first_day": f"{this_year()}-01-{3 + size % 20:02}", "days": 1}
        name = f"{size}人党员集中轮训示范培训班"
        made = make_class(store, people[:size], name, certificates=1, **days)  # type: ignore[arg-type]
        present = list(range(1, size + 1))
        for session in made.sessions:
            attendance.sign_page(store, session, present, {}, Signature("张三", "盒 1"))
        closing.close_class(store, made.uid)
        chosen[size] = Selection(
            training_class=made.uid,
            members=tuple(people[:size]),
            organization=store.site.organization,
            year=this_year(),
        )
    return Place(store, chosen)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    folder = tmp_path_factory.mktemp("stores")
    made = {
        "乡镇": _filled(make_store(folder), "中共青山镇委员会"),
        "县里": _filled(make_county(folder), "中共云岭县委组织部"),
    }
    for register in REGISTERS:
        for _ in range(6):
            make_row(made["乡镇"].store, register)
    yield made
    for place in made.values():
        place.store.close()


ALONE = [k for k in catalogue.CATALOGUE if catalogue.PACKAGE not in k.needs and not k.row_of]
OF_A_CLASS = [kind.id for kind in ALONE if not kind.register]
LEVELS = ("乡镇", "县里")
TOGETHER = "class_roster+sign_in_sheet"
"""打印花名册和签到表: one button, two papers, two orientations."""


SHEETS = [
    *itertools.product((*OF_A_CLASS, TOGETHER), LEVELS, SIZES),
    *((kind.id, LEVELS[0], SIZES[0]) for kind in ALONE if kind.register),
]
"""What registers print has nothing to do with the size of a class."""


@pytest.mark.parametrize(("kinds", "level", "size"), SHEETS)
def test_the_printer_gets_what_the_preview_shows(
    qtbot: QtBot, places: dict[str, Place], tmp_path: Path, kinds: str, level: str, size: int
) -> None:
    place = places[level]
    chosen = place.chosen[size]
    prepared = [prepare_document(place.store, kind, chosen) for kind in kinds.split("+")]
    preview = tmp_path / f"{kinds}-{level}-{size}.pdf"
    made = lay_out_together(prepared, preview, Silent())
    assert made.warnings == ()
    _compare(preview, tmp_path)


def test_papers_of_packages_and_the_recovery_code(qtbot: QtBot, pair: Pair, tmp_path: Path) -> None:
    branch = make_organization(pair.township, "李家村党支部")
    for name in NAMES:
        make_member(pair.township, branch, name, political_status="正式党员")
    pair.to_county()
    for kind in ("handover_slip", "headcount_change"):
        preview = tmp_path / f"{kind}-县里-7.pdf"
        prepared = [prepare_document(pair.county, kind, Selection())]
        lay_out_together(prepared, preview, Silent())
        _compare(preview, tmp_path)
    code = tmp_path / "recovery.pdf"
    write_recovery_sheet(pair.township, "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", code)
    _compare(code, tmp_path)


def _compare(preview: Path, folder: Path) -> None:
    pages = len(PdfPages(preview))
    parts = [(0, 0)]
    if pages > 2 * MOST_PAGES:
        parts = [(1, MOST_PAGES), (pages - MOST_PAGES + 1, pages)]
    for number, (first, last) in enumerate(parts):
        on_paper = printed(preview, folder / f"printed-{number}.pdf", first=first, last=last)
        assert differences(preview, on_paper, first or 1) == []
    if kept := os.environ.get("XUEJI_SCREENSHOTS"):
        render(preview, Path(kept), 0.8)
