"""Names of files that Windows, Linux and a stick all take."""

import pytest

from app.domain.file_names import clean_name, why_not_on_windows


@pytest.mark.parametrize(
    ("meant", "written"),
    [
        ("2026年春季党员轮训班 参训情况反馈单", "2026年春季党员轮训班 参训情况反馈单"),
        ("入党/转正培训班：第一期?", "入党-转正培训班：第一期？"),
        ('A:B*C?"D"<E>|F\\G', "A：B＊C？”D”〈E〉｜F-G"),
        ("轮训班. . ", "轮训班"),
        ("两行\n名称\t空", "两行 名称 空"),
        ("看不见\u200b的\u202e字", "看不见 的 字"),
        ("con", "文件-con"),
        ("LPT1", "文件-LPT1"),
        ("com¹.名单", "文件-com¹.名单"),
        ("concert", "concert"),
        ("  ", "未命名"),
        ("...", "未命名"),
    ],
)
def test_what_no_system_takes_is_put_otherwise(meant: str, written: str) -> None:
    assert clean_name(meant, ".pdf") == f"{written}.pdf"


def test_a_suffix_is_added_once_and_never_instead_of_a_part_of_the_name() -> None:
    assert clean_name("名单.xlsx", ".xlsx") == "名单.xlsx"
    assert clean_name("名单.XLSX", ".xlsx") == "名单.XLSX"
    assert clean_name("2026.春", ".xlsx") == "2026.春.xlsx"
    assert clean_name("nul.xlsx", ".xlsx") == "文件-nul.xlsx"


def test_a_long_name_keeps_its_suffix_and_fits_every_disk() -> None:
    made = clean_name("青山镇党委" * 60, ".pdf")
    assert made.endswith(".pdf")
    assert len(made.encode("utf-8")) <= 255
    assert "�" not in made


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("报表:一.xlsx", "不能有 :"),
        ("a<b.pdf", "不能有 <"),
        ("两行\n名称", "看不见的字符"),
        ("名单.", "点或空格结尾"),
        ("名单.xlsx ", "点或空格结尾"),
        ("NUL", "系统设备"),
        ("con.xlsx", "系统设备"),
        ("Lpt1.名单.pdf", "系统设备"),
        ("CONOUT$", "系统设备"),
    ],
)
def test_a_name_that_windows_would_take_otherwise_is_told(name: str, reason: str) -> None:
    assert reason in (why_not_on_windows(name) or "")


@pytest.mark.parametrize(
    "name", ["名单.xlsx", "..", ".", "console.pdf", "com10", "李㛃 2026.春.pdf"]
)
def test_a_plain_name_is_plain(name: str) -> None:
    assert why_not_on_windows(name) is None


@pytest.mark.parametrize("meant", ["a:b", "NUL", "com1.x", "轮训班. .", "x\x00y", "青山镇？*"])
def test_a_cleaned_name_is_one_that_windows_takes(meant: str) -> None:
    assert why_not_on_windows(clean_name(meant, ".pdf")) is None
