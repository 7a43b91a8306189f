"""The empty roster that staff fill in: headers, drop-downs, text columns, a sheet that explains."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind
from app.domain.people.roster_headers import NEVER_READ
from app.reports.column import Column
from app.reports.pen import LEFT
from app.reports.sheet import SheetPlan, write_workbook

NOTES_SHEET = "填表说明"
_LEFT_OUT = NEVER_READ | {"status"}
_WIDTHS = {"name": 24.0, "id_number": 42.0, "organization": 44.0, "workplace": 44.0, "note": 40.0}
_HOW = {
    Kind.ID_NUMBER: "18 位号码（旧 15 位也可）；本列已设为文本，请勿改成数值",
    Kind.DATE: "知道多少填多少：1985、1985.03 或 1985-03-05，不要凑",
    Kind.PHONE: "11 位手机号，或带区号的座机号，只填一个",
    Kind.CHOICE: "从下拉列表中选择",
    Kind.FLAG: "填“是”或“否”",
    Kind.REFERENCE: "写党支部全称；整张表是同一个支部时，可只写在标题里",
    Kind.NOTE: "不得录入涉密内容和病情",
}


@dataclass(frozen=True, slots=True)
class _Explained:
    label: str
    needed: str
    how: str


def write_template(target: Path) -> None:
    """Write the empty roster workbook."""
    fields = [made for made in entity_named("member").fields if made.name not in _LEFT_OUT]
    roster = SheetPlan(
        "党员花名册",
        "党员花名册",
        (Column("序号", "", 12), *(_column(made) for made in fields)),
        (),
        ("填好后在“党员—导入花名册”中选择本文件；不得录入涉密内容。",),
        across=True,
        to_fill=True,
    )
    notes = SheetPlan(
        NOTES_SHEET,
        NOTES_SHEET,
        (Column("栏目", "label", 36), Column("是否必填", "needed", 20),
         Column("怎么填", "how", 130, LEFT)),
        tuple(_explained(made) for made in fields),
    )  # fmt: skip
    write_workbook([roster, notes], target)


def _column(made: Field) -> Column:
    choices = ("是", "否") if made.kind is Kind.FLAG else made.choices
    return Column(made.label, "", _WIDTHS.get(made.name, 28.0), choices=choices)


def _explained(made: Field) -> _Explained:
    how = _HOW.get(made.kind, "")
    if made.kind is Kind.CHOICE:
        shown = "、".join(made.choices[:20])
        how = f"可填：{shown}" + ("等" if len(made.choices) > 20 else "")
    return _Explained(made.label, "必填" if made.required else "", how)
