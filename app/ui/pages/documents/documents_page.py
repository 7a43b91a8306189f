"""打印: the catalogue of documents, what each needs, and its preview."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.data.queries.training_classes import class_exists, latest_class
from app.services.kept_registers import kept_registers
from app.services.papers.catalogue import (
    CATALOGUE,
    CLASS,
    MEMBER,
    ORGANIZATION,
    PDF,
    XLSX,
    YEAR,
    DocumentKind,
    document_kind,
    grouped,
    need_word,
    verb_of,
)
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.why_not import why_not
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.duties import needs
from app.ui.flow_row import flow
from app.ui.forms.number_edit import WholeEdit
from app.ui.forms.reference_edit import ReferenceEdit
from app.ui.offering import offer
from app.ui.pages.page import Page
from app.ui.parts import button, card, label, row
from app.ui.printing import preview_document, save_document
from app.ui.references import StoreReferences
from app.ui.theme import row_height
from app.ui.today import this_year
from app.ui.workspace import Workspace

_MASKED = "身份证号、电话默认遮住；需要完整的请点“带完整号码”。"


class DocumentsPage(Page):
    """The list on the left; what the chosen document needs on the right."""

    title = "打印"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.list = QListWidget()
        self.list.setAccessibleName("文书")
        self.list.setMinimumWidth(150)
        self.list.setMaximumWidth(260)
        kept = {made.key for made in kept_registers(workspace.store)}
        self.kinds = [kind for kind in CATALOGUE if not kind.register or kind.register in kept]
        self._fill_list()
        self.list.currentRowChanged.connect(lambda _row: self._show_kind())
        self._make_fields(StoreReferences(workspace.store))
        self.heading_of_kind = label("", "h2")
        self.note = label(_MASKED, "muted", wrap=True)
        self.preview = button(
            "预览并打印", self._preview, icon_name="printer", primary=True, name="preview"
        )
        self.save = button("存为 Excel", self._save, icon_name="download", name="save_workbook")
        self.full = button("带完整号码…", self._preview_full, icon_name="eye", name="preview_full")
        right = card(
            self.heading_of_kind,
            self.form,
            self.note,
            flow(self.preview, self.save, self.full, None),
            name="所选文书",
            stretch=True,
        )
        across = row(self.list, right, spacing=14)
        across.setStretch(1, 1)
        self.box.addLayout(across, 1)

    def _fill_list(self) -> None:
        for heading, kinds in grouped(self.kinds).items():
            head = QListWidgetItem(heading)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setSizeHint(QSize(0, row_height()))
            self.list.addItem(head)
            for kind in kinds:
                item = QListWidgetItem(f"　{kind.title}")
                item.setData(Qt.ItemDataRole.UserRole, kind.id)
                item.setSizeHint(QSize(0, row_height()))
                self.list.addItem(item)

    def choose(self, wanted: str) -> None:
        """Show one kind of document."""
        for number in range(self.list.count()):
            if self.list.item(number).data(Qt.ItemDataRole.UserRole) == wanted:
                self.list.setCurrentRow(number)

    def _make_fields(self, references: StoreReferences) -> None:
        self.training_class = _reference(references, "training_class", "培训班（默认最近一个）")
        self.training_class.chosen.connect(self._show_kind)
        self.member = _reference(references, "member", "人员")
        self.organization = _reference(references, "organization", "党组织（不填为全部）")
        self.year = WholeEdit()
        self.year.setRange(2000, 2100)
        self.year.setValue(this_year())
        self.form = QFormLayout()
        self.form.setSpacing(10)
        self._fields: dict[str, QWidget] = {
            CLASS: self.training_class,
            MEMBER: self.member,
            ORGANIZATION: self.organization,
            YEAR: self.year,
        }
        for entity in dict.fromkeys(kind.row_of for kind in self.kinds if kind.row_of):
            self._fields[entity] = _reference(references, entity, need_word(entity))
        for need, widget in self._fields.items():
            widget.setAccessibleName(need_word(need))
            if isinstance(widget, ReferenceEdit):
                widget.chosen.connect(self._show_kind)
            self.form.addRow(need_word(need), widget)

    def reload(self) -> None:
        """The class that was chosen as it is now; the latest one otherwise."""
        connection = self.workspace.store.database.read()
        kept = self.training_class.value()
        if not isinstance(kept, bytes) or not class_exists(connection, kept):
            kept = latest_class(connection)
        self.training_class.set_value(kept)
        if self.list.currentRow() < 0:
            self.choose(self.kinds[0].id)
            self.list.scrollToTop()
        self._show_kind()

    def _kind(self) -> DocumentKind:
        chosen = self.list.currentItem()
        return document_kind(chosen.data(Qt.ItemDataRole.UserRole)) if chosen else self.kinds[0]

    def _show_kind(self) -> None:
        kind = self._kind()
        self.heading_of_kind.setText(kind.title)
        for need, widget in self._fields.items():
            self.form.setRowVisible(widget, need in kind.needs)
        self.preview.setVisible(PDF in kind.formats)
        self.save.setVisible(XLSX in kind.formats)
        store = self.workspace.store
        why = why_not(lambda: may_print(store, kind.id, self._chosen()))
        self.full.setVisible(kind.numbers)
        self.note.setText(why or (_MASKED if kind.numbers else ""))
        for tool in (self.preview, self.save):
            needs(tool, verb_of(kind))
        for tool in (self.preview, self.save, self.full):
            offer(tool, why)

    def _chosen(self, reason: str = "") -> Selection:
        needs = self._kind().needs
        found = {need: self._chosen_of(need) for need in needs if need != YEAR}
        member = found.pop(MEMBER, None)
        training_class, organization = found.pop(CLASS, None), found.pop(ORGANIZATION, None)
        return Selection(
            training_class=training_class,
            members=(member,) if member is not None else (),
            organization=organization,
            year=self.year.value() if YEAR in needs else 0,
            unmask_reason=reason,
            row=next(iter(found.values()), None),
        )

    def reference(self, need: str) -> ReferenceEdit:
        """Where the row of this entity is chosen."""
        field = self._fields[need]
        assert isinstance(field, ReferenceEdit)
        return field

    def _chosen_of(self, need: str) -> bytes | None:
        value = self.reference(need).value() if need in self._fields else None
        return value if isinstance(value, bytes) else None

    def _preview(self) -> None:
        preview_document(self.workspace, self._kind().id, self._chosen())

    def _preview_full(self) -> None:
        reason = UnmaskDialog.ask(self, f"《{self._kind().title}》上人员")
        if reason is not None:
            preview_document(self.workspace, self._kind().id, self._chosen(reason))

    def _save(self) -> None:
        kind = self._kind()
        save_document(self.workspace, kind.id, self._chosen(), kind.title)


def _reference(references: StoreReferences, kind: str, hint: str) -> ReferenceEdit:
    made = ReferenceEdit(
        lambda text: references.find(kind, text), lambda uid: references.title(kind, uid)
    )
    made.setPlaceholderText(f"{hint}：输入名称、拼音首字母查找")
    return made
