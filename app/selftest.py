"""`--selftest`: proves in seconds that this installation holds everything the program needs."""

import io
import json
import os
import secrets
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.errors import StorageError
from app.domain.progress import Progress

SAMPLE = "党员教育培训 学籍通 䶮"
RARE = "𠮷𪚥𲎯"  # one of each packed font, and one more
PATIENCE = 60.0  # seconds a spawned process gets on a slow machine


def run() -> int:
    """One JSON object on stdout: what was checked and what failed. 0 when all is well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_IM_MODULES", "compose")  # others abort where D-Bus was never set up
    problems: dict[str, str] = {}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, check in CHECKS.items():
            began = time.perf_counter()
            try:
                check(Path(folder))
            except Exception as error:  # noqa: BLE001  (a missing library can fail in any way)
                problems[name] = f"{type(error).__name__}: {error}"
            seconds[name] = round(time.perf_counter() - began, 2)
    print(json.dumps({"ok": not problems, "problems": problems, "seconds": seconds}))
    return 1 if problems else 0


def _window(_folder: Path) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    from app.ui.icons import icon
    from app.ui.start import make_application

    app = make_application()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    buttons.show()
    app.processEvents()
    _expect(buttons.buttons()[0].text() == "取消", "Qt speaks no Chinese")
    _expect(not buttons.grab().isNull(), "nothing was painted")
    _expect(not icon("users").pixmap(32, 32).isNull(), "icons are missing")
    buttons.close()


def _store(folder: Path) -> None:
    from app.data.database import connect

    path, key = folder / "store.db", secrets.token_bytes(32)
    connection = connect(path, key, create=True)
    connection.execute("CREATE TABLE sample (text TEXT)")
    connection.execute("INSERT INTO sample VALUES (?)", [SAMPLE])
    connection.close()
    _expect(not path.read_bytes().startswith(b"SQLite format"), "the store is not encrypted")
    connection = connect(path, key)
    _expect(connection.execute("SELECT text FROM sample").fetchone()[0] == SAMPLE, "unreadable")
    connection.close()
    try:
        connect(path, secrets.token_bytes(32))
    except StorageError:
        return
    raise AssertionError("a wrong key opens the store")


def _password(_folder: Path) -> None:
    from app.data import keyslots

    key = keyslots.new_data_key()
    slot = keyslots.wrap("selftest", "practice password", key)
    _expect(keyslots.unwrap(slot, "practice password") == key, "the password opens nothing")
    _expect(keyslots.unwrap(slot, "another password") is None, "any password opens")


def _fonts(_folder: Path) -> None:
    from app.reports.fonts import missing_characters

    missing = missing_characters(SAMPLE + RARE)
    _expect(not missing, f"no glyph for {''.join(missing)}")


def _paper(folder: Path) -> None:
    """Drawn by a spawned process, as every print is."""
    from app.ui.jobs.child import ChildProcess, Helpers

    done = threading.Event()
    outcome: list[tuple[str, Any]] = []

    def report(kind: str, payload: Any) -> None:
        if kind != "progressed":
            outcome.append((kind, payload))
            done.set()

    path = folder / "page.pdf"
    ChildProcess(Helpers(), draw_page, {"path": path}, report)
    _expect(done.wait(PATIENCE), "the spawned process does not answer")
    _expect(outcome[0][0] == "succeeded", f"the spawned process failed: {outcome[0]}")
    _expect(SAMPLE[:6] in _text_of(path), "the page has no text")


def draw_page(path: Path, progress: Progress) -> None:
    """One page with Chinese on it."""
    from app.reports.document import PORTRAIT, Document
    from app.reports.layout import title

    progress.step(0, 1, "selftest")
    document = Document("selftest", PORTRAIT)
    document.new_page()
    title(document, SAMPLE)
    document.save(path)


def _text_of(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    page = document[0]
    text = page.get_textpage().get_text_bounded()
    _expect(page.render(scale=0.2).to_pil().width > 0, "the page cannot be shown")
    document.close()
    return str(text)


def _workbook(folder: Path) -> None:
    """Read by a bounded process of its own, as every file is."""
    from app.data.imports.grid import read_tables
    from app.data.imports.reader_child import read_apart
    from app.reports.roster_template import write_template

    path = folder / "roster.xlsx"
    write_template(path)
    rows = read_apart(read_tables, path).grids[0].rows
    _expect(any("姓名" in row for row in rows), "the workbook reads back wrongly")


def _other_tables(_folder: Path) -> None:
    """One file for each further library that reads tables."""
    from app.data.imports.grid import tables_of

    samples = {".xls": _old_sheet(), "web page": _web_page(), "read-only .xlsx": _sealed()}
    for kind, data in samples.items():
        rows = tables_of(data).grids[0].rows
        _expect(any(SAMPLE in row for row in rows), f"{kind} is not read")


def _old_sheet() -> bytes:
    text = SAMPLE.encode("gb18030")
    label = struct.pack("<HHHH", 0, 0, 0, len(text)) + text
    records = ((0x0209, struct.pack("<HHH", 0x0300, 0x10, 0)), (0x0204, label), (0x000A, b""))
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


def _web_page() -> bytes:
    line = f"<tr><td>{SAMPLE}</td></tr>"
    return f"<html><meta charset=utf-8><table>{line * 2}</table></html>".encode()


def _sealed() -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    from app.data.imports.unlock import KNOWN_TO_ALL
    from app.reports.sheet import workbook

    plain, sealed = io.BytesIO(), io.BytesIO()
    with workbook(plain) as book:
        book.add_worksheet().write_string(0, 0, SAMPLE)
    OOXMLFile(plain).encrypt(KNOWN_TO_ALL, sealed)
    return sealed.getvalue()


def _letter(folder: Path) -> None:
    import docx
    import docxtpl

    made = docx.Document()
    made.add_paragraph("{{ name }}")
    made.save(str(folder / "template.docx"))
    letter = docxtpl.DocxTemplate(folder / "template.docx")
    letter.render({"name": SAMPLE})
    letter.save(folder / "letter.docx")
    text = docx.Document(str(folder / "letter.docx")).paragraphs[0].text
    _expect(text == SAMPLE, "the letter is not filled in")


def _sealing(_folder: Path) -> None:
    import orjson
    import zstandard
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    packed = zstandard.ZstdCompressor(write_checksum=True).compress(orjson.dumps([SAMPLE]))
    _expect(orjson.loads(zstandard.decompress(packed)) == [SAMPLE], "packing loses text")
    private = Ed25519PrivateKey.generate()
    private.public_key().verify(private.sign(packed), packed)


def _trade(_folder: Path) -> None:
    import chinese_calendar
    import pypinyin
    from stdnum.cn import ric

    from app.domain.uid import new_uid

    _expect(pypinyin.lazy_pinyin("学籍") == ["xue", "ji"], "pinyin is missing")
    _expect(bool(chinese_calendar.get_holidays), "holidays are missing")
    _expect(bool(ric.calc_check_digit("1" * 18)) and new_uid() < new_uid(), "ids are missing")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


CHECKS: dict[str, Callable[[Path], None]] = {
    "window": _window,
    "store": _store,
    "password": _password,
    "fonts": _fonts,
    "paper": _paper,
    "workbook": _workbook,
    "other tables": _other_tables,
    "letter": _letter,
    "sealing": _sealing,
    "trade": _trade,
}
