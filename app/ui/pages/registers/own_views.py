"""Which register has a view of its own, because more can be done with it."""

from app.domain.registers import Register
from app.ui.pages.registers.duties_view import DutiesView
from app.ui.pages.registers.funds_view import FundsView
from app.ui.pages.registers.gatherings_view import GatheringsView
from app.ui.pages.registers.lectures_view import LecturesView
from app.ui.pages.registers.questionnaires_view import QuestionnairesView
from app.ui.pages.registers.records_view import RecordsView
from app.ui.pages.registers.register_view import RegisterView
from app.ui.pages.registers.resources_views import TeachersView, VenuesView
from app.ui.pages.registers.transfers_view import TransfersView
from app.ui.workspace import Workspace

OWN: dict[str, type[RegisterView]] = {
    "record": RecordsView,
    "questionnaire": QuestionnairesView,
    "lecture": LecturesView,
    "duty": DutiesView,
    "teacher": TeachersView,
    "venue": VenuesView,
    "fund": FundsView,
    "transfer": TransfersView,
    "assembly": GatheringsView,
    "remote_study": GatheringsView,
}


def view_of(workspace: Workspace, register: Register) -> RegisterView:
    """The view of a register."""
    return OWN.get(register.key, RegisterView)(workspace, register)
