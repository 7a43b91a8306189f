"""What titles, tabs and section lines say of the people below them."""

import pytest

from app.domain.people.roster_context import (
    Context,
    branch_in,
    category_in,
    date_said,
    section_context,
    title_context,
    village_in,
    without_list,
)
from app.domain.people.section_marks import without_numbering


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("二、李家村党支部（6人）", "李家村党支部"),
        ("(三) 正式党员 共12名", "正式党员"),
        ("★1.2 王家湾党支部：", "王家湾党支部"),
        ("附件1：流动党员名册", "流动党员名册"),
        ("3组党小组", "3组党小组"),
        ("2025年发展党员", "2025年发展党员"),
        ("三岔村党支部", "三岔村党支部"),
    ],
)
def test_serial_marks_and_counts_are_taken_away(text: str, bare: str) -> None:
    assert without_numbering(text) == bare


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("青山镇李家村党支部党员花名册", "青山镇李家村党支部"),
        ("中共青山镇委员会李家村支部委员会2025年度党员名册", "李家村支部委员会"),
        ("所在支部：李家村党支部   支部书记：王大明", "李家村党支部"),
        ("李家村党支部书记：王大明", "李家村党支部"),
        ("填报单位（盖章）：红星社区党总支", "红星社区党总支"),
        ("请各党支部认真填写", ""),
        ("党员花名册", ""),
    ],
)
def test_the_branch_of_a_title(text: str, branch: str) -> None:
    assert branch_in(text) == branch


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("李家村党员花名册", "李家村党支部"),
        ("红星社区", "红星社区党支部"),
        ("李家村村民委员会", ""),
        ("党员花名册", ""),
    ],
)
def test_a_village_has_its_branch(text: str, branch: str) -> None:
    assert village_in(text) == branch


@pytest.mark.parametrize(
    ("text", "category", "is_open"),
    [
        ("入党积极分子花名册", "入党积极分子", False),
        ("一、正式党员", "正式党员", False),
        ("预备党员（3人）", "预备党员", False),
        ("正式党员（不含预备党员）", "正式党员", False),
        ("党员和入党积极分子名册", "", True),
        ("新发展党员名册", "", True),
        ("预备党员转正名册", "", True),
        ("非党员村干部名单", "群众", False),
        ("党员花名册", "", False),
        ("李家村通讯录", "", False),
    ],
)
def test_the_category_or_that_it_is_left_open(text: str, category: str, is_open: bool) -> None:
    assert category_in(text) == (category, is_open)


def test_several_titles_and_what_stands_nearer() -> None:
    assert title_context(["党员和积极分子名册", "二、预备党员"]).category == "预备党员"
    assert title_context(["正式党员", "预备党员"]).asks == "正式党员、预备党员"
    assert title_context(["家庭成员信息表"]).other == "家庭成员"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["一、李家村党支部（6人）"], Context(branch="李家村党支部")),
        (["二", "预备党员"], Context(category="预备党员")),
        (["李家村党支部", "书记：王大明"], Context(branch="李家村党支部")),
        (["2024年7月1日入党"], Context(joined_on="2024-07-01")),
        (["李强", "务农"], Context()),
        (["以上人员均已核实"], Context()),
        ([], Context()),
    ],
)
def test_a_line_between_people(cells: list[str], said: Context) -> None:
    assert section_context(cells) == said


@pytest.mark.parametrize(
    ("text", "field", "day"),
    [
        ("2024年7月1日入党", "joined_on", "2024-07-01"),
        ("2025年6月转正", "full_on", "2025-06"),
        ("2024年度发展党员", "", ""),
        ("2024年7月1日", "", ""),
    ],
)
def test_the_date_of_a_title_and_what_it_dates(text: str, field: str, day: str) -> None:
    assert date_said(text) == (field, day)


def test_the_name_of_a_list_without_year_and_word() -> None:
    assert without_list("2025年度李家村党员花名册") == "李家村"
