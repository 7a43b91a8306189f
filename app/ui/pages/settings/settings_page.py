"""设置: rules of this site, backups, passwords, keys, imports, and at the county erasures."""

from typing import TypeVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.ui.pages.page import Page
from app.ui.pages.settings.accounts_tab import AccountsTab
from app.ui.pages.settings.backups_tab import BackupsTab
from app.ui.pages.settings.erasure_tab import ErasureTab
from app.ui.pages.settings.imports_tab import ImportsTab
from app.ui.pages.settings.keys_tab import KeysTab
from app.ui.pages.settings.registers_tab import RegistersTab
from app.ui.pages.settings.rules_tab import RulesTab
from app.ui.pages.settings.tab import SettingsTab
from app.ui.pages.settings.trail_tab import TrailTab
from app.ui.remembered import keep, recall
from app.ui.workspace import Workspace

_KEPT = "settings/tab"
Kind = TypeVar("Kind", bound=SettingsTab)


_KINDS: tuple[type[SettingsTab], ...] = (
    BackupsTab,
    RulesTab,
    AccountsTab,
    KeysTab,
    RegistersTab,
    ImportsTab,
)


class SettingsPage(Page):
    """One tab per subject, built when it is first looked at."""

    title = "设置"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("设置分页")
        county = workspace.level == "county"
        self.kinds: tuple[type[SettingsTab], ...] = (*_KINDS, ErasureTab if county else TrailTab)
        self._made: dict[int, SettingsTab] = {}
        self._behind: set[int] = set()
        for kind in self.kinds:
            place = QWidget()
            QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(place, kind.title)
        self.box.addWidget(self.tabs, 1)
        names = [kind.__name__ for kind in self.kinds]
        last = recall(_KEPT, "")
        self.tabs.setCurrentIndex(names.index(last) if last in names else 0)
        self.tabs.currentChanged.connect(self._turned)

    def show_tab(self, kind: type[Kind]) -> Kind:
        """Turn to the tab of this kind."""
        number = self.kinds.index(kind)
        self.tabs.setCurrentIndex(number)
        made = self._tab(number)
        assert isinstance(made, kind)
        return made

    def reload(self) -> None:
        """The tab in sight, the others when somebody turns to them; a title may say that
        something waits."""
        self._behind = set(self._made)
        for number, kind in enumerate(self.kinds):
            self.tabs.setTabText(number, kind.title_in(self.workspace))
        self._tab(self.tabs.currentIndex())

    def _turned(self, number: int) -> None:
        keep(_KEPT, self.kinds[number].__name__)
        self._tab(number)

    def _tab(self, number: int) -> SettingsTab:
        """This tab as of now. One that is not behind keeps what somebody began to type."""
        if number not in self._made:
            self._made[number] = made = self.kinds[number](self.workspace)
            place = self.tabs.widget(number).layout()
            assert place is not None
            place.addWidget(made)
            made.show()  # now, not when the layout gets to it
            self._behind.add(number)
            self.part_made.emit(made)
        if number in self._behind:
            self._behind.discard(number)
            self._made[number].reload()
        return self._made[number]
