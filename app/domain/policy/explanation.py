"""Why a person stands as judged: what counted, what did not, under which clause."""

from dataclasses import dataclass

from app.domain.policy.evaluation import CADRES, FRAIL, Ground, Judgement, Status, judge
from app.domain.policy.requirement import DAYS, HOURS, Measure, Requirement, WindowKind
from app.domain.policy.subject import DatedFact, SubjectFacts
from app.domain.policy.window import Held, Window, held_on

HARD = "必须"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judgement with its sentence, for lists and for the command line."""

    status: Status
    value: float
    unit: str
    threshold: float
    why: str


def evaluate(requirement: Requirement, subject: SubjectFacts, window: Window) -> Outcome | None:
    """How a person stands and why; None when the requirement is not theirs."""
    found = judge(requirement, subject, window)
    if found is None:
        return None
    return outcome(requirement, subject, window, found)


def outcome(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> Outcome:
    """Put a judgement into words."""
    return Outcome(
        judgement.status,
        judgement.value,
        judgement.threshold.unit,
        judgement.threshold.at_least,
        why(requirement, subject, window, judgement),
    )


def why(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    """The sentences behind one figure."""
    parts = [
        _ground(requirement, subject, window, judgement),
        _counted(requirement, subject, window),
        _not_counted(requirement, subject),
        _pace(requirement, subject, window, judgement),
        _role(requirement, subject, window),
        *_post_notes(requirement, subject, window),
        *requirement.notes,
    ]
    said = "；".join(part for part in parts if part)
    return f"{said}。（{requirement.id}，第{requirement.clause}部分）"


def _ground(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    if judgement.ground is Ground.FIGURES:
        if judgement.status is Status.MET:
            return f"达到要求（{requirement.threshold_text}）"
        return _short(requirement, subject)
    unsure = f"没有写到日，无法确定 {window.last.isoformat()} "
    return {
        # The coded reason stays off lists (design §3.9); the clause and the dates are enough.
        Ground.EXEMPTION: f"集中学习培训不作硬性要求（{FRAIL}，{_exemption(subject, window)}）",
        Ground.CADRE: f"纳入干部教育培训（{CADRES}）：按干部规划，口径未设置",
        Ground.MEMBERSHIP_UNCERTAIN: f"入党日期或状态日期{unsure}是否在册",
        Ground.POST_UNCERTAIN: f"任职日期{unsure}是否在任",
        Ground.EXEMPTION_UNCERTAIN: f"不作硬性要求（{FRAIL}）的起止日期{unsure}是否适用",
        Ground.NO_HOURS: "尚无学时，无从计算",
    }[judgement.ground]


def _short(requirement: Requirement, subject: SubjectFacts) -> str:
    soft = "" if requirement.hardness == HARD else f"，属“{requirement.hardness}”要求，作提醒"
    if requirement.measure is Measure.INNOVATION_SHARE:
        return f"低于 {requirement.threshold_text}{soft}"
    done = {HOURS: subject.sums.hours, DAYS: subject.sums.days}
    missing = "或 ".join(f"{t.at_least - done[t.unit]:g} {t.unit}" for t in requirement.thresholds)
    return f"未达到 {requirement.threshold_text}，还差 {missing}{soft}"


def _counted(requirement: Requirement, subject: SubjectFacts, window: Window) -> str:
    sums = subject.sums
    span = f"{window.first.isoformat()} 至 {window.last.isoformat()}"
    if requirement.measure is Measure.INNOVATION_SHARE:
        innovation = sums.innovation_half_hours / 2
        return f"{span} 计入 {sums.hours:g} 学时，其中党的创新理论 {innovation:g} 学时"
    return f"{span} {requirement.counts}计入 {sums.hours:g} 学时、{sums.days:g} 天"


def _not_counted(requirement: Requirement, subject: SubjectFacts) -> str:
    other = subject.sums.other_half_hours / 2
    if not other:
        return ""
    reasons = ["个人自学、送学上门等不属集中学习培训"]
    if requirement.filters.off_job or requirement.filters.levels:
        reasons.insert(0, "非脱产、县级以下举办或")
    return f"另有 {other:g} 学时未计入（{''.join(reasons)}）"


def _pace(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    """160 in 5 years is 32 a year: our inference, the plan itself has no yearly figure."""
    amount = requirement.measure is Measure.AMOUNT
    if not amount or requirement.window is not WindowKind.PLAN_PERIOD:
        return ""
    hours = next((t for t in requirement.thresholds if t.unit == HOURS), None)
    if hours is None or judgement.ground is Ground.CADRE:
        return ""
    yearly = hours.at_least / (window.closes.year - window.first.year + 1)
    done = subject.sums.year_half_hours / 2
    pace = f"平均进度 {yearly:g} 学时/年（推算，原文只有累计数）"
    return f"{window.year} 年已计 {done:g} 学时，{pace}"


def _role(requirement: Requirement, subject: SubjectFacts, window: Window) -> str:
    if not requirement.who.posts:
        return ""
    return f"按期末（{window.last.isoformat()}）任职计：{_posts(requirement, subject)}"


def _posts(requirement: Requirement, subject: SubjectFacts) -> str:
    held = [post for post in subject.posts if post.what in requirement.who.posts]
    return "、".join(f"{post.what}，{_dates(post)}" for post in held)


def _post_notes(requirement: Requirement, subject: SubjectFacts, window: Window) -> list[str]:
    return [
        note
        for post, note in requirement.post_notes
        if any(
            fact.what == post and held_on(fact.from_on, fact.to_on, window.last) is Held.YES
            for fact in subject.posts
        )
    ]


def _dates(fact: DatedFact) -> str:
    if fact.from_on is None:
        return "起始日期未填，按现任计"
    return f"{fact.from_on} 起" + (f"至 {fact.to_on}" if fact.to_on else "")


def _exemption(subject: SubjectFacts, window: Window) -> str:
    held = (
        _dates(fact)
        for fact in subject.exemptions
        if held_on(fact.from_on, fact.to_on, window.last) is Held.YES
    )
    return next(held, "")
