"""Every kind by a table: what people type, and what a spreadsheet makes of it, right and wrong."""

import dataclasses
import datetime

import pytest

from app.domain.conditions import is_needed, is_shown
from app.domain.entity import Entity, Field, Kind, Scope, Value, declare
from app.domain.errors import InvalidInput
from app.domain.field_values import READERS
from app.domain.money import yuan
from app.domain.parsing import parse
from app.domain.wording import words_of

TODAY = datetime.date(2026, 11, 30)
FIELDS = ("中央党校", "党性教育", "乡村振兴", "基层治理")


def field(kind: Kind, **more: object) -> Field:
    made: Field = declare("栏目", kind, **more).metadata["declared"]  # type: ignore[arg-type]
    return dataclasses.replace(made, name="it")


def read(kind: Kind, raw: object, **more: object) -> Value:
    return READERS[kind](field(kind, **more), raw, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("￥1,234.50", 123450),
        ("1234.5元", 123450),
        ("１２３４．５", 123450),
        ("1.2万元", 1200000),
        ("0.35万", 350000),
        ("500元整", 50000),
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (1234, 123400),
        (0, 0),
        ("0", 0),
        (1e7, 10**9),
        ("", None),
        ("无", None),
        ("—", None),
        (None, None),
        (" 12 000 ", 1200000),
        (1234.5600000000001, 123456),
    ],
)
def test_money(raw: object, fen: object) -> None:
    assert read(Kind.MONEY, raw) == fen


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("12,34", "不是金额"),
        ("1.234,5", "不是金额"),
        ("约500", "不是金额"),
        ("1.2E+05", "不是金额"),
        ("-5", "负数"),
        ("(1,234.50)", "负数"),
        (-3.0, "负数"),
        ("1.005", "两位小数"),
        (1.005, "两位小数"),
        (float("nan"), "不是数字"),
        (float("inf"), "不是数字"),
        (1e15, "太大"),
        ("9" * 20, "太大"),
        (datetime.date(2026, 3, 1), "日期"),
        ("3月", "不是金额"),
    ],
)
def test_money_refused(raw: object, part: str) -> None:
    with pytest.raises(InvalidInput, match=part) as found:
        read(Kind.MONEY, raw)
    assert next(iter(found.value.problems.values())).startswith("栏目")


@pytest.mark.parametrize(
    ("raw", "month"),
    [
        ("2026-03", "2026-03"),
        ("2026.3", "2026-03"),
        ("2026年3月", "2026-03"),
        ("202603", "2026-03"),
        (202603, "2026-03"),
        (datetime.date(2026, 3, 1), "2026-03"),
        ("2026/3/1", "2026-03"),
        (datetime.datetime.fromisoformat("2026-03-01T00:00"), "2026-03"),
        ("2026-03-15", "2026-03"),
        (2026.03, "2026-03"),
        (2026.12, "2026-12"),
        ("二〇二六年三月", "2026-03"),
        ("", None),
        ("不详", None),
        ("0000-00-00", None),
    ],
)
def test_month(raw: object, month: object) -> None:
    assert read(Kind.MONTH, raw) == month


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("2026", "写到月"),
        (2026, "写到月"),
        (2026.1, "1 月还是 10 月"),
        ("3月", "不是日期"),
        ("2026-13", "不存在"),
        (46082, "内部的日期编号"),
        ("三月", "不是日期"),
    ],
)
def test_month_refused(raw: object, part: str) -> None:
    with pytest.raises(InvalidInput, match=part):
        read(Kind.MONTH, raw)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("王　䶮", "王䶮"),
        ("王 䶮", "王䶮"),
        (" 张𬱖 ", "张𬱖"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("李\n㛃", "李㛃"),
        ("", None),
        ("—", None),
        ("/", None),
        (None, None),
    ],
)
def test_person_name(raw: object, name: object) -> None:
    assert read(Kind.PERSON_NAME, raw) == name


@pytest.mark.parametrize("raw", [12, "12", "王\u200b䶮", "字" * 51])
def test_person_name_refused(raw: object) -> None:
    with pytest.raises(InvalidInput):
        read(Kind.PERSON_NAME, raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("乡村振兴、党性教育", "党性教育、乡村振兴"),
        ("乡村振兴,党性教育；基层治理", "党性教育、乡村振兴、基层治理"),
        ("乡村振兴\n乡村振兴", "乡村振兴"),
        ("基层治理/乡村振兴", "乡村振兴、基层治理"),
        ("基层治理 ", "基层治理"),
        ("", None),
        ("无", None),
        (None, None),
    ],
)
def test_many(raw: object, words: object) -> None:
    assert read(Kind.MANY, raw, choices=FIELDS) == words


def test_many_names_the_word_it_does_not_know() -> None:
    with pytest.raises(InvalidInput, match="火星") as found:
        read(Kind.MANY, "乡村振兴、火星", choices=FIELDS)
    assert "乡村振兴”" not in str(found.value.problems)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.MONEY, 123450, "1,234.50"),
        (Kind.MONEY, 0, "0.00"),
        (Kind.MONTH, "2026-03", "2026-03"),
        (Kind.FLAG, 1, "是"),
        (Kind.HOURS, 4.0, "4"),
        (Kind.NUMBER, 12, "12"),
        (Kind.TEXT, None, ""),
        (Kind.NOTE, "电话13812345678", "电话138****5678"),
    ],
)
def test_as_people_read_it(kind: Kind, value: Value, shown: str) -> None:
    assert words_of(field(kind), value) == shown


@pytest.mark.parametrize("fen", [0, 1, 99, 100, 123456789, 10**13 - 1])
def test_what_is_written_out_is_read_back(fen: int) -> None:
    assert read(Kind.MONEY, yuan(fen)) == fen
    assert read(Kind.MONEY, float(yuan(fen).replace(",", ""))) == fen


# Conditions


def _entity() -> Entity:
    said = {
        "state": declare("状态", Kind.CHOICE, choices=("在聘", "退出"), default="在聘"),
        "reason": declare("退出原因", required=True, shown_when=("state", ("退出",))),
        "kind": declare("类型", Kind.MANY, choices=FIELDS),
        "village": declare("村", required_when=("kind", ("乡村振兴",))),
        "number": declare("聘书编号", fixed_when=("state", ("退出",))),
    }
    fields = tuple(
        dataclasses.replace(made.metadata["declared"], name=name) for name, made in said.items()
    )
    return Entity("sample", "样例", Scope.LOCAL, fields, "", (), facts=False)


SAMPLE = _entity()


def problems_of(raw: dict[str, str], known: dict[str, Value] | None) -> dict[str, str]:
    try:
        parse(SAMPLE, raw, partial=known is not None, known=known)
    except InvalidInput as error:
        return dict(error.problems)
    return {}


@pytest.mark.parametrize(
    ("raw", "known", "problem"),
    [
        ({"state": "退出"}, None, {"reason": "请填写退出原因"}),
        ({"state": "退出", "reason": "调离"}, None, {}),
        ({"reason": "调离"}, None, {"reason": "状态为“退出”时才填退出原因"}),
        ({"kind": "乡村振兴"}, None, {"village": "类型为“乡村振兴”时请填写村"}),
        ({"kind": "基层治理"}, None, {}),
        (
            {"number": "2"},
            {"state": "退出", "reason": "调离", "number": "1"},
            {"number": "状态为“退出”后，聘书编号不能再改"},
        ),
        ({"number": "1"}, {"state": "退出", "reason": "调离", "number": "1"}, {}),
        ({"state": "退出"}, {"state": "在聘"}, {"reason": "请填写退出原因"}),
        ({"number": "2"}, {"state": "在聘"}, {}),
        ({"reason": "x"}, {"state": "在聘"}, {"reason": "状态为“退出”时才填退出原因"}),
    ],
)
def test_conditions_are_judged_by_parse(
    raw: dict[str, str], known: dict[str, Value] | None, problem: dict[str, str]
) -> None:
    assert problems_of(raw, known) == problem


def test_what_is_no_longer_there_is_emptied() -> None:
    known: dict[str, Value] = {"state": "退出", "reason": "调离"}
    assert parse(SAMPLE, {"state": "在聘"}, partial=True, known=known) == {
        "state": "在聘",
        "reason": None,
    }


def test_hidden_is_never_needed() -> None:
    reason = SAMPLE.field("reason")
    assert not is_shown(SAMPLE, reason, {"state": "在聘"})
    assert not is_needed(SAMPLE, reason, {"state": "在聘"})
    assert is_needed(SAMPLE, reason, {"state": "退出"})
