"""The shape of one line, by what its declaration says; whole packages: `test_lines_bounded.py`."""

from typing import Any

import pytest

from app.data.exchange.structure import HIGHEST, LONGEST_OPERATOR, check_line
from app.domain.uid import new_uid

WHO = "c" * 16


def person(**other: Any) -> dict[str, Any]:
    values = {"name": "甲", "organization": new_uid().hex(), "political_status": "正式党员"}
    said = other.pop("values", {})
    by = [WHO, 1, 1, 0, other.pop("operator", "张三")]
    return {"table": "member", "uid": new_uid().hex(), "by": by, "is": {**values, **said}, **other}


def mark(*, operator: str = "张三", clock: int = 1) -> dict[str, Any]:
    row = [new_uid().hex(), WHO, 1, clock, 0, operator, new_uid().hex(), new_uid().hex(), "出勤"]
    return {"table": "attendance", "fields": ["session", "member", "mark"], "facts": [row]}


@pytest.mark.parametrize(
    "values",
    [
        {"joined_on": "1985"},
        {"joined_on": "1985-03"},
        {"joined_on": "1985-03-05"},
        {"sex": "外星人"},  # no word of the list, and the sender's own
        {"x_newer": "whatever"},
    ],
)
def test_what_may_be_joined(values: dict[str, Any]) -> None:
    check_line(person(values=values))
    check_line(mark())


@pytest.mark.parametrize(
    "line",
    [
        person(values={"joined_on": "1985.03"}),
        person(values={"joined_on": "1985-13"}),
        person(values={"joined_on": "1985-03-05 "}),
        person(values={"joined_on": 1985}),
        person(values={"organization": "no"}),
        person(values={"name": "名" * 20_001}),
        person(values={"cadre_scope": HIGHEST * 2}),
        person(operator="名" * (LONGEST_OPERATOR + 1)),
        mark(operator="名" * (LONGEST_OPERATOR + 1)),
        mark(clock=HIGHEST + 1),
    ],
)
def test_what_refuses_the_package_whole(line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check_line(line)
