"""What every workbook to be filled in has: columns with drop-downs, and a sheet that explains."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.entity import Field, Kind
from app.reports.column import Column
from app.reports.pen import LEFT
from app.reports.sheet import SheetPlan

NOTES_SHEET = "填表说明"
_USUAL_WIDTH = 28.0
_MOST_WORDS = 20
_HOW = {
    Kind.ID_NUMBER: "18 位号码（旧 15 位也可）；本列已设为文本，请勿改成数值",
    Kind.DATE: "知道多少填多少：1985、1985.03 或 1985-03-05，不要凑",
    Kind.DAY: "写到日，如 2026-03-05",
    Kind.MONTH: "写到月，如 2026-03",
    Kind.PHONE: "11 位手机号，或带区号的座机号，只填一个",
    Kind.CHOICE: "从下拉列表中选择",
    Kind.MANY: "可填几项，中间用顿号分开",
    Kind.FLAG: "填“是”或“否”",
    Kind.MONEY: "单位：元，最多两位小数，如 1234.5",
    Kind.HOURS: "0.5 的倍数，如 4 或 2.5",
    Kind.NUMBER: "整数",
    Kind.NOTE: "不得录入涉密内容和病情",
}


@dataclass(frozen=True, slots=True)
class _Explained:
    label: str
    needed: str
    how: str


def fill_column(made: Field, width: float = _USUAL_WIDTH) -> Column:
    """The empty column of a field."""
    choices: tuple[str, ...] = ()
    if made.kind is Kind.FLAG:
        choices = ("是", "否")
    elif made.kind is Kind.CHOICE:
        choices = made.choices
    return Column(made.label, "", width, choices=choices)


def notes_sheet(fields: Sequence[Field], references: str) -> SheetPlan:
    """The sheet that explains; `references` says how others are named."""
    return SheetPlan(
        NOTES_SHEET,
        NOTES_SHEET,
        (Column("栏目", "label", 36), Column("是否必填", "needed", 20),
         Column("怎么填", "how", 130, LEFT)),
        tuple(_explained(made, references) for made in fields),
    )  # fmt: skip


def _explained(made: Field, references: str) -> _Explained:
    how = references if made.kind is Kind.REFERENCE else _HOW.get(made.kind, "")
    if made.choices:
        shown = "、".join(made.choices[:_MOST_WORDS])
        more = "等" if len(made.choices) > _MOST_WORDS else ""
        how = f"可填：{shown}{more}" + (
            "；可填几项，中间用顿号分开" if made.kind is Kind.MANY else ""
        )
    if made.shown_when or made.required_when:
        when = made.required_when or made.shown_when
        assert when is not None
        how = "；".join(filter(None, (how, f"“{'”“'.join(when[1])}”时填写")))
    return _Explained(made.label, _needed(made), how)


def _needed(made: Field) -> str:
    if made.required_when or (made.required and made.shown_when):
        return "视情况"
    return "必填" if made.required else ""
