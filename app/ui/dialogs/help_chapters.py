"""The manual as it lies in resources/help: its chapters in order, and which one a screen needs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.ui.theme import RESOURCES

HELP = RESOURCES / "help"
CONTENTS = "目录"
CHAPTER = "chapter"
"""The property of a widget that names a chapter of its own: a register that of its group."""

_LINK = re.compile(r"^\s*(?:\d+\.|[-*])\s+\[([^\]]+)\]\(([^)]+)\.md\)", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")

TOPICS = {
    # the narrow ones first: a step of a class is seen together with the page it stands on
    "FirstRun": "第一次使用",
    "UnlockDialog": "第一次使用",
    "SiteQuestion": "备份与恢复",
    "RestoreDialog": "备份与恢复",
    "ColumnChooser": "列表怎么用",
    "TogetherDialog": "列表怎么用",
    "KeysDialog": "键盘操作",
    "RosterDialog": "导入花名册",
    "MemberDialog": "一个人的情况",
    "UnmaskDialog": "隐私与保密",
    "FullNumbers": "隐私与保密",
    "PrintPreview": "打印",
    "CloseDialog": "结班与证书",
    "CertificateNumbersDialog": "结班与证书",
    "SendDialog": "数据上报与接收",
    "ReceiveDialog": "数据上报与接收",
    **dict.fromkeys(
        (
            *("EnrolDialog", "InviteDialog", "JoinDialog", "StickDialog", "ReceiveAllDialog"),
            *("PutAsideDialog", "HeldBackDialog", "TakeBackDialog", "RevokeDialog"),
            *("ReturnsDialog", "OpenItemsDialog", "BulkDialog", "PairDialog", "DecidedDialog"),
            *("KeysTab", "ChangeKeysDialog", "AnswerUnlockDialog", "WaysBackDialog"),
            *("ErasureTab", "DeclineDialog", "EraseDialog", "ErasureRequestDialog"),
        ),
        "数据上报与接收",
    ),
    "ClassDialog": "办班到结业",
    "PeoplePicker": "办班到结业",
    "BackupsTab": "备份与恢复",
    "AccountsTab": "使用人与分工",
    "TrailTab": "隐私与保密",
    "TrailPage": "隐私与保密",
    "RulesTab": "台账与学时",
    "SettingsPast": "台账与学时",
    "ImportsTab": "导入花名册",
    "AttendanceStep": "考勤录入",
    "ClosingStep": "结班与证书",
    "PapersStep": "结班与证书",
    "RosterStep": "办班到结业",
    "RegisterImportDialog": "登记册",
    "RowDialog": "登记册",
    "TogetherRowsDialog": "登记册",
    "RegistersTab": "登记册",
    **dict.fromkeys(
        (
            *("ActivityDialog", "DoublesDialog", "ElectionDialog", "RecordsPage"),
            "SamePeopleDialog",
        ),
        "登记册-台账与人员",
    ),
    "RegistersPage": "登记册",
    "DashboardPage": "办班到结业",
    "MembersPage": "导入花名册",
    "ClassesPage": "办班到结业",
    "ClassRoomPage": "办班到结业",
    "LedgerPage": "台账与学时",
    "DocumentsPage": "打印",
    "ReportingPage": "数据上报与接收",
    "TownshipsPage": "数据上报与接收",
    "ReviewPage": "数据上报与接收",
    "SettingsPage": "备份与恢复",
}
"""Class of what is on screen → chapter."""


def chapter_of_group(group: str) -> str:
    """The chapter of a group of registers."""
    return f"登记册-{group}"


@dataclass(frozen=True)
class Chapter:
    """One file of the manual."""

    title: str
    path: Path

    @property
    def text(self) -> str:
        """The Markdown as it lies on the disk."""
        return self.path.read_text("utf-8")

    def count(self, wanted: str) -> int:
        """How often a text stands in what a reader sees."""
        return _PICTURE.sub("", self.text).lower().count(wanted.lower())


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """目录 first, then every chapter that it lists, in its order."""
    contents = Chapter(CONTENTS, HELP / f"{CONTENTS}.md")
    listed = [Chapter(title, HELP / f"{name}.md") for title, name in _LINK.findall(contents.text)]
    return (contents, *listed)


def chapter_for(on_screen: Iterable[str]) -> str:
    """The file name (without suffix) of the chapter for what is visible; 目录 when none fits."""
    seen = set(on_screen)
    named = seen & {chapter.path.stem for chapter in chapters()}
    if named:
        return min(named)
    return next((chapter for name, chapter in TOPICS.items() if name in seen), CONTENTS)
