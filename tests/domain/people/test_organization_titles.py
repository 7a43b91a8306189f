"""How an organization is called where several townships stand on one paper."""

import pytest

from app.domain.people.organization_titles import Placed, organization_titles

COUNTY, QINGSHAN, BAISHA, ORGANS = b"0", b"1", b"2", b"3"
TREE = (
    Placed(COUNTY, "云岭县", "党委", None),
    Placed(QINGSHAN, "青山镇", "党委", COUNTY),
    Placed(BAISHA, "中共白沙乡委员会", "党委", COUNTY),
    Placed(ORGANS, "县直机关工委", "党工委", COUNTY),
    Placed(b"11", "李家村党支部", "党支部", QINGSHAN),
    Placed(b"21", "李家村党支部", "党支部", BAISHA),
    Placed(b"22", "中共李家村支部委员会", "党支部", BAISHA),
    Placed(b"12", "青山镇机关党支部", "党支部", QINGSHAN),
    Placed(b"13", "石桥村党总支", "党总支", QINGSHAN),
    Placed(b"14", "桃花村党总支", "党总支", QINGSHAN),
    Placed(b"131", "第一党支部", "党支部", b"13"),
    Placed(b"132", "第二党支部", "党支部", b"13"),
    Placed(b"141", "第一党支部", "党支部", b"14"),
    Placed(b"31", "教育局党委", "党委", ORGANS),
    Placed(b"311", "第一小学党支部", "党支部", b"31"),
    Placed(b"4", "老干部党支部", "党支部", COUNTY),
)


def test_at_the_county_the_township_stands_before_the_branch() -> None:
    titles = organization_titles(TREE, COUNTY)
    assert titles[b"11"] == "青山镇李家村党支部"
    assert titles[b"21"] == "白沙乡李家村党支部"
    assert titles[b"22"] == "中共白沙乡李家村支部委员会"
    assert titles[b"132"] == "青山镇第二党支部"
    assert titles[b"311"] == "教育局第一小学党支部"


def test_what_says_its_place_itself_is_left_as_it_is() -> None:
    titles = organization_titles(TREE, COUNTY)
    assert titles[COUNTY] == "云岭县"
    assert titles[QINGSHAN] == "青山镇"
    assert titles[BAISHA] == "中共白沙乡委员会"
    assert titles[b"12"] == "青山镇机关党支部"
    assert titles[b"4"] == "老干部党支部"
    assert titles[b"31"] == "教育局党委"


def test_two_of_one_name_in_one_township_are_told_apart_by_what_stands_between() -> None:
    titles = organization_titles(TREE, COUNTY)
    assert titles[b"131"] == "青山镇石桥村党总支第一党支部"
    assert titles[b"141"] == "青山镇桃花村党总支第一党支部"


def test_in_a_townships_own_papers_the_township_is_left_out() -> None:
    titles = organization_titles(TREE, QINGSHAN)
    assert titles[b"11"] == "李家村党支部"
    assert titles[b"131"] == "石桥村党总支第一党支部"
    assert titles[b"132"] == "第二党支部"
    assert titles[b"21"] == "白沙乡李家村党支部"  # of elsewhere, should one be shown


def test_a_tree_in_a_circle_or_without_its_root_ends() -> None:
    circle = (
        Placed(b"a", "甲党支部", "党支部", b"b"),
        Placed(b"b", "乙党支部", "党支部", b"a"),
        Placed(b"c", "甲党支部", "党支部", b"x"),
        Placed(b"d", "甲党支部", "党支部", b"x"),
    )
    titles = organization_titles(circle, None)
    assert titles[b"a"] == "乙党支部甲党支部"
    assert titles[b"c"] == titles[b"d"] == "甲党支部"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("中国共产党云岭县李家村支部委员会", "中国共产党云岭县青山镇李家村支部委员会"),
        ("中国共产党云岭县青山镇李家村支部委员会", "中国共产党云岭县青山镇李家村支部委员会"),
        ("中共李家村支部", "中共青山镇李家村支部"),
        ("云岭县医院党支部", "青山镇云岭县医院党支部"),
    ],
)
def test_the_township_stands_after_the_county_in_a_full_name(name: str, title: str) -> None:
    root, town, branch = b"r", b"t", b"b"
    known = [
        Placed(root, "中共云岭县委员会", "党委", None),
        Placed(town, "青山镇党委", "党委", root),
        Placed(branch, name, "党支部", town),
    ]
    assert organization_titles(known, root)[branch] == title
