"""From a kind of document to its preview: read in the pool, laid out in a process, then shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.file_names import clean_name
from app.domain.progress import Progress
from app.services.classes.printed_numbers import chosen_numbers
from app.services.documents import (
    CharactersMissing,
    Prepared,
    Printed,
    lay_out,
    prepare_document,
)
from app.services.papers.catalogue import document_kind
from app.services.papers.paper_names import paper_name, queue_name
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.store import Store
from app.services.why_not import why_not
from app.ui.asking import agreed
from app.ui.dialogs.certificate_numbers import choose_numbers
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.file_dialogs import Purpose, save_file
from app.ui.first_day import note_printed
from app.ui.workspace import Workspace

_WRITTEN_IN = "仍然打印吗？这些字印成“〓”，要在纸上手工补写。"


def preview_document(
    workspace: Workspace, kind: str, chosen: Selection, after: Callable[[], object] | None = None
) -> None:
    """Make the PDF and show it before it is printed."""
    preview_documents(workspace, [kind], chosen, after)


def preview_documents(
    workspace: Workspace,
    kinds: Sequence[str],
    chosen: Selection,
    after: Callable[[], object] | None = None,
) -> None:
    """Several documents in one preview, one behind the other."""
    store = workspace.store
    asked = [kind for kind in kinds if document_kind(kind).asks_numbers]
    if asked and not _numbers_chosen(workspace, asked[0], chosen):
        return
    folder = workspace.attempt(lambda: store.scratch("预览"))
    if folder is None:
        return

    def lay_out_all(prepared: list[Prepared] | CharactersMissing) -> None:
        if isinstance(prepared, CharactersMissing):
            folder.cleanup()
            if agreed(workspace.window, "有印不出的字", f"{prepared.message}\n\n{_WRITTEN_IN}"):
                known = replace(chosen, allow_missing=True)
                preview_documents(workspace, kinds, known, after)
            return
        title = "和".join(item.title for item in prepared)
        target = Path(folder.name) / clean_name(title, ".pdf")
        workspace.run_process(
            f"正在排版{title}",
            lay_out_together,
            lambda printed: show(title, printed),
            prepared=prepared,
            path=target,
        )

    def show(title: str, printed: Printed) -> None:
        _show_paper(workspace, kinds, title, printed, chosen)
        folder.cleanup()
        if after is not None:
            after()

    workspace.run("正在取数", lambda p: _prepared(store, kinds, chosen, p), lay_out_all)


def _show_paper(
    workspace: Workspace, kinds: Sequence[str], title: str, printed: Printed, chosen: Selection
) -> None:
    if printed.warnings:
        workspace.notices.warn("；".join(printed.warnings[:3]))
    name = paper_name(workspace.store, kinds, chosen, ".pdf")
    queued = queue_name(workspace.store, kinds, chosen)
    preview = PrintPreview(title, printed.path, workspace.window, name=name, queued=queued)
    preview.exec()
    if preview.sent_to:
        workspace.notices.done(f"{title}{preview.sent_to}。", "", None)
    if preview.sent_to or preview.saved:
        note_printed(workspace.store, kinds)


def _prepared(
    store: Store, kinds: Sequence[str], chosen: Selection, progress: Progress
) -> list[Prepared] | CharactersMissing:
    made = []
    for number, kind in enumerate(kinds):
        progress.step(number, len(kinds), "正在取数")
        try:
            made.append(prepare_document(store, kind, chosen))
        except CharactersMissing as missing:
            return missing
    return made


def _numbers_chosen(workspace: Workspace, kind: str, chosen: Selection) -> bool:
    """Ask once per class how its certificates show ID numbers, unless that is known."""
    uid = chosen.training_class
    if uid is None or chosen.full or chosen_numbers(workspace.store, uid):
        return True
    if why_not(lambda: may_print(workspace.store, kind, chosen)):
        return True  # refused in words where it is read
    return choose_numbers(workspace, uid, workspace.window)


def lay_out_together(prepared: Sequence[Prepared], path: Path, progress: Progress) -> Printed:
    """In the child process: one PDF out of several documents."""
    if len(prepared) == 1:
        return lay_out(prepared[0], path, progress)
    import pypdfium2

    pages = 0
    warnings: list[str] = []
    whole = pypdfium2.PdfDocument.new()
    for number, item in enumerate(prepared):
        part = lay_out(item, path.with_name(f"{number}.pdf"), progress)
        source = pypdfium2.PdfDocument(part.path)
        whole.import_pages(source)
        source.close()
        part.path.unlink()
        pages += part.pages
        warnings.extend(part.warnings)
    whole.save(path)
    return Printed(path, pages, tuple(warnings))


def save_document(workspace: Workspace, kind: str, chosen: Selection, title: str) -> None:
    """A workbook: ask where to, then write it in a process."""
    store = workspace.store
    name = paper_name(store, [kind], chosen, ".xlsx")
    path = save_file(
        workspace.window, f"保存{title}", Purpose.PAPERS, name, "Excel 工作簿 (*.xlsx)"
    )
    if path is None:
        return

    def saved(printed: Printed) -> None:
        workspace.notices.done(f"已保存：{printed.path.name}")

    def write(prepared: Prepared) -> None:
        workspace.run_process(f"正在生成{title}", lay_out_one, saved, prepared=prepared, path=path)

    def read(_progress: Progress) -> Prepared:
        return prepare_document(store, kind, chosen, as_workbook=True)

    workspace.run("正在取数", read, write)


def lay_out_one(prepared: Prepared, path: Path, progress: Progress) -> Printed:
    """In the child process."""
    return lay_out(prepared, path, progress)
