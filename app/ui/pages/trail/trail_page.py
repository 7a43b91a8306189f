"""修改记录 as a page: everything, or what was done to one person, class or organization."""

from app.ui.finding import ShowTrail
from app.ui.pages.page import Page
from app.ui.pages.trail.trail_view import TrailView
from app.ui.workspace import Workspace


class TrailPage(Page):
    """At the county in the navigation; everywhere reached from the menus of lists."""

    title = "修改记录"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.view = TrailView(workspace)
        self.head.insertWidget(2, self.view.list.count)
        self.box.addWidget(self.view, 1)

    def reload(self) -> None:
        """The list; what it was narrowed to stays."""
        self.view.reload()

    def show_what(self, what: object) -> None:
        """Only one row's."""
        if isinstance(what, ShowTrail):
            self.view.show_about(what)
            self.view.reload()
