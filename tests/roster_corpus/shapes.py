"""More than forty rosters as offices keep them, each with exactly what must come of it."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.roster_corpus.files import Cell, Sheet, repacked, text, xls, xlsx
from tests.roster_corpus.people import Person, id_number, old_number, people, wrong_check

A, B, C = people(3)
TITLE = "中共青山镇李家村党支部党员花名册"
HEADER = ["序号", "姓名", "性别", "民族", "出生年月", "身份证号", "联系电话", "入党时间"]
HERE = "李家村党支部"


@dataclass
class Outcome:
    """What must come of a file: counts, refused and warned cells, values of rows."""

    new: int = 0
    duplicates: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    warned: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    values: dict[int, dict[str, object]] = field(default_factory=dict)
    branch: str = HERE
    unknown: list[str] = field(default_factory=list)
    refusal: str = ""


@dataclass
class Shape:
    """One file of the corpus."""

    name: str
    build: Callable[[], bytes]
    outcome: Outcome
    suffix: str = ".xlsx"


def line(number: int | None, person: Person, **other: Cell) -> list[Cell]:
    """A line of HEADER; `other` replaces single cells."""
    made: dict[str, Cell] = {
        "number": number,
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "birth": person.birth,
        "id": person.id_number,
        "phone": person.phone,
        "joined": person.joined,
    }
    return list({**made, **other}.values())


def roster(*lines: Sequence[Cell], title: str = TITLE) -> Sheet:
    """Title, header and lines; the first person stands in row 3."""
    return Sheet([[title], HEADER, *lines], name="名册", merged=["A1:H1"])


CLEAN = [line(1, A), line(2, B), line(3, C)]
PLAIN: list[Sequence[Cell]] = [[TITLE], HEADER, *CLEAN]


def _one(name: str, outcome: Outcome, /, **cells: Cell) -> Shape:
    """A shape of one line that differs from a clean one in `cells`."""
    return Shape(name, lambda: xlsx(roster(line(1, A, **cells))), outcome)


def _takes(name: str, field_name: str, value: object, /, **cells: Cell) -> Shape:
    """One line is taken, and a field holds `value`."""
    return _one(name, Outcome(new=1, values={3: {field_name: value}}), **cells)


def _refuses(name: str, cell: str, reason: str, /, **cells: Cell) -> Shape:
    """One line is refused, at `cell`."""
    return _one(name, Outcome(refused={cell: reason}), **cells)


def _file(name: str, build: Callable[[], bytes], outcome: Outcome, suffix: str = ".xlsx") -> Shape:
    return Shape(name, build, outcome, suffix)


BORN, JOINED = A.birth.replace(".", "-"), A.joined.replace(".", "-")
ALL = Outcome(new=3, values={3: {"id_number": A.id_number, "birth_date": BORN}})
SHORT = Outcome(new=3)

FILES = [
    _file("clean", lambda: xlsx(roster(*CLEAN)), ALL),
    _file("old binary xls", lambda: xls(roster(*CLEAN)), ALL, ".xls"),
    _file("xls named xlsx", lambda: xls(roster(*CLEAN)), ALL, ".xlsx"),
    _file("xlsx named xls", lambda: xlsx(roster(*CLEAN)), ALL, ".xls"),
    _file("csv utf-8", lambda: text(PLAIN, "utf-8"), ALL, ".csv"),
    _file("csv utf-8 with BOM", lambda: text(PLAIN, "utf-8-sig"), ALL, ".csv"),
    _file("csv gb18030", lambda: text(PLAIN, "gb18030"), ALL, ".csv"),
    _file("csv utf-16", lambda: text(PLAIN, "utf-16"), ALL, ".csv"),
    _file("tab separated text named xls", lambda: text(PLAIN, "gb18030", "\t"), ALL, ".xls"),
    _file("semicolons", lambda: text(PLAIN, "utf-8", ";"), ALL, ".csv"),
    _file(
        'csv with ="…" around the number',
        lambda: text([[TITLE], HEADER, line(1, A, id=f'="{A.id_number}"')], "gb18030"),
        Outcome(new=1, values={3: {"id_number": A.id_number}}),
        ".csv",
    ),
    _file("html named xls", lambda: b"<html><table><tr><td>x</td></tr></table></html>",
          Outcome(refusal="网页"), ".xls"),
    _file("pdf", lambda: b"%PDF-1.7 ...", Outcome(refusal="PDF"), ".xlsx"),
    _file("empty file", lambda: b"", Outcome(refusal="空的")),
    _file("cut off", lambda: xlsx(roster(*CLEAN))[:3000], Outcome(refusal="损坏")),
    _file("noise", lambda: bytes(range(256)) * 40, Outcome(refusal="编码"), ".csv"),
    _file(
        "entity declaration in the XML",
        lambda: repacked(
            xlsx(roster(*CLEAN)), "xl/workbook.xml", "<workbook ",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook ',
        ),
        Outcome(refusal="损坏"),
    ),
    _file(
        "dimension that lies",
        lambda: repacked(xlsx(roster(*CLEAN)), "xl/worksheets/sheet1.xml", "A1:H5", "A1:A1"),
        ALL,
    ),
    _file(
        "a cell far away",
        lambda: xlsx(Sheet([*PLAIN, [None] * 300 + ["x"]])),
        Outcome(refusal="200 列"),
    ),
    _file("no header", lambda: xlsx(Sheet([["甲", "乙"], ["丙", "丁"]])), Outcome(refusal="表头")),
    _file(
        "no column of ID numbers",
        lambda: xlsx(Sheet([["姓名", "性别"], [A.name, "男"]])),
        Outcome(refusal="身份证号"),
    ),
]  # fmt: skip

_TWO_LINES: list[Sequence[Cell]] = [
    [TITLE],
    ["序号", "基本情况", None, None, None, "公民身份\n号码", "联系方式", "入党"],
    [None, "姓 名", "性 别", "民\n族", "出生年月\n（如1985.03）", None, None, "时间"],
]


def _shifted(*lines: Sequence[Cell]) -> list[list[Cell]]:
    return [[None, None, *cells] for cells in lines]


HEADERS = [
    _file(
        "a table that starts at column C",
        lambda: xlsx(Sheet(_shifted([TITLE], HEADER, *CLEAN))),
        Outcome(new=3, values={3: {"name": A.name}}),
    ),
    _file(
        "a table that starts at column C, a cell refused",
        lambda: xlsx(
            Sheet([[None, None, *cells] for cells in ([TITLE], HEADER, line(1, A, phone="1"))])
        ),
        Outcome(refused={"I3": "11 位"}),
    ),
    _file(
        "village named without the word for its branch",
        lambda: xlsx(Sheet([["青山镇李家村党员花名册"], HEADER, *CLEAN])),
        SHORT,
    ),
    _file(
        "unknown village on the tab",
        lambda: xlsx(Sheet([HEADER, line(1, A)], name="孙家村")),
        Outcome(refused={"": "孙家村党支部"}, unknown=["孙家村党支部"]),
    ),
    _file(
        "year and year-end in the title",
        lambda: xlsx(Sheet([["2024年度青山镇李家村党支部在册党员基本情况统计表"], HEADER, *CLEAN])),
        SHORT,
    ),
    _file(
        "two header lines with a merged group",
        lambda: xlsx(
            Sheet([*_TWO_LINES, *CLEAN], merged=["A1:H1", "B2:E2", "A2:A3", "F2:F3", "G2:G3"])
        ),
        Outcome(new=3, values={4: {"phone": A.phone, "joined_on": JOINED}}),
    ),
    _file(
        "two header lines in a csv", lambda: text([*_TWO_LINES, *CLEAN], "gb18030"), SHORT, ".csv"
    ),
    _file(
        "synonyms with blanks and notes",
        lambda: xlsx(
            Sheet(
                [
                    ["  党员花名册 "],
                    ["填报单位：李家村党支部", None, None, "填报时间：2024年5月"],
                    ["序 号", "党员\n姓名*", "居民身份证号码（18位）",
                     "文化 程度", "手机", "党员类型"],
                    [1, A.name, A.id_number, "大专", A.phone, "中共党员"],
                ]
            )
        ),
        Outcome(new=1, values={4: {"education": "大学专科", "political_status": "正式党员"}}),
    ),
    _file(
        "header without title, branch on the tab",
        lambda: xlsx(Sheet([HEADER, *CLEAN], name="李家村支部")),
        SHORT,
    ),
    _file(
        "header repeated on every printed page",
        lambda: xlsx(roster(line(1, A), HEADER, line(2, B))),
        Outcome(new=2),
    ),
    _file(
        "a column that nobody knows",
        lambda: xlsx(Sheet([[TITLE], [*HEADER, "血型"], [*line(1, A), "O"]])),
        Outcome(new=1, remarks=("血型",)),
    ),
    _file(
        "工作单位 and 职务 apart",
        lambda: xlsx(
            Sheet([[TITLE], ["姓名", "身份证号", "工作单位", "职务"],
                   [A.name, A.id_number, "镇政府", "主任"]])
        ),
        Outcome(new=1, values={3: {"workplace": "镇政府主任"}}),
    ),
    _file(
        "党内职务 and its date are a post, not 单位及职务",
        lambda: xlsx(
            Sheet([[TITLE], ["姓名", "身份证号", "职务", "党内职务", "任职时间"],
                   [A.name, A.id_number, "村主任", "支部书记", "2021.3"]])
        ),
        Outcome(new=1, values={3: {"workplace": "村主任"}}),
    ),
]  # fmt: skip

LINES = [
    _file(
        "blank lines, totals, remarks, signatures",
        lambda: xlsx(
            roster(
                line(1, A), [], ["  "], line(2, B), [3], ["小 计", 2],
                line(4, C), ["合  计", "3人"], ["备注：此表一式两份。"],
                ["填表人：某某", None, None, "审核人：某某"],
            )
        ),
        SHORT,
    ),
    _file(
        "a branch named above each section",
        lambda: xlsx(
            Sheet(
                [["青山镇党员花名册"], HEADER, ["李家村党支部"], line(1, A),
                 ["王家村党支部"], line(1, B)],
                merged=["A1:H1", "A3:H3", "A5:H5"],
            )
        ),
        Outcome(
            new=2, branch="",
            values={4: {"organization": HERE}, 6: {"organization": "王家村党支部"}},
        ),
    ),
    _file(
        "one sheet per branch and a hidden one",
        lambda: xlsx(
            Sheet([["李家村党支部党员名册"], HEADER, line(1, A)], name="1"),
            Sheet([["中共青山镇王家村支部委员会党员名册"], HEADER, line(1, B)], name="2"),
            Sheet([[TITLE], HEADER, line(1, C)], name="旧", hidden=True),
        ),
        Outcome(new=2, remarks=("隐藏",), branch=""),
    ),
    _file(
        "hidden rows are read and told",
        lambda: xlsx(
            Sheet([[TITLE], HEADER, *CLEAN], hidden_rows=[4]),
        ),
        Outcome(new=3, remarks=("1 行是隐藏的",)),
    ),
    _file(
        "branch column merged over its people",
        lambda: xlsx(
            Sheet(
                [["党员花名册"], ["姓名", "身份证号", "所在支部"],
                 [A.name, A.id_number, "李家村党支部"], [B.name, B.id_number, None]],
                merged=["C3:C4"],
            )
        ),
        Outcome(new=2),
    ),
    _file(
        "unknown branch",
        lambda: xlsx(
            Sheet([["党员花名册"], ["姓名", "身份证号", "党支部"],
                   [A.name, A.id_number, "赵家村党支部"]])
        ),
        Outcome(refused={"C3": "赵家村党支部"}, unknown=["赵家村党支部"]),
    ),
    _file(
        "no branch anywhere",
        lambda: xlsx(Sheet([["党员花名册"], HEADER, line(1, A)])),
        Outcome(refused={"": "没有写明"}),
    ),
    _file(
        "the same person twice",
        lambda: xlsx(roster(line(1, A), line(2, A))),
        Outcome(new=1, duplicates=1, warned={"F4": "第 3 行"}),
    ),
    _file(
        "the same person twice, the second time with a 15-digit number and another phone",
        lambda: xlsx(
            roster(line(1, A), line(2, A, id=old_number(A.id_number), phone="13900000000"))
        ),
        Outcome(new=1, duplicates=1, warned={"F4": "联系电话不一致"}),
    ),
    _file(
        "same number, other name",
        lambda: xlsx(roster(line(1, A), line(2, B, id=A.id_number))),
        Outcome(new=1, duplicates=1, warned={"F4": "姓名不同"}),
    ),
    _file(
        "formula that nobody calculated",
        lambda: xlsx(roster(line(1, A, id='=CONCATENATE("4301","99")'))),
        Outcome(refused={"F3": "公式"}),
    ),
]  # fmt: skip

DAY = datetime.date(1985, 3, 1)
IN_MARCH = id_number("19850301", 11)

DIRT = [
    _refuses("ID number as a number", "F3", "数值", id=float(int(A.id_number))),
    _refuses("ID number in scientific notation as text", "F3", "数值", id="4.30199E+17"),
    _refuses("ID number ending in 000", "F3", "000", id=id_number("19700101", 10)[:15] + "000"),
    _refuses("wrong check digit", "F3", "校验位", id=wrong_check(A.id_number)),
    _refuses("a digit missing", "F3", "17 位", id=A.id_number[:17]),
    _refuses("impossible date", "E3", "不存在", birth="2024.2.30"),
    _refuses("impossible date in digits", "E3", "不存在", birth="20240230"),
    _refuses("month 13", "E3", "不存在", birth="1985.13"),
    _refuses("a date to come", "H3", "还没有到", joined="2096.01"),
    _refuses("January or October", "E3", "分不清", birth=1985.1),
    _refuses("serial number of a day", "E3", "日期编号", birth=31107),
    _refuses("missing name", "B3", "姓名", name=None),
    _refuses("missing ID number", "F3", "身份证号", id=None),
    _refuses("invisible character in a name", "B3", "看不见", name="张\u200b三"),
    _one("two phones in a cell", Outcome(new=1, warned={"G3": "第一个号码"},
         values={3: {"phone": "13812345678"}}), phone="13812345678/13912345678"),
    _refuses("unknown sex", "C3", "可填", sex="未知"),
    _refuses("a sex nobody stated", "C3", "可填", sex="9"),
    _one("sex disagrees", Outcome(new=1, warned={"C3": "不一致"},
         values={3: {"sex": "女" if A.sex == "男" else "男"}}),
         sex="女" if A.sex == "男" else "男"),
    _one("birth disagrees", Outcome(new=1, warned={"E3": "不一致"},
         values={3: {"birth_date": "1933-01"}}), birth="1933.1"),
    _takes("spaced name", "name", "张三", name="张　三"),
    _takes("dot look-alike", "name", "阿依古丽·买买提", name="阿依古丽•买买提"),
    _takes("dot of another keyboard", "name", "阿依古丽·买买提", name="阿依古丽.买买提"),
    _takes("rare name", "name", "张𬱖", name="张𬱖"),
    _takes("汉 for 汉族", "ethnicity", "汉族", ethnicity="汉"),
    _takes("full-width digits", "phone", "13812345678", phone="１３８１２３４５６７８"),
    _takes("phone as a number", "phone", "13812345678", phone=13812345678),
    _takes("phone from a table program", "phone", "13812345678", phone="13812345678.0"),
    _takes("landline", "phone", "0731-8123456", phone="(0731)8123456"),
    _takes("lower-case x", "id_number", id_number("19700307", 14).upper(),
           id=f" {id_number('19700307', 14).lower()} ", birth=None, sex=None, joined=None),
    _takes("full-width ID number", "id_number", IN_MARCH, birth=None, sex=None,
           id="".join(chr(ord(digit) + 0xFEE0) for digit in IN_MARCH), joined=None),
    _takes("old 15-digit number", "id_number", old_number(IN_MARCH), id=old_number(IN_MARCH),
           birth=None, sex=None, joined=None),
    _takes("residence permit", "id_number", id_number("19850301", 11, "810000"),
           id=id_number("19850301", 11, "810000"), birth=None, sex=None, joined=None),
    *(
        _takes(f"date {birth!r}", "birth_date", meant,
               birth=birth, id=IN_MARCH, sex="男", joined=None)
        for birth, meant in (
            ("1985.03", "1985-03"), ("1985.3", "1985-03"), ("1985-3-1", "1985-03-01"),
            ("1985/03/01", "1985-03-01"), ("1985年3月", "1985-03"), ("1985年3月1日", "1985-03-01"),
            ("198503", "1985-03"), ("19850301", "1985-03-01"), ("1985", "1985"), ("1985年", "1985"),
            (DAY, "1985-03-01"), (198503, "1985-03"), (1985.03, "1985-03"), ("无", None),
        )
    ),
    _file(
        "1985年3月 typed into a cell: the program added the day",
        lambda: xlsx(
            Sheet([[TITLE], HEADER, line(1, A, birth=DAY, id=IN_MARCH, sex="男", joined=None)],
                  formats={"E3": 'yyyy"年"m"月"'})
        ),
        Outcome(new=1, values={3: {"birth_date": "1985-03"}}),
    ),
]  # fmt: skip

SHAPES = [*FILES, *HEADERS, *LINES, *DIRT]
