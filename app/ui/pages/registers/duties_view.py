"""落实情况: its list, and the clauses of a document one by one."""

from PySide6.QtWidgets import QWidget

from app.domain.registers import Register
from app.services.duties import first_values_of
from app.ui.pages.registers.duties_dialog import DutiesDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.workspace import Workspace


class DutiesView(RegisterView):
    """The register of what was done of what is asked for."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.one_by_one = button(
            "按文件逐条登记…", self._one_by_one, icon_name="list-checks", name="duties_one_by_one"
        )
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return (self.one_by_one,)

    def _one_by_one(self) -> None:
        """Clause after clause until somebody closes the list."""
        document, year = "P24", 0
        while True:
            dialog = DutiesDialog(self.workspace, self, document, year)
            if not dialog.exec() or dialog.asked_for is None:
                return
            document, year, line = dialog.chosen_document, dialog.chosen_year, dialog.asked_for
            offered = first_values_of(self.workspace.store, line.clause, year)
            if line.uid is None:
                self.edit(None, offered)
            else:
                self.edit(line.uid)
