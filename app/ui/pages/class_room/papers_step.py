"""证书材料: everything on paper that a finished class needs, each one click to its preview."""

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.services.papers.catalogue import (
    XLSX,
    DocumentKind,
    document_kind,
    documents_of_class,
    verb_of,
)
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.why_not import why_not
from app.ui.dialogs.certificate_numbers import choose_numbers
from app.ui.duties import needs
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.class_room.certificates_dialog import CertificatesDialog
from app.ui.pages.class_room.step import ClassStep
from app.ui.parts import button, card, label
from app.ui.printing import preview_document, save_document
from app.ui.workspace import Workspace


class PapersStep(ClassStep):
    """One card per document of a class."""

    title = "证书材料"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._shown: dict[str, tuple[list[QPushButton], QLabel]] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for kind in documents_of_class():
            box.addWidget(self._card(kind))
        box.addStretch(1)

    def _card(self, kind: DocumentKind) -> QWidget:
        show = button(
            f"预览{kind.title}",
            lambda: self.preview(kind.id),
            icon_name="printer",
            name=f"print_{kind.id}",
        )
        tools, book = [show], f"workbook_{kind.id}"
        if XLSX in kind.formats:
            tools.append(
                button(
                    "存为 Excel",
                    lambda: self._save(kind),
                    icon_name="download",
                    name=book,
                )
            )
        if kind.asks_numbers:
            tools.append(
                button("证书登记", self._register, icon_name="list-checks", name="certificates")
            )
            tools.append(button("证件号…", self._numbers, name="certificate_numbers"))
        for made in tools:
            if made.objectName() not in ("certificates", "certificate_numbers"):
                needs(made, Verb.EXPORT if made.objectName() == book else verb_of(kind))
        words = label(kind.note, "muted", wrap=True)
        # The register of certificates is there to be looked at, whatever can be printed.
        printing = [made for made in tools if made.objectName() != "certificates"]
        self._shown[kind.id] = (printing, words)
        return card(flow(label(kind.title, "h2"), words, None, *tools), name=kind.title)

    def reload(self) -> None:
        """What cannot be printed yet is not offered; the reason stands beside it."""
        store, chosen = self.workspace.store, Selection(training_class=self.uid)
        for kind, (tools, words) in self._shown.items():
            why = why_not(lambda kind=kind: may_print(store, kind, chosen))  # type: ignore[misc]
            for made in tools:
                offer(made, why)
            words.setText(why or document_kind(kind).note)

    def preview(self, kind: str) -> None:
        """Show one document of this class."""
        preview_document(self.workspace, kind, Selection(training_class=self.uid))

    def _numbers(self) -> None:
        choose_numbers(self.workspace, self.uid, self)

    def _register(self) -> None:
        CertificatesDialog(self.workspace, self.uid, self).exec()

    def _save(self, kind: DocumentKind) -> None:
        chosen = Selection(training_class=self.uid)
        save_document(self.workspace, kind.id, chosen, kind.title)
