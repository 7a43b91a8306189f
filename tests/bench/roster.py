"""Importing a roster whole, beside merely reading the same workbook with openpyxl read-only.

Ours is everything between choosing the file and the saved store: read, checked, matched, planned,
backed up, written encrypted with registers and audit, indexed. Both run in turns in this process;
seconds are those of the processor, here and in the child that reads the file.
"""

import gc
import statistics
import tempfile
from pathlib import Path

from app.services.opening import NewSite, create_store
from app.services.rosters import import_roster, plan_roster_import
from tests.bench.apart import processor
from tests.roster_corpus.people import people

Row = tuple[str, float, str, float, str]

GOAL = 1.0
COLUMNS = 25
_HEADER = (
    "序号 姓名 性别 民族 出生年月 身份证号 人员类别 入党时间 转正时间 学历 联系电话 所在党支部 "
    "单位及职务 纳入干部教育培训 备注"
)
_BRANCHES = 1200


def rows(turns: int = 1, count: int = 60_000) -> list[Row]:
    """One row: name, our seconds, the reference, ours ÷ reference, the goal."""
    mine, other = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = write_large_roster(Path(folder) / "花名册.xlsx", count)
        for turn in range(turns):
            mine.append(import_whole(path, Path(folder) / f"{turn}", count))
            other.append(_theirs(path, count))
    ours, reference = statistics.median(mine), statistics.median(other)
    name = f"roster import, {count:,} rows × {COLUMNS} columns"
    shown = f"openpyxl read-only, reading only {reference:.1f} s"
    return [(name, ours, shown, ours / reference, f"≤ {GOAL:.1f}")]


def write_large_roster(path: Path, count: int) -> Path:
    """A clean roster of a whole county, as Excel writes it."""
    import xlsxwriter

    header = _HEADER.split()
    header += [f"其他情况{number}" for number in range(COLUMNS - len(header))]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("全县")
        sheet.write_row(0, 0, header)
        for number, person in enumerate(people(count), 1):
            year = int(person.birth[:4])
            line = [
                str(number), person.name, person.sex, person.ethnicity, person.birth,
                person.id_number, "正式党员", person.joined, f"{year + 26}.{person.joined[5:]}",
                ("初中", "大专", "高中", "本科")[number % 4], person.phone,
                f"第{number % _BRANCHES + 1}党支部", f"第{number % 5000}村民小组组长", "否", "",
            ]  # fmt: skip
            line += [f"内容{(number * 7 + column) % 1000}" for column in range(COLUMNS - len(line))]
            for column, text in enumerate(line):
                sheet.write_string(number, column, text)
    return path


def import_whole(path: Path, folder: Path, count: int) -> float:
    """Everything between choosing the file and the saved store; its seconds."""
    answers = NewSite("county", "云岭县", "云岭县", "测量")
    store = create_store(folder / "store.xueji", answers, "practice-password").store
    gc.collect()
    started = processor()
    plan = plan_roster_import(store, path, create_organizations=True)
    done = import_roster(store, plan)
    taken = processor() - started
    store.close()
    if done.new != count:
        raise AssertionError(f"{done.new} of {count} imported: {done.rejected[:3]}")
    return taken


def _theirs(path: Path, count: int) -> float:
    from openpyxl import load_workbook

    gc.collect()
    started = processor()
    book = load_workbook(path, read_only=True)
    read = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    taken = processor() - started
    book.close()
    if read != count + 1:
        raise AssertionError(f"{read} of {count + 1} lines read")
    return taken
