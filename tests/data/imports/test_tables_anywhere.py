"""Two tables anywhere in a sheet: everybody is read right, or their cells are named as unread."""

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.data.imports.roster import read_roster
from app.domain.people.roster_file import RosterFile
from tests.roster_corpus.files import Cell, Sheet, text, xlsx
from tests.roster_corpus.people import Person, people

HEADERS = {
    "name": ("姓名", "党员姓名", "姓 名"),
    "id_number": ("身份证号", "公民身份号码", "身份证\n号码"),
    "phone": ("联系电话", "手机号码"),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "joined_on": ("入党时间",),
}
EVERYBODY = people(60, seed=31)


def table(
    chance: random.Random, crowd: list[Person], *, serial: bool, extra: bool
) -> list[list[Cell]]:
    """A header in any order, with some of the fields, and its people."""
    fields = ["name", "id_number", *chance.sample(list(HEADERS)[2:], chance.randint(0, 4))]
    chance.shuffle(fields)
    head: list[Cell] = [chance.choice(HEADERS[name]) for name in fields]
    values = {"name": "name", "id_number": "id_number", "phone": "phone", "sex": "sex",
              "ethnicity": "ethnicity", "joined_on": "joined"}  # fmt: skip
    lines: list[list[Cell]] = [[getattr(p, values[name]) for name in fields] for p in crowd]
    if extra:
        head.append("血型")
        lines = [[*cells, "O"] for cells in lines]
    if serial:
        head.insert(0, "序号")
        lines = [[number, *cells] for number, cells in enumerate(lines, 1)]
    return [head, *lines]


def placed(
    first: list[list[Cell]],
    second: list[list[Cell]],
    *,
    beside: bool,
    gap: int,
    down: int,
    title: bool,
) -> list[list[Cell]]:
    """Both tables in one grid: the second below, or to the right and `down` lines lower."""
    top = int(title)
    width = max(len(cells) for cells in first)
    left, start = (width + gap, top + down) if beside else (0, top + len(first) + gap)
    height = max(top + len(first), start + len(second))
    grid: list[list[Cell]] = [[None] * (left + len(second[0]) + width) for _ in range(height)]
    if title:
        grid[0][0] = "李家村党支部党员花名册"
    for row, cells in enumerate(first, top):
        grid[row][: len(cells)] = cells
    for row, cells in enumerate(second, start):
        grid[row][left : left + len(cells)] = cells
    return grid


def people_read(file: RosterFile) -> dict[str, dict[str, object]]:
    """What was read, by ID number."""
    return {str(row.cells["id_number"]): dict(row.cells) for s in file.sheets for row in s.rows}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6),
    beside=st.booleans(),
    gap=st.integers(0, 2),
    down=st.integers(0, 4),
    title=st.booleans(),
    serial=st.booleans(),
    as_text=st.booleans(),
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 6)),
)
def test_nobody_vanishes(
    seed: int, beside: bool, gap: int, down: int, title: bool, serial: bool, as_text: bool,
    sizes: tuple[int, int],
) -> None:  # fmt: skip
    chance = random.Random(seed)
    crowd = chance.sample(EVERYBODY, sum(sizes))
    ours, theirs = crowd[: sizes[0]], crowd[sizes[0] :]
    # Two tables that touch are told apart by their serial numbers, as offices write them.
    touching = beside and gap == 0
    first = table(chance, ours, serial=serial, extra=chance.random() < 0.3)
    second = table(chance, theirs, serial=serial or touching, extra=chance.random() < 0.3)
    grid = placed(first, second, beside=beside, gap=gap, down=down, title=title)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("党员.csv" if as_text else "党员.xlsx")
        path.write_bytes(text(grid, "utf-8") if as_text else xlsx(Sheet(grid)))
        found = people_read(read_roster(path))
    for person in crowd:
        cells = found.get(person.id_number)
        assert cells is not None, person
        assert cells["name"] == person.name
        for name, value in (("phone", person.phone), ("sex", person.sex)):
            assert str(cells.get(name, value)) == value
    assert len(found) == len(crowd)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), below=st.booleans(), gap=st.integers(0, 2))
def test_a_table_without_numbers_is_named(seed: int, below: bool, gap: int) -> None:
    chance = random.Random(seed)
    crowd = chance.sample(EVERYBODY, 6)
    first = table(chance, crowd[:3], serial=True, extra=False)
    second: list[list[Cell]] = [["序号", "姓名", "性别", "联系电话"]]
    second += [[number, p.name, p.sex, p.phone] for number, p in enumerate(crowd[3:], 1)]
    grid = placed(first, second, beside=not below, gap=max(gap, int(not below)), down=2, title=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "党员.xlsx"
        path.write_bytes(xlsx(Sheet(grid)))
        found = read_roster(path)
    assert {p.id_number for p in crowd[:3]} == set(people_read(found))
    assert any(told.cell and "没有读取" in told.reason for told in found.warnings)
