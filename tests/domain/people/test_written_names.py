"""Name cells of rosters: what is the name, what is only beside it, and who is nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.people.written_names import names_nobody, written_name


@pytest.mark.parametrize(
    ("cell", "name", "told"),
    [
        ("张三", "张三", ""),
        ("张　三", "张三", ""),
        ("欧 阳 锋", "欧阳锋", ""),
        ("欧阳\n锋", "欧阳锋", "换行"),
        ("欧阳 锋", "欧阳锋", "空格"),
        ("张\n三", "张三", "换行"),
        ("买买提·阿不\n都热合曼", "买买提·阿不都热合曼", "换行"),
        ("阿不都 热合曼", "阿不都 热合曼", ""),
        ("阿依古丽 · 买买提", "阿依古丽·买买提", ""),
        ("张三（女）", "张三", "（女）"),
        ("张三\n(女，苗族)", "张三", "（女，苗族）"),
        ("李四【预备】", "李四", "（预备）"),
        ("王五(小名三娃)", "王五", "（小名三娃）"),
        ("1、李强", "李强", "“1、”"),
        ("12.李强", "李强", "“12.”"),
        ("（3）李强", "李强", "（3）"),
        ("①李强", "李强", "①"),
        ("一、李强", "李强", "一、"),
        ("1李强", "李强", "“1”"),
        ("李强2", "李强", "“2”"),
        ("★李强", "李强", "★"),
        ("李强*", "李强", "“*”"),
        ("李强同志", "李强", "同志"),
        ("李强 同志", "李强", "同志"),
        ("李强 女", "李强", "（女）"),
        ("李强,苗族", "李强", "（苗族）"),
        ("李强,", "李强", "“,”"),
        ("书记：李强", "李强", "“书记：”"),
        ("李强 13800010002", "李强", "……"),
        ("姓名：李强", "李强", ""),
        ("张\ufe0f三", "张三", ""),
        ("李志", "李志", ""),
        ("张〇", "张〇", ""),
        ("合欢", "合欢", ""),
        ("周共计", "周共计", ""),
        ("O'Brien", "O'Brien", ""),
    ],
)
def test_the_name_and_what_was_beside_it(cell: str, name: str, told: str) -> None:
    found = written_name(cell)
    assert found.name == name
    assert told in "".join(found.remarks)
    assert bool(found.remarks) == bool(told)
    assert not found.doubtful


@pytest.mark.parametrize(
    "cell", ["张?", "张？丽", "王□", "王\ufffd", "张*三", "李某某", "王X", "张○", "张×"]
)
def test_a_lost_character_is_told(cell: str) -> None:
    found = written_name(cell)
    assert found.doubtful
    assert any("生僻字" in remark for remark in found.remarks)


@pytest.mark.parametrize("cell", ["李强、王芳", "张三/李四", "张三 ， 李四", "——", "张\u200b三"])
def test_no_single_name(cell: str) -> None:
    with pytest.raises(InvalidInput):
        written_name(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "以下空白",
        "（以下空白）",
        "以下无正文",
        "此处空白",
        "合计",
        "合 计",
        "合计：12人",
        "共25人",
        "以上共 25 人",
        "总计30名",
        "填表人：王五",
        "制表人",
        "备注：此表一式两份",
        "无",
        "（空）",
        "姓名",
        "第1页 共3页",
        "2026年5月制",
        "以上人员均已转正。",
        "盖章",
        "说明：按姓氏排列",
    ],
)
def test_nobody(cell: str) -> None:
    assert names_nobody(cell)
    with pytest.raises(InvalidInput):
        written_name(cell)


@pytest.mark.parametrize(
    "cell", ["张三", "合欢", "以凡", "共青", "总理", "吴计", "第五伦", "年月明"]
)
def test_somebody(cell: str) -> None:
    assert not names_nobody(cell)


@given(st.text(max_size=40))
def test_any_cell_is_read_or_refused_and_reading_again_changes_nothing(cell: str) -> None:
    try:
        found = written_name(cell)
        again = written_name(found.name)
    except InvalidInput:
        return
    assert again.name == found.name
