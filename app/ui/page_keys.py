"""The keys of the window, declared once: each page's, the frame's, lists' and forms'.

From this come the shortcuts, what the tool tips say, and the overview behind Ctrl+/.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.offering import add_to_tip

if TYPE_CHECKING:
    from app.ui.pages.page import Page

OVERVIEW = "Ctrl+/"
ELSEWHERE = ("Ctrl+N",)
"""Pressed for every list by `tables.list_keys`; a page's button only says so."""


@dataclass(frozen=True)
class PageKey:
    """One button of a page by its object name, and what it does."""

    button: str
    keys: str
    words: str


@dataclass(frozen=True)
class KeyLine:
    """One line of the overview."""

    place: str
    keys: str
    words: str


_REGISTER = (
    PageKey("new_row", "Ctrl+N", "在所选登记册里新增"),
    PageKey("import_rows", "Alt+I", "导入"),
    PageKey("rows_together", "Alt+B", "批量修改勾选的行"),
    PageKey("export_rows", "Alt+E", "导出全部栏目"),
    PageKey("print_rows", "Alt+P", "打印这个列表"),
    PageKey("undo_last", "Ctrl+Z", "撤销上一步"),
)

PAGE_KEYS: dict[str, tuple[PageKey, ...]] = {
    "dashboard": (
        PageKey("owed_to_class", "Alt+B", "用勾选的支部办班"),
        PageKey("waiting", "Alt+K", "去录最近一个班的考勤"),
    ),
    "members": (
        PageKey("new_member", "Ctrl+N", "新增党员"),
        PageKey("import_roster", "Alt+I", "导入花名册"),
        PageKey("people_to_class", "Alt+B", "用勾选的人办班"),
        PageKey("change_together", "Alt+P", "批量修改勾选的人"),
        PageKey("unmask_people", "Alt+M", "查看完整信息"),
        PageKey("new_organization", "Alt+O", "新增党组织"),
        PageKey("organization_menu", "Alt+G", "党组织操作：改名、移动、合并、撤销"),
    ),
    "classes": (
        PageKey("new_class", "Ctrl+N", "办班"),
        PageKey("copy_class", "Alt+C", "照着选中的班再办一个"),
        PageKey("import_class", "Alt+I", "导入班次工作簿"),
    ),
    "class_room": (
        PageKey("step_1", "Alt+1", "名单"),
        PageKey("step_2", "Alt+2", "考勤"),
        PageKey("step_3", "Alt+3", "结班"),
        PageKey("step_4", "Alt+4", "证书材料"),
        PageKey("add_people", "Ctrl+N", "增加学员"),
        PageKey("add_listed", "Alt+I", "从名单文件添加学员"),
        PageKey("print_roster_and_sheets", "Alt+P", "打印花名册和签到表"),
        PageKey("page_signed", "Alt+Q", "本页已签"),
        PageKey("day_signed", "Alt+D", "当天各页都已签"),
        PageKey("close_class", "Alt+J", "结班"),
        PageKey("reopen_class", "Alt+R", "取消结班"),
        PageKey("change_class", "Alt+E", "修改班次"),
        PageKey("leave_class", "Alt+Left", "返回办班"),
        PageKey("print_feedback", "Alt+F", "预览参训情况反馈单"),
        PageKey("print_certificate", "Alt+Z", "预览结业证书"),
    ),
    "ledger": (PageKey("archive", "Alt+P", "打印学籍档案"),),
    "registers": _REGISTER,
    "records": _REGISTER,
    "documents": (
        PageKey("preview", "Alt+P", "预览并打印"),
        PageKey("save_workbook", "Alt+E", "存为 Excel"),
        PageKey("preview_full", "Alt+M", "带完整号码预览"),
    ),
    "reporting": (
        PageKey("report", "Alt+S", "数据上报"),
        PageKey("receive", "Alt+R", "接收县里下发"),
        PageKey("returns", "Alt+T", "看退回的记录"),
        PageKey("join", "Alt+K", "打开县里的开户文件"),
    ),
    "townships": (
        PageKey("receive", "Alt+R", "数据接收"),
        PageKey("issue", "Alt+S", "下发给选中的单位"),
        PageKey("returns", "Alt+T", "看退回的记录"),
        PageKey("enrol", "Alt+K", "给乡镇开户"),
        PageKey("open_document", "Alt+D", "处理申请或回执"),
    ),
    "review": (
        PageKey("decide_many", "Alt+P", "批量核实"),
        PageKey("decided_today", "Alt+T", "今日决定"),
    ),
    "trail": (
        PageKey("list_export", "Alt+E", "导出列出的修改记录"),
        PageKey("check_chain", "Alt+C", "检查是否连续"),
    ),
    "settings": (
        PageKey("save_rules", "Alt+S", "保存学时与规则"),
        PageKey("back_up", "Alt+B", "立即备份"),
    ),
}

_FRAME = (
    ("Ctrl+1 … Ctrl+9、Ctrl+0", "左边的第几个页面，Ctrl+0 是第十个"),
    ("Ctrl+K", "按姓名、班名查找"),
    ("F1", "使用说明，翻到现在这件事"),
    (OVERVIEW, "所有的按键（就是这里）"),
    ("Tab、Shift+Tab", "下一处、上一处"),
    ("空格、回车", "按下所在的按钮"),
)
_LISTS = (
    ("Ctrl+F", "查找"),
    ("Ctrl+N", "新增"),
    ("回车、F2", "打开选中的一行"),
    ("空格", "勾选、取消勾选选中的行"),
    ("Ctrl+A", "全部选上"),
    ("Ctrl+C、Ctrl+V", "复制、粘贴"),
    ("Delete", "退出、作废、撤销（有这个按钮时）"),
    ("Shift+F10、菜单键", "右键菜单"),
)
_FORMS = (
    ("回车", "下一格"),
    ("Ctrl+回车、Ctrl+S", "保存"),
    ("Alt+↓", "打开日历或下拉列表"),
    ("Esc", "取消；填过的会先问"),
)
_MARKS = (
    ("0 … 6", "给所在的格填考勤，字母键也行"),
    ("Ctrl+Z、Ctrl+Y", "撤销、重做"),
)
_REVIEW = (("1 … 9", "按下第几个决定"), ("回车", "下一条，不作决定"))
COMMON: dict[str, tuple[tuple[str, str], ...]] = {
    "任何地方": _FRAME,
    "列表": _LISTS,
    "表单": _FORMS,
    "考勤表": _MARKS,
    "待核实": _REVIEW,
}


def say_keys(part: QWidget, key: str) -> None:
    """The buttons of this page, or of a part made later, tell their keys."""
    for declared in PAGE_KEYS.get(key, ()):
        for made in part.findChildren(QAbstractButton, declared.button):
            add_to_tip(made, f"（{declared.keys}）")


def give_keys(page: "Page", key: str) -> None:
    """The declared keys of this page, and what its buttons say of them."""
    say_keys(page, key)
    for declared in PAGE_KEYS.get(key, ()):
        if declared.keys not in ELSEWHERE:
            QShortcut(QKeySequence(declared.keys), page, _Press(page, declared))


class _Press:
    """Looked for when the key is pressed: links come and go."""

    def __init__(self, page: "Page", declared: PageKey) -> None:
        self._page, self._declared = page, declared

    def __call__(self) -> None:
        """What cannot be done now says why, as it would under the pointer."""
        found = self._page.findChildren(QAbstractButton, self._declared.button)
        shown = [made for made in found if made.isVisible()]
        ready = next((made for made in shown if made.isEnabled()), None)
        if ready is not None:
            ready.setFocus()
            ready.click()
        elif shown and (why := shown[0].accessibleDescription()):
            self._page.workspace.notices.tell(why)


def overview(titles: dict[str, str], first: str = "") -> list[KeyLine]:
    """Everything, by the titles of the pages that are there; those of page `first` come first."""
    pages = sorted(titles, key=lambda key: key != first)
    own = [
        KeyLine(titles[key], declared.keys, declared.words)
        for key in pages
        for declared in PAGE_KEYS.get(key, ())
    ]
    return own + [
        KeyLine(place, keys, words) for place, lines in COMMON.items() for keys, words in lines
    ]
