"""其他培训记录: the register of training held elsewhere, reached from 台账."""

from app.domain.registers import REGISTERS
from app.ui.pages.page import Page
from app.ui.pages.registers.own_views import view_of
from app.ui.parts import button
from app.ui.workspace import Workspace


class RecordsPage(Page):
    """A township enters it as well, whether it keeps registers or not."""

    title = "其他培训记录"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        import app.domain.declarations  # noqa: F401  (declares it; no first window waits for it)

        back = button(
            "返回", lambda: workspace.open("ledger"), icon_name="chevron-left", name="leave_records"
        )
        self.head.insertWidget(0, back)
        self.heading.hide()
        self.view = view_of(workspace, REGISTERS["record"])
        self.box.addWidget(self.view, 1)

    def reload(self) -> None:
        """The list."""
        self.view.reload()
