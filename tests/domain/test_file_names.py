"""Names of files that Windows, Linux and a stick all take."""

import pytest

from app.domain.file_names import clean_name


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
