"""What a roster line becomes: an optional cell never costs a person, and nothing is made up."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.declarations import entity_named
from app.domain.people.branches import Branches, KnownOrganization
from app.domain.people.roster_file import RosterFile, RosterRow, RosterSheet
from app.domain.people.roster_match import KnownMember
from app.domain.people.roster_plan import Action, PlanLine, PlanOptions, RosterPlan, plan_roster
from app.domain.people.roster_posts import KnownPost, PlannedPost
from app.domain.people.same_person import DIFFERENT, Place
from tests.roster_corpus.people import id_number, old_number

TODAY = datetime.date(2026, 11, 30)
ROOT, LI = b"r" * 16, b"l" * 16
BRANCHES = Branches(
    [KnownOrganization(ROOT, "青山镇", None), KnownOrganization(LI, "李家村党支部", ROOT)]
)
NUMBER = id_number("19680412", 11)
WHO = KnownMember(
    b"m" * 16,
    {
        "name": "王䶮",
        "id_number": NUMBER,
        "organization": LI,
        "birth_date": "1968-04-12",
        "phone": "13800010002",
        "note": "老党员",
        "political_status": "正式党员",
        "status": "正常",
    },
)
LETTERS = (
    "name",
    "id_number",
    "sex",
    "ethnicity",
    "birth_date",
    "joined_on",
    "full_on",
    "education",
    "phone",
    "political_status",
    "status",
    "note",
    "cadre_scope",
)


def plan(
    *rows: Mapping[str, Any],
    known: tuple[KnownMember, ...] = (),
    plain_text: bool = False,
    **options: Any,
) -> RosterPlan:
    """The plan of a sheet that holds these rows, from row 3."""
    columns = {name: chr(65 + index) for index, name in enumerate(LETTERS)}
    lines = [RosterRow(number, dict(row), "") for number, row in enumerate(rows, 3)]
    sheet = RosterSheet("名册", ("李家村党支部",), (2,), columns, {}, lines, plain_text=plain_text)
    people = {str(member.values["id_number"]): member for member in known}
    asked = PlanOptions(TODAY, ROOT, LI, **options)
    return plan_roster(RosterFile(Path("x.xlsx"), [sheet], []), people, BRANCHES, asked)


def one(known: tuple[KnownMember, ...] = (), **cells: Any) -> tuple[PlanLine, str]:
    """The line of 张三 with these cells, and all that is said of it."""
    made = plan({"name": "张三", "id_number": NUMBER, **cells}, known=known)
    (line,) = made.lines
    return line, "".join(f"{told.cell} {told.reason}；" for told in made.warnings)


@pytest.mark.parametrize(
    ("field", "cell", "value", "note"),
    [
        ("phone", "13912345678（女儿）", "13912345678", "联系电话（原表）：女儿"),
        ("phone", "13912345678/13812345678", "13912345678", None),
        ("phone", "0743-8212345、13812345678", "0743-8212345", None),
        ("phone", "13912345678（短号661234）", "13912345678", None),
        ("phone", "8123456", None, None),
        ("phone", "1391234567", None, None),
        ("phone", "139****5678", None, None),
        ("phone", 1.39e9, None, None),
        ("education", "大专在读", None, "学历（原表）：大专在读"),
        ("education", "法学学士", None, "学历（原表）：法学学士"),
        ("education", "初中以下", None, "学历（原表）：初中以下"),
        ("education", "博士后", "博士研究生", "学历（原表）：博士后"),
        ("ethnicity", "穿青人", "其他", "民族（原表）：穿青人"),
        ("ethnicity", "未识别", "其他", "民族（原表）：未识别"),
        ("ethnicity", "汉/苗", None, "民族（原表）：汉/苗"),
        ("status", "开除党籍", "出党", "党籍状态（原表）：开除党籍"),
        ("status", "失联", "正常", "党籍状态（原表）：失联"),
        ("status", "已注销", None, "党籍状态（原表）：已注销"),
        ("political_status", "九三学社社员", "民主党派", "人员类别（原表）：九三学社社员"),
        ("political_status", "流动党员", "正式党员", "人员类别（原表）：流动党员"),
        ("political_status", "农牧渔民", None, "人员类别（原表）：农牧渔民"),
        ("joined_on", "约1988年", None, "入党日期（原表）：约1988年"),
        ("joined_on", "1988.02.30", None, "入党日期（原表）：1988.02.30"),
        ("joined_on", "1988年春", "1988", "入党日期（原表）：1988年春"),
        ("joined_on", 1988.1, None, "入党日期（原表）：1988.1"),
        ("joined_on", "88.03", "1988-03", None),
        ("birth_date", "1968.04（57岁）", "1968-04", None),
        ("cadre_scope", "也许", 0, None),
    ],
)
def test_an_optional_cell_never_costs_the_person(
    field: str, cell: Any, value: object, note: str | None
) -> None:
    line, told = one((), **{field: cell})
    assert line.action is Action.NEW, line.problems
    assert line.after.get(field) == value
    assert line.after.get("note") == note
    assert f"{chr(65 + LETTERS.index(field))}3 " in told


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("phone", "0086-13912345678", "13912345678"),
        ("phone", "无电话", None),
        ("education", "全日制本科", "大学本科"),
        ("education", "高中（职高）", "职业高中"),
        ("education", "研究生（硕士）", "硕士研究生"),
        ("education", "大学/学士", "大学本科"),
        ("education", "国家开放大学专科", "大学专科"),
        ("education", "中专（师范）", "中等专科"),
        ("education", "大专（省委党校）", "大学专科"),
        ("education", "未知", None),
        ("ethnicity", "其它", "其他"),
        ("ethnicity", "哈族", "哈萨克族"),
        ("ethnicity", "15", "土家族"),
        ("sex", "Male", "男"),
        ("status", "已故", "已去世"),
        ("status", "组织关系转出", "已转出"),
        ("political_status", "申请入党人员", "入党申请人"),
        ("joined_on", "未入党", None),
        ("joined_on", "1988/3/5 0:00:00", "1988-03-05"),
        ("joined_on", "0000-00-00", None),
    ],
)
def test_known_ways_of_writing_are_taken_without_a_word(
    field: str, cell: Any, value: object
) -> None:
    line, told = one((), **{field: cell})
    assert line.action is Action.NEW, line.problems
    default = "正常" if field == "status" else None
    assert line.after.get(field) == (value or default)
    assert told == ""


def test_a_plain_text_file_may_have_lost_the_zero_of_october() -> None:
    row = {"name": "张三", "id_number": NUMBER, "joined_on": "1988.1"}
    made = plan(row, plain_text=True)
    assert made.lines[0].action is Action.NEW
    assert made.lines[0].after.get("joined_on") is None
    assert any("1988.1" in told.reason and told.cell == "F3" for told in made.warnings)
    assert plan(row).lines[0].after["joined_on"] == "1988-01"
    october = {"name": "张三", "id_number": id_number("19681012", 11), "birth_date": "1968.1"}
    assert plan(october, plain_text=True).lines[0].after["birth_date"] == "1968-10"


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("name", None, "没有填写姓名"),
        ("id_number", None, "没有填写身份证号"),
        ("id_number", 5.0, "1 位"),
        ("id_number", float(int(NUMBER)), "数值"),
        ("birth_date", "1968.02.30", "不存在"),
        ("joined_on", "2096.01", "还没有到"),
        ("name", "李强、王芳", "不止一个人"),
    ],
)
def test_what_costs_the_line(field: str, cell: Any, said: str) -> None:
    line, _ = one((), **{field: cell})
    assert line.action is Action.REJECTED
    assert said in line.problems[0].reason


def test_an_old_number_in_a_number_cell_is_exact() -> None:
    line, _ = one(id_number=float(old_number(NUMBER)))
    assert (line.action, line.after["id_number"]) == (Action.NEW, old_number(NUMBER))
    lost, _ = one(id_number=5.0)
    assert "丢失" not in lost.problems[0].reason


def test_what_stands_in_brackets_behind_a_name_goes_where_it_belongs() -> None:
    line, told = one(name="张三（女，苗族）")
    assert [line.after[name] for name in ("name", "sex", "ethnicity")] == ["张三", "女", "苗族"]
    assert "A3" in told
    candidate, _ = one(name="张三（预备）")
    assert candidate.after["political_status"] == "预备党员"
    own, _ = one(name="张三（预备）", political_status="入党积极分子")
    assert own.after["political_status"] == "入党积极分子"
    nick, _ = one(name="张三（小名三娃）")
    assert nick.after["note"] == "姓名（原表）：小名三娃"


def test_footers_in_the_name_column_are_nobody() -> None:
    made = plan(
        {"name": "张三", "id_number": NUMBER},
        {"name": "以下空白"},
        {"name": "合计：1人"},
        {"name": "填表人：王五", "sex": "男"},
    )
    assert [line.name for line in made.lines] == ["张三"]
    assert made.rejected == []
    (odd,) = plan({"name": "合计", "id_number": NUMBER}).lines
    assert odd.action is Action.REJECTED


def test_a_known_person_loses_nothing() -> None:
    line, _ = one((WHO,), name="王?", birth_date="1968.04", phone="13912345678、13800010002")
    assert (line.action, line.after) == (Action.UNCHANGED, {})
    line, told = one((WHO,), name="王䶮", phone="82123456", status="失去联系", joined_on="")
    assert line.after == {"note": "老党员\n党籍状态（原表）：失去联系"}
    assert "I3" in told
    after = KnownMember(WHO.uid, {**WHO.values, **line.after})
    again, _ = one((after,), name="王䶮", phone="82123456", status="失去联系")
    assert again.action is Action.UNCHANGED


def test_an_unreadable_category_changes_no_known_one() -> None:
    line, _ = one((WHO,), name="王䶮", political_status="农牧渔民")
    assert "political_status" not in line.after


CORRECTED = id_number("19680412", 13)


def test_a_corrected_number_is_asked_about() -> None:
    row = {"name": "王䶮", "id_number": CORRECTED}
    silent = plan(row, known=(WHO,))
    assert silent.lines[0].action is Action.NEW
    (told,) = [told for told in silent.warnings if told.column == "身份证号"]
    assert "疑似本机已有" in told.reason
    (question,) = silent.questions
    assert (question.place, question.known) == (Place("名册", 3), WHO)
    assert "出生日期" in question.why
    waiting = plan(row, known=(WHO,), ask=True)
    assert waiting.lines[0].action is Action.REJECTED
    same = plan(row, known=(WHO,), ask=True, answers={Place("名册", 3): WHO.uid})
    assert (same.lines[0].action, same.lines[0].uid) == (Action.UPDATED, WHO.uid)
    assert same.lines[0].after == {"id_number": CORRECTED}
    other = plan(row, known=(WHO,), ask=True, answers={Place("名册", 3): DIFFERENT})
    assert other.lines[0].action is Action.NEW
    assert not [told for told in other.warnings if "疑似" in told.reason]


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({"id_number": id_number("19701020", 11), "phone": "13800010002"}, True),
        ({"id_number": id_number("19701020", 11), "phone": "139123456 、13800010002"}, True),
        ({"id_number": id_number("19680421", 11)}, True),
        ({"id_number": id_number("19701020", 11)}, False),
        ({"id_number": CORRECTED, "name": "王甲"}, False),
    ],
)
def test_who_is_asked_about(cells: Mapping[str, Any], asked: bool) -> None:
    made = plan({"name": "王䶮", **cells}, known=(WHO,))
    assert bool(made.questions) == asked


def test_two_new_lines_of_one_name_and_birth_are_told() -> None:
    made = plan({"name": "王五", "id_number": NUMBER}, {"name": "王五", "id_number": CORRECTED})
    assert [line.action for line in made.lines] == [Action.NEW, Action.NEW]
    assert any("第 3 行同名" in told.reason for told in made.warnings)


_CELLS = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789.年月日-/（）、 约春无大专本科在读失联苗族", max_size=16),
    st.integers(-(10**6), 10**16),
    st.floats(allow_nan=False, width=32),
    st.dates(),
)


@given(st.dictionaries(st.sampled_from([*LETTERS[1:], "post_title", "post_from"]), _CELLS))
def test_any_line_is_read_and_the_same_file_again_changes_nothing(cells: dict[str, Any]) -> None:
    row = {"name": "张三", **cells, "id_number": NUMBER}
    (line,) = plan(row).lines
    if line.action is Action.REJECTED:
        assert line.problems[0].reason
        return
    assert set(line.after) <= {made.name for made in entity_named("member").fields}
    known = KnownMember(WHO.uid, line.after)
    held = [_as_known(number, post) for number, post in enumerate(line.posts)]
    (again,) = plan(row, known=(known,), posts={WHO.uid: held}).lines
    assert (again.action, again.after, again.posts) == (Action.UNCHANGED, {}, [])


def _as_known(number: int, post: PlannedPost) -> KnownPost:
    """The post as the store holds it after the import."""
    after: Mapping[str, Any] = post.after
    dates = after.get("from_on"), after.get("to_on")
    return KnownPost(bytes([number]) * 16, after["organization"], post.title, *dates)
