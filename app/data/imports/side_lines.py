"""Lines of a table that are not data: titles that name a branch, totals, remarks, signatures."""

import re
import unicodedata
from collections.abc import Sequence

from app.domain.people.roster_file import CellValue

_KINDS = (
    "党支部委员会|党总支部委员会|支部委员会|总支部委员会|党委|党工委|党总支部|党总支|党支部|"
    "总支|支部|委员会"
)
_BRANCH = re.compile(rf"^(.*(?:{_KINDS}))")
_LABEL = re.compile(
    r"^(?:填报|填表|上报|报送|所在|所属|党)?(?:单位|党组织|党支部|支部|组织)(?:名称)?(?:\(盖章\)|\(公章\))?:"
)
_YEAR = re.compile(r"^(?:\d{4}年?度?|二[〇○零]..年度?)")
_LIST = re.compile(
    r"(?:全体)?(?:在册|正式|流动|预备)?(?:党员|人员|学员|干部|积极分子|发展对象)?(?:基本)?"
    r"(?:信息|情况)?(?:采集|登记|统计|汇总)?(?:花名册|名册|名单|一览表|台账|信息表|登记表|统计表|情况表|表)"
)
_VILLAGE = re.compile(r"[^镇乡]{2,}(?:村|社区|居委会)$")
_AFTER_COLON = re.compile(r"(?:年|月|日|日期|时间|填表人|电话).*$")
_NO_NAME = re.compile(r"(?i)^(?:sheet\d*|工作表\d*|表\d*|\d+|汇总|总表|花名册|党员名册|名册|党员)$")
_END_WORDS = re.compile(
    r"^(?:本[页表支村镇部]{0,2}(?:合计|小计|总计|共计)|合计|小计|总计|共计|总人数|党员总数|人数合计|"
    r"备注|说明|制表|填表|填报|审核|审批|经办|负责人|单位负责|支部书记签|书记签|联系人:|盖章|打印|"
    r"日期:|注[:：1一]|共\d+[人名页]|第\d+页)"
)
_DIGITS_OF_AN_ID = 10


def branch_hints(lines: Sequence[Sequence[CellValue]], sheet_name: str) -> tuple[str, ...]:
    """Texts above the header, and the tab, that may name the branch: the most explicit first."""
    texts = [cell for line in lines for cell in line if isinstance(cell, str) and cell.strip()]
    if not _NO_NAME.match(_plain(sheet_name)):
        texts.append(sheet_name)
    explicit = [branch_in(text) for text in texts]
    rest = [_without_list(text) for text, hint in zip(texts, explicit, strict=True) if not hint]
    # 李家村党员花名册: a village or community has its branch, even if the word is left out.
    implied = [f"{hint}党支部" for hint in rest if _VILLAGE.search(hint)]
    found = dict.fromkeys(hint for hint in (*explicit, *implied, *rest) if 2 <= len(hint) <= 60)
    return tuple(found)


def branch_in(text: str) -> str:
    """The organization that a title names, up to the word for its kind; empty when none."""
    plain = _LABEL.sub("", _plain(text))
    found = _BRANCH.match(_YEAR.sub("", plain))
    if found is None:
        return ""
    return found.group(1).rpartition(":")[2]


def is_section(cells: Sequence[CellValue]) -> str:
    """The branch when a line holds nothing but its name; otherwise empty."""
    filled = {cell for cell in cells if cell not in ("", None)}
    if len(filled) != 1:
        return ""
    only = filled.pop()
    return branch_in(only) if isinstance(only, str) else ""


def is_side_line(cells: Sequence[CellValue]) -> bool:
    """Whether a line is a total, a remark or a signature and not a person."""
    words = (cell for cell in cells if isinstance(cell, str) and not cell.strip().isdigit())
    first = next((_plain(cell) for cell in words if cell.strip()), "")
    return bool(_END_WORDS.match(first))


def is_no_id_number(value: CellValue) -> bool:
    """Whether what stands in the ID column cannot have been meant as a number: 2人, 以上人员."""
    digits = sum(letter.isdigit() for letter in str(value))
    return isinstance(value, str) and digits < _DIGITS_OF_AN_ID


def _without_list(text: str) -> str:
    plain = _YEAR.sub("", _LABEL.sub("", _plain(text)))
    return _AFTER_COLON.sub("", _LIST.sub("", plain)).rpartition(":")[2]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("：", ":")
