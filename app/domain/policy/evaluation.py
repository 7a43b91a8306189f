"""Judge one person under one requirement, and with which figure.

Met, short, exempt; pending, when time is left (`OPEN`, with its pace) or a date is not known
well enough; unset, when another plan holds the figure and nobody has entered it.
"""

from enum import Enum
from typing import NamedTuple

from app.domain.held import Held, all_of
from app.domain.people.membership import membership
from app.domain.policy.pace import behind
from app.domain.policy.requirement import (
    HOURS,
    Effect,
    ExemptionRule,
    Measure,
    Requirement,
    Threshold,
)
from app.domain.policy.service import new_in_post, post_held
from app.domain.policy.subject import SubjectFacts, Sums
from app.domain.policy.window import Window, held_on
from app.domain.share import percent


class Status(Enum):
    """How a person stands; all of them together are those to whom the requirement applies."""

    MET = "met"
    SHORT = "short"
    EXEMPT = "exempt"
    PENDING = "pending"
    UNSET = "unset"


class Ground(Enum):
    """What decided the status, for the sentence that explains it."""

    FIGURES = "figures"
    OPEN = "open"
    EXEMPTION = "exemption"
    EXEMPTION_UNCERTAIN = "exemption_uncertain"
    ELSEWHERE = "elsewhere"
    NEW_IN_POST = "new_in_post"
    POST_UNCERTAIN = "post_uncertain"
    MEMBERSHIP_UNCERTAIN = "membership_uncertain"
    JOINING_UNCERTAIN = "joining_uncertain"
    NO_HOURS = "no_hours"


class Judgement(NamedTuple):
    """The status of one person with the figure it rests on; cheap, made for everybody. `by` is
    the requirement that decided, `rule` the clause that exempts; `behind` is said of an open
    window only."""

    status: Status
    ground: Ground
    value: float
    threshold: Threshold
    by: Requirement
    rule: ExemptionRule | None = None
    behind: bool = False


def judge(requirement: Requirement, subject: SubjectFacts, window: Window) -> Judgement | None:
    """How a person stands at the end of the window; None when the requirement is not theirs."""
    member = _membership(requirement, subject, window)
    if member is Held.NO:
        return None
    post = post_held(requirement.who, subject.posts, window.last)
    if post is Held.NO:
        return None
    by, doubted = decided_by(requirement, subject, window)
    value, threshold, met = figure(by, subject.sums)

    def said(status: Status, ground: Ground, rule: ExemptionRule | None = None) -> Judgement:
        return Judgement(status, ground, value, threshold, by, rule)

    exempt, rule = exempted(requirement, subject, window)
    if exempt is Held.YES:
        return said(Status.EXEMPT, Ground.EXEMPTION, rule)
    if subject.cadre_scope and (elsewhere := _elsewhere(requirement)):
        return said(Status.UNSET, Ground.ELSEWHERE, elsewhere)
    if member is Held.UNCERTAIN:
        return said(Status.PENDING, Ground.MEMBERSHIP_UNCERTAIN)
    if unsure := _doubt(by, doubted, subject.sums, post, met=met):
        return said(Status.PENDING, unsure)
    if met:
        return said(Status.MET, Ground.FIGURES)
    if exempt is Held.UNCERTAIN:
        return said(Status.PENDING, Ground.EXEMPTION_UNCERTAIN, rule)
    return _not_met(by, subject, window, said(Status.SHORT, Ground.FIGURES))


def _doubt(
    by: Requirement, doubted: Requirement | None, sums: Sums, post: Held, *, met: bool
) -> Ground | None:
    """A date that is not known well enough, where it makes a difference."""
    if post is Held.UNCERTAIN or (met and doubted is not None and not _met(doubted, sums)):
        return Ground.POST_UNCERTAIN
    if sums.doubtful_half_hours and met != _met(by, sums.without_doubt):
        return Ground.JOINING_UNCERTAIN
    return None


def _not_met(by: Requirement, subject: SubjectFacts, window: Window, short: Judgement) -> Judgement:
    """Short only when the window is over, there is something to divide, and the post was held
    long enough."""
    pending = short._replace(status=Status.PENDING)
    if by.who.posts and new_in_post(by.who, subject.posts, window.last):
        return pending._replace(ground=Ground.NEW_IN_POST)
    if by.measure is Measure.INNOVATION_SHARE and not subject.sums.half_hours:
        return pending._replace(ground=Ground.NO_HOURS)
    if window.open:
        late = behind(by, subject, window)
        return pending._replace(ground=Ground.OPEN, behind=late)
    return short


def decided_by(
    requirement: Requirement, subject: SubjectFacts, window: Window
) -> tuple[Requirement, Requirement | None]:
    """The requirement whose figure decides, and the one that perhaps does (dates unknown)."""
    stricter = requirement.replaced_by
    if stricter is None or not subject.posts:
        return requirement, None
    held = post_held(stricter.who, subject.posts, window.last)
    if held is Held.NO:
        return requirement, None
    if held is Held.UNCERTAIN:
        return requirement, stricter
    new = new_in_post(stricter.who, subject.posts, window.last)
    return (requirement if new else stricter), None


def figure(requirement: Requirement, sums: Sums) -> tuple[float, Threshold, bool]:
    """The figure shown, the threshold it is held against, and whether any alternative is met."""
    if requirement.measure is Measure.INNOVATION_SHARE:
        return _share(requirement.thresholds[0], sums)
    for threshold in requirement.thresholds:
        value = sums.hours if threshold.unit == HOURS else sums.days
        if value >= threshold.at_least:
            return value, threshold, True
    first = requirement.thresholds[0]
    return (sums.hours if first.unit == HOURS else sums.days), first, False


def _met(requirement: Requirement, sums: Sums) -> bool:
    return figure(requirement, sums)[2]


def _share(threshold: Threshold, sums: Sums) -> tuple[float, Threshold, bool]:
    total, part = sums.half_hours, sums.innovation_half_hours
    if not total:
        return 0.0, threshold, False
    # Multiplied out: 49.96 % must neither pass as 50 % nor be shown as 50 %.
    shown = percent(part, total, border=int(threshold.at_least))
    return shown, threshold, part * 100 >= threshold.at_least * total


def _membership(requirement: Requirement, subject: SubjectFacts, window: Window) -> Held:
    """Whether the person was a member, of the organization asked about, at the end of the window
    (design §3.4): the branch, category and status of then, not those of today."""
    found = membership(subject, window.last.isoformat(), requirement.who.political_status)
    return all_of(found, subject.within)


def exempted(
    requirement: Requirement, subject: SubjectFacts, window: Window
) -> tuple[Held, ExemptionRule | None]:
    """Whether a clause exempts the person at the end of the window, and which; only for the
    reasons that the clause names."""
    doubtful: ExemptionRule | None = None
    if not subject.exemptions:
        return Held.NO, None
    for rule in requirement.exemptions:
        if rule.effect is not Effect.EXEMPT:
            continue
        for fact in subject.exemptions:
            if fact.what not in rule.reasons:
                continue
            held = held_on(fact.from_on, fact.to_on, window.last)
            if held is Held.YES:
                return held, rule
            if held is Held.UNCERTAIN:
                doubtful = rule
    return (Held.UNCERTAIN if doubtful else Held.NO), doubtful


def _elsewhere(requirement: Requirement) -> ExemptionRule | None:
    """The clause that sends 党员干部 to the plan of their own."""
    return next((r for r in requirement.exemptions if r.effect is Effect.ELSEWHERE), None)
