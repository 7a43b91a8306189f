"""恢复码: the one paper that opens a store again when every password is lost."""

import re
from pathlib import Path

from app.domain.documents.recovery_sheet import RecoverySheet
from app.domain.progress import Progress, Silent
from app.reports.cells import Cells
from app.reports.document import PORTRAIT, Document, Numbering
from app.reports.fact_grid import FactGrid
from app.reports.fonts import HEI
from app.reports.layout import paragraph, signatures, title
from app.reports.pen import BLACK, CENTER, Style
from app.reports.target import Written

_GROUPS_PER_LINE = 4
_CODE, _HEAD, _TEXT = Style(22, HEI), Style(13, HEI), Style(12)
_LINE = 14.0

_WHAT_TO_DO = (
    "1. 忘记密码、原来的使用人调走时，凭本页的恢复码可以重新打开本机数据并设置新密码。",
    "2. 没有密码也没有恢复码，数据再也打不开。请把本页装入信封密封，由专人锁柜保管。",
    "3. 谁拿到恢复码，谁就能打开全部数据。不要拍照、不要发到微信或 QQ、不要和电脑放在一起。",
    "4. 恢复码泄露或者本页遗失，请立即报告负责人，并尽快更换恢复码。",
    "5. 录入恢复码时不分大小写，横线和空格可以不录。",
)
_NO_SECRETS = "学籍通不得录入、存储、传递涉及国家秘密的内容。"


def write_pdf(content: RecoverySheet, path: Path, progress: Progress | None = None) -> Written:
    """One page, printed once."""
    (progress or Silent()).step(0, 1, "恢复码")
    document = Document("数据恢复码", PORTRAIT, numbering=Numbering.NONE)
    document.new_page()
    title(document, "数据恢复码", 24)
    FactGrid(document).draw(
        (
            (("填报单位", content.site_name), ("层级", content.level)),
            (("生成时间", content.created_on), ("本机核对码", content.fingerprint)),
        )
    )
    document.y += 8
    _code(document, content.recovery_code)
    document.y += 8
    paragraph(document, "怎样使用和保管", _HEAD, indent=0)
    for text in _WHAT_TO_DO:
        paragraph(document, text, _TEXT, indent=0)
    document.y += 4
    paragraph(document, _NO_SECRETS, _HEAD, indent=0)
    document.y += 6
    signatures(document, ("保管人：", "存放地点：", "日期："))
    return document.save(path)


def _code(document: Document, code: str) -> None:
    """Large groups, few to a line, so that it can be copied by hand without losing the place."""
    groups = [group for group in re.split(r"[\s\-—]+", code) if group]
    lines = [groups[at : at + _GROUPS_PER_LINE] for at in range(0, len(groups), _GROUPS_PER_LINE)]
    left, width = document.paper.left, document.paper.usable_width
    document.pen.frame((left, document.y), (width, _LINE * len(lines) + 8), 1.2, BLACK)
    document.y += 4
    cells = Cells(document, most_lines=1)
    part = width / _GROUPS_PER_LINE
    for line in lines:
        for number, group in enumerate(line):
            box = (left + number * part, document.y, part, _LINE)
            cells.write(box, group, _CODE, CENTER)
        document.y += _LINE
    document.y += 4
