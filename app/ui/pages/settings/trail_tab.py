"""修改记录 of a township among its settings; at a county it is a page of its own."""

from app.ui.pages.settings.tab import SettingsTab
from app.ui.pages.trail.trail_view import TrailView
from app.ui.workspace import Workspace


class TrailTab(SettingsTab):
    """The same list as the page."""

    title = "修改记录"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.view = TrailView(workspace)
        self.view.list.tools.addWidget(self.view.list.count)
        self.box.addWidget(self.view, 1)

    def reload(self) -> None:
        """Read again."""
        self.view.reload()
