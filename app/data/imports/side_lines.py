"""Lines of a table that are not data: titles that name a branch, totals, remarks, signatures."""

import re
import unicodedata
from collections.abc import Sequence

from app.domain.people.id_number import meant_as_number
from app.domain.people.roster_context import branch_in, village_in, without_list
from app.domain.people.roster_file import CellValue

_NO_NAME = re.compile(r"(?i)^(?:sheet\d*|工作表\d*|表\d*|\d+|汇总|总表|花名册|党员名册|名册|党员)$")
_END_WORDS = re.compile(
    r"^(?:本[页表支村镇部]{0,2}(?:合计|小计|总计|共计)|合计|小计|总计|共计|总人数|党员总数|人数合计|"
    r"备注|说明|制表|填表|填报|审核|审批|经办|负责人|单位负责|支部书记签|书记签|联系人:|盖章|打印|"
    r"日期:|注[:：1一]|共\d+[人名页]|第\d+页|以下空白|以下无内容|以下为空|此页无正文)"
)
_LONGEST_NAME = 60
_FEWEST_NUMBERED = 3


def branch_hints(texts: Sequence[str], sheet_name: str) -> tuple[str, ...]:
    """Texts above the header, and the tab, that may name the branch: the most explicit first."""
    said = [text for text in texts if text.strip()]
    if not _NO_NAME.match(_plain(sheet_name)):
        said.append(sheet_name)
    explicit = [branch_in(text) for text in said]
    rest = [text for text, hint in zip(said, explicit, strict=True) if not hint]
    implied = [village_in(text) for text in rest]
    found = dict.fromkeys(
        hint
        for hint in (*explicit, *implied, *map(without_list, rest))
        if 2 <= len(hint) <= _LONGEST_NAME
    )
    return tuple(found)


def is_side_line(cells: Sequence[CellValue]) -> bool:
    """Whether a line is a total, a remark or a signature and not a person."""
    words = (cell for cell in cells if isinstance(cell, str) and not cell.strip().isdigit())
    first = next((_plain(cell) for cell in words if cell.strip()), "")
    return bool(_END_WORDS.match(first))


def counts_columns(cells: Sequence[CellValue]) -> bool:
    """Whether a line under a header only numbers its columns: 1 2 3 4, 甲 乙 1 2."""
    filled = [str(cell).strip() for cell in cells if cell not in ("", None)]
    if len(filled) < _FEWEST_NUMBERED or any(len(cell) > 4 for cell in filled):
        return False
    numbers = [int(float(cell)) for cell in filled if re.fullmatch(r"\d{1,2}(?:\.0)?", cell)]
    letters = [cell for cell in filled if cell in "甲乙丙丁"]
    first = numbers[0] if numbers else 0
    return len(numbers) + len(letters) == len(filled) and numbers == list(
        range(first, first + len(numbers))
    )


def is_no_id_number(value: CellValue) -> bool:
    """Whether what stands in the ID column cannot have been meant as a number: 2人, 以上人员."""
    return isinstance(value, str) and not meant_as_number(value)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("：", ":")
