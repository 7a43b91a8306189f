"""党内职务 cells: which posts, since when, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people.codes import POST_TITLES
from app.domain.people.written_posts import written_posts, written_span


@pytest.mark.parametrize(
    ("cell", "posts"),
    [
        ("书记", "书记"),
        ("支部书记（2021.01）", "书记@2021-01"),
        ("书记 2021.1至今", "书记@2021-01"),
        ("2021年1月任书记", "书记@2021-01"),
        ("书记(2015.03-2021.05)", "书记@2015-03/2021-05"),
        ("副书记、组织委员", "副书记 组织委员"),
        ("副书记兼纪检委员", "副书记 纪检委员"),
        ("组织、宣传委员", "组织委员 宣传委员"),
        ("组宣委员", "组织委员 宣传委员"),
        ("支委", "委员"),
        ("支部委员\n2021-03-05", "委员@2021-03-05"),
        ("村支书", "书记"),
        ("第一书记", "第一书记"),
        ("党支部副书记（纪检委员）", "副书记 纪检委员"),
        ("党小组长", "党小组组长"),
        ("组委", "组织委员"),
        ("书记（2021.01起）、组织委员（2018.06）", "书记@2021-01 组织委员@2018-06"),
        ("党务工作者", "党务工作者"),
        ("大学生村官", "大学生村官"),
        ("组织委员/宣传委员", "组织委员 宣传委员"),
        ("青年委员", "委员"),
        ("书记、书记", "书记"),
        ("无", ""),
        ("普通党员", ""),
        ("党员", ""),
        ("/", ""),
        ("", ""),
        ("原书记", ""),
        ("村委会主任", ""),
        ("县委委员", ""),
        ("政协委员", ""),
        ("会计", ""),
    ],
)
def test_posts(cell: str, posts: str) -> None:
    found = []
    for post in written_posts(cell).posts:
        dates = "/".join(filter(None, (post.from_on, post.to_on)))
        found.append(post.title + (f"@{dates}" if dates else ""))
    assert " ".join(found) == posts


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("支部书记兼村委会主任", ("村委会主任",)),
        ("原书记", ("原书记",)),
        ("会计", ("会计",)),
        ("副书记（主持工作）", ("主持工作",)),
        ("无", ()),
        ("书记", ()),
    ],
)
def test_what_is_no_post_is_left_over(cell: str, left: tuple[str, ...]) -> None:
    assert written_posts(cell).left == left


@pytest.mark.parametrize(
    ("cell", "level", "place"),
    [
        ("党支部书记", "支部", ""),
        ("党委书记", "党委", ""),
        ("党总支书记", "总支", ""),
        ("李家村党支部书记", "支部", "李家村党支部"),
        ("李家村书记", "支部", "李家村党支部"),
        ("镇党委委员", "党委", "镇党委"),
        ("书记", "", ""),
    ],
)
def test_of_which_organization(cell: str, level: str, place: str) -> None:
    (post,) = written_posts(cell).posts
    assert (post.level, post.place) == (level, place)


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("2021.01", ("2021-01", "")),
        ("2021年1月至今", ("2021-01", "")),
        ("2018.01-2021.03", ("2018-01", "2021-03")),
        ("2018.01、2021.03", None),
        ("换届时", None),
    ],
)
def test_since_when(cell: str, span: tuple[str, str] | None) -> None:
    assert written_span(cell) == span


@given(st.text(alphabet="支部书记委员副组织宣传兼、（）()2021.03-年月至今原无\n ", max_size=30))
def test_any_cell_is_read(cell: str) -> None:
    assert {post.title for post in written_posts(cell).posts} <= set(POST_TITLES)
