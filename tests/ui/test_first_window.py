"""What the first windows may not load: a clerk waits for every import before the first picture."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench import first_window
from tests.builders import COUNTY, make_store

EVERYWHERE = (
    # libraries that are needed later, or for other work
    *("click", "pluggy", "dateutil", "sqlite_utils", "sqlite3", "stdnum", "ssl", "pypinyin"),
    *("openpyxl", "xlsxwriter", "python_calamine", "xlrd", "lxml", "msoffcrypto", "zstandard"),
    *("reportlab", "uharfbuzz", "fontTools", "PIL", "pypdfium2", "docx", "docxtpl", "orjson"),
    *("PySide6.QtPrintSupport", "PySide6.QtNetwork", "chinese_calendar", "tomllib"),
    # the practice data, the exchange, paper, the command line, what only writes
    *("app.cli", "app.reports", "app.exchange", "app.services.practice", "app.services.exchange"),
    *("app.services.review", "app.services.papers", "app.services.classes", "app.services.owed"),
    *("app.services.rosters", "app.services.backups", "app.data.imports", "app.data.merge"),
    *("app.data.exchange.merge",),
    *("app.domain.partial_date", "app.domain.typed_date"),
    *("app.data.changing", "app.domain.declarations", "app.domain.policy", "app.selftest"),
    # windows that are not in sight
    *("app.ui.dialogs.first_run", "app.ui.dialogs.restore_dialog", "app.ui.dialogs.help_reader"),
    *("app.ui.pages.members", "app.ui.pages.classes", "app.ui.pages.class_room"),
    *("app.ui.pages.ledger", "app.ui.pages.documents", "app.ui.pages.exchange"),
    *("app.ui.pages.settings", "app.ui.tables", "app.ui.forms"),
)
BEFORE_THE_PASSWORD = ("cryptography", "app.ui.main_window", "app.ui.pages")


@pytest.mark.parametrize(
    ("way", "forbidden", "needed"),
    [
        ("unlock", EVERYWHERE + BEFORE_THE_PASSWORD, "app.ui.dialogs.unlock_dialog"),
        ("main", EVERYWHERE, "app.ui.pages.dashboard.dashboard_page"),
    ],
)
def test_a_first_window_loads_only_what_it_shows(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    forbidden: tuple[str, ...],
    needed: str,
) -> None:
    monkeypatch.setattr("tests.builders.PASSWORD", first_window.PASSWORD)
    store = make_store(tmp_path, COUNTY, level="county")
    store.close()
    loaded: list[Any] = first_window.run(way, store.path)["modules"]
    assert needed in loaded
    assert [m for m in loaded if m.startswith(tuple(f"{f}." for f in forbidden))] == []
    assert sorted(set(loaded) & set(forbidden)) == []
