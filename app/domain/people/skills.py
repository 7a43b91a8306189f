"""技能与证书 and 学分: what a person can do, and what his learning is worth where credits are kept.

HN 二（一）, P09 三 (掌握1门以上技术技能); HN 四（四） 探索建立学分制度. Both are the person's:
they move with him, are reported up by whoever keeps him and are erased with him.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.registers import PAST, Due, NamedView, register

# HN 二（一） 培训合格证书或国家职业资格证书; P09 三 实用技术, 创业就业技能.
SKILLS = (
    "实用技术",
    "创业就业技能",
    "职业资格证书",
    "职业技能等级证书",
    "培训合格证书",
    "其他",
)
PROJECTS = (
    "农村实用人才培训工程",
    "新型农民科技培训工程",
    "绿色证书培训工程",
    "农村劳动力培训阳光工程",
    "成人继续教育和再就业培训工程",
    "“春潮行动”计划",
    "雨露计划",
    "农民大学生培养计划",
    "其他",
)
CREDITS = ("集中培训", "集体学习", "网络学习", "实践锻炼", "讲课授课", "获奖成果", "其他")


@entity("skill", "技能证书", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class Skill:
    """One skill, with the certificate that proves it if there is one."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    name: str = declare(
        "技能（证书）名称", required=True, synonyms=("技能名称", "证书名称", "工种", "技能")
    )
    kind: str = declare(
        "技能类别", Kind.CHOICE, required=True, choices=SKILLS, synonyms=("类别", "类型")
    )
    grade: str | None = declare("等级", longest=50, synonyms=("技能等级",))
    project: str | None = declare(
        "纳入的培训工程", Kind.CHOICE, choices=PROJECTS, synonyms=("培训工程",)
    )
    issuer: str | None = declare("发证（培训）机构", synonyms=("发证机构", "培训机构"))
    number: str | None = declare("证书编号", longest=60, synonyms=("证书号",), no_copy=True)
    issued_on: str | None = declare("取得时间", Kind.DATE, synonyms=("发证日期", "取得日期"))
    valid_to: str | None = declare("有效期至", Kind.DATE, synonyms=("到期日期", "复审日期"))
    effect: str | None = declare(
        "创业就业情况", Kind.NOTE, longest=500, synonyms=("作用发挥", "创业情况")
    )
    paper: str | None = declare("复印件存放处", synonyms=("材料存放处",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("credit", "学分", Scope.MEMBER, owner="member", title="activity")
@dataclass(frozen=True)
class Credit:
    """So many credits for one thing. Off until a county keeps them; no hour becomes one by
    itself, for no document says how many."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    activity: str = declare("计分事项", required=True, synonyms=("事项", "项目"))
    kind: str = declare("计分类别", Kind.CHOICE, required=True, choices=CREDITS, synonyms=("类别",))
    earned_on: str = declare("日期", Kind.DAY, required=True, synonyms=("计分日期",))
    points: float = declare("学分", Kind.HOURS, required=True, synonyms=("分值",))
    rule: str | None = declare("计分依据", synonyms=("依据", "计分标准"), carried=True)
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    evidence: str | None = declare("证明材料", synonyms=("佐证材料",))
    approved_by: str | None = declare(
        "审核人", Kind.PERSON_NAME, synonyms=("认定人",), carried=True
    )
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "skill",
    "技能与证书",
    group="技能与学分",
    unit="项",
    same=("member", "name"),
    listed=(
        *("member", "name", "kind", "grade", "project", "issuer", "number", "issued_on"),
        "valid_to",
    ),
    filters=("kind", "project"),
    printed=("member", "name", "kind", "grade", "issuer", "number", "issued_on", "valid_to"),
    due=Due("valid_to", "证书到期", 60),
    dated="issued_on",
    views=(
        NamedView("取得证书的", (("kind", SKILLS[2:5]),)),
        NamedView("已过有效期", dated=("valid_to", PAST)),
    ),
)

register(
    "credit",
    "学分",
    group="技能与学分",
    unit="条",
    same=("member", "activity", "earned_on"),
    listed=(
        *("member", "earned_on", "activity", "kind", "points", "rule", "training_class"),
        "approved_by",
    ),
    filters=("kind",),
    sort="earned_on",
    totals=("points",),
    printed=("earned_on", "member", "activity", "kind", "points", "rule", "approved_by"),
    dated="earned_on",
    levels=(),
)
