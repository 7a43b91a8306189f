"""经费: its list, and what it comes to in a year."""

from PySide6.QtWidgets import QWidget

from app.domain.registers import Register
from app.ui.pages.registers.fund_totals_dialog import FundTotalsDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.workspace import Workspace


class FundsView(RegisterView):
    """The register of money."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.sums = button("汇总…", self._sums, icon_name="scale", name="fund_totals")
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return (self.sums,)

    def _sums(self) -> None:
        FundTotalsDialog(self.workspace, self).exec()
