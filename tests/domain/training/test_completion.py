"""结班: who completes, for what reason, and when there is no result at all."""

import pytest

from app.domain.errors import AppError
from app.domain.training.attendance_rules import HourRules
from app.domain.training.completion import (
    ClassSession,
    MarksMissing,
    Participant,
    complete_class,
    share_text,
)

SESSIONS = tuple(
    ClassSession(bytes([number]) * 16, day, slot)
    for number, (day, slot) in enumerate(
        [
            ("2026-03-05", "下午"),
            ("2026-03-05", "上午"),
            ("2026-03-06", "上午"),
            ("2026-03-06", "下午"),
        ]
    )
)
IN_TIME = (SESSIONS[1], SESSIONS[0], SESSIONS[2], SESSIONS[3])


def person(marks: str, *, withdrawn: bool = False, name: str = "李一") -> Participant:
    """Marks in order of time, separated by spaces; 出勤/缺勤 means two live marks."""
    given = [tuple(part.split("/")) for part in marks.split()]
    return Participant(
        name.encode().ljust(16),
        name,
        withdrawn,
        dict(zip((s.uid for s in IN_TIME), given, strict=False)),
    )


@pytest.mark.parametrize(
    ("marks", "required", "rules", "outcome", "reason"),
    [
        ("出勤 出勤 出勤 出勤", 100, HourRules(), "结业", "出勤 4 个半天，出勤率 100%，达到 100%"),
        (
            "事假 出勤 出勤 出勤",
            100,
            HourRules(),
            "未结业",
            "未到 1 个半天（3 月 5 日上午 事假），出勤率 75%，低于 100%",
        ),
        (
            "事假 出勤 出勤 出勤",
            75,
            HourRules(),
            "结业",
            "未到 1 个半天（3 月 5 日上午 事假），出勤率 75%，达到 75%",
        ),
        (
            "出勤 出勤 公假 缺勤",
            75,
            HourRules(),
            "未结业",
            "未到 2 个半天（3 月 6 日上午 公假、3 月 6 日下午 缺勤），出勤率 50%，低于 75%",
        ),
        (
            "出勤 迟到 出勤 早退",
            100,
            HourRules(),
            "结业",
            "出勤 4 个半天，迟到、早退 2 个半天（3 月 5 日下午 迟到、3 月 6 日下午 早退），"
            "出勤率 100%，达到 100%",
        ),
        (
            "出勤 迟到 出勤 出勤",
            100,
            HourRules((("2026", False),)),
            "未结业",
            "迟到 1 个半天不计出勤（3 月 5 日下午 迟到），出勤率 75%，低于 100%",
        ),
    ],
)
def test_the_outcome_and_its_reason(
    marks: str, required: int, rules: HourRules, outcome: str, reason: str
) -> None:
    (found,) = complete_class(SESSIONS, [person(marks)], required, rules)
    assert (found.outcome, found.reason) == (outcome, reason)


def test_who_withdrew_needs_no_marks_and_gets_no_result() -> None:
    found = complete_class(
        SESSIONS, [person("出勤", withdrawn=True), person("出勤 " * 4)], 100, HourRules()
    )
    assert [item.outcome for item in found] == ["退出", "结业"]


@pytest.mark.parametrize(
    ("marks", "listed"),
    [
        ("出勤 出勤 出勤", [("3 月 6 日下午", "未录入")]),
        ("未录入 出勤 出勤", [("3 月 5 日上午", "未录入"), ("3 月 6 日下午", "未录入")]),
        ("出勤 出勤/事假 出勤 出勤", [("3 月 5 日下午", "两处考勤不一致")]),
    ],
)
def test_open_marks_give_a_list_and_no_result(marks: str, listed: list[tuple[str, str]]) -> None:
    with pytest.raises(MarksMissing) as refused:
        complete_class(
            SESSIONS, [person("出勤 " * 4), person(marks, name="王二")], 100, HourRules()
        )
    assert [(m.when, m.reason) for m in refused.value.missing] == listed
    assert {m.name for m in refused.value.missing} == {"王二"}
    assert "王二" in refused.value.message


def test_a_long_list_of_open_marks_is_cut_in_words_only() -> None:
    with pytest.raises(MarksMissing) as refused:
        complete_class(SESSIONS, [person("", name=f"学员{n}") for n in range(10)], 100, HourRules())
    assert len(refused.value.missing) == 40
    assert "等 40 处" in refused.value.message


@pytest.mark.parametrize(
    ("sessions", "people"), [((), [person("")]), (SESSIONS, [])], ids=["no sessions", "nobody"]
)
def test_an_empty_class_cannot_be_closed(
    sessions: tuple[ClassSession, ...], people: list[Participant]
) -> None:
    with pytest.raises(AppError, match="不能结班"):
        complete_class(sessions, people, 100, HourRules())


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(3, 4, "75%"), (2, 3, "66.7%"), (2999, 3000, "99.9%"), (0, 4, "0%")]
)
def test_a_share_never_reads_as_reaching_what_it_missed(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole, 100) == text
