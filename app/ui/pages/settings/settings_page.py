"""设置: rules of this site, backups, passwords, keys, imports, and at the county erasures."""

from PySide6.QtWidgets import QTabWidget

from app.ui.pages.page import Page
from app.ui.pages.settings.accounts_tab import AccountsTab
from app.ui.pages.settings.backups_tab import BackupsTab
from app.ui.pages.settings.erasure_tab import ErasureTab
from app.ui.pages.settings.imports_tab import ImportsTab
from app.ui.pages.settings.keys_tab import KeysTab
from app.ui.pages.settings.rules_tab import RulesTab
from app.ui.pages.settings.tab import SettingsTab
from app.ui.pages.settings.trail_tab import TrailTab
from app.ui.remembered import keep, recall
from app.ui.workspace import Workspace

_KEPT = "settings/tab"


class SettingsPage(Page):
    """One tab per subject."""

    title = "设置"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("设置分页")
        self.parts: list[SettingsTab] = [
            BackupsTab(workspace),
            RulesTab(workspace),
            AccountsTab(workspace),
            KeysTab(workspace),
            ImportsTab(workspace),
            TrailTab(workspace),
        ]
        if workspace.level == "county":
            self.parts.append(ErasureTab(workspace))
        for part in self.parts:
            self.tabs.addTab(part, part.title)
        self.box.addWidget(self.tabs, 1)
        kinds = [type(part).__name__ for part in self.parts]
        last = recall(_KEPT, "")
        self.tabs.setCurrentIndex(kinds.index(last) if last in kinds else 0)
        self.tabs.currentChanged.connect(lambda number: keep(_KEPT, kinds[number]))

    def reload(self) -> None:
        """Every tab; its title may say that something waits."""
        for number, part in enumerate(self.parts):
            part.reload()
            self.tabs.setTabText(number, part.title)
