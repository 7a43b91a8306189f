"""Why a person stands as judged: what counted, what did not, under which clause."""

from dataclasses import dataclass

from app.domain.held import Held
from app.domain.people.membership import why_branch_uncertain, why_uncertain
from app.domain.policy.evaluation import Ground, Judgement, Status, exempted, judge
from app.domain.policy.pace import Pace, innovation_hours_missing, months_left, paces
from app.domain.policy.requirement import DAYS, HOURS, Effect, Measure, Requirement
from app.domain.policy.service import holding, new_in_post
from app.domain.policy.subject import DatedFact, SubjectFacts
from app.domain.policy.window import Window, held_on
from app.domain.share import half_up
from app.domain.training.hours import plain_number

HARD = "必须"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judgement with its sentence, for lists and for the command line; `pace` belongs to a
    window that is still open."""

    status: Status
    value: float
    unit: str
    threshold: float
    why: str
    pace: tuple[Pace, ...] = ()


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
    pending = judgement.status is Status.PENDING and window.open
    return Outcome(
        judgement.status,
        half_up(judgement.value, 3),
        judgement.threshold.unit,
        judgement.threshold.at_least,
        why(requirement, subject, window, judgement),
        paces(judgement.by, subject, window) if pending else (),
    )


def why(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    """The sentences behind one figure."""
    by = judgement.by
    parts = [
        _ground(subject, window, judgement),
        _counted(requirement, subject, window),
        _not_counted(requirement, subject),
        _before_joining(requirement, subject),
        _pace(subject, window, judgement),
        _replaced(requirement, subject, window, judgement),
        _role(requirement, subject, window),
        _no_exemption(requirement, subject, window, judgement),
        *by.notes,
    ]
    said = "；".join(part for part in parts if part)
    return f"{said}。（{requirement.id}，第{requirement.clause}部分）"


def _ground(subject: SubjectFacts, window: Window, judgement: Judgement) -> str:
    by = judgement.by
    if judgement.ground is Ground.FIGURES:
        if judgement.status is Status.MET:
            return f"达到要求（{by.threshold_text}）"
        return _short(by, subject)
    rule = judgement.rule
    clause = rule.id if rule else ""
    unsure = f"没有写到日，无法确定 {window.last.isoformat()} "
    return {
        Ground.OPEN: f"未到期（{window.closes.isoformat()} 到期），不判未达标",
        # The coded reason stays off lists (design §3.9); the clause and the dates are enough.
        Ground.EXEMPTION: f"{rule.says if rule else ''}（{clause}，{_exemption(subject, window)}）",
        Ground.ELSEWHERE: f"{rule.says if rule else ''}（{clause}）",
        Ground.NEW_IN_POST: f"任职不满{_months(by.who.in_post_months)}，只作提示，不判未达标",
        Ground.MEMBERSHIP_UNCERTAIN: _unsure_member(by, subject, window),
        Ground.POST_UNCERTAIN: f"任职日期{unsure}是否在任，或任职的党组织不在本机",
        Ground.JOINING_UNCERTAIN: "入党日期没有写到日，无法确定有的培训是否在入党以后",
        Ground.EXEMPTION_UNCERTAIN: f"不作硬性要求（{clause}）的起止日期{unsure}是否适用",
        Ground.NO_HOURS: "尚无学时，无从计算",
    }[judgement.ground]


def _months(months: int) -> str:
    return "一年" if months == 12 else f" {months} 个月"


def _unsure_member(requirement: Requirement, subject: SubjectFacts, window: Window) -> str:
    day = window.last.isoformat()
    return why_uncertain(subject, day, requirement.who.political_status) or why_branch_uncertain(
        subject, day
    )


def _short(requirement: Requirement, subject: SubjectFacts) -> str:
    soft = "" if requirement.hardness == HARD else f"，属“{requirement.hardness}”要求，作提醒"
    if requirement.measure is Measure.INNOVATION_SHARE:
        return f"低于 {requirement.threshold_text}{soft}"
    missing = _missing(requirement, subject)
    return f"未达到 {requirement.threshold_text}，还差 {missing}{soft}"


def _missing(requirement: Requirement, subject: SubjectFacts) -> str:
    done = {HOURS: subject.sums.hours, DAYS: subject.sums.days}
    return "或 ".join(
        f"{_plain(t.at_least - done[t.unit])} {t.unit}" for t in requirement.thresholds
    )


def _plain(value: float) -> str:
    return plain_number(half_up(value, 3))


def _counted(requirement: Requirement, subject: SubjectFacts, window: Window) -> str:
    sums = subject.sums
    span = f"{window.first.isoformat()} 至 {window.last.isoformat()}"
    if requirement.measure is Measure.INNOVATION_SHARE:
        innovation = sums.innovation_half_hours / 2
        return f"{span} 计入 {sums.hours:g} 学时，其中党的创新理论 {innovation:g} 学时"
    return f"{span} {requirement.counts}计入 {sums.hours:g} 学时、{_plain(sums.days)} 天"


def _not_counted(requirement: Requirement, subject: SubjectFacts) -> str:
    other = subject.sums.other_half_hours / 2
    if not other:
        return ""
    reasons = ["个人自学、实践锻炼、送学上门不属集中学习培训"]
    if requirement.filters.off_job or requirement.filters.levels:
        reasons.insert(0, "非脱产、县级以下举办或")
    return f"另有 {other:g} 学时未计入（{''.join(reasons)}）"


def _before_joining(requirement: Requirement, subject: SubjectFacts) -> str:
    """What was learned before 入党 is said, whichever way the policy counts it."""
    parts = []
    if before := subject.sums.before_half_hours / 2:
        counts = "已计入" if requirement.filters.before_joining else "不计入本条"
        parts.append(f"另有 {before:g} 学时在入党（{subject.joined_on}）前参加，{counts}")
    if doubtful := subject.sums.doubtful_half_hours / 2:
        parts.append(f"其中 {doubtful:g} 学时可能在入党前：入党日期只写到 {subject.joined_on}")
    return "；".join(parts)


def _pace(subject: SubjectFacts, window: Window, judgement: Judgement) -> str:
    """160 in 5 years is 32 a year: our inference, the plan itself has no yearly figure."""
    if judgement.status is not Status.PENDING or not window.open:
        return ""
    by, left = judgement.by, f"剩余 {months_left(window)} 个月"
    if by.measure is Measure.INNOVATION_SHARE:
        if not subject.sums.half_hours:
            return left
        more = innovation_hours_missing(by.thresholds[0], subject.sums)
        return f"再学 {_plain(more)} 学时党的创新理论即达 {by.thresholds[0].text}，{left}"
    first = paces(by, subject, window)[0]
    done = subject.sums.year_half_hours / 2
    said = (
        f"本年应达 {first.year_due:g} {first.unit}（至 {window.year} 年末累计 {first.due:g}），"
        f"{window.year} 年已计 {done:g} 学时，累计 {first.done:g} {first.unit}，"
        f"还差 {_missing(by, subject)}，{left}"
    )
    if window.first.year < window.closes.year:
        said += "；本年应达按平均进度推算，原文只有累计数"
    return said + ("；低于本年进度" if judgement.behind else "")


def _replaced(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    stricter = requirement.replaced_by
    if stricter is None or not holding(stricter.who, subject.posts, window.last):
        return ""
    if judgement.by is stricter:
        return f"按 {stricter.id}（{stricter.threshold_text}）从严判定：{_posts(stricter, subject)}"
    months = _months(stricter.who.in_post_months)
    return f"任职不满{months}，{stricter.id} 只作提示，按 {requirement.id} 判定"


def _role(requirement: Requirement, subject: SubjectFacts, window: Window) -> str:
    who = requirement.who
    if not who.posts:
        return ""
    said = f"按期末（{window.last.isoformat()}）任职计：{_posts(requirement, subject)}"
    if holding(who, subject.posts, window.last) and new_in_post(who, subject.posts, window.last):
        said += f"，任职不满{_months(who.in_post_months)}"
    return said


def _posts(requirement: Requirement, subject: SubjectFacts) -> str:
    held = [post for post in subject.posts if post.what in requirement.who.posts]
    return "、".join(f"{post.what}，{_dates(post)}" for post in held)


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


def _no_exemption(
    requirement: Requirement, subject: SubjectFacts, window: Window, judgement: Judgement
) -> str:
    """Somebody is registered as exempt for a reason that no clause of this policy names."""
    if judgement.status is Status.EXEMPT or exempted(requirement, subject, window)[0] is Held.YES:
        return ""
    rules = [rule for rule in requirement.exemptions if rule.effect is Effect.EXEMPT]
    named = {reason for rule in rules for reason in rule.reasons}
    other = [
        fact
        for fact in subject.exemptions
        if fact.what not in named and held_on(fact.from_on, fact.to_on, window.last) is not Held.NO
    ]
    if not other:
        return ""
    clauses = "、".join(f"{rule.id} 所列的{'、'.join(rule.reasons)}" for rule in rules)
    return f"登记的不作硬性要求情形不属 {clauses}，不据此免除" if rules else ""
