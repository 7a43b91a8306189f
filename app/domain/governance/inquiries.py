"""问卷: what 需求调研 and 评教 ask on paper, and the papers that came back, which name nobody.

P09 四（一）, P24 五（十四）, JN 2 (needs); JN 17 教学考核评价 (teaching); domain.md C-16. A
questionnaire belongs to whoever gives it out. A paper is a row of its own with a running number
and its answers, and no field of it leads to a person.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.governance.answers import (
    KINDS,
    MANY_AT_MOST,
    ONE,
    SCALE,
    SEVERAL,
)
from app.domain.governance.codes import (
    ASKED_FOR,
    ASKED_OF_TEACHING,
    GIVEN_OUT,
    INDICATORS,
    QUESTIONNAIRE_STATES,
)
from app.domain.registers import PAST, Due, NamedView, register

_CHOSEN = ("kind", (ONE, SEVERAL))
_TAUGHT = ("purpose", (ASKED_OF_TEACHING,))


@entity("questionnaire", "问卷", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Questionnaire:
    """One paper that is given out many times."""

    name: str = declare("问卷名称", required=True, longest=60, synonyms=("名称", "标题"))
    purpose: str = declare(
        "问卷用途", Kind.CHOICE, required=True, choices=ASKED_FOR, synonyms=("用途", "类别")
    )
    organization: bytes = declare(
        "发放党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("发放单位", "调研单位", "组织单位", "党组织"),
    )
    training_class: bytes | None = declare(
        "评哪个培训班",
        Kind.REFERENCE,
        refers_to="training_class",
        synonyms=("培训班", "班次"),
        shown_when=_TAUGHT,
    )
    teacher: bytes | None = declare(
        "评哪位教师",
        Kind.REFERENCE,
        refers_to="teacher",
        synonyms=("授课教师", "教师"),
        shown_when=_TAUGHT,
    )
    opening: str | None = declare(
        "卷首语",
        Kind.NOTE,
        longest=500,
        synonyms=("说明", "填写说明"),
        hint="印在题目前面，例如问卷做什么用、交到哪里",
    )
    sent: int | None = declare("发放份数", Kind.NUMBER, synonyms=("发放",))
    given_on: str | None = declare("发放日期", Kind.DAY, synonyms=("开始日期",))
    closes_on: str | None = declare("收回截止日期", Kind.DAY, synonyms=("截止日期",))
    state: str = declare(
        "问卷状态", Kind.CHOICE, required=True, choices=QUESTIONNAIRE_STATES, synonyms=("状态",)
    )
    paper: str | None = declare("答卷存放处", synonyms=("问卷存放处", "材料存放处"))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("question", "题目", Scope.ORGANIZATION, owner="questionnaire", title="text")
@dataclass(frozen=True)
class Question:
    """One question. Its number never changes, for answers are told by it; its options may be put
    right, and what papers said before stays as they said it."""

    questionnaire: bytes = declare("问卷", Kind.REFERENCE, required=True, refers_to="questionnaire")
    number: int = declare("题号", Kind.NUMBER, required=True, once=True, synonyms=("序号",))
    text: str = declare("题目", required=True, synonyms=("问题", "题干"))
    kind: str = declare(
        "题型", Kind.CHOICE, required=True, choices=KINDS, synonyms=("类型", "题目类型")
    )
    options: str | None = declare(
        "选项",
        Kind.NOTE,
        longest=1000,
        shown_when=_CHOSEN,
        required_when=_CHOSEN,
        hint="每行一个，或用分号隔开",
    )
    most: int | None = declare(
        "最多选几项", Kind.NUMBER, shown_when=("kind", (SEVERAL,)), synonyms=("限选",)
    )
    highest: int | None = declare(
        "最高分",
        Kind.NUMBER,
        shown_when=("kind", (SCALE,)),
        required_when=("kind", (SCALE,)),
        synonyms=("满分",),
        hint=f"从 1 分打到几分，最多 {MANY_AT_MOST}",
    )
    indicator: str | None = declare(
        "评教指标",
        Kind.CHOICE,
        choices=INDICATORS,
        shown_when=("kind", (SCALE,)),
        hint="汇总后记入“评教”的哪一栏",
    )
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("answer_sheet", "答卷", Scope.ORGANIZATION, owner="questionnaire")
@dataclass(frozen=True)
class AnswerSheet:
    """One paper that came back. Nobody is named: the number is the one written on the paper when
    it was entered, so that it can be found again."""

    questionnaire: bytes = declare("问卷", Kind.REFERENCE, required=True, refers_to="questionnaire")
    number: int = declare("份号", Kind.NUMBER, required=True, synonyms=("编号", "序号"))
    answers: str | None = declare(
        "答案",
        Kind.NOTE,
        longest=4000,
        hint="每行一题：题号：答案；多选用“｜”隔开。不写姓名和身份",
    )
    note: str | None = declare("备注", Kind.NOTE, longest=200, hint="例如哪一页破损；不写是谁填的")


register(
    "questionnaire",
    "问卷",
    group="督导考评",
    unit="份",
    same=("name", "organization"),
    listed=(
        *("name", "purpose", "organization", "training_class", "teacher", "sent", "given_on"),
        *("closes_on", "state"),
    ),
    filters=("purpose", "state"),
    totals=("sent",),
    printed=("name", "purpose", "organization", "sent", "given_on", "closes_on", "state"),
    details=("question", "answer_sheet"),
    due=Due("closes_on", "问卷收回截止", 3, "state", (GIVEN_OUT,)),
    dated="given_on",
    views=(
        NamedView("正在收回", (("state", (GIVEN_OUT,)),)),
        NamedView("收回截止已过", (("state", (GIVEN_OUT,)),), ("closes_on", PAST)),
    ),
    empty="还没有问卷。新增后在“题目”里出题，再打印、录入、汇总。",
)
