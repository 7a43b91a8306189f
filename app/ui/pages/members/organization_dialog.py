"""A new party organization below the one that is chosen in the tree."""

from PySide6.QtWidgets import QWidget

from app.services.organizations import create_organization
from app.ui.forms.form import Form
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.members.dated_tabs import fields_of
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace


class OrganizationDialog(FormDialog):
    """Name, kind, sector and what it belongs to."""

    def __init__(
        self, workspace: Workspace, parent_organization: bytes | None, parent: QWidget | None
    ) -> None:
        store = workspace.store
        form = Form(fields_of("organization", ("dissolved_on",)), StoreReferences(store), columns=1)
        above = parent_organization or store.site.organization
        form.show_values({"kind": "党支部", "parent": above})
        super().__init__("新增党组织", form, lambda raw: create_organization(store, raw), parent)
        self.setMinimumWidth(520)
