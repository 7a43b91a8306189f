"""The one list of pages: what each level sees on the left, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from app.services.kept_registers import keeps_any
from app.services.store import Store
from app.ui.pages.page import Page
from app.ui.workspace import Workspace

BOTH = ("township", "county")
TOWNSHIP = ("township",)
COUNTY = ("county",)


@dataclass(frozen=True)
class PageSpec:
    """One page: its key, its word, its icon, who sees it; hidden ones are reached from others."""

    key: str
    title: str
    icon: str
    build: Callable[[Workspace], Page]
    levels: tuple[str, ...] = BOTH
    hidden: bool = False
    kept: Callable[[Store], bool] = lambda _store: True
    """Whether this site uses it at all."""


# Each page is imported when it is first shown, so that the first window does not wait for all.


def _dashboard(workspace: Workspace) -> Page:
    from app.ui.pages.dashboard.dashboard_page import DashboardPage

    return DashboardPage(workspace)


def _members(workspace: Workspace) -> Page:
    from app.ui.pages.members.members_page import MembersPage

    return MembersPage(workspace)


def _classes(workspace: Workspace) -> Page:
    from app.ui.pages.classes.classes_page import ClassesPage

    return ClassesPage(workspace)


def _class_room(workspace: Workspace) -> Page:
    from app.ui.pages.class_room.class_room_page import ClassRoomPage

    return ClassRoomPage(workspace)


def _ledger(workspace: Workspace) -> Page:
    from app.ui.pages.ledger.ledger_page import LedgerPage

    return LedgerPage(workspace)


def _records(workspace: Workspace) -> Page:
    from app.ui.pages.ledger.records_page import RecordsPage

    return RecordsPage(workspace)


def _documents(workspace: Workspace) -> Page:
    from app.ui.pages.documents.documents_page import DocumentsPage

    return DocumentsPage(workspace)


def _reporting(workspace: Workspace) -> Page:
    from app.ui.pages.exchange.reporting_page import ReportingPage

    return ReportingPage(workspace)


def _townships(workspace: Workspace) -> Page:
    from app.ui.pages.exchange.townships_page import TownshipsPage

    return TownshipsPage(workspace)


def _review(workspace: Workspace) -> Page:
    from app.ui.pages.review.review_page import ReviewPage

    return ReviewPage(workspace)


def _registers(workspace: Workspace) -> Page:
    from app.ui.pages.registers.registers_page import RegistersPage

    return RegistersPage(workspace)


def _settings(workspace: Workspace) -> Page:
    from app.ui.pages.settings.settings_page import SettingsPage

    return SettingsPage(workspace)


def _trail(workspace: Workspace) -> Page:
    from app.ui.pages.trail.trail_page import TrailPage

    return TrailPage(workspace)


PAGES = (
    PageSpec("dashboard", "工作台", "layout-dashboard", _dashboard),
    PageSpec("members", "党员", "users", _members),
    PageSpec("classes", "办班", "calendar-check", _classes),
    PageSpec("class_room", "班次", "calendar-check", _class_room, hidden=True),
    PageSpec("ledger", "台账", "book-open", _ledger),
    PageSpec("records", "其他培训记录", "book-open", _records, hidden=True),
    PageSpec("documents", "打印", "printer", _documents),
    PageSpec("reporting", "数据上报", "usb", _reporting, TOWNSHIP),
    PageSpec("townships", "数据交换", "usb", _townships, COUNTY),
    PageSpec("review", "待核实", "scale", _review, COUNTY),
    PageSpec("registers", "登记册", "inbox", _registers, kept=keeps_any),
    PageSpec("settings", "设置", "settings", _settings),
    PageSpec("trail", "修改记录", "clock", _trail, COUNTY),
    PageSpec("trail", "修改记录", "clock", _trail, TOWNSHIP, hidden=True),
)


def pages_for(level: str) -> tuple[PageSpec, ...]:
    """The pages that this level has."""
    return tuple(spec for spec in PAGES if level in spec.levels)


SERVICES = (
    "attachments", "classes.attendance", "classes.class_copy", "classes.class_removal",
    "classes.class_workbooks", "classes.participant_lists", "classes.reissuing", "dated_settings",
    "elections", "erasing", "exchange.deciding_held_back", "exchange.exchange_health",
    "exchange.invitations", "exchange.other_process", "exchange.package_names",
    "exchange.recovery_keys", "exchange.restore_points", "exchange.stick", "exchange.to_be_sent",
    "exchange.unlocking", "import_undo", "last_action", "membership_edits", "organization_actions",
    "papers.paper_names", "people_together", "records", "register_books", "register_imports",
    "review.deciding_many", "review.decisions", "review.questions", "rosters", "rotating",
    "row_marks", "same_people", "self_check", "settings", "teaching", "trail",
)  # fmt: skip
"""What the pages call, and all that these need."""
MODULES = (
    "class_room.class_room_page", "classes.classes_page", "documents.documents_page",
    "exchange.reporting_page", "exchange.townships_page", "ledger.ledger_page",
    "ledger.records_page", "members.members_page", "registers.registers_page",
    "review.review_page", "settings.settings_page", "trail.trail_page",
)  # fmt: skip
"""The pages besides the first."""
_PAUSE = 10
"""Milliseconds for whoever clicks and types, between two of them."""


def load_services() -> None:
    """Import what the pages call, in the pool while the first one is looked at."""
    for name in SERVICES:
        import_module(f"app.services.{name}")


def load_pages(owner: QObject) -> None:
    """Then the pages, one by one between the events of the window: whoever goes to one waits for
    its widgets only. Not in the pool: a module makes Python's side of Qt's classes, and where two
    threads do that at once the program ends without a word."""
    left, timer = iter(MODULES), QTimer(owner)

    def load_next() -> None:
        name = next(left, None)
        if name is None:
            timer.stop()
        else:
            import_module(f"app.ui.pages.{name}")

    timer.timeout.connect(load_next)
    timer.start(_PAUSE)
