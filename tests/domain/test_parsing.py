"""The gate: every kind of field, every problem at once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.declarations import entity_named
from app.domain.entity import Field
from app.domain.errors import InvalidInput, NotFound
from app.domain.field_values import Raw
from app.domain.parsing import member_warnings, parse
from tests.roster_corpus.people import id_number

TODAY = datetime.date(2026, 11, 21)
MEMBER, SESSION, CLASS = (entity_named(name) for name in ("member", "session", "training_class"))
NUMBER = id_number("19680307", 123)
HERE = b"o" * 16


def member(name: str, raw: object) -> object:
    return parse(MEMBER, {name: raw}, partial=True, today=TODAY)[name]  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("sex", "男性", "男"), ("sex", " 女 ", "女"), ("ethnicity", "汉", "汉族"),
        ("ethnicity", "土家", "土家族"), ("ethnicity", "维 吾 尔 族", "维吾尔族"),
        ("education", "大专", "大学专科"), ("education", "大学本科毕业", "大学本科"),
        ("education", "高中文化", "普通高中"), ("education", "中专", "中等专科"),
        ("education", "技校", "技工学校"), ("education", "省委党校研究生", "研究生"),
        ("education", "无", None), ("political_status", "中共党员", "正式党员"),
        ("political_status", "党员（预备）", "预备党员"), ("political_status", "群众", "群众"),
        ("phone", 13812345678.0, "13812345678"), ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", "１３８１２３４５６７８", "13812345678"),
        ("phone", "(0731)8123456", "0731-8123456"),
        ("phone", "010-12345678-801", "010-12345678-801"), ("phone", "无", None),
        ("cadre_scope", "√", 1), ("cadre_scope", "否", 0), ("cadre_scope", True, 1),
        ("cadre_scope", "", None), ("workplace", "镇政府\n党政办", "镇政府党政办"),
        ("workplace", "Party  School ", "Party School"), ("workplace", "—", None),
        ("note", "第一行\r\n第二行", "第一行\n第二行"), ("birth_date", "1968.03", "1968-03"),
        ("birth_date", datetime.date(1968, 3, 7), "1968-03-07"), ("birth_date", "不详", None),
        ("organization", HERE, HERE), ("id_number", NUMBER.lower(), NUMBER),
    ],
)  # fmt: skip
def test_read(name: str, raw: object, kept: object) -> None:
    assert member(name, raw) == kept


@pytest.mark.parametrize(
    ("name", "raw", "part"),
    [
        ("sex", "1", "可填"), ("ethnicity", "火星族", "可填"), ("education", "好", "可填"),
        ("phone", "8123456", "区号"), ("phone", "13812345678、13912345678", "只填一个"),
        ("phone", 138.5, "11 位"), ("cadre_scope", "也许", "是"), ("workplace", "字" * 201, "200"),
        ("workplace", "镇\u200b政府", "看不见"), ("note", "坏\x07字", "看不见"),
        ("birth_date", "2024.2.30", "出生日期"), ("joined_on", "2030.1", "还没有到"),
        ("id_number", float(int(NUMBER)), "数值"), ("id_number", int(NUMBER), "数值"),
        ("organization", "某支部", "无法识别"),
    ],
)  # fmt: skip
def test_refused(name: str, raw: object, part: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        member(name, raw)
    assert part in refused.value.problems[name]


def test_all_problems_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(MEMBER, {"sex": "x", "phone": "1", "birth_date": "?"}, today=TODAY)
    assert set(refused.value.problems) == {
        "name", "id_number", "organization", "sex", "phone", "birth_date",
    }  # fmt: skip


def test_defaults_come_only_with_a_whole_row() -> None:
    raw: dict[str, Raw] = {"name": "张三", "id_number": NUMBER, "organization": HERE}
    whole = parse(MEMBER, raw, today=TODAY)
    assert (whole["political_status"], whole["status"], whole["cadre_scope"]) == (
        "正式党员",
        "正常",
        0,
    )
    assert parse(MEMBER, {"name": "张 三"}, partial=True) == {"name": "张三"}
    with pytest.raises(InvalidInput):
        parse(MEMBER, {"name": " "}, partial=True)


def test_references_are_resolved_by_whoever_knows() -> None:
    def find(field: Field, text: str) -> bytes:
        if text != "李家村党支部":
            raise NotFound(f"没有{field.label}“{text}”")
        return HERE

    raw = {"organization": "李家村党支部"}
    assert parse(MEMBER, raw, partial=True, references=find) == {"organization": HERE}
    with pytest.raises(InvalidInput) as refused:
        parse(MEMBER, {"organization": "某"}, partial=True, references=find)
    assert "没有所在党组织" in refused.value.problems["organization"]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("4", 4.0), ("2.5学时", 2.5), (3, 3.0), ("0.3", None), ("-1", None), ("x", None)],
)
def test_hours_have_half_steps(raw: str, kept: float | None) -> None:
    if kept is None:
        with pytest.raises(InvalidInput):
            parse(SESSION, {"hours": raw}, partial=True)
    else:
        assert parse(SESSION, {"hours": raw}, partial=True) == {"hours": kept}


def test_numbers_and_days() -> None:
    raw = {"required_share": "80%", "starts_on": "2026.3.5"}
    assert parse(CLASS, raw, partial=True) == {"required_share": 80, "starts_on": "2026-03-05"}
    for name, wrong in (("required_share", "80.5"), ("starts_on", "2026.3")):
        with pytest.raises(InvalidInput):
            parse(CLASS, {name: wrong}, partial=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"id_number": NUMBER, "birth_date": "1969"}, "birth_date"),
        ({"id_number": NUMBER, "sex": "女"}, "sex"),
        ({"id_number": NUMBER, "joined_on": "1980-01"}, "joined_on"),
        ({"joined_on": "1990-07", "full_on": "1989-07"}, "full_on"),
    ],
)
def test_warnings(values: dict[str, str], field: str) -> None:
    assert list(member_warnings(values)) == [field]


def test_no_warning_as_far_as_known() -> None:
    fine = {
        "id_number": NUMBER,
        "birth_date": "1968-03",
        "sex": "男",
        "joined_on": "1990",
        "full_on": "1990-07",
    }
    assert member_warnings(fine) == {}


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in MEMBER.fields]),
        st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.dates()),
    )
)
def test_anything_is_read_or_refused(raw: dict[str, object]) -> None:
    try:
        values = parse(MEMBER, raw, partial=True, today=TODAY)  # type: ignore[arg-type]
    except InvalidInput:
        return
    assert set(values) == set(raw)
