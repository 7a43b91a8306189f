"""What is remembered comes back in another run of the program, and rubbish does not."""

import pytest
from PySide6.QtCore import QByteArray, QSettings

from app.data.location import user_folder
from app.ui.remembered import FILE, Value, forget, keep, recall


def _written() -> str:
    """What the file holds once the program has gone."""
    path = user_folder() / FILE
    QSettings(str(path), QSettings.Format.IniFormat).sync()
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kept", "default"),
    [
        ("D:/培训", ""),
        (31, 0),
        (0, 7),
        (True, False),
        (False, True),
        (QByteArray(b"\x00\xff"), QByteArray()),
        (["姓名", "电话"], ["无"]),
        (["姓名"], ["无"]),
    ],
)
def test_what_is_kept_is_recalled(kept: Value, default: Value) -> None:
    keep("an/item", kept)

    assert recall("an/item", default) == kept


def test_what_was_never_kept_is_the_default() -> None:
    assert recall("an/item", "没有") == "没有"
    assert recall("an/item", 7) == 7


@pytest.mark.parametrize(("text", "default"), [("宽", 7), ("也许", True), ("3", True)])
def test_rubbish_in_the_file_is_the_default(text: str, default: Value) -> None:
    keep("an/item", text)

    assert recall("an/item", default) == default


def test_a_group_is_forgotten_whole() -> None:
    keep("columns/党员列表", "姓名")
    keep("columns/办班", "名称")
    keep("window/main", "大")

    forget("columns")

    assert recall("columns/党员列表", "") == ""
    assert recall("window/main", "") == "大"
    assert "columns" not in _written()
